package search

import (
	"fmt"
	"strings"
)

// signature tells scored queries apart: it is the same for those that differ only in
// their weight. "" is a query that is like no other.
func signature(q query) (name string, weight float32) {
	switch q := q.(type) {
	case apart:
		if q.mixes {
			return signature(q.query)
		}
	case termOf:
		return "term " + q.f.Path + " " + q.term, q.boost
	case blendedTerm:
		return "term " + q.f.Path + " " + q.term, q.boost
	case booleanOf:
		return fmt.Sprint("boolean ", q.f.Path, " ", q.value), q.boost
	case synonyms:
		return fmt.Sprintf("synonyms %s %q", q.f.Path, q.words), q.boost
	case phrase:
		return fmt.Sprintf("phrase %s %v", q.f.Path, q.places), q.boost
	case sloppy:
		return fmt.Sprintf("phrase %s %v ~%d", q.f.Path, q.places, q.slop), q.boost
	case constant:
		switch inner := q.inner.(type) {
		case titled:
			return inner.title, q.value
		case termOf:
			name, _ := signature(inner)
			return "constant " + name, q.value
		}
	case unscored:
		if inner, ok := q.query.(titled); ok {
			return inner.title, 1
		}
	case counted:
		name, _ := signature(q.unit)
		return name, q.weight
	case *boolean:
		return q.signature(), 1
	case disMax:
		parts, ok := signatures(q.clauses)
		if !ok {
			return "", 1
		}
		return fmt.Sprint("best ", q.tie, " ", parts), 1
	}
	return "", 1
}

func (q *boolean) signature() string {
	must, ok := signatures(q.must)
	should, also := signatures(q.should)
	if !ok || !also || q.weighted || len(q.filter)+len(q.mustNot) > 0 {
		return ""
	}
	return fmt.Sprintf("boolean %d %s %s", q.least, must, should)
}

// titled is a query that is told apart from others of its kind by a text.
type titled struct {
	query
	title string
}

// signatures are those of all clauses, with their weights; false where one is like
// no other.
func signatures(list []query) (string, bool) {
	var parts []string
	for _, c := range list {
		name, weight := signature(c)
		if name == "" {
			return "", false
		}
		parts = append(parts, fmt.Sprintf("%q^%v", name, weight))
	}
	return strings.Join(parts, " "), true
}

// weighless is a query without its weight.
func weighless(q query) query {
	switch q := q.(type) {
	case apart:
		return weighless(q.query)
	case counted:
		return q.unit
	case constant:
		q.value = 1
		return q
	case termOf:
		q.boost = 1
		return q
	case blendedTerm:
		q.boost = 1
		return q
	case booleanOf:
		q.boost = 1
		return q
	case synonyms:
		q.boost = 1
		return q
	case phrase:
		q.boost = 1
		return q
	case sloppy:
		q.boost = 1
		return q
	}
	return q
}
