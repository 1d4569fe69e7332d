package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// nestedQuery matches documents by the nested documents below them.
type nestedQuery struct {
	path  string
	inner query
	mode  string
}

func (s *shard) nested(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	if err := p.only("nested", "query", "path", "ignore_unmapped", "score_mode", "inner_hits"); err != nil {
		return nil, err
	}
	path := body.Text("path")
	o := s.Mapping.Object(path)
	if o == nil || path == "" {
		if flag(body, "ignore_unmapped") {
			return none{}, nil
		}
		return nil, s.failedToCreate(fault.New(0, "illegal_state_exception", "[nested] failed to find nested object under path [%s]", path))
	}
	if !o.Nested {
		return nil, s.failedToCreate(fault.New(0, "illegal_state_exception", "[nested] nested object under path [%s] is not of nested type", path))
	}
	inner, err := s.compile(body.Object("query"))
	if err != nil {
		return nil, err
	}
	return withBoost(nestedQuery{path, inner, strings.ToLower(body.Text("score_mode"))}, boost(body)), nil
}

// below lists the nested documents of a path below a document.
func below(d *mapping.Document, path string) []*mapping.Document {
	var out []*mapping.Document
	for _, n := range d.Nested {
		if n.Path == path {
			out = append(out, n)
		} else if strings.HasPrefix(path, n.Path+".") {
			out = append(out, below(n, path)...)
		}
	}
	return out
}

func (q nestedQuery) matches(d *doc) bool {
	for _, n := range below(d.Document, q.path) {
		if q.inner.matches(d.relative(n)) {
			return true
		}
	}
	return false
}

func (q nestedQuery) score(d *doc) float32 {
	var sum float64
	low, high, n := float32(0), float32(0), 0
	for _, nd := range below(d.Document, q.path) {
		child := d.relative(nd)
		if !q.inner.matches(child) {
			continue
		}
		v := q.inner.score(child)
		if n == 0 {
			low, high = v, v
		}
		low, high = min(low, v), max(high, v)
		sum += float64(v)
		n++
	}
	switch q.mode {
	case "none":
		return 0
	case "min":
		return low
	case "max":
		return high
	case "sum":
		return float32(sum)
	}
	return float32(sum / float64(n))
}

// number is the number of a document in its shard, in which nested ones stand ahead of
// what they are nested in.
func (d *doc) number() int {
	if d.Path == "" {
		return d.ord
	}
	before, found := 0, false
	var walk func(at *mapping.Document)
	walk = func(at *mapping.Document) {
		for _, n := range at.Nested {
			walk(n)
		}
		found = found || at == d.Document
		if !found {
			before++
		}
	}
	walk(d.top.Fields)
	return d.ord - (len(withNested(d.relative(d.top.Fields))) - 1) + before
}
