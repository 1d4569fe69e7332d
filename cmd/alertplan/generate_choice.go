package main

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate/estate"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
)

// choiceOptions say which monitors and workflows are meant.
type choiceOptions struct {
	all  bool
	ids  []string
	only []string
}

func (o *choiceOptions) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&o.all, "all", false, "all monitors and workflows (the default)")
	f.StringSliceVar(&o.ids, "monitor", nil, "the monitor or workflow of this `ID`; may be repeated")
	f.StringArrayVar(&o.only, "only", nil, "those whose names match a `GLOB`, such as 'Console*'; may be repeated")
	c.RegisterFlagCompletionFunc("monitor", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("only", cobra.NoFileCompletions)
}

func (o *choiceOptions) check() error {
	given := 0
	for _, is := range []bool{o.all, len(o.ids) > 0, len(o.only) > 0} {
		if is {
			given++
		}
	}
	if given > 1 {
		return errors.New("--all, --monitor and --only exclude each other: say one of them")
	}
	for _, pattern := range o.only {
		if _, err := path.Match(pattern, ""); err != nil {
			return fmt.Errorf("--only takes a pattern of *, ? and [a-z], not %q", pattern)
		}
	}
	return nil
}

// whole tells whether everything is meant.
func (o *choiceOptions) whole() bool { return len(o.ids)+len(o.only) == 0 }

// takes tells whether one is meant.
func (o *choiceOptions) takes(m monitors.Live) bool {
	return o.whole() || slices.Contains(o.ids, m.ID) || slices.ContainsFunc(o.only, func(pattern string) bool {
		matches, _ := path.Match(strings.ReplaceAll(pattern, "/", "\x00"), strings.ReplaceAll(m.Monitor.Name, "/", "\x00"))
		return matches
	})
}

// choose finds what becomes code, and why the rest does not. What was asked for by its
// id, and can't become code, is an error.
func (g *generator) choose() error {
	g.chosen = estate.Reading{Channels: g.live.Channels, Whole: g.options.choice.whole()}
	if err := g.ownWorkspace(); err != nil {
		return err
	}
	found := g.take()
	for _, id := range g.options.choice.ids {
		if !found[id] {
			return fmt.Errorf("--monitor: the cluster has no monitor or workflow %q that this user may see", id)
		}
	}
	if len(g.options.choice.only) > 0 && len(found) == 0 {
		return fmt.Errorf("--only: no monitor or workflow that this user may see has a name that matches %s", strings.Join(quotedAll(g.options.choice.only), " or "))
	}
	return nil
}

// take chooses what is asked for and nobody has, and tells which were asked for, by id.
func (g *generator) take() (found map[string]bool) {
	g.place.declared, found = g.declared(), map[string]bool{}
	for _, m := range g.live.Monitors {
		if !g.options.choice.takes(m) {
			continue
		}
		found[m.ID] = true
		if why := g.notOurs(m, g.place.declared); why.Kind != "" {
			g.leftOut = append(g.leftOut, why)
			continue
		}
		g.chosen.Monitors = append(g.chosen.Monitors, m)
	}
	return found
}

func quotedAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = fmt.Sprintf("%q", text)
	}
	return out
}

// ownWorkspace refuses to take the usual name for a workspace where somebody else has it.
func (g *generator) ownWorkspace() error {
	if g.place.begun || g.options.workspace != "" {
		return nil
	}
	for _, m := range g.live.Monitors {
		if m.Mark != nil && m.Mark.Workspace == g.place.workspace {
			return fmt.Errorf("a workspace %s owns monitors of this cluster already. Say whose this is to be: --workspace NAME, which may be %s if its files are lost", g.place.workspace, g.place.workspace)
		}
	}
	return nil
}

// notOurs says why a monitor does not become code; its kind is "" for one that does.
func (g *generator) notOurs(m monitors.Live, declared map[string]address.Address) view.LeftOut {
	out := view.LeftOut{ID: m.ID, Name: m.Monitor.Name}
	at, isDeclared := declared[m.ID]
	switch {
	case isDeclared:
		out.Kind, out.Word = view.LeftDeclared, at.String()
	case m.Mark != nil && m.Mark.Workspace != g.place.workspace:
		out.Kind, out.Word = view.LeftForeign, m.Mark.Workspace
	case m.Unreadable != "":
		out.Kind, out.Word = view.LeftUnreadable, m.Unreadable
	case m.Owner != "" && m.Owner != "alerting":
		out.Kind, out.Word = view.LeftOwned, m.Owner
	case m.Mark == nil:
		if same := g.declaresName(m); same != "" {
			out.Kind, out.Word = view.LeftSameName, same
		}
	}
	return out
}

// declaresName is the address of what the configuration declares under a monitor's name.
func (g *generator) declaresName(m monitors.Live) string {
	list := g.place.config.Monitors
	if m.Monitor.Type == monitors.Composite {
		list = g.place.config.Workflows
	}
	for _, d := range list {
		if d.Monitor.Name == m.Monitor.Name {
			return d.Address.String()
		}
	}
	return ""
}
