package alerting

import "sync"

// runLocks let one run of a monitor follow the other, so that no alert is opened
// twice. Runs of different monitors do not wait for each other: a message may
// take long to be delivered.
type runLocks struct {
	mu   sync.Mutex
	held map[string]*runLock
}

type runLock struct {
	sync.Mutex
	waiting int
}

// hold waits until no run of the monitor is under way and returns what ends this
// one. Inline runs, which have no id, wait for nobody.
func (l *runLocks) hold(id string) (release func()) {
	if id == "" {
		return func() {}
	}
	l.mu.Lock()
	if l.held == nil {
		l.held = map[string]*runLock{}
	}
	lock := l.held[id]
	if lock == nil {
		lock = &runLock{}
		l.held[id] = lock
	}
	lock.waiting++
	l.mu.Unlock()
	lock.Lock()
	return func() {
		lock.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		if lock.waiting--; lock.waiting == 0 {
			delete(l.held, id)
		}
	}
}
