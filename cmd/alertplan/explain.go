package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema/grammar"
)

func newExplainCommand(a *app) *cobra.Command {
	var format formatOption
	c := &cobra.Command{
		Use:   "explain [PATH]",
		Short: "Explain a block or an argument of the language",
		Long: `Print what a block of the language is for and what it can hold, or what an
argument means: its type, its default, and how it is written. PATH is the names of
the blocks around and its own, joined by dots; its end is enough where only one
ends so. Without it all blocks of a file are listed. As JSON it is the whole table,
for editors.

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan explain monitor.trigger
  alertplan explain destination.webhook.headers
  alertplan explain --format json > language.json`,
		Args: atMost(1, "one path at most"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return grammar.Paths(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			path := ""
			if len(args) > 0 {
				path = args[0]
			}
			return runExplain(a, path, format)
		},
	}
	format.addFlags(c)
	return c
}

func runExplain(a *app, path string, format formatOption) error {
	asJSON, err := format.json()
	if err != nil {
		return err
	}
	found, err := explained(path)
	if err != nil {
		return err
	}
	if asJSON {
		return view.WriteJSON(a.out, view.NewLanguageJSON(found))
	}
	a.human.Explain(found)
	return nil
}

// explained finds a place by its path, or by the end of it where that is enough.
func explained(path string) (grammar.Entry, error) {
	if found, ok := grammar.Find(path); ok {
		return found, nil
	}
	meant := slices.CompactFunc(grammar.Meant(path), func(a, b string) bool { // quiet_hours are the same wherever they stand
		one, _ := grammar.Find(a)
		other, _ := grammar.Find(b)
		return one.Block == other.Block
	})
	switch len(meant) {
	case 0:
		return grammar.Entry{}, fmt.Errorf("the language has no %s.%s\n`alertplan explain` lists its blocks", path, nearest(path, namesOfLanguage()))
	case 1:
		found, _ := grammar.Find(meant[0])
		return found, nil
	default:
		return grammar.Entry{}, fmt.Errorf("there are several %s. Choose one of them: %s", path, strings.Join(meant, ", "))
	}
}

// namesOfLanguage are what a mistyped path may have meant: paths, and their ends.
func namesOfLanguage() []string {
	names := grammar.Paths()
	for _, path := range names {
		names = append(names, path[strings.LastIndexByte(path, '.')+1:])
	}
	return names
}
