package search

import (
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Percolate tells which documents of an index a query finds that a percolator
// holds, in the index's order. The index must have one shard. Observed on 2.19.4:
// a percolator takes no query that names a field that is not mapped, nor a bare
// word that names none; the *fault.Error says so.
func Percolate(x *index.Index, query *orderedjson.Object, o Options) ([]*index.Doc, error) {
	s := newShard(x, 0, o)
	s.mappedOnly = true
	q, err := s.compile(query)
	if err != nil {
		return nil, err
	}
	var found []*index.Doc
	for _, d := range s.docs {
		if q.matches(d) {
			found = append(found, d.top)
		}
	}
	return found, nil
}

// notMapped is a percolator's refusal of a field.
func (s *shard) notMapped(field string) error {
	if field == "query" { // the percolator's own
		return fault.Unsupported("percolated query on [query]")
	}
	return s.queryError("No field mapping can be found for the field with name ["+field+"]", nil)
}

// checkWord refuses a bare word of a field that is not mapped, or of none, where
// all fields have to be; one letter passes (observed on 2.19.4: the parser looks
// the field up to know dates, behind comparisons, which need two).
func (t *luceneTerms) checkWord(field, text string) error {
	if !t.shard.mappedOnly || utf16Length(text) < 2 || field != "" && t.shard.known(field) || field == "" && (!t.all || t.given) {
		return nil
	}
	if field == "" {
		field = "*"
	}
	return t.shard.notMapped(field)
}

func utf16Length(text string) int { return len(utf16.Encode([]rune(text))) }
