package sigma

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// figures are what correlations count.
var figures = map[string]string{
	"event_count": "count", "value_count": "distinct", "value_sum": "sum", "value_avg": "avg", "value_min": "min", "value_max": "max",
}

// unlike says of correlations why they are not converted.
var unlike = map[string]string{
	"temporal":         "It asks for events of several rules that happen together, and a trigger counts the events of one search. A workflow over the monitors of the rules may do.",
	"temporal_ordered": "It asks for events of several rules in their order, and a search knows nothing of the order of events.",
	"value_percentile": "A percentile is estimated by OpenSearch, and can't be held against a number for certain.",
	"value_median":     "A median is estimated by OpenSearch, and can't be held against a number for certain.",
}

// operators of a correlation's condition.
var operators = map[string]string{"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "eq": "==", "neq": "!="}

// correlate makes the monitor of a correlation: a search for what its rules find, and a
// trigger that counts.
func (r *run) correlate(rule *rule) {
	c := r.converter(rule)
	kind := wordOf(rule.correlation, "type")
	figure, known := figures[kind]
	switch reason := unlike[kind]; {
	case reason != "":
		c.refuse(yamltext.Member(rule.correlation, "type"), "Correlation that is not converted: "+kind, reason)
		return
	case !known:
		c.refuse(rule.correlation, "Correlation that can't be read", "Its type is none that is known: event_count, value_count, value_sum, value_avg, value_min or value_max.")
		return
	}
	found := search{clause: r.allCounted(c), counts: &tally{at: rule.at(rule.correlation), figure: figure}}
	if !c.refused {
		c.counts(r, found.counts)
	}
	if !c.refused {
		r.result.Objects = append(r.result.Objects, r.monitor(c, found))
	}
}

// counted are the rules that a correlation names, as far as they are there.
func (r *run) counted(correlation *rule) []*rule {
	var out []*rule
	for _, name := range wordsOf(yamltext.Member(correlation.correlation, "rules")) {
		if found := r.named(name); len(found) == 1 {
			out = append(out, found[0])
		}
	}
	return out
}

// allCounted is the search for whatever one of the correlation's rules finds.
func (r *run) allCounted(c *converter) clause.Clause {
	nodes := yamltext.Items(yamltext.Member(c.rule.correlation, "rules"))
	if len(nodes) == 0 {
		c.refuse(c.rule.correlation, "Correlation without rules", "Its rules say what is counted, by their ids or names.")
	}
	var parts []clause.Clause
	for _, n := range nodes {
		found := r.named(strings.TrimSpace(n.Value))
		switch {
		case len(found) == 0:
			c.refuse(n, "Rule that is not there", "No rule of this run has the id or the name "+n.Value+". Convert its file together with this one.")
			continue
		case len(found) > 1:
			c.refuse(n, "Rule that is there twice", "Several rules of this run have the id or the name "+n.Value+".")
			continue
		case found[0].correlation != nil:
			c.refuse(n, "Correlation of correlations", n.Value+" is a correlation itself, and what a trigger counted no search finds.")
			continue
		case found[0].without:
			c.refuse(n, "Rule that is refused", "The rule "+n.Value+" is not converted, and so is nothing that counts it.")
			continue
		}
		inner := r.search(found[0])
		switch {
		case inner.refused:
			c.refuse(n, "Rule that is refused", "The rule "+n.Value+" is not converted, and so is nothing that counts it.")
		case inner.found.counts != nil:
			c.refuse(n, "Correlation of what is counted", "The rule "+n.Value+" counts by itself, and what a trigger counted no search finds.")
		}
		parts = append(parts, inner.found.clause)
	}
	return clause.Any(parts)
}

// counts reads how a correlation counts.
func (c *converter) counts(r *run, t *tally) {
	correlation := c.rule.correlation
	for _, n := range yamltext.Items(yamltext.Member(correlation, "group-by")) {
		if name := c.aliased(n, r); name != "" {
			t.names, t.groups = append(t.names, name), append(t.groups, c.counted(n, name))
		}
	}
	at := member(correlation, "condition")
	if at == nil || at.Kind != yaml.MappingNode {
		c.refuse(correlation, "Correlation without a condition", "Its condition says how much is too much, such as gte: 10.")
		return
	}
	for _, p := range yamltext.Pairs(at) {
		value := yamltext.Follow(p.Value)
		op, known := operators[p.Key.Value]
		switch {
		case p.Key.Value == "field" && t.figure != "count":
			t.field = c.counted(value, value.Value)
		case !known:
			c.refuse(p.Key, "Condition that can't be read", "A correlation's condition is made of gt, gte, lt, lte, eq and neq"+map[bool]string{true: ".", false: ", and field."}[t.figure == "count"])
		case !decimal.MatchString(value.Value):
			c.refuse(value, "Condition that can't be read", p.Key.Value+" takes a number.")
		default:
			t.bounds = append(t.bounds, bound{op, value.Value})
		}
	}
	switch {
	case c.refused:
		return
	case t.figure != "count" && t.field.name == "":
		c.refuse(at, "Condition without a field", "Which field's values are counted, its member field says.")
	case len(t.bounds) == 0:
		c.refuse(at, "Correlation without a condition", "Its condition says how much is too much, such as gte: 10.")
	}
	c.span(t, correlation, wordOf(correlation, "timespan"), "timespan")
	c.exactly(t, at)
}

// aliased is the field that a name of group-by means: itself, or what all of the rules call
// it.
func (c *converter) aliased(n *yaml.Node, r *run) string {
	aliases := yamltext.Pairs(member(member(c.rule.correlation, "aliases"), n.Value))
	var fields []string
	for _, p := range aliases {
		if name := yamltext.Follow(p.Value).Value; !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	switch len(fields) {
	case 0:
		return n.Value
	case 1:
		return fields[0]
	}
	c.refuse(n, "Alias of several fields", n.Value+" is "+strings.Join(fields, " or ")+", and events are grouped by one field. Let an ingest pipeline write both into one.")
	return ""
}

// refuseFilter refuses a filter, and leaves out the rules that it is about.
func (r *run) refuseFilter(filter *rule) {
	filter.without = true
	names := wordsOf(yamltext.Member(filter.filter, "rules"))
	for _, rule := range r.rules {
		if len(names) == 0 || slices.Contains(names, "any") || slices.Contains(names, rule.id) || rule.name != "" && slices.Contains(names, rule.name) {
			rule.without = true
		}
	}
	r.result.Refuse(filter.at(filter.filter), "Filter of rules", "Whether its condition says what is left out, or what is kept, the specification and its tools don't agree on. Write it into the rules, as a selection that their conditions exclude; the rules that it names are left out.")
}
