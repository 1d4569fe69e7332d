package search

import "slices"

// unguarded runs the scripts of a search's query on documents that other clauses leave
// out here, and that the server may come to all the same, where it works through a shard
// in stretches of documents: a script that throws on one of those is as good as one that
// throws on a document that is asked about.
func (s *shard) unguarded(q query, scored bool) {
	if !s.scripted {
		return
	}
	if scored {
		for _, c := range windowed(q) {
			s.overNested(c)
		}
	}
	for _, group := range s.stretched(q, nil) {
		for _, d := range s.docs {
			_ = slices.ContainsFunc(group, func(c query) bool { return c.matches(d) })
		}
	}
}

// windowed are optional clauses beside nothing else: a server that scores looks for each of
// them in a stretch of documents, nested ones among them, and only then leaves those out
// (asked of 1.3.14, 2.19.4 and 3.5.0).
func windowed(q query) []query {
	switch q := q.(type) {
	case scoring:
		return windowed(q.query)
	case multiplied:
		return windowed(q.inner)
	case *boolean:
		if len(q.filter)+len(q.must) == 0 && len(q.should) > 1 {
			return q.should
		}
	}
	return nil
}

// overNested looks whether nested documents match.
func (s *shard) overNested(q query) {
	for _, d := range s.docs {
		for _, n := range withNested(d)[1:] {
			_ = q.matches(n)
		}
	}
}

// stretched lists the clauses that the server works through by themselves, those that
// guard each other together: of optional ones each; on 3.5 also those that exclude and
// the optional ones beside others (asked of 1.3.14, 2.19.4 and 3.5.0).
func (s *shard) stretched(q query, out [][]query) [][]query {
	switch q := q.(type) {
	case scoring:
		return s.stretched(q.query, out)
	case constant:
		return s.stretched(q.inner, out)
	case multiplied:
		return s.stretched(q.inner, out)
	case *boolean:
		required := slices.Concat(q.filter, q.must)
		if q.least > 0 && len(q.should) > 0 && (len(required) == 0 || s.dialect.ExcludesAhead) {
			for _, c := range q.should {
				out = append(out, []query{c})
			}
		}
		if len(q.mustNot) > 0 && s.dialect.ExcludesAhead {
			out = append(out, q.mustNot)
		}
		for _, c := range required {
			if len(required) == 1 || s.dialect.ExcludesAhead {
				out = s.stretched(c, out)
			}
		}
	}
	return out
}
