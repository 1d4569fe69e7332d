package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// nameOf finds a clause's _name, beside its options or among those of its field.
func nameOf(body *orderedjson.Object) string {
	if name := body.Text("_name"); name != "" {
		return name
	}
	if body.Len() != 1 {
		return ""
	}
	options, _ := body.Members()[0].Value.(*orderedjson.Object)
	return options.Text("_name")
}

// label notes a compiled clause that has a name.
func (s *shard) label(body *orderedjson.Object, q query) {
	if name := nameOf(body); name != "" && s.labelling {
		if s.labels == nil {
			s.labels = map[string]query{}
		}
		s.labels[name] = q
	}
}

// printLabels are the names that a document matches, in the order of Java's
// HashMap; with scores where they are asked for. nil for none.
func (r *run) printLabels(h hit) any {
	found := javavalue.NewHashMap()
	for name, q := range h.shard.labels {
		if q.matches(h.doc) {
			found.Put(name, q)
		}
	}
	if found.Len() == 0 {
		return nil
	}
	var names []any
	scores := orderedjson.NewObject()
	for _, e := range found.Entries() {
		names = append(names, e.Key)
		if h.shard.labelScores {
			scores.Set(e.Key.(string), singleOf(e.Value.(query).score(h.doc), r.dialect.JDK))
		}
	}
	if h.shard.labelScores {
		return scores
	}
	return slices.Clip(names)
}
