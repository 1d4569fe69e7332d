package index

import (
	"errors"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Op is how a write treats a document that exists.
type Op int

// Put replaces it, CreateOnly refuses.
const (
	Put Op = iota
	CreateOnly
)

// Visibility is when searches see a write.
type Visibility int

// AtOnce is a write with a refresh, AtRefresh waits for Store.Refresh (or the
// next AtOnce write to the index).
const (
	AtOnce Visibility = iota
	AtRefresh
)

// Lock asks for the version that was read: both numbers, or neither.
type Lock struct{ SeqNo, PrimaryTerm int64 }

// Write is one document to write.
type Write struct {
	Index   string // a name or an alias with one index; made if it is missing
	ID      string // "": one is generated
	Source  *orderedjson.Object
	Op      Op
	Lock    *Lock
	Visible Visibility
	// Routing is what the shard is found by; "": the id. External is the version that
	// the writer gives; nil: versions are counted.
	Routing  string
	External *External
	// MayMap is asked before what is new in the document goes into the index's mapping;
	// nil: it may.
	MayMap func(index string) error
	// Copies is how many copies of the shard must be there ("2", "all"; "": one), and
	// Within how long somebody waits for them. The store has one copy: its callers look.
	Copies, Within string
}

// External is a version from outside: it must be greater than that of the document
// that is there, or was; or not less.
type External struct {
	Version int64
	OrEqual bool
}

// Written is what a write did.
type Written struct {
	Index       string
	ID          string
	Version     int64
	SeqNo       int64
	PrimaryTerm int64
	Result      string // created, updated, deleted, not_found
}

// Write stores a document. Errors: the server's refusals, status 400
// (mapper_parsing_exception …) or 409 (version_conflict_engine_exception).
func (s *Store) Write(w Write) (Written, error) {
	if err := s.askToMap(w); err != nil {
		return Written{}, err
	}
	s.lock()
	defer s.unlock()
	x, err := s.target(w.Index)
	if err != nil {
		return Written{}, err
	}
	if w.ID == "" {
		w.ID = s.newID()
	}
	if err := CheckID(w.ID); err != nil {
		return Written{}, err
	}
	// A server reads the document, and takes what is new in it into the mapping, before
	// it looks whether there is a conflict.
	fields, grown, err := x.Mapping.Add(w.ID, w.Source)
	if grown != x.Mapping {
		x.Mapping = grown
		s.defined(x)
	}
	if err != nil {
		return Written{}, err
	}
	old := x.latest[w.ID]
	if err := x.conflict(old, w); err != nil {
		return Written{}, err
	}
	x.shared.Settle(fields)
	doc := &Doc{ID: w.ID, Version: 1, SeqNo: x.nextSeqNo(w.routedBy()), Order: x.seqNo, PrimaryTerm: x.term, Routing: w.Routing, Source: fields.Source, Fields: fields}
	result := "created"
	doc.Version = w.version(old)
	if old != nil {
		if !old.deleted {
			result = "updated"
		}
	}
	s.put(x, Change{doc, old}, w.Visible)
	return Written{Index: x.Name, ID: w.ID, Version: doc.Version, SeqNo: doc.SeqNo, PrimaryTerm: x.term, Result: result}, nil
}

// askToMap asks Write.MayMap where the document would change the mapping. It does so
// outside of the lock: who answers may look into the store.
func (s *Store) askToMap(w Write) error {
	if w.MayMap == nil {
		return nil
	}
	s.lock()
	x, err := s.target(w.Index)
	asks := false
	if err == nil {
		var grown *mapping.Mapping
		_, grown, err = x.Mapping.Add(w.ID, w.Source)
		asks = err == nil && grown != x.Mapping
	}
	s.unlock()
	if !asks {
		return nil // what is wrong shows when it is written
	}
	return w.MayMap(x.Name)
}

// version is the version that a write makes of what was there.
func (w Write) version(old *Doc) int64 {
	switch {
	case w.External != nil:
		return w.External.Version
	case old != nil:
		return old.Version + 1
	}
	return 1
}

// nextSeqNo is the number of the next write to the document's shard.
func (x *Index) nextSeqNo(key string) int64 {
	if n := x.Shards(); n > 1 {
		return x.seqNos[x.ShardOf(key)]
	}
	return x.seqNo
}

// count sets the numbers of the next write after one.
func (x *Index) count(doc *Doc) {
	x.seqNo = doc.Order + 1
	if n := x.Shards(); n > 1 {
		if x.seqNos == nil {
			x.seqNos = map[int]int64{}
		}
		x.seqNos[x.ShardOf(doc.RoutedBy())] = doc.SeqNo + 1
	}
}

func (s *Store) put(x *Index, c Change, v Visibility) {
	old, doc := c.Old, c.New
	x.count(doc)
	x.mapped = x.mapped || !doc.deleted
	x.latest[doc.ID] = doc
	if s.listener != nil {
		s.listener.Written(x, c)
	}
	change := write{new: doc}
	if old != nil && !old.deleted {
		change.old = old
	}
	if doc.deleted {
		change.new = nil
	}
	x.hidden = append(x.hidden, change)
	if v == AtOnce {
		x.refresh()
	}
}

// target finds the index that a write goes to, or makes it.
func (s *Store) target(name string) (*Index, error) {
	name, behind, err := s.behind(name)
	if err != nil {
		return nil, err
	}
	switch len(behind) {
	case 0:
		if err := checkName(name); err != nil {
			return nil, err
		}
		return s.create(name, nil)
	case 1:
		if v, _ := behind[0].Aliases.Object(name).Get("is_write_index"); v != false || behind[0].Name == name {
			return behind[0], nil
		}
	}
	var writer *Index
	for _, x := range behind {
		if v, _ := x.Aliases.Object(name).Get("is_write_index"); v == true {
			writer = x
		}
	}
	if writer == nil {
		return nil, fault.Illegal("no write index is defined for alias [%s]. The write index may be explicitly disabled using "+
			"is_write_index=false or the alias points to multiple indices without one being designated as a write index", name)
	}
	return writer, nil
}

// Remove deletes a document; the index must exist unless the id is to be noted as
// not found in a new one, as the server does. lock may be nil.
func (s *Store) Remove(w Write) (Written, error) {
	s.lock()
	defer s.unlock()
	if _, behind, err := s.behind(w.Index); err == nil && len(behind) == 0 {
		return Written{}, notFound(w.Index, "index_expression")
	}
	x, err := s.target(w.Index)
	if err != nil {
		return Written{}, err
	}
	old := x.latest[w.ID]
	if err := x.conflict(old, Write{ID: w.ID, Lock: w.Lock, Routing: w.Routing, External: w.External}); err != nil {
		return Written{}, err
	}
	doc := &Doc{ID: w.ID, Version: 1, SeqNo: x.nextSeqNo(w.routedBy()), Order: x.seqNo, PrimaryTerm: x.term, Routing: w.Routing, deleted: true}
	result := "not_found"
	doc.Version = w.version(old)
	if old != nil {
		if !old.deleted {
			result = "deleted"
		}
	}
	s.put(x, Change{doc, old}, w.Visible)
	return Written{Index: x.Name, ID: w.ID, Version: doc.Version, SeqNo: doc.SeqNo, PrimaryTerm: x.term, Result: result}, nil
}

// IsNotFound tells whether err is an index_not_found_exception.
func IsNotFound(err error) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Type == "index_not_found_exception"
}
