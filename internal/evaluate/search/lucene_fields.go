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

// weighted is a field of a multi-field query with its boost, under the name that it was
// asked for by: its own, or an alias's. By both it is searched twice.
type weighted struct {
	name  string
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
			f.boost = float32(boost)
			list = weigh(list, f)
		}
	}
	return hashed(list), every, nil
}

// hashed puts fields into the order of a Java HashMap of their names: in it the
// server builds their queries, and tells the first fault.
func hashed(list []weighted) []weighted {
	byName := javavalue.NewHashMap()
	for _, w := range list {
		byName.Put(w.name, w)
	}
	out := make([]weighted, 0, len(list))
	for _, v := range byName.Values() {
		out = append(out, v.(weighted))
	}
	return out
}

// weigh adds a field; one that is there already gets both boosts.
func weigh(list []weighted, f weighted) []weighted {
	for i, w := range list {
		if w.name == f.name {
			list[i].boost *= f.boost
			return list
		}
	}
	return append(list, f)
}

// fieldsOf finds the fields that a name or a pattern stands for. A pattern leaves out
// those of types in which no word is ever looked for.
func (s *shard) fieldsOf(name string) ([]weighted, error) {
	if !strings.Contains(name, "*") {
		if name != "" && s.known(name) && s.field(name) == nil {
			return nil, fault.Unsupported("query string on [%s]", name)
		}
		if f := s.field(name); f != nil {
			return []weighted{{name, f, 1}}, nil
		}
		if s.mappedOnly {
			return nil, s.notMapped(name)
		}
		return nil, nil
	}
	return s.patternOf(name, func(f *mapping.Field) bool { return f.Type != "geo_point" && f.Type != "binary" }), nil
}

// patternOf finds the fields that a pattern matches. An alias counts where the pattern does
// not match what it stands for.
func (s *shard) patternOf(pattern string, asked func(f *mapping.Field) bool) []weighted {
	var out []weighted
	for _, f := range s.registered() {
		name := f.Path
		if !mapping.SimpleMatch(pattern, name) {
			continue
		}
		if f.Type == "alias" {
			if f = s.field(name); f == nil || mapping.SimpleMatch(pattern, f.Path) {
				continue
			}
		}
		if asked(f) {
			out = append(out, weighted{name, f, 1})
		}
	}
	return out
}

// patterned finds the fields of a pattern that is named alone: of all types, but of the
// one that stands for all fields. They may be too many.
func (s *shard) patterned(pattern string) ([]weighted, error) {
	var out []weighted
	if !strings.Contains(pattern, "*") || pattern == "*" {
		found, err := s.fieldsOf(pattern)
		if err != nil {
			return nil, err
		}
		out = found
	} else {
		out = s.patternOf(pattern, func(*mapping.Field) bool { return true })
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
		list = hashed(found)
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
