package index

import (
	"fmt"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Stored is an index as somebody kept it who listened to a store.
type Stored struct {
	Name, UUID        string
	Created           time.Time
	Settings, Aliases *orderedjson.Object
	// Mappings are the mapping at the end of each epoch in which documents were
	// written, the last one the index's own.
	Mappings map[int]*orderedjson.Object
	Epoch    int
	Mapped   bool // see Index.Mapped
	// Term is the primary term of the writes to come. Observed on 2.19.4: each
	// start of a node raises it by one, for every index.
	Term int64
}

// Restoring is an index that is being brought back.
type Restoring struct {
	index    *Index
	mappings map[int]*mapping.Mapping
}

// Restore brings an index back that was kept; its documents are to follow, and Done
// puts it into the store. Errors: settings or mappings that can't be read.
func (s *Store) Restore(from Stored) (*Restoring, error) {
	x := &Index{Name: from.Name, UUID: from.UUID, Created: from.Created, Settings: from.Settings, Aliases: from.Aliases,
		latest: map[string]*Doc{}, shared: &mapping.Shared{}, epoch: from.Epoch, term: from.Term, mapped: from.Mapped, restored: true}
	rules, err := s.mappingSettings(from.Settings)
	if err != nil {
		return nil, fmt.Errorf("settings of index [%s]: %w", x.Name, err)
	}
	r := &Restoring{index: x, mappings: map[int]*mapping.Mapping{}}
	for epoch, definition := range from.Mappings {
		if r.mappings[epoch], err = mapping.Restore(definition, rules); err != nil {
			return nil, fmt.Errorf("mapping of index [%s]: %w", x.Name, err)
		}
	}
	if x.Mapping = r.mappings[from.Epoch]; x.Mapping == nil {
		return nil, fmt.Errorf("index [%s] has no mapping", x.Name)
	}
	return r, nil
}

// Read reads a document under the mapping of its epoch; a nil source is the note of
// a deletion. It may be called by several goroutines at once.
func (r *Restoring) Read(doc Doc, epoch int) (*Doc, error) {
	if doc.Source == nil {
		doc.deleted = true
		return &doc, nil
	}
	m := r.mappings[epoch]
	if m == nil {
		return nil, fmt.Errorf("document [%s] of index [%s] was written under a mapping that is not there", doc.ID, r.index.Name)
	}
	fields, _, err := m.Add(doc.ID, doc.Source)
	if err != nil {
		return nil, fmt.Errorf("document [%s] of index [%s]: %w", doc.ID, r.index.Name, err)
	}
	doc.Fields = fields
	return &doc, nil
}

// Put adds a document that was read; they come in the order in which they were
// written. Searches see all of them. Observed on 2.19.4: so it is after a restart,
// whatever refreshes there were before.
func (r *Restoring) Put(doc *Doc) {
	x := r.index
	x.count(doc)
	x.latest[doc.ID] = doc
	if !doc.deleted {
		x.mapped = true
		x.shared.Settle(doc.Fields)
		doc.Source = doc.Fields.Source
		x.Docs = append(x.Docs, doc)
	}
}

// Done puts the index into the store.
func (s *Store) Done(r *Restoring) {
	s.lock()
	defer s.unlock()
	s.indices[r.index.Name] = r.index
}
