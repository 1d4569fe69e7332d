package view

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/alertplan/alertplan/internal/pattern"
)

// FormatVersion is the version of every JSON output. It changes when a field goes
// or means something else; new fields may come without.
const FormatVersion = "1"

// WriteJSON writes one JSON value and a line break: nothing else goes to that
// stream.
//
// In it there is nothing that GitHub's runner takes for a command: a number sign before
// a bracket, unseen characters in between or not, is written as an escape, which reads
// the same.
func WriteJSON(out io.Writer, v any) error {
	mask, masks := out.(*Mask)
	if masks && mask.knows() {
		var err error
		if v, err = mask.maskedJSON(v); err != nil {
			return err
		}
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	whole := numberSign.Regexp().ReplaceAll(text.Bytes(), []byte(`\u0023$1`))
	if masks {
		return mask.writeWhole(whole)
	}
	_, err := out.Write(whole)
	return err
}

var numberSign = pattern.New(`#([\p{Cf}\x{034F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0100}-\x{E01EF}]*\[)`)
