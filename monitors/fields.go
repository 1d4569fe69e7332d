package monitors

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// Fields is a monitor's own content as a tree for comparing and printing, in
// the words of the configuration; triggers are apart (Trigger.Fields), ids are
// not part of it.
func (m Monitor) Fields() *orderedjson.Object {
	f := orderedjson.NewObject()
	f.Set("name", m.Name)
	f.Set("description", m.Description)
	setIf(f, "type", string(m.Type), m.Type != Composite) // the block says it
	f.Set("enabled", m.Enabled)
	setIf(f, "rbac_roles", texts(m.Roles), m.Roles != nil)
	f.Set("schedule", m.Schedule.fields())
	if sequence, ok := m.Input.(*Sequence); ok {
		sequence.setFields(f)
	} else if m.Input != nil {
		name, fields := inputFields(m.Input)
		f.Set(name, fields)
	}
	setIf(f, "delete_query_index_in_every_run", m.Options.DeleteQueryIndexInEveryRun, m.Options.DeleteQueryIndexInEveryRun)
	setIf(f, "should_create_single_alert_for_findings", m.Options.ShouldCreateSingleAlertForFinding, m.Options.ShouldCreateSingleAlertForFinding)
	return f
}

func setIf(o *orderedjson.Object, key string, value any, wanted bool) {
	if wanted {
		o.Set(key, value)
	}
}

func inputFields(input Input) (string, *orderedjson.Object) {
	f := orderedjson.NewObject()
	switch in := input.(type) {
	case *Search:
		if in.Graph != nil {
			return "graph", in.Graph.fields(in.Indices)
		}
		f.Set("indices", texts(in.Indices))
		// Nodes of different versions store some bodies differently that mean the same.
		f.Set("body", querydsl.Portable(in.Body))
		return "extraction_query", f
	case *DocumentQueries:
		return "document_queries", in.fields()
	case *ClusterAPI:
		f.Set("path", in.Path)
		setIf(f, "path_params", in.PathParams, in.PathParams != "")
		setIf(f, "clusters", texts(in.Clusters), len(in.Clusters) > 0)
		return "cluster_metrics", f
	case *OtherInput:
		return "input", in.Body
	default:
		return "input", f
	}
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, text := range list {
		out[i] = text
	}
	return out
}

// Fields is a trigger's own content as a tree; actions are apart.
func (t Trigger) Fields() *orderedjson.Object {
	f := orderedjson.NewObject()
	f.Set("name", t.Name)
	f.Set("severity", string(t.Severity))
	condition, times := Audible(t.Condition)
	switch c := condition.(type) {
	case *ScriptCondition:
		if c.Threshold != nil {
			f.Set(string(c.Threshold.Comparison), c.Threshold.Value)
			break
		}
		f.Set("condition", c.Script.fields())
	case *DocumentCondition:
		f.Set("condition", c.Script.fields())
	case *BucketCondition:
		if c.Threshold != nil {
			f.Set(string(c.Threshold.Comparison), c.Threshold.Value)
			break
		}
		f.Set("condition", c.Script.fields())
		f.Set("buckets", c.fields())
	case *ChainedCondition:
		f.Set("condition", c.fields())
	case *OtherCondition:
		f.Set(c.Wrapper, c.Body)
	}
	setQuiet(f, times)
	return f
}

// fields are what the block buckets says; the script stands beside it.
func (c *BucketCondition) fields() *orderedjson.Object {
	f := orderedjson.NewObject()
	paths := orderedjson.NewObject()
	for _, name := range slices.Sorted(maps.Keys(c.BucketsPath)) {
		paths.Set(name, c.BucketsPath[name])
	}
	f.Set("parent_bucket_path", c.ParentBucketPath)
	f.Set("buckets_path", paths)
	f.Set("gap_policy", c.GapPolicy)
	setIf(f, "filter", c.Filter, c.Filter != nil)
	setIf(f, "composite_agg_filter", c.CompositeAggFilter, c.CompositeAggFilter != nil)
	return f
}

// fields is the source alone where nothing else is said, as people write it.
func (s Script) fields() any {
	isPlain := s.Lang == "" || s.Lang == painless || s.Lang == mustache
	if s.Params.Len() == 0 && s.Options.Len() == 0 && isPlain {
		return s.Source
	}
	f := orderedjson.NewObject(orderedjson.Member{Key: "source", Value: s.Source})
	setIf(f, "lang", s.Lang, !isPlain)
	setIf(f, "params", s.Params, s.Params.Len() > 0)
	setIf(f, "options", s.Options, s.Options.Len() > 0)
	return f
}

// Fields is an action's content as a tree.
func (a Action) Fields() *orderedjson.Object {
	f := orderedjson.NewObject()
	f.Set("name", a.Name)
	f.Set("destination", a.Destination.ID)
	if a.Subject != nil {
		f.Set("subject", a.Subject.fields())
	}
	f.Set("message", a.Message.fields())
	if a.Throttle != nil {
		f.Set("throttle", a.Throttle.String())
	}
	// A throttle is on where there is one; only the contrary is worth saying.
	setIf(f, "throttle_enabled", a.ThrottleEnabled, a.ThrottleEnabled != (a.Throttle != nil))
	// Without a policy the server does what the default says: no difference.
	if a.Policy != nil && !a.Policy.isDefault() {
		f.Set("action_execution_policy", a.Policy.fields())
	}
	return f
}

func (p ExecutionPolicy) fields() *orderedjson.Object {
	if p.PerExecution {
		return one("scope", "per_execution")
	}
	f := one("scope", "per_alert")
	f.Set("actionable_alerts", texts(slices.Sorted(slices.Values(p.Actionable))))
	return f
}
