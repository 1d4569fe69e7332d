package events

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Names of the fields that the rules look at.
const (
	idField        = "@id"
	TimestampField = "@timestamp"
	EventTimeField = "eventTime"
)

// complete gives a document the id and the time that it lacks.
func (d *Document) complete() {
	if d.ID == "" {
		d.ID = IDOf(d.Source, d.Number)
	}
	if d.Source.Has(TimestampField) {
		return
	}
	if at := d.Source.Text(EventTimeField); at != "" {
		d.Source.Set(TimestampField, at)
		d.EventTimeUsed = true
	}
}

// IDOf is the id of an event whose form says none: its "@id" (a text or a number
// that is not empty), else its number in the input.
func IDOf(source *orderedjson.Object, number int) string {
	v, _ := source.Get(idField)
	switch v := v.(type) {
	case string:
		if v != "" {
			return v
		}
	case json.Number:
		return v.String()
	}
	return strconv.Itoa(number)
}
