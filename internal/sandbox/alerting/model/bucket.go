package model

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

func parseBucketTrigger(r *xcontent.Reader) Trigger {
	d := newTriggerDraft(BucketTrigger)
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		if name == "condition" {
			d.Condition = parseSelector(r, d.ID)
			continue
		}
		d.common(r, name)
	}
	d.require("bucketSelector")
	return d.Trigger
}

// selector is a bucket-level condition while its fields come. id is the
// trigger's, under which the server's errors name it.
type selector struct {
	id         string
	paths      *orderedjson.Object
	script     *orderedjson.Object
	gapPolicy  string
	parentPath *string
	filterKey  string
	filter     *orderedjson.Object
}

func parseSelector(r *xcontent.Reader, id string) *orderedjson.Object {
	s := selector{id: id, gapPolicy: "skip"}
	field := ""
	for token := r.Next(); token != xcontent.EndObject; token = r.Next() {
		switch token {
		case xcontent.FieldName:
			field = r.Name()
		case xcontent.String:
			s.text(r, field)
		case xcontent.StartArray:
			s.list(r, field)
		case xcontent.StartObject:
			s.object(r, field)
		default:
			xcontent.Throw(r.Parsing("Unexpected token %s in [%s].", token, id))
		}
	}
	s.require(r, s.paths != nil, "buckets_path")
	s.require(r, s.script != nil, "script")
	s.require(r, s.parentPath != nil, "parent_bucket_path")
	stored := object("buckets_path", s.paths, "parent_bucket_path", *s.parentPath, "script", s.script, "gap_policy", s.gapPolicy)
	if s.filter != nil {
		stored.Set(s.filterKey, s.filter)
	}
	return stored
}

func (s *selector) require(r *xcontent.Reader, set bool, field string) {
	if !set {
		xcontent.Throw(r.Parsing("Missing required field [%s] for bucket_selector aggregation [%s]", field, s.id))
	}
}

func (s *selector) unknown(r *xcontent.Reader, field string) {
	xcontent.Throw(r.Parsing("Unknown key for a %s in [%s]: [%s].", r.Token(), s.id, field))
}

func (s *selector) text(r *xcontent.Reader, field string) {
	switch field {
	case "buckets_path":
		s.paths = object("_value", r.Text())
	case "gap_policy":
		s.gapPolicy = r.Text()
		if s.gapPolicy != "skip" && s.gapPolicy != "insert_zeros" {
			xcontent.Throw(r.Parsing("Invalid gap policy: [%s], accepted values: [insert_zeros, skip]", s.gapPolicy))
		}
	case "script":
		s.script = parseScript(r, painless).stored
	case "parent_bucket_path":
		text := r.Text()
		s.parentPath = &text
	default:
		s.unknown(r, field)
	}
}

func (s *selector) list(r *xcontent.Reader, field string) {
	if field != "buckets_path" {
		s.unknown(r, field)
	}
	s.paths = &orderedjson.Object{}
	for i, path := range r.Texts() {
		s.paths.Set(fmt.Sprintf("_value%d", i), path)
	}
}

func (s *selector) object(r *xcontent.Reader, field string) {
	switch field {
	case "script":
		s.script = parseScript(r, painless).stored
	case "buckets_path":
		s.paths = &orderedjson.Object{}
		for _, m := range r.Map().Members() {
			s.paths.Set(m.Key, javaText(m.Value))
		}
	case "filter":
		s.filterKey, s.filter = field, s.includeExclude(r)
	case "composite_agg_filter":
		s.filterKey, s.filter = field, s.bySource(r)
	default:
		s.unknown(r, field)
	}
}

// bySource reads a filter per source of a composite aggregation.
func (s *selector) bySource(r *xcontent.Reader) *orderedjson.Object {
	filters := &orderedjson.Object{}
	for r.Next() != xcontent.EndObject {
		if r.Token() != xcontent.FieldName {
			s.unknown(r, r.Name())
		}
		source := r.Name()
		r.Next()
		filters.Set(source, s.includeExclude(r))
	}
	return filters
}

// includeExclude reads include and exclude as the terms aggregation has them: a
// regular expression, a list of values (stored in order), or a partition.
func (s *selector) includeExclude(r *xcontent.Reader) *orderedjson.Object {
	o := &orderedjson.Object{}
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		if name != "include" && name != "exclude" {
			s.unknown(r, name)
		}
		switch r.Next() {
		case xcontent.String:
			o.Set(name, r.Text())
		case xcontent.StartArray:
			values := r.Texts()
			slices.Sort(values)
			o.Set(name, anyTexts(slices.Compact(values)))
		case xcontent.StartObject:
			o.Set(name, r.Value())
		default:
			xcontent.Throw(fault.New(fault.OpenSearchParse,
				"unrecognized token [%s] in include/exclude clause", r.Token()))
		}
	}
	if o.Len() == 0 {
		xcontent.Throw(fault.New(fault.NullPointer, "IncludeExclude.merge(include, exclude) must not be null"))
	}
	return o
}

// javaText is a value as Java's String.valueOf prints it.
func javaText(v any) string { return javavalue.PrintJSON(v, json.Number.String) }
