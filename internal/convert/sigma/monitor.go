package sigma

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// severities are the levels of rules, as triggers have them.
var severities = map[string]int{"critical": 1, "high": 2, "medium": 3, "low": 4, "informational": 5}

// monitor is the monitor of what a rule searches for.
func (r *run) monitor(c *converter, found search) convert.Object {
	rule := c.rule
	name := r.title(rule)
	m := convert.Monitor{Label: r.labels.Take("monitor", rule.title), Name: name, Description: rule.about(), Comment: c.comment()}
	last, every := "", ""
	if t := found.counts; t != nil {
		last, every = generate.Duration(t.span), everyOf(t.span)
	}
	m.Schedule = convert.Every(r.options.Every(every))
	m.Indices, m.Search = r.options.Search(last)
	if t := found.counts; t != nil {
		c.result.Note(t.at, "Time of a run", fmt.Sprintf("Sigma counts in any %s. A monitor counts, in each run, in the %s before it.", last, m.Search.Last))
	}
	if filter := found.clause.List(); len(filter) > 0 {
		m.Search.Filter = filter
	}
	t := convert.Trigger{Label: "found", Severity: r.severity(c), Condition: []generate.Attribute{{Name: "hits", Value: "> 0"}}}
	switch {
	case found.counts == nil:
		c.tell(&t, convert.Unmarked(m.Name), convert.Total(m.Name)+eachEvent(rule.words("fields")), false)
	case len(found.counts.groups) == 0:
		c.ofWhole(&m, &t, found.counts)
	default:
		c.ofGroups(&m, &t, found.counts)
	}
	m.Triggers = []convert.Trigger{t}
	return m.Object(rule.source)
}

// severity is that of the rule's level, or for a correlation without one the highest of
// its rules'.
func (r *run) severity(c *converter) int {
	levels := []*rule{c.rule}
	if c.rule.level == "" && c.rule.correlation != nil {
		levels = r.counted(c.rule)
	}
	best := 0
	for _, rule := range levels {
		severity, known := severities[rule.level]
		if !known && rule.level != "" {
			c.note(rule.get("level"), "Unknown level", "Sigma has no level "+rule.level+". The trigger has the severity 3, as of medium.")
		}
		if known && (best == 0 || severity < best) {
			best = severity
		}
	}
	return best
}

// tell lets somebody be told, if it is said who.
func (c *converter) tell(t *convert.Trigger, subject, message string, perAlert bool) {
	if c.options.Destination != "" {
		t.Actions = []convert.Action{{Label: "tell", Destination: c.options.Destination, Subject: subject, Message: message, PerAlert: perAlert}}
	}
}

// eachEvent lists events with the fields that the rule's authors would look at.
func eachEvent(fields []string) string {
	var b strings.Builder
	b.WriteString("{{#ctx.results.0.hits.hits}}\n- {{_source.@timestamp}}")
	for _, field := range fields {
		if field != "@timestamp" && !strings.ContainsAny(field, "{}") {
			b.WriteString(", " + field + " {{_source." + field + "}}")
		}
	}
	b.WriteString("\n{{/ctx.results.0.hits.hits}}\n")
	return b.String()
}

// ofWhole lets a trigger look at a figure of all events.
func (c *converter) ofWhole(m *convert.Monitor, t *convert.Trigger, counts *tally) {
	c.tell(t, convert.Unmarked(m.Name), convert.Total(m.Name), false)
	if counts.figure == "count" && len(counts.bounds) == 1 {
		t.Condition = []generate.Attribute{{Name: "hits", Value: counts.bounds[0].op + " " + counts.bounds[0].number}}
		return
	}
	figure, parts := "ctx.results[0].hits.total.value", []string{}
	if counts.figure != "count" {
		m.Search.Aggregation = orderedjson.One(counts.figure, counts.aggregation())
		figure = "ctx.results[0].aggregations." + counts.figure + ".value"
		parts = append(parts, "ctx.results[0].hits.total.value > 0", figure+" != null")
	}
	for _, b := range counts.bounds {
		parts = append(parts, figure+" "+b.op+" "+b.number)
	}
	t.Condition = []generate.Attribute{{Name: "condition", Value: strings.Join(parts, " && ")}}
}

// ofGroups lets a trigger look at a figure of each group of events.
func (c *converter) ofGroups(m *convert.Monitor, t *convert.Trigger, counts *tally) {
	c.tell(t, convert.Unmarked(m.Name), "{{#ctx.newAlerts}}\n- {{bucket_keys}}\n{{/ctx.newAlerts}}\n", true)
	var fields []any
	for _, f := range counts.groups {
		fields = append(fields, f.exact)
	}
	m.Search.GroupBy = fields
	c.result.Note(counts.at, "Events without a group", "An event that lacks "+strings.Join(counts.names, " or ")+" is in no group here, and is not counted.")
	if counts.figure == "count" && len(counts.bounds) == 1 {
		t.Condition = []generate.Attribute{{Name: "count", Value: counts.bounds[0].op + " " + counts.bounds[0].number}}
		return
	}
	figure := "params.count"
	if counts.figure != "count" {
		m.Search.Aggregation = orderedjson.One(counts.figure, counts.aggregation())
		figure = "params." + counts.figure
	}
	var parts []string
	for _, b := range counts.bounds {
		parts = append(parts, figure+" "+b.op+" "+b.number)
	}
	t.Condition = []generate.Attribute{{Name: "condition", Value: strings.Join(parts, " && ")}}
}

// everyOf is how often a monitor runs that looks at such a time: each five minutes, or as
// often as it takes to look at each event.
func everyOf(seconds int64) string {
	if seconds >= 300 {
		return ""
	}
	return generate.Duration(seconds / 60 * 60)
}
