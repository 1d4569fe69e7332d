package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/backup"
	"github.com/alertplan/alertplan/internal/view"
)

type backupsOptions struct {
	backups backupsOption
	format  formatOption
}

func newBackupsCommand(a *app) *cobra.Command {
	o := &backupsOptions{}
	c := &cobra.Command{
		Use:   "backups [ADDRESS]",
		Short: "List what was changed or deleted, and is kept",
		Long: `List the objects that apply, destroy and restore have changed or deleted, as they
were before: when, at which address, what happened to them then, their ids, where.
The newest come first. With ADDRESS, list what was there. Bodies are not shown: they
are in files that only their owner can read, and hold secrets.

No cluster is asked. ` + "`alertplan restore`" + ` puts one back.

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan backups
  alertplan backups monitor.console_login
  alertplan backups --json | jq -r '.backups[0].file'`,
		Args:              atMost(1, "one address at most"),
		ValidArgsFunction: a.completeBackups,
		RunE:              func(_ *cobra.Command, args []string) error { return runBackups(a, o, args) },
	}
	o.backups.addFlag(c, listedBackups)
	o.format.addFlags(c)
	return c
}

// listedBackups is what --backup-dir says to the commands that read backups.
const listedBackups = "look for backups below `DIR` ($ALERTPLAN_BACKUP_DIR; by default in the user's state folder)"

func runBackups(a *app, o *backupsOptions, args []string) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	var wanted address.Address
	if len(args) > 0 {
		if wanted, err = address.Parse(args[0]); err != nil {
			return err
		}
	}
	entries, err := a.listBackups(o.backups)
	if err != nil {
		return err
	}
	list := []view.Backup{}
	for _, e := range entries {
		if wanted.IsZero() || e.Address == wanted {
			list = append(list, view.Backup{
				Time: e.Time, Address: e.Address, Did: e.Did, ID: e.ID, Name: e.Name, Workspace: e.Workspace,
				Cluster: view.BackupCluster(e.Cluster), Size: e.Size, File: e.Path,
			})
		}
	}
	if asJSON {
		return view.WriteJSON(a.out, view.NewBackupsJSON(list))
	}
	a.human.Backups(list)
	return nil
}

func (a *app) listBackups(o backupsOption) ([]backup.Entry, error) {
	root, err := o.root(a)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w. Say --backup-dir DIR", err)
	case root == "":
		return nil, fmt.Errorf("--backup-dir (or %s) is none: say where backups lie", envBackupDir)
	}
	return backup.List(root)
}

// completeBackups completes the address of something that is kept.
func (a *app) completeBackups(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.backupWords(c, toComplete), cobra.ShellCompDirectiveNoFileComp
}

// backupWords are addresses of what is kept, and with their times where a time has
// begun to be written.
func (a *app) backupWords(c *cobra.Command, toComplete string) []string {
	dir, _ := c.Flags().GetString("backup-dir")
	entries, err := a.listBackups(backupsOption{dir: dir})
	if err != nil {
		return nil
	}
	var words []string
	for _, e := range entries {
		word := e.Address.String()
		if strings.Contains(toComplete, "@") {
			word += "@" + view.BackupTime(e.Time)
		}
		if strings.HasPrefix(word, toComplete) && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}
