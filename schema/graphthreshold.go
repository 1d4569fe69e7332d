package schema

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors"
)

var graphChecks = []Check{
	{"invalid-graph", "Invalid graph", hcl.DiagError, "A graph is what the visual editor of the Dashboards can show, or it would not open there."},
	{"invalid-filter", "Invalid filter", hcl.DiagError, "A filter is what the visual editor of the Dashboards can show: a field, one operator, and a value that suits both."},
	{"graph-condition", "Condition of a graph", hcl.DiagError, "The visual editor makes a graph's conditions of thresholds whenever somebody saves there, and knows no others."},
	{"invalid-threshold", "Invalid threshold", hcl.DiagError, "A threshold is a number that the visual editor can put into a condition, and that Painless takes there."},
}

// thresholds are the ways to say one.
var thresholds = []string{string(monitors.Above), string(monitors.Below), string(monitors.Equals)}

// ofGraph tells whether the trigger's condition is one of the visual editor; if
// not, thresholds that stand there are told.
func (b *monitorBlock) ofGraph(query *queryFacts) bool {
	if query != nil && query.graph != nil {
		return true
	}
	for _, name := range thresholds {
		if b.has(name) && query != nil {
			b.report("graph-condition", b.at(name), "%s goes with a graph. With an extraction_query write hits = \"%s …\" for the number of documents, or a condition.", name, operatorOf(monitors.Comparison(name)))
		}
	}
	return false
}

func operatorOf(comparison monitors.Comparison) string {
	for _, c := range monitors.Comparisons {
		if c.Comparison == comparison {
			return c.Operator
		}
	}
	return ""
}

// threshold reads the condition of a graph's trigger.
func (b *monitorBlock) threshold(query *queryFacts) monitors.Condition {
	for _, name := range []string{"hits", "condition"} {
		if b.has(name) {
			b.report("graph-condition", b.at(name), "The triggers of a graph have above, below or equals with a number: the visual editor would put its own condition in the place of any other. Write the search as an extraction_query to use %s.", name)
			return nil
		}
	}
	var given []string
	for _, name := range thresholds {
		if b.has(name) {
			given = append(given, name)
		}
	}
	switch {
	case len(given) == 0 && b.lacks(thresholds...):
		b.report("missing-condition", place{b.def, b.block}, "A trigger of a graph needs above, below or equals with a number, such as above = 10.")
	case len(given) > 1:
		b.report("graph-condition", b.at(given[1]), "A trigger has one threshold, and %s is the second. For a range write two triggers.", given[1])
	case len(given) == 1:
		return b.thresholdOf(monitors.Comparison(given[0]), query)
	}
	return nil
}

func (b *monitorBlock) thresholdOf(comparison monitors.Comparison, query *queryFacts) monitors.Condition {
	name := string(comparison)
	v, ok := b.converted(name, cty.Number)
	if !ok {
		return nil
	}
	plain, marks := v.Unmark()
	switch {
	case hasSecret(marks):
		b.report("sensitive-value", b.at(name), "%s must not hold a secret, since it is printed and stored in clear. If it is none, use nonsensitive().", name)
		return nil
	case !plain.IsKnown():
		if query.graph.IsGrouped() {
			c := query.graph.BucketCondition(monitors.Threshold{})
			c.Script.Source, c.Threshold = unknownText(v), nil
			return c
		}
		return scriptCondition(unknownText(v))
	}
	f, _ := plain.AsBigFloat().Float64()
	// From 1e21 on JavaScript writes an exponent, which makes it a double for Painless.
	if whole := f == math.Trunc(f); math.IsInf(f, 0) || whole && (f > maxInt32 || f < -maxInt32-1) && math.Abs(f) < 1e21 {
		b.report("invalid-threshold", b.at(name), "The visual editor would write this number without a fraction, and Painless takes such up to 2147483647 only: the condition would not compile, and count as true. Write the search as an extraction_query, and the condition with %sL.", numberText(plain))
		return nil
	}
	b.checkThreshold(comparison, f, query.graph)
	t := monitors.Threshold{Comparison: comparison, Value: monitors.ThresholdValue(f)}
	if query.graph.IsGrouped() {
		return query.graph.BucketCondition(t)
	}
	condition := scriptCondition(query.graph.Condition(t))
	condition.Threshold = &t
	return condition
}

// checkThreshold looks for comparisons that say nothing: counts are whole, not
// below 0, and of documents only up to a limit.
func (b *monitorBlock) checkThreshold(comparison monitors.Comparison, f float64, g *monitors.Graph) {
	at := b.at(string(comparison))
	if g.Aggregation != monitors.Count {
		return
	}
	beyond := f >= longestCount
	if comparison == monitors.Below {
		beyond = f > longestCount
	}
	switch {
	case comparison == monitors.Above && f < 0, comparison == monitors.Below && f <= 0, comparison == monitors.Equals && (f < 0 || f != math.Trunc(f)):
		b.report("constant-hits", at, "A count is a whole number from 0 on, so this comparison is always the same.")
	case g.CountsDocuments() && beyond && !g.IsGrouped():
		b.report("hits-limit", at, "The server stops counting documents at %d, so this comparison does not hold as it says, and the visual editor has no switch to count on. Count a field that every document has, such as field = %q: that is exact.", longestCount, g.TimeField)
	}
}

// scalarText writes a number or a bool as a text.
func scalarText(v any) string {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return fmt.Sprint(v)
}
