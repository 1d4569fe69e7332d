package conformance

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Feature is a row of the table: what a case makes use of.
type Feature struct{ Section, Name string }

// The table's sections.
const (
	Queries            = "Queries"
	QueryOptions       = "Options of queries"
	QueryTypes         = "Queries by type of field"
	Aggregations       = "Aggregations"
	AggregationOptions = "Options of aggregations"
	AggregationTypes   = "Aggregations by type of field"
	SearchOptions      = "Options of searches"
	Mappings           = "Mapping"
	Templates          = "Mustache"
	Scripts            = "Painless"
	Corpus             = "Corpus"
)

// Sections lists them in the order of the table.
var Sections = []string{Queries, QueryTypes, QueryOptions, Aggregations, AggregationTypes, AggregationOptions, SearchOptions, Mappings, Scripts, Templates, Corpus}

// usage is one use of features inside of a body: a clause, an aggregation, or an
// option of the search.
type usage struct {
	features []Feature
	clause   *orderedjson.Object // of a query, else nil
	nested   string              // the path of the nested query around it
	agg      []string            // names from the top, of an aggregation
}

// survey finds what a body makes use of.
type survey struct {
	world  *World
	usages []usage
}

func (w *World) usages(body *orderedjson.Object) []usage {
	s := &survey{world: w}
	for _, m := range body.Members() {
		switch m.Key {
		case "query", "post_filter":
			s.query(m.Value, "")
		case "aggs", "aggregations":
			s.aggregations(m.Value, nil)
		}
		if m.Key != "query" && m.Key != "aggs" && m.Key != "aggregations" {
			s.add(usage{features: s.searchOption(m)})
		}
	}
	return s.usages
}

func (s *survey) add(u usage) { s.usages = append(s.usages, u) }

// searchOption names an option of the search with the form that it has.
func (s *survey) searchOption(m orderedjson.Member) []Feature {
	out := []Feature{{SearchOptions, m.Key}}
	note := func(word string) { out = append(out, Feature{SearchOptions, m.Key + " " + word}) }
	switch v := m.Value.(type) {
	case *orderedjson.Object:
		if m.Key == "sort" {
			s.sortKey(m.Key, v, note)
		}
		for _, k := range v.Keys() {
			if m.Key == "_source" || m.Key == "collapse" && k != "field" {
				note(k)
			}
		}
	case []any:
		for _, x := range v {
			s.sortKey(m.Key, x, note)
		}
	}
	return out
}

func (s *survey) sortKey(key string, x any, note func(string)) {
	o, ok := x.(*orderedjson.Object)
	if key != "sort" && key != "docvalue_fields" && key != "fields" {
		return
	}
	if key != "sort" {
		for _, k := range o.Keys() {
			if k != "field" {
				note(k)
			}
		}
		return
	}
	field, _ := x.(string)
	if ok && o.Len() == 1 {
		field = o.Keys()[0]
		for _, k := range o.Object(field).Keys() {
			note("with " + k)
		}
	}
	if strings.HasPrefix(field, "_") {
		note("on " + field)
		return
	}
	for _, t := range s.types(field) {
		note("on a " + t)
	}
}

// types lists the types of a field in the world's indices.
func (s *survey) types(field string) []string {
	var out []string
	for _, x := range s.world.Indices {
		kept := s.world.store.Get(x.Name)
		if kept == nil {
			continue // it was refused
		}
		if f := kept.Mapping.Field(field); f != nil && !slices.Contains(out, f.Type) {
			out = append(out, f.Type)
		}
	}
	return out
}

// below are the options of queries that hold queries.
var below = []string{"must", "filter", "should", "must_not", "query", "queries", "positive", "negative", "functions", "clauses", "match", "include", "exclude", "big", "little"}

// fielded are the queries that say {field: value} or {field: {options}}.
var fielded = map[string]string{
	"term": "value", "match": "query", "match_phrase": "query", "match_phrase_prefix": "query", "match_bool_prefix": "query",
	"prefix": "value", "wildcard": "value", "regexp": "value", "fuzzy": "value", "terms_set": "terms", "range": "", "common": "query", "intervals": "", "span_term": "value",
}

func (s *survey) query(v any, nested string) {
	o, ok := v.(*orderedjson.Object)
	if !ok || o.Len() != 1 {
		return
	}
	kind := o.Keys()[0]
	u := usage{features: []Feature{{Queries, kind}}, clause: o, nested: nested}
	body := o.Object(kind)
	option := func(name string) { u.features = append(u.features, Feature{QueryOptions, kind + " · " + name}) }
	main, isFielded := fielded[kind]
	for _, m := range body.Members() {
		inner, isObject := m.Value.(*orderedjson.Object)
		switch {
		case kind == "terms" && m.Key != "boost" && m.Key != "_name":
			if isObject {
				option("lookup")
			}
			u.features = append(u.features, s.typed(QueryTypes, kind, m.Key)...)
		case isFielded && m.Key != "boost" && m.Key != "_name":
			u.features = append(u.features, s.typed(QueryTypes, kind, m.Key)...)
			if !isObject {
				option("short form")
			}
			for _, k := range inner.Keys() {
				if k != main {
					option(k)
				}
			}
		default:
			option(m.Key + optionForm(kind, m.Key, m.Value))
		}
	}
	if kind == "exists" {
		u.features = append(u.features, s.typed(QueryTypes, kind, body.Text("field"))...)
	}
	if kind == "query_string" || kind == "simple_query_string" {
		for _, f := range syntax(body.Text("query")) {
			option("syntax " + f)
		}
	}
	s.add(u)
	if kind == "nested" {
		nested = body.Text("path")
	}
	for _, key := range below {
		v, _ := body.Get(key)
		list, isList := v.([]any)
		if !isList {
			list = []any{v}
		}
		for _, x := range list {
			if c, ok := x.(*orderedjson.Object); ok && key == "functions" {
				x, _ = c.Get("filter")
			}
			s.query(x, nested)
		}
	}
}

