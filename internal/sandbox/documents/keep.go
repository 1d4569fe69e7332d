package documents

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// KeptStreams are the data streams, to be kept beside the indices: {"templates":
// [names], "made": {stream: template}}.
type KeptStreams struct{ Service *Service }

// Revision is greater after each change.
func (k KeptStreams) Revision() uint64 {
	s := k.Service.streams
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision
}

// Export writes the streams down.
func (k KeptStreams) Export() *orderedjson.Object {
	s := k.Service.streams
	s.mu.Lock()
	defer s.mu.Unlock()
	templates, made := []any{}, orderedjson.NewObject()
	for _, name := range slices.Sorted(maps.Keys(s.templates)) {
		templates = append(templates, name)
	}
	for _, name := range slices.Sorted(maps.Keys(s.made)) {
		made.Set(name, s.made[name])
	}
	return orderedjson.NewObject(
		orderedjson.Member{Key: "templates", Value: templates}, orderedjson.Member{Key: "made", Value: made})
}

// Import reads what Export wrote.
func (k KeptStreams) Import(from *orderedjson.Object) error {
	s := k.Service.streams
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range from.Array("templates") {
		text, _ := name.(string)
		s.templates[text] = true
	}
	made := from.Object("made")
	for _, name := range made.Keys() {
		s.made[name] = made.Text(name)
	}
	return nil
}
