package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/credentials"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// sandboxUsers are those whom a secured sandbox lets in.
type sandboxUsers struct {
	app  *app
	path string
	file *credentials.File // nil: it asks nobody who he is
}

func (u *sandboxUsers) define(c *cobra.Command) {
	c.Flags().StringVar(&u.path, "users", "", "ask everybody who he is, over TLS, as a server with the security plugin does: "+
		"the users of `FILE`, which is made where it is not there, with new passwords and a certificate authority beside it")
	_ = c.MarkFlagFilename("users") // it is defined above
}

func (u *sandboxUsers) apply(o *sandbox.Options) (err error) {
	if u.path == "" {
		return nil
	}
	if u.file, err = credentials.Open(u.path); err != nil {
		return fmt.Errorf("--users: %w", err)
	}
	o.Users = security.Accounts(u.file.Users)
	o.TLS, err = u.file.TLS()
	return err
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
