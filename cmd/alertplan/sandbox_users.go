package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/credentials"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// sandboxUsers are those whom a secured sandbox lets in.
type sandboxUsers struct {
	app   *app
	path  string
	roles string            // a file or folder of the security plugin's; "": none
	file  *credentials.File // nil: it asks nobody who he is
}

func (u *sandboxUsers) define(c *cobra.Command) {
	c.Flags().StringVar(&u.path, "users", "", "ask everybody who he is, over TLS, as a server with the security plugin does: "+
		"the users of `FILE`, which is made where it is not there, with new passwords and a certificate authority beside it")
	_ = c.MarkFlagFilename("users") // it is defined above
	c.Flags().StringVar(&u.roles, "roles", "", "with --users: the roles and mappings of `PATH`, a roles.yml or a folder with one, roles_mapping.yml, "+
		"action_groups.yml, internal_users.yml, as securityadmin.sh takes them")
	_ = c.MarkFlagFilename("roles", "yml", "yaml")
}

func (u *sandboxUsers) apply(o *sandbox.Options) (err error) {
	if u.path == "" {
		if u.roles != "" {
			return errors.New("--roles is for a sandbox that asks who it is: give it --users FILE, too")
		}
		return nil
	}
	if u.file, err = credentials.Open(u.path); err != nil {
		return fmt.Errorf("--users: %w", err)
	}
	if err := u.takeRoles(o); err != nil {
		return err
	}
	o.Users = security.Accounts(u.file.Users)
	o.TLS, err = u.file.TLS()
	return err
}

// takeRoles reads --roles. Users whom it names get passwords in a file of users that is
// made; of those that a file lacks it tells.
func (u *sandboxUsers) takeRoles(o *sandbox.Options) (err error) {
	if u.roles == "" {
		return nil
	}
	if o.Roles, err = readRoles(u.roles); err != nil {
		return fmt.Errorf("--roles: %w", err)
	}
	if missing := u.file.Invite(o.Roles.Users()); len(missing) > 0 {
		fmt.Fprintf(u.app.err, "%s has no line NAME=user:password for %s, whom %s names: they can't log in.\n", u.file.Path, strings.Join(missing, ", "), u.roles)
		u.app.err.Flush()
	}
	return nil
}

// readRoles reads a file of the security plugin, or those of a folder.
func readRoles(path string) (*security.Configuration, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return security.ReadConfiguration(os.DirFS(path), path)
	default:
		dir, file := filepath.Split(path)
		return security.ReadConfiguration(os.DirFS(filepath.Clean(dir)), dir, file)
	}
}

// url is how clients reach what listens at HOST:PORT; a new file of users is written with
// it.
func (u *sandboxUsers) url(address string) (string, error) {
	if u.file == nil {
		return "http://" + address, nil
	}
	url := "https://" + address
	made, err := u.file.Write(url)
	if err != nil {
		return "", err
	}
	if made {
		fmt.Fprintf(u.app.err, "Its users and their passwords are in %s, the authority to trust in %s.\n", u.file.Path, u.file.CA)
		u.app.err.Flush()
	}
	return url, nil
}
