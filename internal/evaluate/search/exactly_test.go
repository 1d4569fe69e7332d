package search_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Aggregations, one a line in testdata/aggregations, over one shard, several
// shards, unmapped fields and fields of other types: equal to the last bit. What
// is refused is allowed, what is unequal isn't.
func TestAggregationsExactly(t *testing.T) {
	p := livePair(t)
	aggsData(p)
	files, err := filepath.Glob("testdata/aggregations/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no aggregations: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for aggs := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n") {
			p.same("ag-1", `{"size":0,"aggs":`+aggs+`}`)
			p.same("ag-2", `{"size":0,"query":{"terms":{"k":["k1","k4"]}},"aggs":`+aggs+`}`)
			p.same("ag-1,ag-2,ag-3", `{"size":0,"aggs":`+aggs+`}`)
			p.same("ag-1,ag-4", `{"size":0,"aggs":`+aggs+`}`)
		}
	}
}
