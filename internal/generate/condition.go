package generate

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

var (
	hitsScript  = pattern.New(`^ctx\.results\[0\]\.hits\.total\.value (>=|<=|==|!=|>|<) ([0-9]+)$`)
	countScript = pattern.New(`^params\.count (>=|<=|==|!=|>|<) ([0-9]+)$`)
)

// Condition are the arguments of a trigger's condition without its quiet times, the
// short words first: one for each way of saying it. None is for a condition that no
// argument can say.
func Condition(c monitors.Condition) []Attribute {
	switch c := c.(type) {
	case *monitors.ScriptCondition:
		return scripted(c.Script, c.Threshold, "hits", hitsScript)
	case *monitors.BucketCondition:
		return scripted(c.Script, c.Threshold, "count", countScript)
	case *monitors.DocumentCondition:
		return scripted(c.Script, nil, "", nil)
	case *monitors.ChainedCondition:
		words := trigger(monitors.Trigger{Condition: c})
		if text, ok := words.(string); ok {
			return []Attribute{{Name: "condition", Value: text}}
		}
	}
	return nil
}

// trigger is what the fields of a trigger say of its condition.
func trigger(t monitors.Trigger) any {
	words, _ := t.Fields().Get("condition")
	return words
}

func scripted(s monitors.Script, t *monitors.Threshold, short string, form *pattern.Pattern) []Attribute {
	if t != nil {
		return []Attribute{{Name: string(t.Comparison), Value: t.Value}}
	}
	var ways []Attribute
	if form != nil {
		if m := form.FindStringSubmatch(s.Source); m != nil {
			ways = append(ways, Attribute{Name: short, Value: m[1] + " " + m[2]})
		}
	}
	if s.Options.Len() == 0 && s.Params.Len() == 0 {
		ways = append(ways, Attribute{Name: "condition", Value: s.Source})
	}
	return ways
}

// Buckets is the block that says which buckets a condition looks at, and by which
// names it reads their figures.
func Buckets(c *monitors.BucketCondition) Block {
	b := Block{Type: "buckets"}
	b.Set("parent_bucket_path", c.ParentBucketPath)
	paths := orderedjson.NewObject()
	for _, name := range slices.Sorted(maps.Keys(c.BucketsPath)) {
		paths.Set(name, c.BucketsPath[name])
	}
	b.Set("buckets_path", paths)
	if c.GapPolicy != "" && c.GapPolicy != "skip" {
		b.Set("gap_policy", c.GapPolicy)
	}
	if c.Filter != nil {
		b.Set("filter", c.Filter)
	}
	if c.CompositeAggFilter != nil {
		b.Set("composite_agg_filter", c.CompositeAggFilter)
	}
	return b
}
