package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// look goes through a body for what it looks at. What it doesn't know keeps
// everything: it must err on that side only.
type look struct{ watch *Watch }

func (l *look) field(path string) { l.watch.Fields = append(l.watch.Fields, path) }

// clause goes through a canonical query. It tells whether scores are constants of
// the clauses that match.
func (l *look) clause(o *orderedjson.Object) (constant bool) {
	if o == nil {
		return true
	}
	name, body, err := clause(o)
	if err != nil {
		l.watch.need(KeepAll)
		return false
	}
	switch name {
	case "match_all", "match_none", "ids":
		return true
	case "bool":
		return l.boolean(body)
	case "constant_score":
		l.clause(body.Object("filter"))
		return true
	case "dis_max":
		return l.list(body.Array("queries"))
	case "boosting":
		l.clause(body.Object("negative"))
		return l.clause(body.Object("positive"))
	case "term", "match", "match_phrase":
		l.named(body)
		return false
	case "range", "prefix", "wildcard", "regexp":
		l.named(body)
		return name != "range" || !l.unbounded(body)
	case "terms":
		return l.terms(body)
	case "exists":
		l.exists(body.Text("field"))
		return true
	case "nested":
		l.watch.Every = true
		if body.Has("inner_hits") {
			l.watch.need(KeepAll)
		}
		l.clause(body.Object("query"))
		return false
	case "query_string", "simple_query_string", "multi_match":
		l.words(name, body)
		return false
	}
	l.watch.need(KeepAll)
	return false
}

func (l *look) list(clauses []any) (constant bool) {
	constant = true
	for _, c := range clauses {
		o, ok := c.(*orderedjson.Object)
		if !ok {
			l.watch.need(KeepAll)
			return false
		}
		constant = l.clause(o) && constant
	}
	return constant
}

func (l *look) boolean(body *orderedjson.Object) (constant bool) {
	l.list(body.Array("filter"))
	l.list(body.Array("must_not"))
	must := l.list(body.Array("must"))
	return l.list(body.Array("should")) && must
}

// named is a clause {"field": {options}}. Fuzzy ones depend on all terms there are.
func (l *look) named(body *orderedjson.Object) {
	for _, m := range body.Members() {
		o, ok := m.Value.(*orderedjson.Object)
		if !ok {
			continue
		}
		l.field(m.Key)
		if o.Has("fuzziness") {
			l.watch.need(KeepAll)
		}
	}
}

// unbounded tells of a range without ends, which is another query.
func (l *look) unbounded(body *orderedjson.Object) bool {
	for _, m := range body.Members() {
		if o, ok := m.Value.(*orderedjson.Object); ok {
			b := readBounds(params{m.Key, o})
			return b.open()
		}
	}
	return true
}

// terms of one boolean value are scored as a term is; those that are looked up
// need the document where they are.
func (l *look) terms(body *orderedjson.Object) (constant bool) {
	constant = true
	for _, m := range body.Members() {
		switch v := m.Value.(type) {
		case []any:
			l.field(m.Key)
			for _, x := range v {
				text := javaText(x)
				constant = constant && text != "true" && text != "false"
			}
		case *orderedjson.Object:
			l.watch.need(KeepAll)
		}
	}
	return constant
}

func (l *look) exists(path string) {
	l.field(path)
	l.watch.Objects = append(l.watch.Objects, path)
}

// words are the queries that may look at all fields. Words with ~ or half words of
// them depend on all terms there are. (Stored forms name the fuzziness of words
// with ~ always; of multi_match it is one of all words.)
func (l *look) words(name string, body *orderedjson.Object) {
	l.watch.Every = true
	kind := strings.ToLower(body.Text("type"))
	fuzzy := strings.Contains(body.Text("query"), "~")
	if name == "multi_match" {
		fuzzy = body.Has("fuzziness")
	}
	if fuzzy || strings.Contains(kind, "prefix") {
		l.watch.need(KeepAll)
	}
}
