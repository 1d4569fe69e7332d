package monitortest

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// place is a document by its index and id.
type place struct{ index, id string }

// mostTried is how many events are looked at clause by clause; at most tryAtOnce
// of them by one search, whose page holds no more.
const (
	mostTried = 100_000
	tryAtOnce = 10_000
)

// tried is a clause held against all events.
type tried struct {
	clause
	raw     *orderedjson.Object // as the configuration has it, without a period
	passed  map[place]bool
	anyOf   []tried // shadows clause.anyOf: its alternatives, each tried
	problem string  // why the clause alone can't be searched for
}

// breakdown is a run's query, clause by clause.
type breakdown struct {
	indices []*index.Index
	all     []place // every document that the search sees, in the order of writing
	docs    map[place]*index.Doc
	clauses []tried
}

// breakDown holds each clause of the run's query against every event. Errors are
// an UnsupportedError, or a server's refusal of the whole search.
func (l *local) breakDown(at Moment) (*breakdown, error) {
	body, err := l.body(at)
	if err != nil {
		return nil, err
	}
	out := &breakdown{docs: map[place]*index.Doc{}}
	if out.indices, err = l.store.Resolve(l.setup.Targets, index.Options{}); err != nil {
		return nil, err
	}
	for _, x := range out.indices {
		for _, d := range x.Docs {
			p := place{x.Name, d.ID}
			out.all, out.docs[p] = append(out.all, p), d
		}
	}
	if len(out.all) > mostTried {
		return nil, fault.Unsupported("explanation over more than %d events", mostTried)
	}
	raw := l.setup.rawClauses()
	for _, c := range l.setup.clausesOf(body) {
		out.clauses = append(out.clauses, l.try(c, at, raw, out.all))
	}
	return out, nil
}

// rawClauses are the clauses as the configuration has them, by their paths.
func (s Setup) rawClauses() map[string]*orderedjson.Object {
	raw := map[string]*orderedjson.Object{}
	for _, c := range clausesOf(queryOf(s.Monitor), s.Written) {
		raw[c.path] = c.query
		for _, a := range c.anyOf {
			raw[a.path] = a.query
		}
	}
	return raw
}

// clausesOf are those of a run's search.
func (s Setup) clausesOf(body *orderedjson.Object) []clause {
	asked := clausesOf(body.Object("query"), s.Written)
	if post := body.Object("post_filter"); post != nil {
		asked = append(asked, split(post, "post_filter")...)
	}
	return asked
}

// body is the search of a run.
func (l *local) body(at Moment) (*orderedjson.Object, error) { return bodyOf(l.request(at)) }

func bodyOf(q evaluate.Request) (*orderedjson.Object, error) {
	searches, ok := q.Searches()
	if !ok || len(searches) == 0 {
		return nil, fault.Unsupported("explanation of what does not search")
	}
	return searches[0].Body, nil
}

// try searches for a clause alone.
func (l *local) try(c clause, at Moment, raw map[string]*orderedjson.Object, all []place) tried {
	out := tried{clause: c, raw: raw[c.path], passed: map[place]bool{}}
	hits, err := l.find(c.query, at, all)
	if err != nil {
		out.problem = searchReason(err)
		return out
	}
	if c.not {
		for _, p := range all {
			out.passed[p] = !hits[p]
		}
	} else {
		out.passed = hits
	}
	for _, a := range c.anyOf {
		out.anyOf = append(out.anyOf, l.try(a, at, raw, all))
	}
	return out
}

// find is which events a query matches.
func (l *local) find(query *orderedjson.Object, at Moment, all []place) (map[place]bool, error) {
	if len(all) <= tryAtOnce {
		return l.page(query, at)
	}
	out := map[place]bool{}
	indices := map[string]bool{}
	for _, p := range all {
		indices[p.index] = true
	}
	for batch := range slices.Chunk(all, max(1, tryAtOnce/len(indices))) { // an id may be in every index
		ids := make([]any, len(batch))
		for i, p := range batch {
			ids[i] = p.id
		}
		both := []any{wrap("ids", wrap("values", ids)), query}
		found, err := l.page(wrap("bool", wrap("filter", both)), at)
		if err != nil {
			return nil, err
		}
		maps.Copy(out, found)
	}
	return out, nil
}

// page is which events the first page of a query holds.
func (l *local) page(query *orderedjson.Object, at Moment) (map[place]bool, error) {
	body := orderedjson.NewObject(
		orderedjson.Member{Key: "size", Value: numberOf(tryAtOnce)},
		orderedjson.Member{Key: "_source", Value: false},
		orderedjson.Member{Key: "query", Value: wrap("constant_score", wrap("filter", query))})
	answer, err := search.Search(l.store, l.setup.Targets, body, search.Options{Now: at.End, Dialect: l.dialect})
	if err != nil {
		return nil, err
	}
	out := map[place]bool{}
	for _, x := range answer.Object("hits").Array("hits") {
		hit, _ := x.(*orderedjson.Object)
		out[place{hit.Text("_index"), hit.Text("_id")}] = true
	}
	return out, nil
}

var wrap = orderedjson.One

func numberOf(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
