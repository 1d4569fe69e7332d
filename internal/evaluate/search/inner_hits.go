package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// innerHits is one inner_hits of a query: the nested documents of a hit that its
// clause matches.
type innerHits struct {
	name, path string
	named      bool // be it by the empty text
	query      *orderedjson.Object
	request    *request
}

// innerOf finds the inner_hits of a query. What is below a nested clause belongs to
// the hits of that clause, what must not match has none.
func innerOf(o *orderedjson.Object) ([]innerHits, error) {
	if o == nil {
		return nil, nil
	}
	name, body, err := clause(o)
	if err != nil {
		return nil, nil // it is refused elsewhere
	}
	switch name {
	case "bool":
		var out []innerHits
		for _, group := range []string{"filter", "must", "should"} {
			for _, c := range body.Array(group) {
				o, _ := c.(*orderedjson.Object)
				found, err := innerOf(o)
				if err != nil {
					return nil, err
				}
				out = append(out, found...)
			}
		}
		return out, nil
	case "constant_score":
		return innerOf(body.Object("filter"))
	case "nested":
		if !body.Has("inner_hits") {
			return nil, nil
		}
		x, err := readInner(body)
		return []innerHits{x}, err
	}
	if strings.Contains(printed(body), `"inner_hits"`) {
		return nil, fault.Unsupported("inner_hits in a query [%s]", name)
	}
	return nil, nil
}

func printed(o *orderedjson.Object) string {
	text, _ := orderedjson.Marshal(o)
	return string(text)
}

// readInner reads the request that inner_hits is.
func readInner(body *orderedjson.Object) (innerHits, error) {
	options := body.Object("inner_hits")
	x := innerHits{name: options.Text("name"), named: options.Has("name"), path: body.Text("path"), query: body.Object("query")}
	search := orderedjson.NewObject()
	for _, m := range options.Members() {
		if m.Key != "name" && m.Key != "ignore_unmapped" {
			search.Set(m.Key, m.Value)
		}
	}
	if !search.Has("size") {
		search.Set("size", number("3"))
	}
	var err error
	if x.request, err = readRequest(search); err != nil {
		return x, err
	}
	if x.request.collapse != "" || x.request.trackScores && len(x.request.sorts) > 0 {
		return x, fault.Unsupported("inner_hits with collapse, or scores beside a sort")
	}
	for _, k := range x.request.sorts {
		if k.field == "_doc" || k.nested != nil {
			return x, fault.Unsupported("inner_hits sorted by [%s]", k.field)
		}
	}
	if len(x.request.scripts) > 0 {
		return x, fault.Unsupported("inner_hits with script_fields")
	}
	x.request.totalUpTo, x.request.query = 1<<30, x.query
	return x, nil
}

// checkInner refuses inner_hits as a shard does before it searches.
func (r *run) checkInner(s *shard) error {
	var all []innerHits
	for _, body := range []*orderedjson.Object{r.query, r.postFilter} {
		found, err := innerOf(body)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	if len(all) > 0 && len(s.labels) > 0 {
		return fault.Unsupported("inner_hits beside named queries")
	}
	return r.checkWindows(all)
}

func (r *run) checkWindows(all []innerHits) error {
	seen := map[string]bool{}
	for _, x := range all {
		shown := x.name
		if !x.named {
			shown = "null"
		}
		if n := x.request.from + x.request.size; n > maxTopHits {
			return fault.Illegal("Inner result window is too large, the inner hit definition's [%s]'s from + size must be less than or equal to: "+
				"[%d] but was [%d]. This limit can be set by changing the [index.max_inner_result_window] index level setting.", shown, maxTopHits, n)
		}
		if seen[x.key()] {
			return fault.Illegal("[inner_hits] already contains an entry for key [%s]", x.key())
		}
		seen[x.key()] = true
	}
	return nil
}

// key is the name under which the hits are shown.
func (x innerHits) key() string {
	if x.named {
		return x.name
	}
	return x.path
}

// addInner puts the inner hits of a hit into it.
func (r *run) addInner(o *orderedjson.Object, h hit) error {
	all, err := innerOf(r.query)
	if err != nil {
		return err
	}
	more, err := innerOf(r.postFilter)
	if err != nil {
		return err
	}
	out := orderedjson.NewObject()
	for _, x := range append(all, more...) {
		hits, err := r.innerHits(h, x)
		if err != nil {
			return err
		}
		out.Set(x.key(), orderedjson.NewObject(orderedjson.Member{Key: "hits", Value: hits}))
	}
	if out.Len() > 0 {
		o.Set("inner_hits", out)
	}
	return nil
}

// innerHits are a hit's nested documents that the clause matches, as a search of
// their own.
func (r *run) innerHits(h hit, x innerHits) (*orderedjson.Object, error) {
	if x.request.seqNo {
		return nil, fault.New(500, "unsupported_operation_exception", "nested documents are not assigned sequence numbers")
	}
	inner := &run{request: x.request, now: r.now, dialect: r.dialect, inner: true, idless: r.storedNone, shards: []*shard{h.shard}}
	q, gone, err := h.shard.prepare(x.query)
	if err != nil {
		return nil, err
	}
	if gone {
		q = none{}
	}
	set := shardHits{shard: h.shard, query: q}
	for _, n := range below(h.doc.Document, x.path) {
		if d := h.doc.relative(n); q.matches(d) {
			set.docs = append(set.docs, d)
		}
	}
	if err := inner.collectInner(set); err != nil {
		return nil, err
	}
	if inner.size > 0 && len(inner.sorts) == 0 && inner.from > 0 && inner.total <= inner.from && !r.dialect.KeepsTotals {
		inner.total = 0
	}
	return inner.printHits()
}

func (r *run) collectInner(set shardHits) error {
	sorters, err := r.sorters(set.shard)
	if err == nil {
		err = missingRead(sorters)
	}
	if err != nil {
		return err
	}
	for _, d := range set.docs {
		h := hit{shard: set.shard, doc: d, score: set.query.score(d)}
		if err := h.sortBy(sorters); err != nil {
			return err
		}
		r.hits = append(r.hits, h)
		r.maxScore = max(r.maxScore, h.score)
		r.total++
	}
	r.orderHits(sets{set})
	return nil
}
