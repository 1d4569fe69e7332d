package kept

import (
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// journal is what changed in a document store and is not in the file. It listens to
// the store.
type journal struct {
	mu   sync.Mutex
	cond sync.Cond // under, busy or written changed

	under   int    // changes that have begun and not ended
	begun   uint64 // counts those that began
	noted   uint64 // counts what changed
	written uint64 // of what was noted, how much is in the file
	busy    bool   // somebody writes

	next     *changes
	onChange func() // called at the first change that nobody waits for, under mu
	waits    bool   // it was called
	ended    bool   // nothing is kept any more
}

var _ index.Listener = (*journal)(nil)

// changes are what changed, without what was changed again later.
type changes struct {
	indices map[string]*indexChanges // by UUID
	dropped []string
}

type indexChanges struct {
	defined  *index.Index // nil: as it was
	mappings map[int]*mapping.Mapping
	put      map[int64]written // by order
	gone     []int64           // orders of what is no longer the latest
}

// written is a document with the epoch in which it was written.
type written struct {
	doc   *index.Doc
	epoch int
}

func newJournal(onChange func()) *journal {
	j := &journal{next: newChanges(), onChange: onChange}
	j.cond.L = &j.mu
	return j
}

func newChanges() *changes { return &changes{indices: map[string]*indexChanges{}} }

func (c *changes) empty() bool { return len(c.indices) == 0 && len(c.dropped) == 0 }

func (c *changes) of(uuid string) *indexChanges {
	x := c.indices[uuid]
	if x == nil {
		x = &indexChanges{mappings: map[int]*mapping.Mapping{}, put: map[int64]written{}}
		c.indices[uuid] = x
	}
	return x
}

// Begin is index.Listener's.
func (j *journal) Begin() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.under++
	j.begun++
}

// End is index.Listener's.
func (j *journal) End() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.under--; j.under == 0 {
		j.cond.Broadcast()
	}
}

// note takes a change down, unless nobody keeps them any more.
func (j *journal) note(change func(*changes)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ended {
		return
	}
	change(j.next)
	j.noted++
	if !j.waits {
		j.waits = true
		j.onChange()
	}
}

// Defined is index.Listener's.
func (j *journal) Defined(x *index.Index) {
	j.note(func(c *changes) {
		changed := c.of(x.UUID)
		changed.defined, changed.mappings[x.Epoch()] = x, x.Mapping
	})
}

// Dropped is index.Listener's.
func (j *journal) Dropped(x *index.Index) {
	j.note(func(c *changes) { c.drop(x.UUID) })
}

// Written is index.Listener's.
func (j *journal) Written(x *index.Index, change index.Change) {
	j.note(func(c *changes) {
		changed := c.of(x.UUID)
		if change.Old != nil {
			changed.supersede(change.Old.Order)
		}
		changed.put[change.New.Order] = written{change.New, x.Epoch()}
	})
}

func (c *changes) drop(uuid string) {
	delete(c.indices, uuid)
	c.dropped = append(c.dropped, uuid)
}

// supersede takes a write back that has lost its place to a later one.
func (x *indexChanges) supersede(order int64) {
	if _, here := x.put[order]; here {
		delete(x.put, order)
		return
	}
	x.gone = append(x.gone, order)
}

// add takes later changes into those that could not be written.
func (c *changes) add(later *changes) {
	for _, uuid := range later.dropped {
		c.drop(uuid)
	}
	for uuid, x := range later.indices {
		into := c.of(uuid)
		if x.defined != nil {
			into.defined = x.defined
		}
		for epoch, m := range x.mappings {
			into.mappings[epoch] = m
		}
		for _, order := range x.gone {
			into.supersede(order)
		}
		for order, w := range x.put {
			into.put[order] = w
		}
	}
}
