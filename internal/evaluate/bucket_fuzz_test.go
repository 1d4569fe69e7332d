package evaluate_test

import (
	"errors"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// FuzzBucketCondition: whatever a condition says, a run ends in a result, a
// refusal by name or the server's error.
func FuzzBucketCondition(f *testing.F) {
	f.Add("_count", "[a-d].*", "params.n > 1", "g")
	f.Add("m.value", "a|b", "params.n == 2.5", "g>h")
	f.Add("f>m", "(", "", "nope")
	f.Add("a.b>.", "[^", "params.n >", "")
	f.Fuzz(func(t *testing.T, path, pattern, source, parent string) {
		by := object(t, []byte(`{"g": {"terms": {"field": "k"}, "aggregations": {"m": {"max": {"field": "v"}}}}}`))
		condition := object(t, []byte(`{"buckets_path": {}, "script": {"lang": "painless"}, "filter": {}}`))
		condition.Object("buckets_path").Set("n", path)
		condition.Object("script").Set("source", source)
		condition.Object("filter").Set("include", pattern)
		condition.Set("parent_bucket_path", parent)
		if _, err := orderedjson.Marshal(condition); err != nil {
			t.Skip()
		}
		_, err := evaluate.Run(evaluate.Request{Monitor: bucketMonitor(t, by, condition), Store: messageDocs(t), Now: time.Now()})
		var refused *evaluate.UnsupportedError
		var told *evaluate.Error
		if err != nil && !errors.As(err, &refused) && !errors.As(err, &told) {
			t.Fatal(err)
		}
	})
}
