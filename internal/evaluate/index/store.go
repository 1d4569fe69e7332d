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
	"time"

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
	templates map[string]*Template // composable
	legacy    map[string]*Template
}

// NewStore makes an empty store. now is the clock that creation dates come from.
func NewStore(now func() time.Time) *Store {
	return &Store{now: now, newID: randomID, indices: map[string]*Index{}, templates: map[string]*Template{}, legacy: map[string]*Template{}}
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

	latest map[string]*Doc // by id, as GET sees them; deleted ones too
	hidden []write         // writes that wait for a refresh
	seqNo  int64           // of the next write
}

// Doc is one version of a document.
type Doc struct {
	ID          string
	Version     int64
	SeqNo       int64
	PrimaryTerm int64
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

// Unmapped tells that the index has no mapping at all yet: nothing was declared
// and no document was written. Observed on 2.19.4: then not even _id is known.
func (x *Index) Unmapped() bool { return x.seqNo == 0 && x.Mapping.Print().Len() == 0 }

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

// Create makes an index of a body {"settings", "mappings", "aliases"}, over what
// templates say. Errors: invalid_index_name_exception,
// resource_already_exists_exception, what settings and mappings are refused for.
func (s *Store) Create(name string, body *orderedjson.Object) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := checkName(name); err != nil {
		return err
	}
	if x := s.indices[name]; x != nil {
		return fault.New(400, "resource_already_exists_exception", "index [%s/%s] already exists", name, x.UUID).
			With("index", name).With("index_uuid", x.UUID)
	}
	_, err := s.create(name, body)
	return err
}

func (s *Store) create(name string, body *orderedjson.Object) (*Index, error) {
	if len(s.aliased(name)) > 0 {
		return nil, fault.New(400, "invalid_index_name_exception", "Invalid index name [%s], already exists as alias", name).
			With("index", name).With("index_uuid", "_na_")
	}
	layers, err := s.layers(name)
	if err != nil {
		return nil, err
	}
	layers = append(layers, body)
	x := &Index{Name: name, UUID: randomText(16), Created: s.now(), latest: map[string]*Doc{}, Aliases: orderedjson.NewObject()}
	if x.Settings, err = mergeSettings(layers); err != nil {
		return nil, err
	}
	if x.Mapping, err = mergeMappings(layers, x.Settings); err != nil {
		return nil, err
	}
	for _, l := range layers {
		for _, a := range l.Object("aliases").Members() {
			x.Aliases.Set(a.Key, a.Value)
		}
	}
	x.Settings.Set("index.provided_name", name)
	x.Settings.Set("index.creation_date", strconv.FormatInt(x.Created.UnixMilli(), 10))
	x.Settings.Set("index.uuid", x.UUID)
	s.indices[name] = x
	return x, nil
}

func mergeMappings(layers []*orderedjson.Object, settings *orderedjson.Object) (*mapping.Mapping, error) {
	rules, err := mappingSettings(settings)
	if err != nil {
		return nil, err
	}
	m, err := mapping.New(nil, rules)
	if err != nil {
		return nil, err
	}
	for i, l := range layers {
		def := l.Object("mappings")
		if inner := def.Object("_doc"); inner != nil && def.Len() == 1 {
			def = inner
		}
		if def.Len() == 0 {
			continue
		}
		if i == 0 || len(m.Fields()) == 0 {
			both := orderedjson.Clone(m.Print()).(*orderedjson.Object)
			for _, d := range def.Members() {
				both.Set(d.Key, d.Value)
			}
			if m, err = mapping.New(both, rules); err != nil {
				return nil, err
			}
			continue
		}
		if m, err = m.Merge(def); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Delete removes indices by their own names. Errors: index_not_found_exception.
func (s *Store) Delete(names ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range names {
		if s.indices[n] == nil {
			return notFound(n, "index_or_alias")
		}
	}
	for _, n := range names {
		delete(s.indices, n)
	}
	return nil
}

// PutMapping takes a definition into an index's mapping, as PUT _mapping does.
func (s *Store) PutMapping(name string, definition *orderedjson.Object) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	m, err := x.Mapping.Merge(definition)
	if err != nil {
		return err
	}
	x.Mapping = m
	return nil
}

// PutSettings sets an index's settings. Those that only a new index takes
// (analysis, numbers of shards) are the caller's to refuse.
func (s *Store) PutSettings(name string, settings *orderedjson.Object) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	merged := orderedjson.Clone(x.Settings).(*orderedjson.Object)
	for _, m := range Flatten(settings).Members() {
		if m.Value == nil {
			merged.Delete(m.Key)
			continue
		}
		merged.Set(m.Key, m.Value)
	}
	rules, err := mappingSettings(merged)
	if err != nil {
		return err
	}
	m := *x.Mapping
	m.Settings = rules
	x.Mapping, x.Settings = &m, merged
	return nil
}

// SetAlias adds an alias to an index; a nil definition removes it.
func (s *Store) SetAlias(name, alias string, definition *orderedjson.Object) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	aliases := orderedjson.Clone(x.Aliases).(*orderedjson.Object)
	if definition == nil {
		aliases.Delete(alias)
	} else {
		aliases.Set(alias, definition)
	}
	x.Aliases = aliases
	return nil
}

// Refresh makes all writes to an index visible to searches.
func (s *Store) Refresh(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	x.refresh()
	return nil
}

func (x *Index) refresh() {
	for _, w := range x.hidden {
		if w.old != nil {
			i := slices.Index(x.Docs, w.old)
			if i >= 0 {
				x.Docs = slices.Delete(slices.Clone(x.Docs), i, i+1)
			}
		}
		if w.new != nil {
			x.Docs = append(x.Docs, w.new)
		}
	}
	x.hidden = nil
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
