package querydsl_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// TestAsked holds the package to what OpenSearch 2.19.4 made of bodies with
// every option of every clause and aggregation, and of the same bodies with a
// value, a key or an option wrong. testdata/asked.jsonl.gz was made by handing
// them to the release's own SearchSourceBuilder: parsed, and printed again;
// of refusals the exception's class and its message without the position.
func TestAsked(t *testing.T) {
	eachLine(t, "testdata/asked.jsonl.gz", func(c *orderedjson.Object) {
		sent, stored := c.Object("sent"), c.Object("stored")
		got, err := querydsl.Canonical(sent)
		if stored != nil {
			if err != nil {
				t.Errorf("%s\nrefused: %v", marshal(t, sent), err)
			} else if a, b := marshal(t, got), marshal(t, stored); a != b {
				t.Errorf("%s\n got %s\nwant %s", marshal(t, sent), a, b)
			}
			return
		}
		want := c.Object("error")
		var refusal *querydsl.Error
		if !errors.As(err, &refusal) {
			t.Errorf("%s\naccepted, want %s", marshal(t, sent), marshal(t, want))
			return
		}
		if refusal.Kind != want.Text("kind") || refusal.Reason != want.Text("reason") {
			t.Errorf("%s\n got %s: %s\nwant %s: %s", marshal(t, sent), refusal.Kind, refusal.Reason, want.Text("kind"), want.Text("reason"))
		}
	})
}

// TestFixedPoint: a canonical body is its own canonical body, in every dialect.
func TestFixedPoint(t *testing.T) {
	for _, path := range []string{"testdata/recorded.jsonl.gz", "testdata/asked.jsonl.gz"} {
		eachLine(t, path, func(c *orderedjson.Object) {
			dialect := querydsl.OpenSearch2
			if version := c.Text("version"); version != "" {
				dialect = dialectOf(version)
			}
			first, err := querydsl.CanonicalFor(dialect, c.Object("sent"))
			if err != nil {
				return
			}
			again, err := querydsl.CanonicalFor(dialect, first)
			if err != nil {
				if !storedUnreadable(first) {
					t.Errorf("%s\nrefused: %v", marshal(t, first), err)
				}
				return
			}
			if a, b := marshal(t, again), marshal(t, first); a != b {
				t.Errorf("%s\n first %s\n again %s", marshal(t, c.Object("sent")), b, a)
			}
		})
	}
}

// storedUnreadable says that the server stores what it could not read again: a
// null where it prints a value that was never given, a histogram's interval of
// zero, a point without coordinates.
func storedUnreadable(canonical *orderedjson.Object) bool {
	unreadable := false
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case *orderedjson.Object:
			for _, m := range v.Members() {
				unreadable = unreadable || m.Value == nil || m.Key == "interval" && m.Value == json.Number("0.0")
				look(m.Value)
			}
		case []any:
			for _, item := range v {
				unreadable = unreadable || item == "NaN"
				look(item)
			}
		}
	}
	look(canonical)
	return unreadable
}

// TestPortable: what three generations store for one body is one portable form.
func TestPortable(t *testing.T) {
	forms := map[string]map[string]string{}
	eachLine(t, "testdata/recorded.jsonl.gz", func(c *orderedjson.Object) {
		stored := c.Object("stored")
		if stored == nil {
			return
		}
		version := c.Text("version")
		id := c.Text("id")[len(version):]
		if forms[id] == nil {
			forms[id] = map[string]string{}
		}
		forms[id][marshal(t, querydsl.Portable(stored))] = version
	})
	for id, distinct := range forms {
		if len(distinct) > 1 {
			t.Errorf("%s has %d portable forms: %v", id, len(distinct), distinct)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{
		`{"query":{"bool":{"must":{"term":{"a":1}},"filter":[{"range":{"b":{"gte":"now-5m"}}}]}},"size":0}`,
		`{"aggs":{"a":{"terms":{"field":"x","order":{"b":"asc"}},"aggs":{"b":{"max":{"field":"y"}}}}}}`,
		`{"query":{"function_score":{"functions":[{"weight":2}]}},"sort":["a",{"b":"desc"}],"_source":false}`,
		`{"query":{"intervals":{"a":{"match":{"query":"x"}}}},"highlight":{"fields":{"a":{}}}}`,
		`{"query":{"geo_distance":{"distance":"1km","p":"drm3"}},"collapse":{"field":"c","inner_hits":{"name":"n"}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		body, ok := v.(*orderedjson.Object)
		if err != nil || !ok {
			return
		}
		before := marshal(t, body)
		first, err := querydsl.Canonical(body)
		if after := marshal(t, body); after != before {
			t.Fatalf("the body was changed: %s, now %s", before, after)
		}
		if err != nil {
			var refusal *querydsl.Error
			if !errors.As(err, &refusal) || refusal.Kind == "" {
				t.Fatalf("%s: %v is no refusal", text, err)
			}
			return
		}
		querydsl.Walk(first, func(querydsl.Clause) {})
		querydsl.WalkAggregations(first, func(querydsl.AggregationNode) {})
		querydsl.Portable(first)
		again, err := querydsl.Canonical(first)
		if err != nil {
			return // the server stores some things that it can't read
		}
		if a, b := marshal(t, again), marshal(t, first); a != b {
			t.Fatalf("%s\n first %s\n again %s", text, b, a)
		}
	})
}
