package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/alertplan/alertplan/internal/manual"
)

func newManCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages into a folder",
		Long: `Write a manual page for each command, of section 1, into DIR, which is made where
there is none. The archives of releases have them; this is for what was installed by
` + "`go install`" + ` or from an image. The same version writes the same bytes.

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan man ~/.local/share/man/man1
  man alertplan-plan`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("`alertplan man` takes the folder to write to, such as ~/.local/share/man/man1\nSee `alertplan man --help`")
			}
			return atMost(1, "one folder")(c, args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(c *cobra.Command, args []string) error { return a.writeManual(c.Root(), args[0]) },
	}
}

// writeManual writes the pages of all commands, and says where they are.
func (a *app) writeManual(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("the manual pages have no folder: %w", err)
	}
	build := thisBuild()
	date, _, _ := strings.Cut(build.Date, "T")
	pages := manualPages(root)
	for _, page := range pages {
		text := page.Roff(manual.Source{Version: build.Version, Date: date})
		if err := os.WriteFile(filepath.Join(dir, page.File()), text, 0o644); err != nil {
			return fmt.Errorf("a manual page could not be written: %w", err)
		}
	}
	a.human.ManualWritten(len(pages), dir)
	return nil
}

// manualPages are those of a command and of all below it.
func manualPages(root *cobra.Command) []manual.Page {
	root.InitDefaultHelpCmd()
	var pages []manual.Page
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		pages = append(pages, manualPage(c))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				walk(sub)
			}
		}
	}
	walk(root)
	return pages
}

func manualPage(c *cobra.Command) manual.Page {
	c.InitDefaultHelpFlag()
	page := manual.Page{
		Name: c.CommandPath(), Short: c.Short, Text: c.Long, Examples: c.Example,
		Usage: strings.TrimSpace(strings.TrimPrefix(c.UseLine(), c.CommandPath())),
	}
	if c.HasParent() {
		page.SeeAlso = append(page.SeeAlso, c.Parent().CommandPath())
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			page.Commands = append(page.Commands, manual.Entry{Name: sub.Name(), Short: sub.Short})
			page.SeeAlso = append(page.SeeAlso, sub.CommandPath())
		}
	}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" && f.DefValue != "0s" {
			text += fmt.Sprintf(" (default %s)", f.DefValue)
		}
		page.Options = append(page.Options, manual.Option{Short: f.Shorthand, Long: f.Name, Value: value, Text: text})
	})
	return page
}
