package search

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// maxFields is how many fields a query without fields may expand to
// (indices.query.bool.max_clause_count).
const maxFields = 1024

// weighted is a field of a multi-field query with its boost.
type weighted struct {
	field *mapping.Field
	boost float32
}

// tooMany is the fault of a query over more fields than a query has clauses; pattern
// stands for them all, "" for a list of names (observed on 1.3.14, 2.19.4 and 3.5.0).
func tooMany(pattern string, n int) error {
	if pattern != "" {
		pattern = " for [" + pattern + "]"
	}
	return fault.New(0, "illegal_argument_exception", "field expansion%s matches too many fields, limit: %d, got: %d", pattern, maxFields, n)
}

// expand reads "name^boost" and patterns into fields; none are all of the index's.
func (s *shard) expand(names []string) (list []weighted, every bool, err error) {
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		name, text, boosted := strings.Cut(n, "^")
		boost := 1.0
		if boosted {
			if boost, err = strconv.ParseFloat(text, 32); err != nil {
				return nil, false, fault.Unsupported("field [%s]", n)
			}
		}
		every = every || name == "*"
		found, err := s.fieldsOf(name)
		if err != nil {
			return nil, false, err
		}
		for _, f := range found {
			list = weigh(list, f, float32(boost))
		}
	}
	return hashed(list), every, nil
}

// hashed puts fields into the order of a Java HashMap of their names: in it the
// server builds their queries, and tells the first fault.
func hashed(list []weighted) []weighted {
	byName := javavalue.NewHashMap()
	for _, w := range list {
		byName.Put(w.field.Path, w)
	}
	out := make([]weighted, 0, len(list))
	for _, v := range byName.Values() {
		out = append(out, v.(weighted))
	}
	return out
}

// weigh adds a field; one that is there already gets both boosts.
func weigh(list []weighted, f *mapping.Field, boost float32) []weighted {
	for i, w := range list {
		if w.field == f {
			list[i].boost *= boost
			return list
		}
	}
	return append(list, weighted{f, boost})
}

// fieldsOf finds the fields that a name or a pattern stands for. A pattern leaves out
// those of types in which no word is ever looked for.
func (s *shard) fieldsOf(name string) ([]*mapping.Field, error) {
	if !strings.Contains(name, "*") {
		if name != "" && s.known(name) && s.field(name) == nil {
			return nil, fault.Unsupported("query string on [%s]", name)
		}
		if f := s.field(name); f != nil {
			return []*mapping.Field{f}, nil
		}
		if s.mappedOnly {
			return nil, s.notMapped(name)
		}
		return nil, nil
	}
	var out []*mapping.Field
	for _, f := range s.registered() {
		if f.Type != "alias" && f.Type != "geo_point" && f.Type != "binary" && mapping.SimpleMatch(name, f.Path) {
			out = append(out, f)
		}
	}
	return out, nil
}

// patterned finds the fields of a pattern that is named alone: of all types, but of the
// one that stands for all fields. They may be too many.
func (s *shard) patterned(pattern string) ([]*mapping.Field, error) {
	var out []*mapping.Field
	if !strings.Contains(pattern, "*") || pattern == "*" {
		found, err := s.fieldsOf(pattern)
		if err != nil {
			return nil, err
		}
		out = found
	} else {
		for _, f := range s.registered() {
			if f.Type != "alias" && mapping.SimpleMatch(pattern, f.Path) {
				out = append(out, f)
			}
		}
	}
	if len(out) > maxFields {
		return nil, tooMany(pattern, len(out))
	}
	return out, nil
}

// metaNames are the server's own fields, which lie in one map with the others.
var metaNames = []string{"_data_stream_timestamp", "_doc_count", "_feature", "_field_names", "_id", "_ignored", "_index", "_nested_path",
	"_routing", "_seq_no", "_source", "_version"}

// registered are all fields in the order of the map in which the server has them.
func (s *shard) registered() []*mapping.Field {
	all := javavalue.NewHashMap()
	for _, name := range metaNames {
		all.Put(name, (*mapping.Field)(nil))
	}
	for _, f := range s.Mapping.Fields() {
		all.Put(f.Path, f)
	}
	var out []*mapping.Field
	for _, v := range all.Values() {
		if f := v.(*mapping.Field); f != nil {
			out = append(out, f)
		}
	}
	return out
}

// evenly are fields without boosts.
func evenly(found []*mapping.Field) []weighted {
	var list []weighted
	for _, f := range found {
		list = append(list, weighted{f, 1})
	}
	return hashed(list)
}

// on lists the fields of a clause: those named, or the query's own. Those of a
// quoted text may have a suffix of their own.
func (t *luceneTerms) on(field string, quoted quotation) ([]weighted, error) {
	list := t.fields
	if field == "" && t.crowd != nil {
		return nil, t.shard.created(t.crowd)
	}
	if field != "" {
		found, err := t.shard.patterned(field)
		if err != nil {
			return nil, t.shard.created(err)
		}
		list = evenly(found)
	}
	for _, w := range list {
		if t.shard.dialect.IndexedOnly && !w.field.Indexed {
			return nil, fault.Unsupported("query string over [%s], which is not indexed, on %s", w.field.Path, t.shard.dialect.Name())
		}
	}
	if !quoted || t.suffix == "" {
		return list, nil
	}
	out := make([]weighted, len(list))
	for i, w := range list {
		if other := t.shard.field(w.field.Path + t.suffix); other != nil {
			w.field = other
		}
		out[i] = w
	}
	return out, nil
}

// quotation is whether a text stands in quotes.
type quotation = bool
