package indextemplate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// Template is a template on a cluster.
type Template struct {
	Name     string
	Legacy   bool
	Patterns []string
	Priority int // of a legacy one, the order
	body     *orderedjson.Object
}

// Cluster is what decides how a cluster's indices are made.
type Cluster struct {
	Templates  []Template
	components map[string]*orderedjson.Object
}

// ReadCluster reads what the APIs of composable, component and legacy templates answer;
// nil where there is no such API.
func ReadCluster(composable, components, legacy *orderedjson.Object) Cluster {
	c := Cluster{components: map[string]*orderedjson.Object{}}
	for _, x := range composable.Array("index_templates") {
		o, _ := x.(*orderedjson.Object)
		body := o.Object("index_template")
		c.Templates = append(c.Templates, Template{
			Name: o.Text("name"), Patterns: texts(body, "index_patterns"), Priority: integer(body, "priority"), body: body,
		})
	}
	for _, x := range components.Array("component_templates") {
		o, _ := x.(*orderedjson.Object)
		c.components[o.Text("name")] = o.Object("component_template").Object("template")
	}
	for _, m := range legacy.Members() {
		body, _ := m.Value.(*orderedjson.Object)
		c.Templates = append(c.Templates, Template{
			Name: m.Key, Legacy: true, Patterns: texts(body, "index_patterns"), Priority: integer(body, "order"), body: body,
		})
	}
	return c
}

// Shape is what an index is made of, or is.
type Shape struct {
	// From are the templates, the winning one last; none for an index that is there.
	From []Template

	// Streams: the winning template makes data streams.
	Streams bool

	// Type is the name that the documents' type has; "" for _doc, or for none.
	Type string

	settings map[string]string // by full name
	mapping  *orderedjson.Object
}

// Next is what an index of a name would be made of: the composable template of the
// highest priority with its components, else all legacy ones, by order. It is what
// _index_template/_simulate_index answers (held to nodes of 1.3.14, 2.19.4, 3.5.0).
func (c Cluster) Next(name string) Shape {
	s := Shape{settings: map[string]string{}, mapping: orderedjson.NewObject()}
	fitting := c.fitting(name)
	composable := slices.DeleteFunc(slices.Clone(fitting), func(t Template) bool { return t.Legacy })
	if len(composable) == 0 {
		for _, t := range fitting {
			s.lay(t.body, byKey)
			s.From = append(s.From, t)
		}
		return s
	}
	winner := composable[len(composable)-1]
	for _, part := range texts(winner.body, "composed_of") {
		s.lay(c.components[part], byField)
	}
	s.lay(winner.body.Object("template"), byField)
	s.From, s.Streams = []Template{winner}, winner.body.Has("data_stream")
	return s
}

// fitting are the templates for a name, the strongest last.
func (c Cluster) fitting(name string) []Template {
	var list []Template
	for _, t := range c.Templates {
		if slices.ContainsFunc(t.Patterns, func(p string) bool { return pattern.Star(p, name) }) {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b Template) int { return cmp.Compare(a.Priority, b.Priority) })
	return list
}

// Live is an index that is there, by what the APIs answer: flat settings, and a mapping
// that may stand beneath its type.
func Live(settings, mapping *orderedjson.Object) Shape {
	s := Shape{settings: map[string]string{}, mapping: orderedjson.NewObject()}
	s.lay(orderedjson.NewObject(orderedjson.Member{Key: "settings", Value: settings}, orderedjson.Member{Key: "mappings", Value: mapping}), byField)
	return s
}

// lay puts a body {"settings", "mappings"} over what is there.
func (s *Shape) lay(body *orderedjson.Object, how merging) {
	flatten("", body.Object("settings"), func(name, value string) {
		if !strings.HasPrefix(name, "index.") {
			name = "index." + name
		}
		s.settings[name] = value
	})
	mapping, kind := withoutType(body.Object("mappings"))
	if kind != "" {
		s.Type = kind
	}
	overlay(s.mapping, dotless(mapping), how)
}

// withoutType takes a mapping out of its type: a key that is none of a mapping's own,
// over one that has some.
func withoutType(mapping *orderedjson.Object) (*orderedjson.Object, string) {
	if mapping.Len() != 1 {
		return mapping, ""
	}
	only := mapping.Members()[0]
	inner, isObject := only.Value.(*orderedjson.Object)
	if !isObject || slices.Contains([]string{"properties", "_source", "_meta", "_routing", "_field_names", "_data_stream_timestamp"}, only.Key) {
		return mapping, ""
	}
	if only.Key == "_doc" || only.Key == "_default_" {
		return inner, ""
	}
	return inner, only.Key
}

func texts(o *orderedjson.Object, key string) []string {
	if one := o.Text(key); one != "" {
		return []string{one}
	}
	var list []string
	for _, x := range o.Array(key) {
		if text, ok := x.(string); ok {
			list = append(list, text)
		}
	}
	return list
}

func integer(o *orderedjson.Object, key string) int {
	v, _ := o.Get(key)
	n, _ := strconv.Atoi(orderedjson.Plain(v))
	return n
}

func flatten(prefix string, o *orderedjson.Object, visit func(name, value string)) {
	for _, m := range o.Members() {
		if inner, ok := m.Value.(*orderedjson.Object); ok {
			flatten(prefix+m.Key+".", inner, visit)
			continue
		}
		visit(prefix+m.Key, orderedjson.Plain(m.Value))
	}
}

// Mapping is the mapping, with names of dots made objects.
func (s Shape) Mapping() *orderedjson.Object { return s.mapping }

// Setting is a setting by its full name; "" where it is not set.
func (s Shape) Setting(name string) string { return s.settings[name] }
