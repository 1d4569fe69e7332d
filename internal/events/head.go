package events

import (
	"bytes"
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Head is what the rules of documents say of a raw one, without parsing it all.
type Head struct {
	ID            string
	Text          []byte // the raw text, or a copy with the "@timestamp" that it lacked
	Timestamp     any    // the value of "@timestamp"; nil where there is none
	EventTimeUsed bool
}

// Head applies the same rules as Document. Its text may be the raw one's.
func (raw Raw) Head() (Head, error) {
	p := parsed{raw.Text, raw.members}
	if p.members == nil {
		p = parse(raw.Text)
	}
	if bytes.IndexByte(raw.Text, '\\') >= 0 && p.escaped() {
		return raw.parsedHead()
	}
	h := Head{ID: raw.ID, Text: raw.Text}
	if h.ID == "" {
		o := orderedjson.NewObject()
		if id := p.get(idField); id != nil {
			o.Set(idField, scalar(id))
		}
		h.ID = IDOf(o, raw.Number)
	}
	at := p.get(TimestampField)
	if at == nil {
		if at = p.get(EventTimeField); len(at) <= len(`""`) || at[0] != '"' {
			return h, nil
		}
		last := bytes.LastIndexByte(raw.Text, '}')
		h.Text = append(append(append(append([]byte{}, raw.Text[:last]...), `,"`+TimestampField+`":`...), at...), '}')
		h.EventTimeUsed = true
	}
	h.Timestamp = scalar(at)
	return h, nil
}

// escaped tells whether a key is written with escapes.
func (p parsed) escaped() bool {
	for _, m := range p.members {
		if bytes.IndexByte(p.text[m.keyStart:m.keyEnd], '\\') >= 0 {
			return true
		}
	}
	return false
}

// scalar parses a value; nil where it can't be.
func scalar(text []byte) any {
	if text[0] == '"' && bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1])
	}
	if c := text[0]; c == '-' || digit(c) {
		return json.Number(text)
	}
	v, err := orderedjson.Parse(text)
	if err != nil {
		return nil
	}
	return v
}

func (raw Raw) parsedHead() (Head, error) {
	d, err := raw.Document()
	if err != nil {
		return Head{}, err
	}
	text, err := orderedjson.Marshal(d.Source)
	if err != nil {
		return Head{}, err
	}
	at, _ := d.Source.Get(TimestampField)
	return Head{ID: d.ID, Text: text, Timestamp: at, EventTimeUsed: d.EventTimeUsed}, nil
}
