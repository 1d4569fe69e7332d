package conformance

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/alertplan/alertplan/internal/conformance/lessen"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// shrinker makes a case that differs as small as it gets.
type shrinker struct {
	node  *Node
	kind  string // of the difference, which must stay
	said  string // of an error: what the node says, which must stay too
	count int    // scratch worlds that were made
	name  string
}

// Shrink takes away of a case what can go while answers still differ in the same
// way: parts of the body, documents, fields of documents and mappings. The node
// holds the case's world already.
func Shrink(ctx context.Context, n *Node, r Result, scratch string) (Result, error) {
	s := &shrinker{node: n, kind: r.Difference.Kind, said: said(r), name: scratch}
	if s.kind == "aggregations" {
		c := *r.Case
		c.Body = without(c.Body, "size")
		c.Body.Set("size", number(0))
		if found, err := s.first(ctx, []*Case{&c}); err != nil {
			return r, err
		} else if found != nil {
			r = *found
		}
	}
	r, err := s.body(ctx, r)
	if err != nil || len(r.Case.World.Docs) > tooManyDocs {
		return r, err
	}
	if r, err = s.indices(ctx, r); err != nil {
		return r, err
	}
	if r, err = s.docs(ctx, r); err != nil {
		return r, err
	}
	if r, err = s.fields(ctx, r); err != nil {
		return r, err
	}
	return r, nil
}

// tooManyDocs take too long to leave out.
const tooManyDocs = 300

// rounds bounds how often a body is made smaller.
const rounds = 60

// body makes the search body smaller, all ways to do so asked at once.
func (s *shrinker) body(ctx context.Context, r Result) (Result, error) {
	for range rounds {
		var tries []*Case
		for _, b := range smaller(r.Case.Body) {
			o, ok := b.(*orderedjson.Object)
			if ok {
				c := *r.Case
				c.Body = o
				tries = append(tries, &c)
			}
		}
		found, err := s.first(ctx, tries)
		if err != nil || found == nil {
			return r, err
		}
		r = *found
	}
	return r, nil
}

// first is the first of several cases that differs in the same way.
func (s *shrinker) first(ctx context.Context, tries []*Case) (*Result, error) {
	for some := range slices.Chunk(tries, 25) {
		results, err := Judge(ctx, s.node, some)
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			if r.Outcome == Unequal && r.Difference.Kind == s.kind && said(r) == s.said {
				return &r, nil
			}
		}
	}
	return nil, nil
}

// said is what errors on both sides are about, without names and values.
func said(r Result) string {
	if r.Node.Status == 200 && r.Here.Status == 200 {
		return ""
	}
	plain := func(a Answer) string { return bracketed.ReplaceAllString(firstCause(a.Body).Text("reason"), "") }
	return plain(r.Node) + " / " + plain(r.Here)
}

// smaller lists the bodies that have one part less: without a key or an element,
// with an object replaced by one that stands in it, with a shorter text.
func smaller(v any) []any {
	return lessen.Values(v, func(v any) []any { return append(hoisted(v), shortened(v)...) })
}

// shortened are a text's halves and all but its ends, and 1 for a number.
func shortened(v any) []any {
	switch v := v.(type) {
	case string:
		if r := []rune(v); len(r) > 1 {
			return []any{string(r[:len(r)/2]), string(r[len(r)/2:]), string(r[:len(r)-1]), string(r[1:])}
		}
	case json.Number:
		if v != "0" && v != "1" {
			return []any{json.Number("1")}
		}
	}
	return nil
}

// hoisted are the objects in a value that may stand in its parent's place: the
// clauses of a compound.
func hoisted(v any) []any {
	var out []any
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			switch x := m.Value.(type) {
			case *orderedjson.Object:
				out = append(out, x)
			case []any:
				for _, e := range x {
					if _, ok := e.(*orderedjson.Object); ok {
						out = append(out, e)
					}
				}
			}
		}
	}
	return out
}
