// Package settings holds the cluster's settings: which there are, their
// defaults, what was set over them. The packages that obey a setting read it
// from the Store by name, each time they need it; the cluster API writes it.
//
// It knows no requests, and of the settings only names, kinds and limits.
package settings

import (
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Store is the settings of one cluster. It is safe for concurrent use.
type Store struct {
	registry map[string]Setting // those that the server knows
	read     map[string]Setting // those that the program reads, by the newest name

	mu                    sync.RWMutex
	persistent, transient map[string]Value
	revision              uint64 // of persistent
}

// Value is a setting as it is stored: one text, or several for a list.
type Value struct {
	Text string
	List []string
	// IsList tells an empty list from an empty text.
	IsList bool
}

// JSON is the value as the API prints it.
func (v Value) JSON() any {
	if !v.IsList {
		return v.Text
	}
	list := make([]any, 0, len(v.List))
	for _, x := range v.List {
		list = append(list, x)
	}
	return list
}

// NewStore has every setting that a server knows at its default.
func NewStore(d dialect.Dialect) *Store {
	read := buildRegistry(d)
	s := &Store{registry: read, read: read}
	if d.OpendistroNames {
		s.registry = oldNames(read)
	}
	s.Reset()
	return s
}

// Reset brings every setting back to its default.
func (s *Store) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.persistent, s.transient = map[string]Value{}, map[string]Value{}
}

// Snapshot copies what is set, by full name.
func (s *Store) Snapshot() (persistent, transient map[string]Value) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.persistent), maps.Clone(s.transient)
}

// Get is a setting's value: transient before persistent, the name before the
// older one that it falls back to, else the default. It panics on a name that
// is not registered: a mistake in the program.
func (s *Store) Get(name string) Value {
	setting, ok := s.read[name]
	if !ok {
		panic("settings: unknown setting " + name)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, n := range []string{name, setting.Fallback} {
		for _, layer := range []map[string]Value{s.transient, s.persistent} {
			if v, ok := layer[n]; ok && n != "" {
				return v
			}
		}
	}
	return setting.Default
}

// Int is a setting that is a whole number.
func (s *Store) Int(name string) int {
	n, _ := strconv.Atoi(s.Get(name).Text) // checked when it was set
	return n
}

// Bool is a setting that is true or false.
func (s *Store) Bool(name string) bool { return s.Get(name).Text == "true" }

// Duration is a setting that is a time value.
func (s *Store) Duration(name string) time.Duration {
	d, _ := rest.ParseTimeValue(name, s.Get(name).Text) // checked when it was set
	return d
}

// List is a setting of several values.
func (s *Store) List(name string) []string { return slices.Clone(s.Get(name).List) }
