package events

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Inline makes documents of values that are parsed already, such as those that
// stand in a test block. All forms but _bulk are known there too. Errors are
// Problems without a file; "event 2" in their texts counts from 1.
func Inline(values []any) ([]Document, error) {
	r := &Reader{options: Options{MaxEvent: defaultMaxEvent}}
	var out []Document
	for i, v := range values {
		at := place{}
		fail := func(err error) { r.err.add(Problem{Text: fmt.Sprintf("event %d: %s", i+1, err)}) }
		if _, ok := v.(*orderedjson.Object); !ok {
			fail(errNoObject)
			continue
		}
		text, err := orderedjson.Marshal(v)
		if err != nil {
			fail(err)
			continue
		}
		r.form(at, parse(text), func(raw Raw) bool {
			d, err := raw.Document()
			if err != nil {
				fail(err)
				return true
			}
			out = append(out, d)
			return true
		})
	}
	return out, r.Err()
}
