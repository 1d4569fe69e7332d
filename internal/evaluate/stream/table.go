package stream

import (
	"errors"
	"iter"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// table is an index that events go into: its mapping, and the watchers as they see
// it.
type table struct {
	index   *index.Index // under the mapping that it has now
	written int64
	seqNos  map[int]int64 // of the next write to each shard
	views   []*view
	sieve   *Sieve
	sifting []*view // of the sieve: they keep nothing
	partly  bool    // an alias shows a part of it only, and the sieve nothing
	shards  int
	edges   []*extremes // by shard

	walker  walker
	silent  bool     // why documents are refused need not be said
	every   bool     // documents are read as a whole
	missing []string // what is looked at and not mapped yet
	outer   []*mapping.Field
	counted []*mapping.Field // whose terms are counted
}

// view is a watcher on one index.
type view struct {
	*watcher
	keep  search.Keep
	table *table
	lens  *search.Lens
	held  []*held
	gone  []*search.Gone // by shard
	paged []int          // documents on the page, by shard
}

func newTable(x *index.Index, views []*view) *table {
	t := &table{index: x, shards: x.Shards(), views: views}
	for range t.shards {
		t.edges = append(t.edges, &extremes{gone: &search.Gone{}})
	}
	t.prepare(views)
	t.look()
	return t
}

func (t *table) prepare(views []*view) {
	for _, v := range views {
		v.table, v.paged = t, make([]int, t.shards)
		for range t.shards {
			v.gone = append(v.gone, &search.Gone{})
		}
	}
}

// lookers are all views.
func (t *table) lookers() iter.Seq[*view] {
	return func(yield func(*view) bool) {
		for _, list := range [][]*view{t.views, t.sifting} {
			for _, v := range list {
				if !yield(v) {
					return
				}
			}
		}
	}
}

// look makes everything anew that depends on what the mapping has of the fields
// that are looked at.
func (t *table) look() {
	m := t.index.Mapping
	t.every, t.missing, t.outer, t.counted = false, nil, nil, nil
	outer, counted := map[*mapping.Field]bool{}, map[*mapping.Field]bool{}
	for v := range t.lookers() {
		v.lens = v.watch.On(t.index)
		t.every = t.every || v.keep == search.KeepAll || v.watch.Every && !allReadable(m)
		for _, path := range v.watch.Fields {
			f := m.Field(path)
			switch {
			case f == nil && m.Object(path) != nil: // exists: of all that is below
			case f == nil:
				t.missing = append(t.missing, path)
			case !readable(f):
				t.every = true
			case v.watch.Statistics && !counted[f]:
				counted[f] = true
				t.counted = append(t.counted, f)
			}
			if f != nil && !outer[f] && v.watch.Outermost(m, f) {
				outer[f] = true
				t.outer = append(t.outer, f)
			}
		}
	}
	t.walker.reset(t)
}

// read reads an event's document: the fields that are looked at, or all of them.
// Errors are the index's refusals.
func (t *table) read(e *event) (*mapping.Document, error) {
	if !t.every {
		doc, ok := t.walker.document(e.text)
		switch {
		case ok:
			return doc, nil
		case t.walker.refused && t.silent:
			return nil, errRefused
		}
	}
	v, err := orderedjson.Parse(e.text)
	if err != nil {
		return nil, unparsed(err)
	}
	source, _ := v.(*orderedjson.Object)
	doc, grown, err := t.index.Mapping.Add(e.id, source)
	if grown != t.index.Mapping {
		t.grow(grown)
	}
	return doc, err
}

// unparsed is the refusal of a text that is well-formed, but for a name that an
// object has twice.
func unparsed(err error) error {
	cause := fault.New(0, "json_parse_exception", "%s", err.Error())
	if twice := (*orderedjson.DuplicateKeyError)(nil); errors.As(err, &twice) {
		cause.Reason = "Duplicate field '" + twice.Key + "'"
	}
	return fault.New(400, "mapper_parsing_exception", "failed to parse").CausedBy(cause)
}

var errRefused = errors.New("refused")

// grow notes a new mapping. It is looked at anew only where that shows.
func (t *table) grow(m *mapping.Mapping) {
	t.index = t.index.With(m)
	t.walker.version++
	for _, path := range t.missing {
		if m.Field(path) != nil || m.Object(path) != nil {
			t.look()
			return
		}
	}
	for v := range t.lookers() {
		if v.watch.Every {
			v.lens = v.watch.On(t.index)
			t.every = t.every || !allReadable(m)
		}
	}
}

// wanted tells whether anybody looks at a field's values.
func (t *table) wanted(f *mapping.Field) bool {
	for v := range t.lookers() {
		if v.watch.Wants(t.index.Mapping, f) {
			return true
		}
	}
	return false
}

// take shows a document to everybody.
func (t *table) take(d *index.Doc, e *event) {
	shard := index.ShardOf(d.ID, t.shards)
	edge := t.edges[shard]
	edge.note(t.outer, d.Fields)
	if len(t.counted) > 0 {
		edge.gone.Count(t.counted, d.Fields)
	}
	for _, v := range t.views {
		v.take(d, e.text, shard)
	}
	t.sift(d, e)
}

// seqNo is the number of the next write to a document's shard, and counts it.
func (t *table) seqNo(id string) int64 {
	if t.seqNos == nil {
		t.seqNos = map[int]int64{}
	}
	shard := index.ShardOf(id, t.index.Shards())
	t.seqNos[shard]++
	return t.seqNos[shard] - 1
}
