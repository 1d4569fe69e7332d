package wire

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// The wrappers of triggers (alerting-api.md section 3).
const (
	queryWrapper    = "query_level_trigger"
	bucketWrapper   = "bucket_level_trigger"
	documentWrapper = "document_level_trigger"
)

// triggerAt is where a trigger stands: the path of its element, and the type of
// its monitor, which tells what a bare trigger is.
type triggerAt struct {
	path    string
	monitor monitors.Type
}

func decodeTrigger(r *reader, v any, at triggerAt) monitors.Trigger {
	element, ok := r.object(v, at.path)
	if !ok {
		return monitors.Trigger{}
	}
	wrapper, o := unwrapTrigger(element, at.monitor)
	t := monitors.Trigger{ID: o.text("id"), Name: o.required("name"), Severity: monitors.Severity(o.required("severity"))}
	switch wrapper {
	case queryWrapper, documentWrapper, bucketWrapper, chainedWrapper:
		t.Condition = decodeCondition(o, wrapper)
	default:
		t.Condition = &monitors.OtherCondition{Wrapper: wrapper, Body: o.Object}
		return t
	}
	for i, v := range o.list("actions") {
		t.Actions = append(t.Actions, decodeAction(r, v, fmt.Sprintf("%s[%d]", o.at("actions"), i)))
	}
	return t
}

// unwrapTrigger finds what a trigger is. Open Distro and 1.0 know bare triggers
// only; later versions read a bare one as query-level.
func unwrapTrigger(element object, monitor monitors.Type) (wrapper string, trigger object) {
	for _, member := range element.Members() {
		if body, ok := member.Value.(*orderedjson.Object); ok && strings.HasSuffix(member.Key, "_trigger") {
			return member.Key, object{Object: body, path: element.at(member.Key), r: element.r}
		}
	}
	switch monitor {
	case monitors.BucketLevel:
		return bucketWrapper, element
	case monitors.DocumentLevel:
		return documentWrapper, element
	case monitors.Composite:
		return chainedWrapper, element
	default:
		return queryWrapper, element
	}
}

func decodeCondition(trigger object, wrapper string) monitors.Condition {
	o, ok := trigger.child("condition")
	if !ok {
		trigger.r.fail(trigger.at("condition"), "is missing")
		return nil
	}
	script := decodeScript(o, "script", painless)
	switch wrapper {
	case bucketWrapper:
		c := &monitors.BucketCondition{
			BucketsPath: decodeBucketsPath(o), ParentBucketPath: o.text("parent_bucket_path"),
			Script: script, GapPolicy: o.text("gap_policy"),
		}
		if filter, ok := o.child("filter"); ok {
			c.Filter = filter.Object
		}
		if filter, ok := o.child("composite_agg_filter"); ok {
			c.CompositeAggFilter = filter.Object
		}
		return c
	case documentWrapper:
		return &monitors.DocumentCondition{Script: script}
	case chainedWrapper:
		return monitors.Chained(script)
	default:
		return &monitors.ScriptCondition{Script: script}
	}
}

// decodeBucketsPath reads the three forms of buckets_path: an object, one path
// (named _value) or a list (_value0, _value1, …).
func decodeBucketsPath(o object) map[string]string {
	paths := map[string]string{}
	switch v := o.value("buckets_path").(type) {
	case string:
		paths["_value"] = v
	case []any:
		for i, path := range o.texts("buckets_path") {
			paths[fmt.Sprintf("_value%d", i)] = path
		}
	default:
		read, _ := o.child("buckets_path")
		for _, name := range read.Keys() {
			paths[name] = read.text(name)
		}
	}
	return paths
}

func encodeTrigger(t monitors.Trigger) *orderedjson.Object {
	if other, ok := t.Condition.(*monitors.OtherCondition); ok {
		body, _ := orderedjson.Clone(other.Body).(*orderedjson.Object)
		setText(body, "id", t.ID)
		return wrapped(other.Wrapper, body)
	}
	o := orderedjson.NewObject()
	setText(o, "id", t.ID)
	o.Set("name", t.Name)
	o.Set("severity", string(t.Severity))
	wrapper, condition := encodeCondition(muted(t))
	o.Set("condition", condition)
	actions := []any{}
	for _, a := range t.Actions {
		actions = append(actions, encodeAction(a))
	}
	o.Set("actions", actions)
	return wrapped(wrapper, o)
}

// BareTriggers takes the wrappers off the query-level triggers of a monitor's body:
// Open Distro and 1.0 know bare ones only, and 1.x takes both (alerting-api.md
// section 3).
func BareTriggers(body *orderedjson.Object) {
	triggers := body.Array("triggers")
	for i, v := range triggers {
		wrapper, _ := v.(*orderedjson.Object)
		if bare := wrapper.Object(queryWrapper); bare != nil {
			triggers[i] = bare
		}
	}
}

func encodeCondition(condition monitors.Condition) (wrapper string, o *orderedjson.Object) {
	switch c := condition.(type) {
	case *monitors.BucketCondition:
		return bucketWrapper, encodeBucketCondition(c)
	case *monitors.DocumentCondition:
		return documentWrapper, wrapped("script", encodeScript(c.Script))
	case *monitors.ChainedCondition:
		return chainedWrapper, wrapped("script", encodeScript(c.Script))
	case *monitors.ScriptCondition:
		return queryWrapper, wrapped("script", encodeScript(c.Script))
	default:
		return queryWrapper, orderedjson.NewObject()
	}
}

func encodeBucketCondition(c *monitors.BucketCondition) *orderedjson.Object {
	paths := orderedjson.NewObject()
	for _, name := range slices.Sorted(maps.Keys(c.BucketsPath)) {
		paths.Set(name, c.BucketsPath[name])
	}
	o := orderedjson.NewObject(orderedjson.Member{Key: "buckets_path", Value: paths})
	o.Set("parent_bucket_path", c.ParentBucketPath)
	o.Set("script", encodeScript(c.Script))
	setText(o, "gap_policy", c.GapPolicy)
	setWhere(o, "filter", c.Filter, c.Filter != nil)
	setWhere(o, "composite_agg_filter", c.CompositeAggFilter, c.CompositeAggFilter != nil)
	return o
}
