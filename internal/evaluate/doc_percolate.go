package evaluate

import (
	"cmp"
	"errors"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// mostQueries is how many queries a percolation tells of at most: the server's
// search for them has no size (from source).
const mostQueries = 10

// foundBy is a query with the documents that it found, as "id|index".
type foundBy struct {
	def       *orderedjson.Object
	documents []string
}

// percolator are the queries of a monitor, ready to be asked.
type percolator struct {
	request   Request
	monitored []*monitored
	queries   []*orderedjson.Object
	mapping   *mapping.Mapping
}

// newPercolator shapes the percolator of all monitored indices. Errors: what the
// server refuses the mapping for, as *fault.Error.
func (r Request) newPercolator(list []*monitored, queries []any) (*percolator, error) {
	p := &percolator{request: r, monitored: list}
	settings := mapping.DefaultSettings()
	settings.FieldLimit = 1 << 30 // the server adds to the limit what it needs
	text := orderedjson.NewObject(orderedjson.Member{Key: "type", Value: "text"})
	all := orderedjson.NewObject(orderedjson.Member{Key: "monitor_id", Value: text}, orderedjson.Member{Key: "index", Value: text})
	for _, m := range list {
		merge(all, orderedjson.Clone(m.mapping.Object("properties")).(*orderedjson.Object))
	}
	var err error
	p.mapping, err = mapping.New(orderedjson.NewObject(orderedjson.Member{Key: "properties", Value: all}), settings)
	if err != nil {
		return nil, err
	}
	every := len(queries) > 0
	for _, x := range queries {
		q, _ := x.(*orderedjson.Object)
		p.queries = append(p.queries, q)
		every = every && len(q.Array("query_field_names")) > 0
	}
	if every { // then the server looks at the values of these fields alone
		return nil, fault.Unsupported("document-level queries that all have query_field_names")
	}
	return p, nil
}

// percolate asks the queries about documents of one index. Errors: *fault.Error
// for a document that the percolator can't read, which ends it for all.
func (p *percolator) percolate(m *monitored, x *index.Index, docs []*index.Doc) ([]foundBy, error) {
	batch := &index.Index{Name: ".opensearch-alerting-queries", Settings: orderedjson.NewObject(), Mapping: p.mapping}
	for _, d := range docs {
		source := m.document(d.Source)
		fields, _, err := p.mapping.Add(d.ID, source)
		if err != nil {
			return nil, err
		}
		batch.Docs = append(batch.Docs, &index.Doc{ID: d.ID, Version: 1, Source: source, Fields: fields})
	}
	var out []foundBy
	for _, q := range p.queries {
		if len(out) == mostQueries {
			break
		}
		if err := p.checkOthers(m, q, batch); err != nil {
			return nil, err
		}
		found, err := p.ask(m, q, batch)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			continue
		}
		one := foundBy{def: q}
		for _, d := range found {
			one.documents = append(one.documents, d.ID+"|"+x.Name)
		}
		out = append(out, one)
	}
	return out, nil
}

// ask puts a query to documents. One that the percolator did not take finds
// nothing, and nobody is told.
func (p *percolator) ask(m *monitored, def *orderedjson.Object, batch *index.Index) ([]*index.Doc, error) {
	body := orderedjson.NewObject(orderedjson.Member{Key: "query", Value: m.query(def.Text("query"))},
		orderedjson.Member{Key: "fields", Value: def.Array("fields")})
	query, err := querydsl.CanonicalQuery(orderedjson.NewObject(orderedjson.Member{Key: "query_string", Value: body}))
	if err != nil {
		return nil, p.request.refusedQuery(err)
	}
	found, err := search.Percolate(batch, query, search.Options{Now: p.request.Now, Dialect: p.request.Dialect})
	var refused *fault.Error
	if errors.As(err, &refused) {
		return nil, nil
	}
	return found, err
}

// checkOthers refuses what goes wrong on the server: the queries that it made for
// another index are asked too where the names share a word, and one that finds
// documents all the same ("NOT a:b") breaks the run or finds too much.
func (p *percolator) checkOthers(m *monitored, def *orderedjson.Object, batch *index.Index) error {
	for _, other := range p.monitored {
		shared := slices.ContainsFunc(other.words(), func(w string) bool { return slices.Contains(m.words(), w) })
		if other == m || !shared {
			continue
		}
		found, err := p.ask(other, def, batch)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return fault.Unsupported("document-level query [%s] on [%s] and [%s], whose names share a word", def.Text("query"), m.name, other.name)
		}
	}
	return nil
}

// newDocuments are the documents of an index behind a sequence number, shard by
// shard.
func newDocuments(x *index.Index, after int64) []*index.Doc {
	var docs []*index.Doc
	for _, d := range x.Docs {
		if d.SeqNo > after {
			docs = append(docs, d)
		}
	}
	shards := x.Shards()
	slices.SortStableFunc(docs, func(a, b *index.Doc) int {
		return cmp.Or(cmp.Compare(index.ShardOf(a.ID, shards), index.ShardOf(b.ID, shards)), cmp.Compare(a.SeqNo, b.SeqNo))
	})
	return docs
}
