package search

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// every are all documents of the shard, those too that an alias leaves out: they
// count for scores.
func (s *shard) every() []*doc {
	if s.whole != nil {
		return s.whole
	}
	return s.docs
}

// documents is how many documents the shard has, nested ones too.
func (s *shard) documents() int {
	every := s.every()
	if len(every) == 0 {
		return 0
	}
	return every[len(every)-1].ord + 1
}

// throughAliases leaves only the documents that one of the filters matches. What
// the server would refuse of a filter fails the shard.
func (s *shard) throughAliases(filters []*orderedjson.Object) error {
	if filters == nil {
		return nil
	}
	any := disMax{}
	for _, filter := range filters {
		body, err := canonical(orderedjson.NewObject(orderedjson.Member{Key: "query", Value: filter}), s.dialect)
		if err != nil {
			return err
		}
		q, _, err := s.prepare(body.Object("query"))
		if err != nil {
			return err
		}
		any.clauses = append(any.clauses, q)
	}
	s.whole = s.docs
	s.docs = nil
	for _, d := range s.whole {
		if any.matches(d) {
			s.docs = append(s.docs, d)
		}
	}
	return s.thrown
}
