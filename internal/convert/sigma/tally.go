package sigma

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// tally is what a rule counts of what it finds, and how much is too much.
type tally struct {
	at     hcl.Range
	figure string   // count, values, min, max, avg or sum
	field  field    // of all but count
	groups []field  // events with the same values in them are counted together
	names  []string // of the groups, as the rule has them
	bounds []bound  // all of which must hold
	span   int64    // seconds
}

// bound is a comparison of a figure.
type bound struct{ op, number string }

// A distinct count is exact up to so many values by default, and up to most of them at all
// (OpenSearch's cardinality).
const (
	exactValues = 3000
	mostValues  = 40000
)

var commas = pattern.New(`\s*,\s*`)

// oldForm is what stands behind the bar of a condition.
var oldForm = pattern.New(`^(?i)(count|min|max|avg|sum)\s*\(\s*([^\s()]*)\s*\)\s*(?:by\s+(\S+(?:\s*,\s*\S+)*?)\s*)?(>=|<=|==|=|>|<)\s*([0-9]+(?:\.[0-9]+)?)$`)

// oldTally reads what stands behind the bar of a condition, as version 1 has it.
func (c *converter) oldTally(node *yaml.Node, text string) *tally {
	m := oldForm.FindStringSubmatch(text)
	switch {
	case strings.HasPrefix(text, "near"):
		c.refuse(node, "Condition that is not converted: near", "near asks for events that happen together, and one search counts events, and knows nothing of their order. A workflow over monitors of both may do.")
		return nil
	case m == nil:
		c.refuse(node, "Condition that is not converted", "Behind a bar stands what is counted and how much is too much, such as count() by userIdentity.arn > 5.")
		return nil
	}
	t := &tally{at: c.rule.at(node), figure: strings.ToLower(m[1]), bounds: []bound{{strings.Replace(m[4], "==", "=", 1), m[5]}}}
	if t.figure == "count" && m[2] != "" {
		t.figure = "distinct"
	}
	if t.figure != "count" {
		t.field = c.counted(node, m[2])
	}
	if m[3] != "" {
		for _, name := range commas.Split(m[3], -1) {
			t.names, t.groups = append(t.names, name), append(t.groups, c.counted(node, name))
		}
	}
	if t.bounds[0].op == "=" {
		t.bounds[0].op = "=="
	}
	c.span(t, node, c.timeframe(), "timeframe")
	c.exactly(t, node)
	return t
}

// counted is a field that events are grouped by, or whose values are counted.
func (c *converter) counted(at *yaml.Node, name string) field {
	i := &item{key: at, field: name, values: []*value{{node: at}}}
	if name == "" {
		c.refuse(at, "Figure without a field", "Which field's values are meant, the condition doesn't say.")
		return field{}
	}
	f, _ := c.known(i)
	return f
}

var spanForm = pattern.New(`^[1-9][0-9]{0,5}[smhd]$`)

// span is the time in which events are counted.
func (c *converter) span(t *tally, at *yaml.Node, text, key string) {
	if !spanForm.MatchString(text) {
		what := "is none of seconds, minutes, hours or days, such as 5m."
		if text == "" {
			what = "is missing: it says in which time events are counted, such as 5m."
		}
		c.refuse(at, "Time that is not converted", strings.TrimSpace(key+" "+text)+" "+what)
		return
	}
	if t.span = generate.Seconds(text); t.span < 60 {
		c.refuse(at, "Time that is not converted", "A monitor runs each minute at most, and what happened between two runs would never be counted together. Say at least 1m.")
	}
}

// exactly refuses to hold against a number what OpenSearch only estimates.
func (c *converter) exactly(t *tally, at *yaml.Node) {
	for _, b := range t.bounds {
		n, err := strconv.ParseFloat(b.number, 64)
		if t.figure == "distinct" && (err != nil || n > mostValues) {
			c.refuse(at, "Number of values that is only estimated", "More than 40,000 different values are never counted exactly.")
		}
	}
	if slices.Contains([]string{"min", "max", "avg", "sum"}, t.figure) && t.field.kind != "" && !slices.Contains(numeric, t.field.kind) {
		c.refuse(at, "Figure of what is no number", t.field.name+" is of the type "+t.field.kind+" in the index. Map it as a number first.")
	}
}

// aggregation is the figure as a search has it; nil where it is the number of events.
func (t *tally) aggregation() *orderedjson.Object {
	switch t.figure {
	case "count":
		return nil
	case "distinct":
		of := orderedjson.One("field", t.field.exact)
		if slices.ContainsFunc(t.bounds, func(b bound) bool { n, _ := strconv.ParseFloat(b.number, 64); return n >= exactValues }) {
			of.Set("precision_threshold", json.Number(strconv.Itoa(mostValues)))
		}
		return orderedjson.One("cardinality", of)
	default:
		return orderedjson.One(t.figure, orderedjson.One("field", t.field.name))
	}
}