// optionForm tells forms of an option apart that are rules of their own.
func optionForm(kind, key string, v any) string {
	word, isText := v.(string)
	switch {
	case kind == "multi_match" && key == "type", key == "score_mode", key == "boost_mode", key == "default_operator":
		return " " + word
	case key == "minimum_should_match" && isText && strings.Contains(word, "<"):
		return " n<m"
	case key == "minimum_should_match" && isText && strings.Contains(word, "%"):
		return " %"
	case key == "minimum_should_match" && strings.HasPrefix(text(v), "-"):
		return " negative"
	}
	return ""
}

// syntax names what of Lucene's grammar a query string uses.
func syntax(q string) []string {
	var out []string
	for _, x := range []struct{ mark, name string }{{" AND ", "AND"}, {" OR ", "OR"}, {"NOT ", "NOT"}, {"+", "+"}, {"-", "-"}, {"\"", "phrase"},
		{"*", "*"}, {"?", "?"}, {"~", "~"}, {"/", "regexp"}, {"[", "range"}, {"{", "open range"}, {":>", "comparison"}, {":<", "comparison"},
		{"(", "group"}, {"^", "boost"}, {"_exists_:", "_exists_"}, {"\\", "escape"}, {"|", "|"}, {"&&", "&&"}, {"!", "!"}, {":", "field"}} {
		if strings.Contains(q, x.mark) && !slices.Contains(out, x.name) {
			out = append(out, x.name)
		}
	}
	return out
}

func (s *survey) typed(section, kind, field string) []Feature {
	var out []Feature
	for _, t := range s.types(field) {
		out = append(out, Feature{section, kind + " on " + t})
	}
	if strings.HasPrefix(field, "_") {
		out = append(out, Feature{section, kind + " on " + field})
	}
	return out
}

func (s *survey) aggregations(v any, names []string) {
	o, _ := v.(*orderedjson.Object)
	for _, m := range o.Members() {
		at := append(slices.Clone(names), m.Key)
		def, _ := m.Value.(*orderedjson.Object)
		for _, d := range def.Members() {
			body, _ := d.Value.(*orderedjson.Object)
			switch d.Key {
			case "aggs", "aggregations":
				s.aggregations(d.Value, at)
			case "meta":
				s.add(usage{features: []Feature{{AggregationOptions, "meta"}}, agg: at})
			default:
				s.add(usage{features: s.aggregation(d.Key, body), agg: judgedBy(d.Key, at)})
			}
		}
	}
}

// judgedBy is where it shows whether an aggregation does anything: those that choose
// among buckets show in the aggregation around them.
func judgedBy(kind string, names []string) []string {
	if (kind == "bucket_selector" || kind == "bucket_sort") && len(names) > 1 {
		return names[:len(names)-1]
	}
	return names
}

func (s *survey) aggregation(kind string, body *orderedjson.Object) []Feature {
	out := []Feature{{Aggregations, kind}}
	option := func(name string) { out = append(out, Feature{AggregationOptions, kind + " · " + name}) }
	for _, m := range body.Members() {
		switch {
		case kind == "filter":
			s.query(orderedjson.NewObject(m), "")
		case kind == "filters" && m.Key == "filters" || kind == "adjacency_matrix" && m.Key == "filters":
			o, _ := m.Value.(*orderedjson.Object)
			for _, f := range o.Members() {
				s.query(f.Value, "")
			}
		case m.Key == "field":
			out = append(out, s.typed(AggregationTypes, kind, body.Text("field"))...)
		case kind == "composite" && m.Key == "sources":
			out = append(out, s.sources(body.Array("sources"))...)
		default:
			option(m.Key + aggregationForm(m.Key, m.Value))
		}
	}
	return out
}

func aggregationForm(key string, v any) string {
	word, isText := v.(string)
	if key == "calendar_interval" || key == "gap_policy" && isText {
		return " " + word
	}
	if o, ok := v.(*orderedjson.Object); ok && (key == "order" || key == "include") && o.Len() == 1 {
		if k := o.Keys()[0]; k == "_key" || k == "_count" || key == "include" {
			return " " + k
		}
		return " by a metric"
	}
	return ""
}

func (s *survey) sources(list []any) []Feature {
	var out []Feature
	for _, x := range list {
		o, _ := x.(*orderedjson.Object)
		for _, named := range o.Members() {
			def, _ := named.Value.(*orderedjson.Object)
			for _, d := range def.Members() {
				body, _ := d.Value.(*orderedjson.Object)
				for _, k := range append([]string{"of " + d.Key}, body.Keys()...) {
					if k != "field" {
						out = append(out, Feature{AggregationOptions, "composite · source " + k})
					}
				}
				out = append(out, s.typed(AggregationTypes, "composite "+d.Key, body.Text("field"))...)
			}
		}
	}
	return out
}
