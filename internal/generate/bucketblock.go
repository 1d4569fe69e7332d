package generate

import (
	"maps"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// longTrigger is a trigger that says all of its buckets.
func (d declaration) longTrigger(_ monitors.Trigger, b Block) Block { return b }

// shortTrigger leaves out of the block buckets what the language finds by itself.
func (d declaration) shortTrigger(t monitors.Trigger, b Block) Block {
	condition, _ := monitors.Audible(t.Condition)
	c, ok := condition.(*monitors.BucketCondition)
	search, isSearch := d.monitor.Input.(*monitors.Search)
	if !ok || !isSearch || c.Threshold != nil {
		return b
	}
	short := b
	short.Blocks = nil
	for _, inner := range b.Blocks {
		if inner.Type == "buckets" {
			inner = shortBuckets(inner, c, search.Body)
			implied := b.Get("count") != nil || groupsItself(search.Body)
			if len(inner.Attributes) == 0 && implied {
				continue
			}
		}
		short.Blocks = append(short.Blocks, inner)
	}
	return short
}

// groupsItself tells whether the search is one of group_by.
func groupsItself(body *orderedjson.Object) bool {
	_, ok := Search{Aggregation: get(ShortBody(body), "aggregations")}.Grouped()
	return ok
}

var param = pattern.New(`\bparams\.([A-Za-z_][A-Za-z0-9_]*)`)

// shortBuckets is the block without the only aggregation, and without paths that are
// told by what the condition reads.
func shortBuckets(b Block, c *monitors.BucketCondition, body *orderedjson.Object) Block {
	aggregations := body.Object("aggregations")
	if aggregations.Len() == 1 && aggregations.Members()[0].Key == c.ParentBucketPath {
		b = withoutAttribute(b, "parent_bucket_path")
	}
	read := map[string]string{}
	for _, m := range param.FindAllStringSubmatch(c.Script.Source, -1) {
		read[m[1]] = m[1]
		if m[1] == "count" {
			read[m[1]] = "_count"
		}
	}
	if maps.Equal(read, c.BucketsPath) && !strings.Contains(c.Script.Source, "params[") {
		b = withoutAttribute(b, "buckets_path")
	}
	return b
}
