package monitors

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// Silence is a condition that does not hold at quiet times, and else is what c is.
// functionsEnd is the byte of its script behind the last function. It is false for
// a condition that no script can say this in: it is then c.
func Silence(c Condition, times quiet.Times, functionsEnd int) (Condition, bool) {
	if times.IsZero() {
		return c, true
	}
	cut := func(s Script) quiet.Script {
		return quiet.Script{Functions: s.Source[:functionsEnd], Statements: s.Source[functionsEnd:]}
	}
	switch c := c.(type) {
	case *ScriptCondition:
		if c.Script.isPainless() {
			return c.silenced(times, cut(c.Script)), true
		}
	case *BucketCondition:
		if c.Script.isPainless() {
			return c.silenced(times, cut(c.Script)), true
		}
	}
	return c, false
}

// Audible tells a condition that Silence made apart into what it was and the quiet
// times. Any other condition comes back as it is, with none.
func Audible(c Condition) (Condition, quiet.Times) {
	switch c := c.(type) {
	case *ScriptCondition:
		times, script, at, ok := quiet.Read(c.Script.Source)
		if ok && at == quiet.PeriodEnd && c.Script.isPainless() {
			whole := *c
			whole.Script.Source = script.Source()
			return &whole, times
		}
	case *BucketCondition:
		times, script, at, ok := quiet.Read(c.Script.Source)
		name, isParam := at.ParamName()
		value, _ := c.Script.Params.Get(name)
		if !ok || !isParam || value != quiet.PeriodEndTag || !c.Script.isPainless() {
			return c, quiet.Times{}
		}
		whole := *c
		whole.Script.Source, whole.Script.Params = script.Source(), without(c.Script.Params, name)
		if whole.freeParam() == name {
			return &whole, times
		}
	}
	return c, quiet.Times{}
}

// QuietAt says by which quiet times a condition does not hold in a run whose period
// ends then; "" where it is none of them.
func QuietAt(c Condition, end time.Time) string {
	_, times := Audible(c)
	why, _ := times.At(end)
	return strings.Join(why.Words(), "; ")
}

func (s Script) isPainless() bool { return s.Lang == painless || s.Lang == "" }

func (c *ScriptCondition) silenced(times quiet.Times, script quiet.Script) *ScriptCondition {
	whole := *c
	whole.Script.Source = times.Write(script, quiet.PeriodEnd)
	return &whole
}

// silenced asks a param for the time: a selector sees no ctx. The plugin puts it
// into the search, and that is a template (AggregationQueryRewriter and InputService
// of the plugin's source).
func (c *BucketCondition) silenced(times quiet.Times, script quiet.Script) *BucketCondition {
	whole := *c
	name := c.freeParam()
	whole.Script.Source = times.Write(script, quiet.Param(name))
	whole.Script.Params = without(c.Script.Params, name)
	whole.Script.Params.Set(name, quiet.PeriodEndTag)
	return &whole
}

// freeParam is a name that neither a path nor another param has.
func (c *BucketCondition) freeParam() string {
	const first = "end"
	name := first
	for n := 2; c.BucketsPath[name] != "" || c.Script.Params.Has(name); n++ {
		name = first + strconv.Itoa(n)
	}
	return name
}

// without is a copy of an object without a member.
func without(o *orderedjson.Object, key string) *orderedjson.Object {
	left := orderedjson.NewObject()
	for _, m := range o.Members() {
		if m.Key != key {
			left.Set(m.Key, m.Value)
		}
	}
	return left
}

// setQuiet adds quiet times to a trigger's fields: the first quiet_hours by that
// name, those after it by their number.
func setQuiet(f *orderedjson.Object, times quiet.Times) {
	name := func(kind string, i int) string {
		if i == 0 {
			return kind
		}
		return fmt.Sprintf("%s[%d]", kind, i)
	}
	for i, h := range times.Hours {
		f.Set(name("quiet_hours", i), hoursFields(h))
	}
	for i, m := range times.Maintenance {
		f.Set(name("maintenance", i), orderedjson.NewObject(
			orderedjson.Member{Key: "from", Value: m.From.Format(time.RFC3339)},
			orderedjson.Member{Key: "to", Value: m.To.Format(time.RFC3339)}))
	}
}

func hoursFields(h quiet.Hours) *orderedjson.Object {
	f := orderedjson.NewObject()
	if len(h.Days) > 0 {
		var days []string
		for _, d := range h.Days {
			days = append(days, quiet.DayName(d))
		}
		f.Set("days", texts(days))
		f.Set("from", h.From.String())
		f.Set("to", h.To.String())
	}
	f.Set("timezone", h.Zone)
	setIf(f, "except", texts(h.Except), len(h.Except) > 0)
	setIf(f, "holidays", texts(h.Holidays), len(h.Holidays) > 0)
	setIf(f, "only", h.Only, h.Only)
	return f
}
