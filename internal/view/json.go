package view

import (
	"encoding/json"
	"io"
)

// FormatVersion is the version of every JSON output. It changes when a field goes
// or means something else; new fields may come without.
const FormatVersion = "1"

// WriteJSON writes one JSON value and a line break: nothing else goes to that
// stream.
func WriteJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
