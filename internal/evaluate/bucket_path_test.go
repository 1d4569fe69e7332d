package evaluate_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// TestBucketPaths names one of several numbers, in brackets or behind a dot, as the
// server's AggregationPath reads them.
func TestBucketPaths(t *testing.T) {
	store := index.NewStore(time.Now)
	for _, text := range []string{`{"k": "a", "n": 1}`, `{"k": "a", "n": 5}`, `{"k": "b", "n": 5}`, `{"k": "c", "n": 9}`, `{"k": "c", "n": 9}`} {
		if _, err := store.Write(index.Write{Index: "events", Source: object(t, []byte(text))}); err != nil {
			t.Fatal(err)
		}
	}
	shape := `{"by": {"terms": {"field": "k.keyword"}, "aggs": {"s": {"stats": {"field": "n"}}, "p": {"percentiles": {"field": "n", "percents": [50, 99.5]}},
		"f": {"filter": {"range": {"n": {"gt": 1}}}, "aggs": {"m": {"max": {"field": "n"}}}}}}}`
	for _, test := range []struct {
		path string
		want []string // nil: refused by name
	}{
		{"s.avg", []string{"b", "c"}},
		{"s[avg]", []string{"b", "c"}},
		{"p[50]", []string{"b", "c"}},
		{"p[50.0]", []string{"b", "c"}},
		{"p.50", []string{"b", "c"}},
		{"p[99.5]", []string{"a", "b", "c"}},
		{"f>m[value]", []string{"a", "b", "c"}},
		{"f[m]", []string{"a", "b", "c"}},
		{"p[10]", nil},
		{"p[x]", nil},
		{"s[avg", nil},
		{"s]", nil},
		{"[avg]", nil},
		{"s[]", nil},
		{"s[[avg]", nil},
	} {
		condition := object(t, []byte(`{"parent_bucket_path": "by", "buckets_path": {"n": "`+test.path+`"}, "script": {"source": "params.n > 4"}}`))
		got, err := evaluate.Run(evaluate.Request{Monitor: bucketMonitor(t, object(t, []byte(shape)), condition), Store: store, Now: time.Now()})
		if err != nil {
			if test.want != nil {
				t.Errorf("%s: %v", test.path, err)
			}
			continue
		}
		var hashes []string
		for _, b := range got.Triggers[0].Buckets.Chosen {
			hashes = append(hashes, b.Hash())
		}
		slices.Sort(hashes)
		if d := cmp.Diff(test.want, hashes); d != "" {
			t.Errorf("%s: %s", test.path, d)
		}
	}
}
