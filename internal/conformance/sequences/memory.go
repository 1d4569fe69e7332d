package sequences

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Scroll stands in paths and bodies for the id of the scroll that was begun last: each
// server has its own.
const Scroll = "@scroll@"

// memory is what a server has answered that later requests name.
type memory struct{ scroll string }

// fill puts in what is remembered.
func (m *memory) fill(s Step) Step {
	id := m.scroll
	if id == "" {
		id = "none"
	}
	s.Path = strings.ReplaceAll(s.Path, Scroll, id)
	s.Body = strings.ReplaceAll(s.Body, Scroll, id)
	return s
}

// note remembers what an answer says.
func (m *memory) note(a Answer) {
	if o, ok := a.Body.(*orderedjson.Object); ok && o.Text("_scroll_id") != "" {
		m.scroll = o.Text("_scroll_id")
	}
}
