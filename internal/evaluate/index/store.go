// Package index keeps documents: indices with settings, mappings and aliases,
// templates that shape new ones, and versions of documents. It must not know
// queries.
package index

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Store is a cluster's documents. It is safe for concurrent use.
type Store struct {
	mu        sync.RWMutex
	now       func() time.Time
	newID     func() string
	indices   map[string]*Index
	templates map[string]*Template           // composable
	parts     map[string]*orderedjson.Object // component templates, as they were put
	legacy    map[string]*Template
	listener  Listener    // nil: nobody wants to know
	listened  atomic.Bool // there is a listener
	// shapes counts the changes of templates of all kinds.
	shapes uint64

	dialect dialect.Dialect
}

// NewStore makes an empty store. now is the clock that creation dates come from.
func NewStore(now func() time.Time) *Store {
	return &Store{now: now, newID: randomID, indices: map[string]*Index{}, templates: map[string]*Template{}, legacy: map[string]*Template{},
		parts: map[string]*orderedjson.Object{}}
}

// In has the store speak a dialect: what indices may be mapped to, and which documents
// they take, differs.
func (s *Store) In(d dialect.Dialect) *Store {
	s.dialect = d
	return s
}

// randomID is a document id as the server makes them: 15 bytes, URL-safe base64.
func randomID() string { return randomText(15) }

func randomText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails, says its documentation
	return base64.RawURLEncoding.EncodeToString(b)
}

// Index is an index as it was when it was asked for. Its fields must not be
// changed.
type Index struct {
	Name     string
	UUID     string
	Created  time.Time
	Settings *orderedjson.Object // flat: "index.number_of_shards": "1"
	Mapping  *mapping.Mapping
	Aliases  *orderedjson.Object // name → what was declared for it
	Docs     []*Doc              // those that a search sees, oldest write first
	// Filters are those of the aliases by which alone it was named: a search sees what
	// one of them matches; nil: everything.
	Filters []*orderedjson.Object

	latest map[string]*Doc // by id, as GET sees them; deleted ones too
	hidden []write         // writes that wait for a refresh
	shared *mapping.Shared // what its documents have in common
	seqNo  int64           // of the next write, counted over all shards
	seqNos map[int]int64   // of several shards: of the next write to each
	term   int64           // primary term of writes
	epoch  int
	// mapped: it was made with a mapping or given one, be it an empty one.
	mapped bool
	// restored: who listens knows it already.
	restored bool
}

// Doc is one version of a document.
type Doc struct {
	ID          string
	Version     int64
	SeqNo       int64 // counted in its shard
	Order       int64 // counted in the whole index
	PrimaryTerm int64
	Routing     string // "": by id
	Source      *orderedjson.Object
	Fields      *mapping.Document
	deleted     bool
}

// write is a document to be shown, or one to be taken away, at the next refresh.
type write struct{ old, new *Doc }

// snapshot copies what later writes would change.
func (x *Index) snapshot() *Index {
	c := *x
	c.latest, c.hidden = nil, nil
	return &c
}

// LastSeqNo is the sequence number of the last write, -1 where there was none.
func (x *Index) LastSeqNo() int64 { return x.seqNo - 1 }

// Shards is the number of primary shards; ShardOf tells where a document is.
func (x *Index) Shards() int { return x.number("index.number_of_shards", 1) }

// MaxResultWindow is index.max_result_window, 10,000 by default.
func (x *Index) MaxResultWindow() int { return x.number("index.max_result_window", 10000) }

// Mapped tells whether it was made with a mapping or given one, be it an empty one.
func (x *Index) Mapped() bool { return x.mapped }

// Unmapped tells that the index has no mapping at all yet: nothing was declared
// and no document was written. Observed on 2.19.4: then not even _id is known.
func (x *Index) Unmapped() bool { return !x.mapped && x.Mapping.Print().Len() == 0 }

func (x *Index) number(key string, orElse int) int {
	n, err := strconv.Atoi(x.Settings.Text(key))
	if err != nil {
		return orElse
	}
	return n
}

// Get finds an index by its own name, nil where there is none.
func (s *Store) Get(name string) *Index {
	s.mu.RLock()
	defer s.mu.RUnlock()
	x := s.indices[name]
	if x == nil {
		return nil
	}
	return x.snapshot()
}

// Names lists the indices by name.
func (s *Store) Names() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.names()
}

func (s *Store) names() []string {
	names := make([]string, 0, len(s.indices))
	for n := range s.indices {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func notFound(name, kind string) *fault.Error {
	return fault.New(404, "index_not_found_exception", "no such index [%s]", name).With("index", name).
		With("resource.id", name).With("resource.type", kind).With("index_uuid", "_na_")
}

// aliased lists the indices that have the alias, by name.
func (s *Store) aliased(alias string) []*Index {
	var out []*Index
	for _, x := range s.indices {
		if x.Aliases.Has(alias) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *Index) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func number(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
