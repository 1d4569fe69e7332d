package documents

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// capability is what can be done with a field of one type.
type capability struct {
	kind                     string
	searchable, aggregatable bool
}

// metadataFields are the fields that every index has, asked of 2.19.4.
var metadataFields = map[string]capability{
	"_data_stream_timestamp": {"_data_stream_timestamp", false, false},
	"_doc_count":             {"long", false, false},
	"_feature":               {"_feature", false, false},
	"_field_names":           {"_field_names", true, false},
	"_id":                    {"_id", true, true},
	"_ignored":               {"_ignored", true, false},
	"_index":                 {"_index", true, true},
	"_nested_path":           {"_nested_path", true, false},
	"_routing":               {"_routing", true, false},
	"_seq_no":                {"_seq_no", true, true},
	"_source":                {"_source", false, false},
	"_version":               {"_version", false, false},
}

// metadataFields are the fields that every index has on the server that is played.
func (s *Service) metadataFields() map[string]capability {
	if !s.dialect.DocumentTypes {
		return metadataFields
	}
	older := maps.Clone(metadataFields) // asked of 1.3.14
	delete(older, "_doc_count")
	delete(older, "_nested_path")
	older["_type"] = capability{"_type", true, true}
	return older
}

func (s *Service) fieldCaps(r *rest.Request) (rest.Response, error) {
	fields := r.List("fields")
	unmapped, err := r.Bool("include_unmapped", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	a := asked{body: &orderedjson.Object{}, raw: r.Raw()}
	if len(fields) > 0 { // without any nothing else is looked at
		if err := a.readBody(r); err != nil {
			return rest.Response{}, err
		}
		if err := s.checkOnly(a, "index_filter"); err != nil {
			return rest.Response{}, err
		}
	}
	if len(fields) == 0 {
		return rest.Response{}, rest.IllegalArgument("specified fields can't be null or empty")
	}
	found, err := s.namedIndices(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if found, err = s.matching(found, a.body.Object("index_filter")); err != nil {
		return rest.Response{}, err
	}
	table := s.newCapabilities(found, fields)
	names := []any{}
	for _, x := range found {
		names = append(names, x.Name)
	}
	print := table.print
	if unmapped {
		print = table.printUnmapped
	}
	return rest.JSON(http.StatusOK, rest.O("indices", names, "fields", print())), nil
}

// matching are the indices in which a query could find something.
func (s *Service) matching(found []*index.Index, query *orderedjson.Object) ([]*index.Index, error) {
	if query == nil {
		return found, nil
	}
	var out []*index.Index
	for _, x := range found {
		can, err := search.CanMatch(x, query, search.Options{Now: s.clock.Now(), Dialect: s.dialect.Searches()})
		if err != nil {
			return nil, told(err)
		}
		if can {
			out = append(out, x)
		}
	}
	return out, nil
}

// capabilities are, by field and then by type, the indices in which it is so.
type capabilities struct {
	indices []string
	order   []string
	fields  map[string][]*typed
}

type typed struct {
	capability
	indices []string
}

func (s *Service) newCapabilities(found []*index.Index, wanted []string) *capabilities {
	c := &capabilities{fields: map[string][]*typed{}}
	fits := func(path string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return rest.WildcardMatch(w, path) })
	}
	for _, x := range found {
		c.indices = append(c.indices, x.Name)
		for name, m := range s.metadataFields() {
			if !x.Unmapped() && fits(name) {
				c.add(name, m, x.Name)
			}
		}
		for _, f := range x.Mapping.Fields() {
			if fits(f.Path) {
				c.add(f.Path, capabilityOf(f), x.Name)
			}
		}
		c.addObjects(x)
	}
	return c
}

// addObjects lists the objects around the fields that are listed, asked for or
// not.
func (c *capabilities) addObjects(x *index.Index) {
	seen := map[string]bool{}
	for _, listed := range slices.Clone(c.order) {
		for path := parent(listed); path != ""; path = parent(path) {
			o := x.Mapping.Object(path)
			if o == nil || seen[path] {
				continue
			}
			seen[path] = true
			kind := "object"
			if o.Nested {
				kind = "nested"
			}
			c.add(path, capability{kind: kind}, x.Name)
		}
	}
}

func parent(path string) string {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return ""
	}
	return path[:i]
}

func capabilityOf(f *mapping.Field) capability {
	return capability{kind: f.Type, searchable: f.Indexed, aggregatable: f.DocValues && f.Type != "text"}
}

func (c *capabilities) add(path string, p capability, indexName string) {
	for _, t := range c.fields[path] {
		if t.kind == p.kind {
			t.indices = append(t.indices, indexName)
			t.searchable, t.aggregatable = t.searchable && p.searchable, t.aggregatable && p.aggregatable
			return
		}
	}
	if len(c.fields[path]) == 0 {
		c.order = append(c.order, path)
	}
	c.fields[path] = append(c.fields[path], &typed{p, []string{indexName}})
}

func (c *capabilities) print() *orderedjson.Object {
	out := rest.O()
	slices.Sort(c.order)
	for _, path := range c.order {
		types := rest.O()
		for _, t := range c.fields[path] {
			o := rest.O("type", t.kind, "searchable", t.searchable, "aggregatable", t.aggregatable)
			if len(c.fields[path]) > 1 {
				o.Set("indices", texts(t.indices))
			}
			types.Set(t.kind, o)
		}
		out.Set(path, types)
	}
	return out
}

// printUnmapped adds to each field the indices that do not have it.
func (c *capabilities) printUnmapped() *orderedjson.Object {
	for path, types := range c.fields {
		with := map[string]bool{}
		for _, t := range types {
			for _, name := range t.indices {
				with[name] = true
			}
		}
		without := []string{}
		for _, name := range c.indices {
			if !with[name] {
				without = append(without, name)
			}
		}
		if len(without) > 0 {
			slices.Sort(without)
			c.fields[path] = append(types, &typed{capability{kind: "unmapped"}, without})
		}
	}
	return c.print()
}
