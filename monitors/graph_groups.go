package monitors

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// MostGroups is how many fields the editor groups by (MAX_NUM_BUCKET_LEVEL_GROUP_BYS).
const MostGroups = 2

// IsGrouped tells whether the graph is a bucket-level monitor's.
func (g Graph) IsGrouped() bool { return len(g.Groups) > 0 }

// FigureName is how the figure of a group is called in conditions, and where it
// stands within a bucket: the editor names it by what is made of which field.
func (g Graph) FigureName() string {
	if g.CountsDocuments() {
		return "_count"
	}
	return string(g.Aggregation) + "_" + strings.ReplaceAll(g.Field, ".", "_")
}

// groups is the aggregation that the editor makes of the groups (alerting-api 7,
// formikToCompositeAggregation).
func (g Graph) groups() *orderedjson.Object {
	sources := make([]any, len(g.Groups))
	for i, field := range g.Groups {
		sources[i] = one(field, one("terms", one("field", field)))
	}
	parent := one("composite", one("sources", sources))
	if !g.CountsDocuments() {
		parent.Set("aggregations", one(g.FigureName(), g.figure()))
	}
	return one(GroupsName, parent)
}

func (g Graph) figure() *orderedjson.Object {
	kind := string(g.Aggregation)
	if g.Aggregation == Count {
		kind = "value_count"
	}
	return one(kind, one("field", g.Field))
}

// BucketCondition is the condition that the editor makes of a threshold over each
// group (getBucketLevelTriggerCondition).
func (g Graph) BucketCondition(t Threshold) *BucketCondition {
	name := g.FigureName()
	return &BucketCondition{
		BucketsPath: map[string]string{name: name}, ParentBucketPath: GroupsName, GapPolicy: "skip",
		Script: Script{Source: g.Condition(t), Lang: painless}, Threshold: &t,
	}
}

// groupCondition is its script.
func (g Graph) groupCondition(operator string, t Threshold) string {
	return fmt.Sprintf("params.%s %s %s", g.FigureName(), operator, t.Value)
}

// ReadBucketCondition reads a condition that BucketCondition has made over this
// graph; it is false for any other.
func (g Graph) ReadBucketCondition(c *BucketCondition) (Threshold, bool) {
	t, ok := g.ReadThreshold(c.Script.Source)
	name := g.FigureName()
	plain := c.Script.Params.Len() == 0 && c.Script.Options.Len() == 0 && c.Filter == nil && c.CompositeAggFilter == nil
	return t, ok && plain && c.GapPolicy == "skip" && c.ParentBucketPath == GroupsName && len(c.BucketsPath) == 1 && c.BucketsPath[name] == name
}
