package monitors

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// PainlessOf is the script of a condition that is one in Painless; nil for any other.
func PainlessOf(c Condition) *Script {
	var s *Script
	switch c := c.(type) {
	case *ScriptCondition:
		s = &c.Script
	case *BucketCondition:
		s = &c.Script
	}
	if s == nil || s.Lang != painless && s.Lang != "" {
		return nil
	}
	return s
}

// timed is a condition with the script that write makes of its own, which may ask when
// the period of a run ends. functionsEnd is the byte of the script behind its last
// function. It is false for a condition that is no Painless script, which it leaves as
// it is.
func timed(c Condition, functionsEnd int, write func(quiet.Script, quiet.Moment) string) (Condition, bool) {
	s := PainlessOf(c)
	if s == nil {
		return c, false
	}
	cut := quiet.Script{Functions: s.Source[:functionsEnd], Statements: s.Source[functionsEnd:]}
	switch c := c.(type) {
	case *BucketCondition:
		// A selector sees no ctx, so a param is asked for the time. The plugin puts it into
		// the search, and that is a template (AggregationQueryRewriter and InputService of
		// the plugin's source).
		whole, name := *c, c.freeParam()
		whole.Script.Source = write(cut, quiet.Param(name))
		whole.Script.Params = without(c.Script.Params, name)
		whole.Script.Params.Set(name, quiet.PeriodEndTag)
		return &whole, true
	case *ScriptCondition:
		whole := *c
		whole.Script.Source = write(cut, quiet.PeriodEnd)
		return &whole, true
	}
	return c, false
}

// untimed takes timed back: source is what the script was, and at the moment that it
// asks. It is false for a moment that such a condition does not have, and leaves it then.
func untimed(c Condition, source string, at quiet.Moment) (Condition, bool) {
	switch c := c.(type) {
	case *BucketCondition:
		name, isParam := at.ParamName()
		if value, _ := c.Script.Params.Get(name); !isParam || value != quiet.PeriodEndTag {
			return c, false
		}
		whole := *c
		whole.Script.Source, whole.Script.Params = source, without(c.Script.Params, name)
		if whole.Script.Params.Len() == 0 {
			whole.Script.Params = nil
		}
		return &whole, true
	case *ScriptCondition:
		if at != quiet.PeriodEnd {
			return c, false
		}
		whole := *c
		whole.Script.Source = source
		return &whole, true
	}
	return c, false
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
