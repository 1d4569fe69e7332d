package schema_test

import (
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/schema"
)

// testJSON is a test as the golden files hold it: what is not set is left out.
func testJSON(t schema.Test) any {
	o := object(field("name", t.Name), field("monitor", t.Monitor.String()))
	put(o, "now", !t.Now.IsZero(), func() any { return t.Now.Format(time.RFC3339Nano) })
	put(o, "every", t.Every != 0, func() any { return t.Every.String() })
	put(o, "for", t.For != 0, func() any { return t.For.String() })
	o.Set("sources", list(t.Sources, sourceJSON))
	put(o, "acknowledge", len(t.Acknowledge) > 0, func() any {
		return list(t.Acknowledge, func(a testcase.Acknowledge) any {
			return object(field("trigger", a.Trigger), field("after", a.After.String()), field("line", a.At.Line))
		})
	})
	o.Set("expect", list(t.Expect, expectationJSON))
	o.Set("line", t.At.Line)
	return o
}

func put(o *orderedjson.Object, key string, set bool, value func() any) {
	if set {
		o.Set(key, value())
	}
}

func sourceJSON(s testcase.Source) any {
	o := object()
	put(o, "index", s.Index != "", func() any { return s.Index })
	put(o, "file", s.File != "", func() any { return s.File + " as " + s.Name })
	put(o, "documents", s.Documents != nil, func() any {
		return list(s.Documents, func(d *orderedjson.Object) any { return d })
	})
	put(o, "mapping", s.Mapping != nil, func() any { return s.Mapping })
	o.Set("line", s.At.Line)
	return o
}

func expectationJSON(x testcase.Expectation) any {
	o := object(field("trigger", x.Trigger))
	put(o, "after", x.Run != nil, func() any { return x.Run.String() })
	put(o, "fires", x.Fires != nil, func() any { return *x.Fires })
	for i, c := range []*testcase.Count{x.Times, x.Hits, x.Alerts} {
		put(o, []string{"times", "hits", "alerts"}[i], c != nil, func() any { return c.String() })
	}
	put(o, "error", x.Error != "", func() any { return x.Error })
	put(o, "documents", x.Documents != nil, func() any { return list(x.Documents, text) })
	put(o, "buckets", x.Buckets != nil, func() any { return list(x.Buckets, text) })
	put(o, "state", x.State != "", func() any { return x.State })
	put(o, "aggregations", x.Aggregations != nil, func() any {
		values := object()
		for _, v := range x.Aggregations {
			values.Set(v.Path, v.Value)
		}
		return values
	})
	putTexts(o, x.Message, x.Subject)
	put(o, "actions", len(x.Actions) > 0, func() any { return list(x.Actions, actionJSON) })
	o.Set("line", x.At.Line)
	return o
}

func actionJSON(a testcase.ActionExpectation) any {
	o := object(field("action", a.Action))
	put(o, "sends", a.Sends != nil, func() any { return *a.Sends })
	put(o, "throttled", a.Throttled != nil, func() any { return *a.Throttled })
	putTexts(o, a.Message, a.Subject)
	o.Set("line", a.At.Line)
	return o
}

func putTexts(o *orderedjson.Object, message, subject testcase.Text) {
	for i, t := range []testcase.Text{message, subject} {
		name := []string{"message", "subject"}[i]
		put(o, name, t.Equals != nil, func() any { return *t.Equals })
		put(o, name+"_contains", t.Contains != nil, func() any { return list(t.Contains, text) })
		put(o, name+"_matches", t.Matches != nil, func() any { return t.Matches.String() })
	}
}
