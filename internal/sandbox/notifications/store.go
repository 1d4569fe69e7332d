package notifications

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

// refreshInterval is how long a write stays out of the lists at most.
const refreshInterval = time.Second

// tombstoneLife is how long a deleted id's version is remembered.
const tombstoneLife = time.Minute

// doc is one stored config. It is never changed, only replaced.
type doc struct {
	id               string
	config           config
	created, updated int64 // milliseconds since 1970
	version          int
	access           []string // the backend roles of who created it; nil: it is for all
	seq              int      // orders what sorts alike: the later write comes last
}

// store is the plugin's index: what GET by id sees (live) and what searches see
// (visible), which is live as it was at the last refresh.
//
// A refresh happens one refresh interval after the first write that it covers,
// so a list right after a write shows the old state (2.19.4: up to 0.7 s, 8 of 8
// times). The caller guards the store.
type store struct {
	clock   clock.Clock
	manners manners

	live       map[string]*doc
	visible    map[string]*doc
	pending    []change
	tombstones map[string]tombstone
	seq        int
	revision   uint64
}

// change is a write that no refresh has covered yet; doc is nil for a deletion.
type change struct {
	at  time.Time
	id  string
	doc *doc
}

type tombstone struct {
	at      time.Time
	version int
}

func newStore(c clock.Clock, m manners) *store {
	return &store{
		clock: c, manners: m,
		live: map[string]*doc{}, visible: map[string]*doc{}, tombstones: map[string]tombstone{},
	}
}

// conflictError says that an id is taken.
type conflictError struct {
	id      string
	version int
}

func (e *conflictError) Error() string {
	return fmt.Sprintf("[%s]: version conflict, document already exists (current version [%d])", e.id, e.version)
}

// create stores a new config. The error is a *conflictError.
func (s *store) create(id string, c config, access []string) error {
	if d, ok := s.live[id]; ok {
		return &conflictError{id, d.version}
	}
	version := 1
	if t, ok := s.tombstones[id]; ok && s.clock.Now().Sub(t.at) < tombstoneLife {
		version = t.version + 1
	}
	delete(s.tombstones, id)
	now := clock.Millis(s.clock.Now())
	s.put(&doc{id: id, config: c, created: now, updated: now, version: version, access: access})
	return nil
}

// update replaces a config that is there; its creation time stays.
func (s *store) update(old *doc, c config) {
	s.put(&doc{
		id: old.id, config: c, version: old.version + 1,
		created: old.created, updated: clock.Millis(s.clock.Now()), access: old.access,
	})
}

func (s *store) put(d *doc) {
	s.seq++
	d.seq = s.seq
	s.note(d.id, d)
	s.live[d.id] = d
}

func (s *store) delete(d *doc) {
	s.note(d.id, nil)
	s.tombstones[d.id] = tombstone{s.clock.Now(), d.version + 1}
	delete(s.live, d.id)
}

func (s *store) note(id string, d *doc) {
	s.revision++
	s.refresh()
	w := change{s.clock.Now(), id, d}
	if s.manners.listsAtOnce {
		s.show(w)
		return
	}
	s.pending = append(s.pending, w)
}

// refresh does the refreshes that were due by now. A clock that was set back
// makes all of them due.
func (s *store) refresh() {
	now := s.clock.Now()
	for len(s.pending) > 0 {
		first := s.pending[0].at
		due := first.Add(refreshInterval)
		if now.Before(due) && !now.Before(first) {
			return
		}
		covered := 0
		for covered < len(s.pending) && s.pending[covered].at.Before(due) {
			s.show(s.pending[covered])
			covered++
		}
		s.pending = s.pending[covered:]
	}
}

func (s *store) show(w change) {
	if w.doc == nil {
		delete(s.visible, w.id)
		return
	}
	s.visible[w.id] = w.doc
}

// search lists what searches see, oldest write first.
func (s *store) search() []*doc {
	s.refresh()
	return slices.SortedFunc(maps.Values(s.visible), func(a, b *doc) int { return cmp.Compare(a.seq, b.seq) })
}
