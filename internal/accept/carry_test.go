package accept

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func parse(t testing.TB, text string) any {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

// TestCarry: what is stored differs, and what is written changes as little as it must.
func TestCarry(t *testing.T) {
	const raw = `{"name": "Raw", "type": "monitor", "schedule": {"period": {"interval": 5, "unit": "MINUTES"}}, "inputs": [], "triggers": []}`
	for name, c := range map[string]struct {
		written, stored, want string
		canonical             canonical
	}{
		"a number in a short form": {`{"query": {"range": {"a": {"gte": 5}}}}`, `{"query": {"range": {"a": {"gte": 9}}}}`, `{"query": {"range": {"a": {"gte": 9}}}}`, storedBody},
		"a value in a short form":  {`{"query": {"term": {"a": "b"}}}`, `{"query": {"term": {"a": {"value": "c"}}}}`, `{"query": {"term": {"a": "c"}}}`, storedBody},
		"a value of a number":      {`{"query": {"term": {"a": "5"}}}`, `{"query": {"term": {"a": "6"}}}`, `{"query": {"term": {"a": "6"}}}`, storedBody},
		"what no short form has":   {`{"query": {"match": {"a": "b c"}}}`, `{"query": {"match": {"a": {"query": "b c", "operator": "and"}}}}`, `{"query": {"match": {"a": {"query": "b c", "operator": "AND"}}}}`, storedBody},
		"another field":            {`{"query": {"term": {"a": "b"}}, "size": 5}`, `{"query": {"term": {"z": "b"}}, "size": 5}`, `{"query": {"term": {"z": "b"}}, "size": 5}`, storedBody},
		"a clause more, of none":   {`{"query": {"bool": {"filter": {"term": {"a": 1}}}}}`, `{"query": {"bool": {"filter": [{"term": {"a": 1}}, {"exists": {"field": "b"}}]}}}`, `{"query": {"bool": {"filter": [{"term": {"a": 1}}, {"exists": {"field": "b"}}]}}}`, storedBody},
		"a clause less":            {`{"query": {"bool": {"filter": [{"term": {"a": 1}}, {"term": {"b": 1}}, {"term": {"c": 1}}]}}}`, `{"query": {"bool": {"filter": [{"term": {"a": 1}}, {"term": {"c": 1}}]}}}`, `{"query": {"bool": {"filter": [{"term": {"a": 1}}, {"term": {"c": 1}}]}}}`, storedBody},
		"a bound of another kind":  {`{"query": {"range": {"a": {"gt": 5}}}}`, `{"query": {"range": {"a": {"gte": 5, "lt": 7}}}}`, `{"query": {"range": {"a": {"gte": 5, "lt": 7}}}}`, storedBody},
		"an aggregation by aggs":   {`{"aggs": {"u": {"terms": {"field": "a"}}}}`, `{"aggs": {"u": {"terms": {"field": "a", "size": 50}}}}`, `{"aggs": {"u": {"terms": {"field": "a", "size": 50}}}}`, storedBody},
		"all of it":                {`{"query": {"match_all": {}}}`, `{"query": {"term": {"a": "b"}}}`, `{"query": {"term": {"a": "b"}}}`, storedBody},
		"an interval becomes a cron": {raw, `{"name": "Raw", "type": "monitor", "schedule": {"cron": {"expression": "0 7 * * *", "timezone": "UTC"}}, "inputs": [], "triggers": []}`,
			`{"name": "Raw", "type": "monitor", "schedule": {"cron": {"expression": "0 7 * * *", "timezone": "UTC"}}, "inputs": [], "triggers": []}`, storedMonitor},
	} {
		stored, ok := c.canonical(parse(t, c.stored))
		if !ok {
			t.Errorf("%s: %s can't be stored", name, c.stored)
			continue
		}
		got, ok := carry(parse(t, c.written), stored, c.canonical)
		if !ok || !orderedjson.Equal(got, parse(t, c.want)) {
			text, _ := orderedjson.Marshal(got)
			t.Errorf("%s: carried to %s, want %s", name, text, c.want)
		}
	}
}
