package monitors

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// Threshold is a condition of the visual editor: a graph's figure against a
// number.
type Threshold struct {
	Comparison Comparison
	Value      json.Number // as JavaScript writes it
}

// Comparison is how, in the words of the configuration.
type Comparison string

// The comparisons that the editor offers.
const (
	Above  Comparison = "above"
	Below  Comparison = "below"
	Equals Comparison = "equals"
)

// Comparisons are all of them with the editor's words, which are those of
// ui_metadata.triggers, and with Painless's.
var Comparisons = []struct {
	Comparison       Comparison
	Editor, Operator string
}{
	{Above, "ABOVE", ">"},
	{Below, "BELOW", "<"},
	{Equals, "EXACTLY", "=="},
}

// FigurePath is where the figure stands in a search's answer.
func (g Graph) FigurePath() string {
	if g.CountsDocuments() {
		return "hits.total.value"
	}
	return "aggregations." + metricName + ".value"
}

// Condition is the script that the editor makes of a threshold over this graph
// (alerting-api 7, formikToCondition), in each of its versions from 1.1 on.
func (g Graph) Condition(t Threshold) string {
	operator := ""
	for _, c := range Comparisons {
		if c.Comparison == t.Comparison {
			operator = c.Operator
		}
	}
	if g.IsGrouped() {
		return g.groupCondition(operator, t)
	}
	figure := "ctx.results[0]." + g.FigurePath()
	if g.CountsDocuments() {
		return fmt.Sprintf("%s %s %s", figure, operator, t.Value)
	}
	return fmt.Sprintf("return %s == null ? false : %s %s %s", figure, figure, operator, t.Value)
}

var thresholdForm = pattern.New(` (>|<|==) (-?[0-9.]+(?:e[+-]?[0-9]+)?)$`)

// ReadThreshold reads a script that Condition has made over this graph; it is
// false for any other.
func (g Graph) ReadThreshold(source string) (Threshold, bool) {
	m := thresholdForm.FindStringSubmatch(source)
	if m == nil {
		return Threshold{}, false
	}
	for _, c := range Comparisons {
		if c.Operator == m[1] {
			t := Threshold{Comparison: c.Comparison, Value: json.Number(m[2])}
			return t, g.Condition(t) == source
		}
	}
	return Threshold{}, false
}

// EditorNumber is a number as the editor has it: with a fraction, no more exact
// than a double.
func EditorNumber(n json.Number) json.Number {
	f, err := n.Float64()
	if err != nil || f == math.Trunc(f) {
		return n
	}
	return ThresholdValue(f)
}

// ThresholdValue writes a number as JavaScript does, since the editor puts it so
// into the condition.
func ThresholdValue(f float64) json.Number {
	if f == 0 {
		return "0"
	}
	if size := math.Abs(f); size >= 1e21 || size < 1e-6 {
		text := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exponent, _ := strings.Cut(text, "e")
		sign := exponent[:1]
		return json.Number(mantissa + "e" + sign + strings.TrimLeft(exponent[1:], "0"))
	}
	return json.Number(strconv.FormatFloat(f, 'f', -1, 64))
}
