package kept

import (
	"fmt"
	"strconv"
	"time"

	"go.etcd.io/bbolt"

	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// Documents is the document store of a sandbox.
type Documents = *index.Store

// Session keeps what a sandbox holds, from its start or its reset on.
type Session struct {
	file     *File
	contents Contents
	journal  *journal
	// wipes: the file still holds what was there before a reset.
	wipes bool
	// have are the revisions of the parts that are in the file, next the numbers of
	// the entries to come in its logs. Only who is busy changes them.
	have map[string]uint64
	next map[string]int
}

// lateness is how long a change waits for a request that asks for it: what timers
// change is kept by then.
const lateness = 100 * time.Millisecond

func (f *File) session(c Contents) *Session {
	s := &Session{file: f, contents: c, have: map[string]uint64{}, next: map[string]int{}}
	s.journal = newJournal(func() { time.AfterFunc(lateness, s.syncLate) })
	return s
}

// syncLate keeps what nobody has asked for. What fails is tried again by the next
// request, which tells of it.
func (s *Session) syncLate() {
	s.journal.mu.Lock()
	s.journal.waits = false
	s.journal.mu.Unlock()
	_ = s.Sync()
}

// Empty begins a session with a sandbox that is new: what the file holds is gone with
// the first Sync.
func (f *File) Empty(c Contents) *Session {
	s := f.session(c)
	s.wipes = true
	c.Documents.Listen(s.journal)
	return s
}

// End lets go of the sandbox, as it is reset: nothing of it is kept any more.
func (s *Session) End() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.ended = true
	for s.journal.busy { // the file is the next session's
		s.journal.cond.Wait()
	}
	s.journal.cond.Broadcast()
}

// Sync returns once everything that has changed so far is in the file. Errors are the
// disk's; what could not be written is tried again by the next Sync.
func (s *Session) Sync() error {
	parts := s.contents.revisions()
	j := s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	goal := j.noted
	for !j.ended && (s.wipes || j.written < goal || s.lacks(parts)) {
		if j.busy {
			j.cond.Wait()
			continue
		}
		if err := s.commit(); err != nil {
			return err
		}
	}
	return nil
}

// Stop is the last Sync, after which nothing changes: with it the sandbox's time is
// kept, which has gone on since the last change. Errors are those of Sync.
func (s *Session) Stop() error {
	if err := s.Sync(); err != nil || s.contents.Now == nil {
		return err
	}
	return s.file.notWritten(guarded(func() error {
		return s.file.db.Update(func(tx *bbolt.Tx) error { return putTime(tx, s.contents.Now()) })
	}))
}

func (s *Session) lacks(revisions map[string]uint64) bool {
	for name, r := range revisions {
		if have, ok := s.have[name]; !ok && r > 0 || have < r {
			return true
		}
	}
	return false
}

// mostTries is how often a moment is looked for in which the parts and the documents
// agree; under changes without end the last one counts.
const mostTries = 20

// commit writes what changed so far. The caller holds the journal's lock, which is
// given back while the file is written.
func (s *Session) commit() error {
	j := s.journal
	j.busy = true
	var parts exported
	for range mostTries {
		for j.under > 0 {
			j.cond.Wait()
		}
		begun := j.begun
		j.mu.Unlock()
		parts = s.contents.export(s.have, s.next) // takes the locks of parts, under which they may note
		j.mu.Lock()
		if parts.empty() || j.begun == begun && j.under == 0 {
			break
		}
	}
	for j.under > 0 {
		j.cond.Wait()
	}
	taken, upTo, wipes := j.next, j.noted, s.wipes
	j.next = newChanges()
	j.mu.Unlock()
	err := s.file.write(transaction{taken, parts, wipes, s.contents.Now})
	j.mu.Lock()
	j.busy = false
	j.cond.Broadcast()
	if err != nil {
		taken.add(j.next)
		j.next = taken
		return err
	}
	j.written, s.wipes = upTo, false
	for name, r := range parts.revisions {
		s.have[name] = r
	}
	for _, l := range parts.logs {
		s.next[l.name] = l.from + len(l.entries)
	}
	return nil
}

// transaction is what is written at once.
type transaction struct {
	changes *changes
	parts   exported
	wipes   bool // what the file holds goes first
	now     func() time.Time
}

// write puts changes into the file, all or none.
func (f *File) write(w transaction) error {
	if w.changes.empty() && w.parts.empty() && !w.wipes {
		return nil
	}
	err := guarded(func() error {
		return f.db.Update(func(tx *bbolt.Tx) error {
			if w.wipes {
				if err := wipe(tx); err != nil {
					return err
				}
			}
			if err := f.writeChanges(tx, w.changes); err != nil {
				return err
			}
			if err := w.parts.write(tx); err != nil || w.now == nil {
				return err
			}
			return putTime(tx, w.now())
		})
	})
	return f.notWritten(err)
}

func putTime(tx *bbolt.Tx, at time.Time) error {
	return tx.Bucket(aboutBucket).Put(timeKey, strconv.AppendInt(nil, at.UnixNano(), 10))
}

func (f *File) notWritten(err error) error {
	if err != nil {
		return fmt.Errorf("the sandbox can't write to %s: %w", f.path(), err)
	}
	return nil
}

// wipe takes all out but what the file says of itself.
func wipe(tx *bbolt.Tx) error {
	for _, name := range [][]byte{partsBucket, logsBucket, indicesBucket} {
		if tx.Bucket(name) == nil {
			continue
		}
		if err := tx.DeleteBucket(name); err != nil {
			return err
		}
	}
	return nil
}
