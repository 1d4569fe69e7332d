// Package indextemplate makes the index templates under which no CloudTrail event is
// lost, for the ways on which events come into an index, in the form that a generation
// of clusters takes, and tells how the templates and indices of a cluster differ from
// one in what loses events or breaks alerts.
//
// It works on what was read: it must not know HTTP, the clock or how words are printed.
package indextemplate

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Kind is a way on which CloudTrail's events come into an index.
type Kind string

// The kinds.
const (
	// CWL is the subscription of CloudWatch Logs: the event at the root, and @id,
	// @message, @owner, @log_group, @log_stream; an index cwl-YYYY.MM.DD a day.
	CWL Kind = "cwl"

	// CloudTrail is a pipeline of Logstash: the event at the root, with geoip and
	// useragent; an index cloudtrail-YYYY-MM-DD a day.
	CloudTrail Kind = "cloudtrail"
)

// Kinds lists them.
var Kinds = []Kind{CWL, CloudTrail}

// Others is what an index does with fields that the template doesn't name: those of
// other log groups, and those that CloudTrail may have one day.
type Others string

// The two ways: Index makes fields of them, as an index without a template does; Keep
// leaves them in the document, where searches don't find them.
const (
	Index Others = "index"
	Keep  Others = "keep"
)

// FieldLimit is index.mapping.total_fields.limit of the templates: room for other log
// groups. CloudTrail's events need no field that the template doesn't name.
const FieldLimit = 2000

// IgnoreAbove is up to how many characters a value is found by .keyword: CloudTrail cuts
// userAgent, errorCode and errorMessage at 1 KB, and 256, the default, cuts a third of
// all userAgents.
const IgnoreAbove = 1024

// Options say which template. The zero values of all but Kind are the defaults.
type Options struct {
	Kind     Kind
	For      generation.Templates
	Name     string   // default: alertplan-KIND
	Patterns []string // of index names; default: KIND-*

	// Priority wins over templates with a lower one; of a legacy template it is the
	// order. Default: DefaultPriority.
	Priority *int

	Shards, Replicas *int // nil: the cluster's default
	Others           Others

	// Type is the name of the documents' type, where the writer sets one: "" is _doc.
	Type string
}

// DefaultPriority is above those of templates that come with a cluster (100 or less).
const DefaultPriority = 200

// WithDefaults fills in what is not said. Errors: a type where there are none.
func (o Options) WithDefaults() (Options, error) {
	if o.Name == "" {
		o.Name = "alertplan-" + string(o.Kind)
	}
	if len(o.Patterns) == 0 {
		o.Patterns = []string{string(o.Kind) + "-*"}
	}
	if o.Priority == nil {
		priority := DefaultPriority
		o.Priority = &priority
	}
	if o.Others == "" {
		o.Others = Index
	}
	if o.Type != "" && o.Type != "_doc" && !o.For.Types {
		return o, fmt.Errorf("%s knows no types of documents: what writes to it must not say one", o.For.Name)
	}
	if o.Type == "_doc" {
		o.Type = ""
	}
	return o, nil
}

// legacy tells whether the template is put by _template: composable ones know no types.
func (o Options) legacy() bool { return o.For.Legacy || o.Type != "" }

// Path is where the template is put, below the cluster's URL.
func (o Options) Path() string {
	name := url.PathEscape(o.Name)
	switch {
	case !o.legacy():
		return "/_index_template/" + name
	case o.Type != "" && !o.For.Typed:
		return "/_template/" + name + "?include_type_name=true"
	}
	return "/_template/" + name
}

// Body is the template. The options have their defaults.
func Body(o Options) *orderedjson.Object {
	settings, mapping := settingsOf(o), mappingOf(o)
	patterns := make([]any, len(o.Patterns))
	for i, p := range o.Patterns {
		patterns[i] = p
	}
	priority := json.Number(strconv.Itoa(*o.Priority))
	if !o.legacy() {
		return object("index_patterns", patterns, "priority", priority, "template", object("settings", settings, "mappings", mapping))
	}
	if o.Type != "" || o.For.Typed {
		name := o.Type
		if name == "" {
			name = "_doc"
		}
		mapping = object(name, mapping)
	}
	return object("index_patterns", patterns, "order", priority, "settings", settings, "mappings", mapping)
}

func settingsOf(o Options) *orderedjson.Object {
	s := object()
	if o.Shards != nil {
		s.Set("index.number_of_shards", json.Number(strconv.Itoa(*o.Shards)))
	}
	if o.Replicas != nil {
		s.Set("index.number_of_replicas", json.Number(strconv.Itoa(*o.Replicas)))
	}
	s.Set(fieldLimit, json.Number(strconv.Itoa(FieldLimit)))
	s.Set(ignoreMalformed, true)
	return s
}

// The settings of an index that decide which events it takes.
const (
	fieldLimit      = "index.mapping.total_fields.limit"
	ignoreMalformed = "index.mapping.ignore_malformed"
)

func mappingOf(o Options) *orderedjson.Object {
	m := object()
	if o.Others == Keep {
		m.Set("dynamic", false)
	}
	root := object()
	for _, f := range slices.Concat(fieldsOf(o.Kind), cloudTrailFields) {
		declare(root, f.path, f.shape.definition())
	}
	m.Set("properties", root)
	return m
}

// object makes an object of keys and values, in turn.
func object(keysAndValues ...any) *orderedjson.Object {
	o := orderedjson.NewObject()
	for i := 0; i < len(keysAndValues); i += 2 {
		o.Set(keysAndValues[i].(string), keysAndValues[i+1])
	}
	return o
}
