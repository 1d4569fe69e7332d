package events_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// FuzzReader: reading never panics, does not depend on how the input arrives, and
// what it gives is JSON.
func FuzzReader(f *testing.F) {
	for _, c := range forms() {
		f.Add([]byte(c.text))
	}
	f.Add(zip(payload))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := events.Options{MaxEvent: 1 << 16}
		list, err := events.New("f", bytes.NewReader(data), o).All()
		slow, slowErr := events.New("f", iotest.OneByteReader(bytes.NewReader(data)), o).All()
		if got, want := print(t, slow), print(t, list); got != want {
			t.Errorf("byte by byte\n%swant\n%s", got, want)
		}
		if (err == nil) != (slowErr == nil) || err != nil && err.Error() != slowErr.Error() {
			t.Errorf("byte by byte: %v, want %v", slowErr, err)
		}
		sameHeads(t, data, o)
		for i, d := range list {
			if d.Source == nil || d.Number == 0 || d.Number < i {
				t.Errorf("got %+v", d)
			}
		}
	})
}

// FuzzScan: an object is taken exactly when encoding/json takes it.
func FuzzScan(f *testing.F) {
	for _, c := range forms() {
		f.Add(strings.TrimSpace(c.text))
	}
	f.Add(`{"a":-0.0e+1,"b":"é\n"}`)
	f.Fuzz(func(t *testing.T, text string) {
		text = `{"k":` + strings.NewReplacer("\n", " ", "\r", " ").Replace(text) + `}`
		if strings.ToValidUTF8(text, "") != text || strings.Count(text, "{")+strings.Count(text, "[") > 500 {
			return
		}
		n := 0
		r := events.New("f", strings.NewReader(text), events.Options{})
		for range r.Raw() {
			n++
		}
		if got, want := n == 1 && r.Err() == nil, json.Valid([]byte(text)); got != want {
			t.Errorf("%q: taken %v (%v), json.Valid %v", text, got, r.Err(), want)
		}
	})
}

// sameHeads holds the rules that are applied to raw texts to those of documents.
func sameHeads(t *testing.T, data []byte, o events.Options) {
	t.Helper()
	for raw := range events.New("f", bytes.NewReader(data), o).Raw() {
		d, err := raw.Document()
		if err != nil {
			continue
		}
		h, err := raw.Head()
		if err != nil {
			t.Fatal(err)
		}
		v, err := orderedjson.Parse(h.Text)
		at, _ := d.Source.Get(events.TimestampField)
		if err != nil || !orderedjson.Equal(v, d.Source) || h.ID != d.ID || h.EventTimeUsed != d.EventTimeUsed || !orderedjson.Equal(h.Timestamp, at) {
			t.Errorf("%s: head %s %s %v (%v), document %+v", raw.Text, h.ID, h.Text, h.Timestamp, err, d)
		}
	}
}
