package view

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// Entry is a line of a list.
type Entry struct {
	Address address.Address
	ID      string // "" where none is known
	Name    string
	Facts   string // such as a schedule and severities
}

// MonitorEntry is a monitor's line.
func MonitorEntry(at address.Address, id string, m monitors.Monitor) Entry {
	var facts []string
	switch {
	case m.Schedule.Interval != nil:
		facts = append(facts, "every "+m.Schedule.Interval.String())
	case m.Schedule.Calendar != nil:
		facts = append(facts, fmt.Sprintf("%s (%s)", m.Schedule.Calendar, m.Schedule.Cron.Timezone))
	case m.Schedule.Cron != nil:
		facts = append(facts, fmt.Sprintf("at %s (%s)", m.Schedule.Cron.Expression, m.Schedule.Cron.Timezone))
	}
	if !m.Enabled {
		facts = append(facts, "disabled")
	}
	facts = append(facts, plural(len(m.Triggers), "trigger"))
	return Entry{Address: at, ID: id, Name: m.Name, Facts: strings.Join(facts, ", ")}
}

// DestinationEntry is a destination's line.
func DestinationEntry(at address.Address, id string, d destinations.Destination) Entry {
	facts := string(d.Kind)
	if !d.Enabled {
		facts += ", disabled"
	}
	return Entry{Address: at, ID: id, Name: d.Name, Facts: facts}
}

// List prints entries as a table; the id column only where there are ids.
func (p *Printer) List(entries []Entry) {
	if len(entries) == 0 {
		p.line("Nothing.")
		return
	}
	withIDs := false
	for _, e := range entries {
		withIDs = withIDs || e.ID != ""
	}
	t := columns("ADDRESS", "ID", "NAME", "FACTS")
	for _, e := range entries {
		t.AppendRow(table.Row{e.Address.String(), oneLine(e.ID), oneLine(e.Name), oneLine(e.Facts)})
	}
	t.SetColumnConfigs([]table.ColumnConfig{{Name: "ID", Hidden: !withIDs}})
	p.table(t)
}

// ListJSON is a list for machines.
type ListJSON struct {
	FormatVersion string      `json:"format_version"`
	Workspace     string      `json:"workspace"`
	Objects       []EntryJSON `json:"objects"`
}

// EntryJSON is one object of a list.
type EntryJSON struct {
	Address string `json:"address"`
	ID      string `json:"id,omitempty"`
	Name    string `json:"name"`
}

// NewListJSON makes a list's JSON.
func NewListJSON(workspace string, entries []Entry) ListJSON {
	out := ListJSON{FormatVersion: FormatVersion, Workspace: workspace, Objects: []EntryJSON{}}
	for _, e := range entries {
		out.Objects = append(out.Objects, EntryJSON{Address: e.Address.String(), ID: printable(e.ID), Name: printable(e.Name)})
	}
	return out
}

// Object prints one object with all that it is.
func (p *Printer) Object(c plan.Change) {
	p.line("%s {", blockHeader(plan.Change{Address: c.Address}))
	for _, f := range c.Fields {
		if isLong(f.After) {
			p.line("  %s =", f.Path)
			for l := range strings.SplitSeq(strings.TrimRight(longText(f.After), "\n"), "\n") {
				p.line("%s", strings.TrimRight("    "+l, " "))
			}
			continue
		}
		p.line("  %s = %s", f.Path, valueText(f.After))
	}
	p.line("}")
}

// ObjectFieldsJSON is one object with all that it is, for machines.
type ObjectFieldsJSON struct {
	FormatVersion string         `json:"format_version"`
	Address       string         `json:"address"`
	Name          string         `json:"name"`
	Fields        map[string]any `json:"fields"`  // null: not known in this run
	Unknown       []string       `json:"unknown"` // what has no value, such as var.slack_url
}

// NewObjectJSON makes an object's JSON.
func NewObjectJSON(c plan.Change) ObjectFieldsJSON {
	out := ObjectFieldsJSON{FormatVersion: FormatVersion, Address: c.Address.String(), Name: printable(c.Name), Fields: map[string]any{}, Unknown: append([]string{}, c.Unknown...)}
	for _, f := range c.Fields {
		out.Fields[f.Path] = plainValue(f.After)
	}
	return out
}
