package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// bucketCondition reads the condition of a trigger that looks at buckets.
func (b *monitorBlock) bucketCondition(query *queryFacts) monitors.Condition {
	if query != nil && query.graph != nil {
		return b.graphBuckets(query)
	}
	for _, name := range append([]string{"hits"}, thresholds...) {
		if b.has(name) && !b.grouped && !b.has("count") && len(b.blocks.OfType("buckets")) == 0 {
			return nil // told by checkTriggerKinds
		}
		if b.has(name) {
			b.report("mixed-triggers", b.at(name), "This trigger looks at buckets, and %s at all documents together. Write count = \"> 5\" for the number of documents in each bucket, or a condition.", name)
			return nil
		}
	}
	written := b
	block := b.atMostOne("buckets")
	if block != nil {
		written = b.inBlock(block, grammar.Buckets.Schema())
	}
	c := &monitors.BucketCondition{GapPolicy: written.gapPolicy()}
	parent := bucketParent{}
	if block == nil {
		parent = b.parentBuckets(query, place{b.def, b.block})
	} else {
		parent = written.parentBuckets(query, place{block.DefRange, b.block})
		c.Filter, c.CompositeAggFilter = written.bucketFilters(query, parent)
	}
	c.ParentBucketPath, b.composite = parent.path, parent.kind == "composite"
	c.Script.Lang = "painless"
	switch {
	case b.has("count") && b.has("condition"):
		b.report("missing-condition", b.at("count"), "A trigger has count or condition, not both. Keep one of them.")
		return nil
	case b.has("count"):
		return b.countCondition(c, written)
	case b.has("condition"):
		return b.bucketScript(c, written, parent)
	case b.lacks("count", "condition"):
		b.report("missing-condition", place{b.def, b.block}, "A trigger that looks at buckets needs count, such as count = \"> 5\", or a Painless condition over params.")
	}
	return nil
}

// documentCount is the name of a bucket's number of documents in conditions.
const documentCount = "count"

// countCondition is count as a script.
func (b *monitorBlock) countCondition(c *monitors.BucketCondition, written *monitorBlock) monitors.Condition {
	if written != b && written.has("buckets_path") {
		written.report("conflicting-attributes", written.at("buckets_path"), "count is the whole condition, and reads no other figure. Take buckets_path out, or write a condition.")
	}
	c.BucketsPath = map[string]string{documentCount: "_count"}
	b.needed("count")
	text, ok := b.publicText("count")
	switch {
	case !ok:
		return nil
	case isUnknown(text):
		c.Script.Source = text
		return c
	}
	form, ok := b.comparison("count", text)
	if !ok {
		return nil
	}
	b.checkCount(form)
	c.Script.Source = fmt.Sprintf("params.%s %s %d", documentCount, form.operator, form.number)
	return c
}

// checkCount looks for comparisons that no bucket can pass: there is none without
// documents. Of other aggregations there may be: ranges, terms with min_doc_count 0.
func (b *monitorBlock) checkCount(form counted) {
	never := form.operator == "<" && form.number <= 1 || (form.operator == "==" || form.operator == "<=") && form.number == 0
	if never && b.composite {
		b.report("constant-hits", b.at("count"), "Each bucket has one document at least, so %s %d holds for none, and nothing would ever alert. What did not happen has no bucket: ask for it by a query-level monitor, hits = \"== 0\".", form.operator, form.number)
	}
}

var paramName = pattern.New(`\bparams(?:\.([A-Za-z_][A-Za-z0-9_]*)|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\])`)

// readParams are the params that a script reads, each once, in order.
func readParams(script string) []string {
	var names []string
	for _, m := range paramName.FindAllStringSubmatch(script, -1) {
		name := m[1] + m[2] + m[3]
		if m[1] != "" && slices.Contains(mapMethods, name) || slices.Contains(names, name) {
			continue
		}
		names = append(names, name)
	}
	return names
}

// bucketScript is a condition as it is written.
func (b *monitorBlock) bucketScript(c *monitors.BucketCondition, written *monitorBlock, parent bucketParent) monitors.Condition {
	b.needed("condition")
	text, ok := b.text("condition")
	if !ok {
		return nil
	}
	c.Script.Source = text
	at := b.at("condition")
	if !isUnknown(text) {
		b.checkBucketScript(text, at)
	}
	if written != b && written.has("buckets_path") {
		c.BucketsPath = written.bucketsPath(parent)
		if !isUnknown(text) && c.BucketsPath != nil {
			b.checkParams(text, slices.Sorted(maps.Keys(c.BucketsPath)), at)
		}
		return c
	}
	c.BucketsPath = map[string]string{}
	for _, name := range readParams(text) {
		switch path, there := parent.figure(name); {
		case there:
			c.BucketsPath[name] = path
		case parent.known:
			b.report("bucket-param", at, "There is no params.%s: the script would throw, and no trigger of the monitor ever alert. Within a bucket there is %s.%s For anything else write buckets_path.", name, oneOf(parent.figures()), didYouMean(name, parent.figures()))
		}
	}
	if len(c.BucketsPath) == 0 {
		c.BucketsPath[documentCount] = "_count"
	}
	return c
}

// checkParams holds what a script reads against what it is given.
func (b *monitorBlock) checkParams(script string, given []string, at place) {
	if len(given) == 0 {
		return // told
	}
	for _, name := range readParams(script) {
		if !slices.Contains(given, name) {
			b.report("bucket-param", at, "There is no params.%s: the script would throw, and no trigger of the monitor ever alert. buckets_path names %s.%s", name, oneOf(given), didYouMean(name, given))
		}
	}
}

var nullComparison = pattern.New(`\bparams\.[A-Za-z_][A-Za-z0-9_]*\s*[!=]=\s*null\b|\bnull\s*[!=]=\s*params\.[A-Za-z_]`)

func (b *monitorBlock) checkBucketScript(text string, at place) {
	if strings.TrimSpace(text) == "" {
		b.report("empty-script", at, "An empty condition compiles, and is true: every bucket would alert in every run. Write the comparison, or use count.")
		return
	}
	b.compileScript(text, at, painless.BucketSelector)
	if nullComparison.MatchString(text) {
		b.report("never-null", at, "A figure over no value is NaN, never null: ask Double.isNaN(params.x), or write gap_policy = \"insert_zeros\" to have 0.")
	}
}

func (b *monitorBlock) gapPolicy() string {
	if _, there := b.attributes["gap_policy"]; !there {
		return "skip"
	}
	text, ok := b.plainText("gap_policy")
	if ok && !slices.Contains(gapPolicies, text) {
		b.report("bucket-path", b.at("gap_policy"), "%q is no gap_policy: the server knows %s.%s", text, oneOf(quoted(gapPolicies)), didYouMean(text, gapPolicies))
		return "skip"
	}
	if !ok {
		return "skip"
	}
	return text
}

var gapPolicies = []string{"skip", "insert_zeros"}
