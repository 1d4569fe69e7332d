package schema

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/monitors/quiet"
	"github.com/alertplan/alertplan/schema/grammar"
)

var quietChecks = []Check{
	{"invalid-quiet-hours", "Invalid quiet hours", hcl.DiagError, "Days, times and dates must be there; a window that is empty, or never ends, is a mistake."},
	{"invalid-maintenance", "Invalid maintenance window", hcl.DiagError, "A window by date needs two moments, the later one last, that the clock shows once."},
	{"no-quiet-hours", "Quiet hours that can't be", hcl.DiagError, "Quiet hours become a part of the condition, and the conditions of document-level monitors and of graphs have no place for them."},
}

// quietTimes are what the quiet_hours and maintenance blocks of a monitor and of a
// trigger say.
type quietTimes struct {
	quiet.Times
	blocks  hcl.Blocks
	unknown string // monitors.UnknownText of what is missing
}

func (q quietTimes) and(more quietTimes) quietTimes {
	q.unknown = bothUnknown(q.unknown, more.unknown)
	q.Times, q.blocks = q.Times.And(more.Times), slices.Concat(q.blocks, more.blocks)
	return q
}

func (b *monitorBlock) quietTimes() quietTimes {
	var out quietTimes
	for _, block := range b.blocks {
		if !isQuietBlock(block.Type) {
			continue
		}
		out.blocks = append(out.blocks, block)
		var one quiet.Times
		q := &quietBlock{}
		if block.Type == grammar.Maintenance.Name {
			q.monitorBlock = b.inBlock(block, grammar.Maintenance.Schema())
			one.Maintenance = []quiet.Maintenance{q.window()}
		} else {
			q.monitorBlock = b.inBlock(block, grammar.QuietHours.Schema())
			one.Hours = []quiet.Hours{q.hours()}
		}
		switch {
		case q.broken:
		case q.unknown != "":
			out.unknown = bothUnknown(out.unknown, q.unknown)
		default:
			out.Times = out.And(one)
		}
	}
	return out
}

// silenced puts the monitor's quiet times and the trigger's into a condition.
func (b *monitorBlock) silenced(c monitors.Condition, own quietTimes) monitors.Condition {
	times := b.silent.and(own)
	if c == nil || len(times.blocks) == 0 {
		return c
	}
	if b.visual {
		b.noQuietHours(times, "The visual editor of the Dashboards rebuilds this condition when somebody saves it, and would drop them. Write the monitor by extraction_query, with aggregations and a condition.")
		return c
	}
	script, ok := scriptOf(c)
	if !ok || script.Lang != "painless" && script.Lang != "" {
		b.noQuietHours(times, "%s Ask the same by a query-level monitor, or let who receives the messages keep quiet.", noQuietReason(c))
		return c
	}
	if isUnknown(script.Source) {
		return c
	}
	if times.unknown != "" {
		script.Source = times.unknown
		return withScript(c, script)
	}
	end, err := painless.FunctionsEnd(script.Source)
	if err != nil {
		return c // told by compileScript
	}
	quieter, _ := monitors.Silence(c, times.Times, end)
	return quieter
}

func (b *monitorBlock) noQuietHours(times quietTimes, reason string, args ...any) {
	for _, block := range times.blocks {
		b.report("no-quiet-hours", place{block.DefRange, b.wholeBlock(block)}, "There can be no "+block.Type+" here: what is quiet becomes a part of the condition. "+reason, args...)
	}
}

func noQuietReason(c monitors.Condition) string {
	if _, ok := c.(*monitors.DocumentCondition); ok {
		return "That of a document-level monitor is no script, and knows no time."
	}
	return "This one is no Painless script."
}

func scriptOf(c monitors.Condition) (monitors.Script, bool) {
	switch c := c.(type) {
	case *monitors.ScriptCondition:
		return c.Script, true
	case *monitors.BucketCondition:
		return c.Script, true
	}
	return monitors.Script{}, false
}

func withScript(c monitors.Condition, script monitors.Script) monitors.Condition {
	if bucket, ok := c.(*monitors.BucketCondition); ok {
		changed := *bucket
		changed.Script = script
		return &changed
	}
	return &monitors.ScriptCondition{Script: script}
}

// silenceAll puts the monitor's quiet times into every trigger of a raw body.
func (b *monitorBlock) silenceAll(m *monitors.Monitor) {
	for i := range m.Triggers {
		m.Triggers[i].Condition = b.silenced(m.Triggers[i].Condition, quietTimes{})
	}
}

// isQuietBlock tells the blocks that can stand beside a raw body.
func isQuietBlock(kind string) bool {
	return kind == grammar.QuietHours.Name || kind == grammar.Maintenance.Name
}
