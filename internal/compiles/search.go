package compiles

import (
	"cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// search lists what a run's search compiles: the whole body as one template, and the
// scripts in it. The server writes the conditions of bucket-level triggers into the
// body before that (InputService.kt of the plugin), so that bodies are distinct where
// those are.
func (l *list) search(in *monitors.Search, triggers []monitors.Trigger) {
	source := jsonText(in.Body)
	for _, t := range triggers {
		if c, ok := t.Condition.(*monitors.BucketCondition); ok {
			source += "\n" + cmp.Or(t.ID, t.Label, t.Name) + ":" + c.ParentBucketPath + ":" + c.Script.Source
		}
	}
	l.add(Script{Key: Key{Context: Template, Lang: "mustache", Source: source}, Role: Query})
	l.inside(in.Body)
}

// inside looks for scripts wherever a search body can hold one.
func (l *list) inside(v any) {
	switch x := v.(type) {
	case []any:
		for _, item := range x {
			l.inside(item)
		}
	case *orderedjson.Object:
		if isScript(x) { // what its parameters hold is no script
			return
		}
		for _, m := range x.Members() {
			l.part(x, m)
		}
	}
}

// place is a member that holds a script, and the context in which it is compiled.
type place struct {
	member  string
	context Context
}

// places says where the scripts of a clause or an aggregation stand. That decides on
// the context: a script knows nothing of it.
var places = map[string][]place{
	"script":           {{"script", Filter}},
	"script_score":     {{"script", Score}},
	"bucket_script":    {{"script", BucketAggregation}},
	"bucket_selector":  {{"script", AggregationSelect}},
	"moving_fn":        {{"script", MovingFunction}},
	"script_heuristic": {{"script", ScriptHeuristic}},
	"scripted_metric": {
		{"init_script", AggregationInit}, {"map_script", AggregationMap},
		{"combine_script", AggregationCombine}, {"reduce_script", AggregationReduce},
	},
}

// valuesFromScript are what can take its values of a script: aggregations, and the
// parts of weighted_avg.
var valuesFromScript = map[string]bool{
	"terms": true, "rare_terms": true, "multi_terms": true, "histogram": true, "date_histogram": true, "auto_date_histogram": true,
	"variable_width_histogram": true, "range": true, "date_range": true, "ip_range": true, "missing": true,
	"avg": true, "sum": true, "min": true, "max": true, "stats": true, "extended_stats": true, "value_count": true,
	"cardinality": true, "percentiles": true, "percentile_ranks": true, "median_absolute_deviation": true,
	"diversified_sampler": true, "significant_terms": true, "value": true, "weight": true,
	"geo_bounds": true, "geo_centroid": true, "geo_distance": true, "geohash_grid": true, "geotile_grid": true,
}

func (l *list) part(holder *orderedjson.Object, m orderedjson.Member) {
	body, _ := m.Value.(*orderedjson.Object)
	switch {
	case m.Key == "script_fields":
		l.named(Field, body)
		return
	case m.Key == "derived":
		l.named(DerivedField, body)
		return
	case m.Key == "_script" && body.Text("type") == "string":
		l.script(StringSort, body, "script")
	case m.Key == "_script":
		l.script(NumberSort, body, "script")
	case m.Key == "minimum_should_match_script":
		l.script(TermsSet, holder, m.Key)
	case m.Key == "filter": // of intervals; a clause has its script one level below
		l.script(Interval, body, "script")
	case m.Key == "collate": // of a phrase suggester
		l.script(Template, body, "query")
	case valuesFromScript[m.Key]:
		l.script(Aggregation, body, "script")
		for _, item := range arrayOf(m.Value) { // of multi_terms
			o, _ := item.(*orderedjson.Object)
			l.script(Aggregation, o, "script")
		}
	}
	for _, at := range places[m.Key] {
		l.script(at.context, body, at.member)
	}
	l.inside(m.Value)
}

// named lists the scripts of an object whose members are {"script": …}.
func (l *list) named(context Context, fields *orderedjson.Object) {
	for _, f := range fields.Members() {
		o, _ := f.Value.(*orderedjson.Object)
		l.script(context, o, "script")
	}
}

// script adds what stands under a name, if that is a script.
func (l *list) script(context Context, holder *orderedjson.Object, name string) {
	o := holder.Object(name)
	if !isScript(o) {
		return
	}
	key := Key{Context: context, Lang: o.Text("lang"), Options: jsonText(o.Object("options"))}
	if source, ok := o.Get("source"); ok {
		key.Source = textOf(source)
	} else {
		key.Source = "stored script " + o.Text("id")
	}
	l.add(Script{Key: key, Role: InQuery})
}

// isScript tells a script of the canonical form: an object with a source, or with the
// id of a stored one.
func isScript(o *orderedjson.Object) bool { return o.Has("source") || o.Text("id") != "" }

func arrayOf(v any) []any {
	list, _ := v.([]any)
	return list
}

func textOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return jsonText(v)
}

// jsonText is a value as one line of JSON; "" for none.
func jsonText(v any) string {
	if o, ok := v.(*orderedjson.Object); ok && o.Len() == 0 {
		return ""
	}
	out, err := orderedjson.Marshal(v)
	if err != nil { // a value that no server could have sent
		return ""
	}
	return string(out)
}

// keyOf is the key of a condition or a template of a monitor.
func keyOf(c Context, s monitors.Script) Key {
	lang := s.Lang
	if lang == "" {
		lang = "painless"
		if c == Template {
			lang = "mustache"
		}
	}
	return Key{Context: c, Lang: lang, Source: s.Source, Options: jsonText(s.Options)}
}
