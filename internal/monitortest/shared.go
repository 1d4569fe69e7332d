package monitortest

import "sync"

// shared are the documents that several tests run on. Nobody writes to them once they
// are there.
type shared struct {
	fill     sync.Once
	stocks   stocks
	rejected []Rejection
	err      error
}

// mostShared is how many filled stores are kept.
const mostShared = 8

func (l *Local) share(key string) *shared {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stores == nil {
		l.stores = map[string]*shared{}
	}
	if found := l.stores[key]; found != nil {
		return found
	}
	if len(l.recent) == mostShared {
		delete(l.stores, l.recent[0])
		l.recent = l.recent[1:]
	}
	l.recent = append(l.recent, key)
	l.stores[key] = &shared{}
	return l.stores[key]
}
