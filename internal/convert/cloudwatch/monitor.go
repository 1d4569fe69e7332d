package cloudwatch

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/metricfilter"
	"github.com/alertplan/alertplan/internal/convert/resource"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// throttle makes a message for each alert, as CloudWatch has one for each time that an
// alarm goes off: a server throttles the messages of one alert, a day at most.
const throttle = "24h"

// monitor makes the monitor of an alarm.
func (c *conversion) monitor(a *alarm, t terms, b breach) {
	filter, shown, ok := c.search(a)
	if !ok {
		return
	}
	c.tell(a, t)
	indices, search := c.options.Search(t.times(1))
	search.Lag = lag
	if len(filter) > 0 {
		search.Filter = filter
	}
	condition := b.condition()
	if t.evaluate > 1 {
		condition = t.several(b, c.options, &search)
	}
	m := convert.Monitor{Label: c.labels.Take("monitor", a.label), Name: c.title(a), Description: a.description.Or(""),
		Schedule: convert.Every(c.options.Every(t.times(1))), Indices: indices, Search: search}
	if a.description.Kind != resource.Text {
		m.Description = ""
	}
	trigger := convert.Trigger{Label: "alarm", Condition: []generate.Attribute{condition}, Blocks: generate.Quiet(c.quiet[a].times)}
	for i, address := range c.told(a) {
		label := "notify"
		if i > 0 {
			label = fmt.Sprintf("notify_%d", i+1)
		}
		trigger.Actions = append(trigger.Actions, convert.Action{Label: label, Destination: address,
			Subject: "ALARM: " + convert.Unmarked(m.Name), Message: message(m.Name, m.Description, shown), Throttle: throttle})
	}
	m.Triggers = []convert.Trigger{trigger}
	c.monitors = append(c.monitors, m.Object(a.source))
}

// title is the monitor's name.
func (c *conversion) title(a *alarm) string {
	switch {
	case c.options.Name == "":
		return a.title()
	case len(c.alarms) == 1:
		return c.options.Name
	default:
		return c.options.Name + ": " + a.title()
	}
}

// search are the clauses of an alarm's filters, any of which has to hold.
func (c *conversion) search(a *alarm) (filter []any, shown []string, ok bool) {
	var should []any
	ok = true
	for _, f := range a.filters {
		s, converted := c.pattern(f.pattern)
		if !converted {
			ok = false
			continue
		}
		filter = s.Filter
		should = append(should, object("bool", object("filter", s.Filter)))
		for _, field := range s.Shown {
			if !slices.Contains(shown, field) {
				shown = append(shown, field)
			}
		}
		c.group(f)
	}
	if len(a.filters) > 1 {
		filter = []any{object("bool", orderedjson.NewObject(
			orderedjson.Member{Key: "should", Value: should}, orderedjson.Member{Key: "minimum_should_match", Value: number(1)}))}
	}
	return filter, shown, ok
}

// pattern converts a filter's pattern, and tells of its problem or its notes.
func (c *conversion) pattern(v resource.Value) (metricfilter.Search, bool) {
	p, problem := metricfilter.Parse(v.Text)
	var s metricfilter.Search
	if problem == nil {
		s, problem = metricfilter.Convert(p, fields{c.options})
	}
	if problem != nil {
		c.result.Refuse(v.Place(problem.At), problem.Summary, problem.Detail)
		return s, false
	}
	for _, n := range s.Notes {
		c.result.Note(v.Place(n.At), n.Summary, n.Detail)
	}
	return s, true
}

// group tells once of the log group that a filter reads.
func (c *conversion) group(f *filter) {
	key := words(f.logGroup)
	if c.groups[key] || f.logGroup.Kind == resource.Absent {
		return
	}
	if c.groups == nil {
		c.groups = map[string]bool{}
	}
	c.groups[key] = true
	indices, _ := c.options.Search("")
	c.result.Note(f.logGroup.At, "A log group becomes a pattern of indices", fmt.Sprintf(
		"The filter reads %s, the monitor %s: see that the one goes to the other. Where other groups go there too, and have such events, name theirs with --indices, or add @log_group to the filter.", key, strings.Join(indices, ", ")))
}

// tell says what of an alarm means something else, or nothing.
func (c *conversion) tell(a *alarm, t terms) {
	if t.note != "" {
		c.result.Note(a.all.Get("Period").At, "A period shorter than a minute", t.note)
	}
	if v := a.all.Get("TreatMissingData"); v.Is("ignore") {
		c.result.Note(v.At, "An alert ends where an alarm would stay on", "With missing data ignored an alarm stays on until there are data that don't breach. An alert completes with the first run that finds too little.")
	}
	if v := a.all.Get("Unit"); v.Kind == resource.Text && !v.Is("None") {
		c.result.Note(v.At, "A unit is left out", "An alarm with a unit sees only what was published with it; a monitor counts all that matches.")
	}
	for _, silent := range []struct {
		v    resource.Value
		what string
	}{{a.ok, "when an alarm is over"}, {a.insufficient, "when an alarm has no data"}} {
		if len(silent.v.Items()) > 0 {
			c.result.Note(silent.v.At, "Nobody is told "+silent.what, "A query-level monitor sends messages while its condition holds, and none after it. These actions are left out.")
		}
	}
	conditional := []string{a.condition}
	for _, f := range a.filters {
		conditional = append(conditional, f.condition)
	}
	for _, condition := range slices.Compact(conditional) {
		if condition != "" {
			c.result.Note(a.at, "A resource that may not be there", "Whether there is such an alarm at all is said by "+condition+", which isn't known. The monitor is declared in any case.")
		}
	}
	if a.description.Kind == resource.Reference || a.description.Kind == resource.Unknown {
		c.result.Note(a.description.At, "A description is left out", "It isn't known before the template is deployed.")
	}
	if a.name.Kind == resource.Reference || a.name.Kind == resource.Unknown {
		c.result.Note(a.name.At, "An alarm's name isn't known", "It is known when the template is deployed. The monitor has the template's own name, "+a.label+".")
	}
}

// told are the addresses of the destinations that an alarm tells.
func (c *conversion) told(a *alarm) []string {
	if c.options.Destination != "" {
		return []string{c.options.Destination}
	}
	if a.enabled.Kind != resource.Absent && !a.enabled.Is("true") {
		c.result.Note(a.enabled.At, "An alarm's actions are switched off", "The monitor has none. --destination gives it one.")
		return nil
	}
	var addresses []string
	for _, v := range a.actions.Items() {
		address, isTopic := c.destination(v, a.source)
		if !isTopic {
			c.result.Note(v.At, "An action is left out", "A monitor tells somebody, and does nothing else: only topics of SNS become destinations. "+actionWords(v))
			continue
		}
		if !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

func actionWords(v resource.Value) string {
	if v.Kind == resource.Unknown {
		return v.Why
	}
	return v.Text + " is none."
}

// fields tells patterns how the indices are mapped.
type fields struct{ options convert.Options }

func (f fields) Exact(field string) string { return f.options.Exact(field) }
func (f fields) Type(field string) string  { return f.options.Mapping.Type(field) }

// Line is @message, where the mapping has it as one text of any length.
func (f fields) Line() (string, bool) {
	return f.options.Mapping.Whole("@message")
}
