package index

// Listener is told what changes in a store: in the order of the changes, while the
// store is locked. It must be quick, and must not call the store. What it is handed
// is not changed afterwards.
type Listener interface {
	// Begin and End enclose changes that belong together: who keeps changes keeps
	// all of them, or none. They may lie within each other, and come from several
	// goroutines at once.
	Begin()
	End()
	// Defined: the index was made, or its settings, its mapping or its aliases
	// changed.
	Defined(*Index)
	// Dropped: the index was deleted, with its documents.
	Dropped(*Index)
	// Written: a document of the index was written or deleted.
	Written(*Index, Change)
}

// Change is a write that was done.
type Change struct {
	New *Doc // of a deletion: the note that is left, without a source
	Old *Doc // whose place it takes; nil: the id is new
}

// Deleted tells that the document is the note that one was deleted.
func (d *Doc) Deleted() bool { return d.deleted }

// Epoch counts what changed an index's mapping beside its documents. Those of one
// epoch were all read under the mapping that stood at its end: until then the
// mapping grew only by what they had first.
func (x *Index) Epoch() int { return x.epoch }

// Listen tells the listener of all changes from now on, and of what is there and
// was not restored. A store has one listener at most, for good.
func (s *Store) Listen(l Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener = l
	s.listened.Store(true)
	l.Begin()
	defer l.End()
	for _, name := range s.names() {
		x := s.indices[name]
		if x.restored {
			continue
		}
		l.Defined(x.snapshot())
		for _, d := range x.latest {
			l.Written(x, Change{New: d})
		}
	}
}

// Together does changes that belong together, as far as the listener is concerned:
// others see them one after the other. changes may call the store.
func (s *Store) Together(changes func()) {
	if s.listened.Load() {
		s.listener.Begin()
		defer s.listener.End()
	}
	changes()
}

// lock is for changes: those until unlock belong together.
func (s *Store) lock() {
	s.mu.Lock()
	if s.listener != nil {
		s.listener.Begin()
	}
}

func (s *Store) unlock() {
	if s.listener != nil {
		s.listener.End()
	}
	s.mu.Unlock()
}

func (s *Store) defined(x *Index) {
	if s.listener != nil {
		s.listener.Defined(x.snapshot())
	}
}

// redefined is called after a mapping was changed by other means than documents.
func (s *Store) redefined(x *Index) {
	x.epoch++
	s.defined(x)
}

// Term is the primary term of writes to the index: 1, and one more for each time
// that it was restored.
func (x *Index) Term() int64 { return x.term }
