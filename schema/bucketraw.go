package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/monitors"
)

// checkRawBuckets holds the bucket-level trigger of a raw body, which lies under a
// JSON pointer, to the checks that a written one has.
func (b *monitorBlock) checkRawBuckets(t monitors.Trigger, trigger string) {
	c, _ := t.Condition.(*monitors.BucketCondition)
	if strings.ContainsAny(t.ID, "[]>") {
		b.report("bucket-id", b.bodyAt(trigger+"/id"), "The server takes the id %q, and puts the condition into the search under it, where a name can't hold [, ] and >: the search would fail, and nothing ever alert. Take the id out: alertplan makes one.", t.ID)
	}
	at := func(pointer string) place { return b.bodyAt(trigger + "/condition" + pointer) }
	b.composite = false
	if b.query == nil || b.query.body == nil {
		return
	}
	parent := b.namedParent(c.ParentBucketPath, b.query, at("/parent_bucket_path"))
	b.composite = parent.kind == "composite"
	for _, name := range slices.Sorted(maps.Keys(c.BucketsPath)) {
		if problem := parent.pathProblem(c.BucketsPath[name]); problem != "" {
			b.pathNowhere(problem, at("/buckets_path/"+pointerKey(name)))
		}
	}
	if source := c.Script.Source; !isUnknown(source) {
		b.checkBucketScript(source, at("/script"))
		b.checkParams(source, slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(c.BucketsPath)), c.Script.Params.Keys()))), at("/script"))
	}
	if c.Filter != nil && parent.known && b.composite {
		b.report("bucket-filter", at("/filter"), filterOfComposite)
	}
	if c.CompositeAggFilter != nil {
		b.checkSources(c.CompositeAggFilter, parent, at("/composite_agg_filter"))
		b.checkCached(b.query)
	}
}
