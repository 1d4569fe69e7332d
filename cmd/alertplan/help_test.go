package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Every command says what it does, shows how, and tells how it ends, in lines
// that fit a terminal.
func TestHelpIsWhole(t *testing.T) {
	a := newApp(strings.NewReader(""), io.Discard, io.Discard, os.LookupEnv)
	root := newRootCommand(a)
	root.InitDefaultHelpCmd()
	checkHelp(t, root)
	for _, c := range root.Commands() {
		checkHelp(t, c)
		if c.Name() == "sandbox" {
			for _, sub := range c.Commands() {
				checkHelp(t, sub)
			}
		}
	}
}

func checkHelp(t *testing.T, c *cobra.Command) {
	t.Helper()
	if !strings.Contains(c.Long, "Exit status") {
		t.Errorf("%s: the help has no exit status", c.CommandPath())
	}
	if !strings.Contains(c.Example, "alertplan ") {
		t.Errorf("%s: the help has no example", c.CommandPath())
	}
	if c.Short == "" || strings.HasSuffix(c.Short, ".") {
		t.Errorf("%s: %q is no heading", c.CommandPath(), c.Short)
	}
	for _, line := range strings.Split(c.Long+"\n"+c.Example, "\n") {
		if len([]rune(line)) > 84 {
			t.Errorf("%s: a line of %d characters: %s", c.CommandPath(), len([]rune(line)), line)
		}
	}
}
