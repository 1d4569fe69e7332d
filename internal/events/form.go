package events

import (
	"encoding/json"
	"strings"
)

// place is where a value stands.
type place struct {
	file string
	line int
}

// values reads a source to its end; false where the caller has enough.
func (r *Reader) values(file string, yield func(Raw) bool) bool {
	for {
		text, ok, err := r.split.next()
		at := place{file, r.split.place}
		switch {
		case err != nil:
			r.problem(at, err)
		case !ok:
			if err := r.bulk.end(); err != nil {
				r.problem(at, err)
			}
			return true
		case !r.value(at, text, yield):
			return false
		}
	}
}

func (r *Reader) problem(at place, err error) { r.err.add(Problem{at.file, at.line, err.Error()}) }

func (r *Reader) value(at place, text []byte, yield func(Raw) bool) bool {
	raw, isDocument, err := r.bulk.take(text, &r.split.scan)
	switch {
	case err != nil:
		r.problem(at, err)
		return true
	case r.bulk.on && !isDocument:
		return true
	case r.bulk.on:
		return r.emit(at, raw, yield)
	}
	return r.form(at, parsed{text, r.split.scan.members}, yield)
}

func (r *Reader) emit(at place, raw Raw, yield func(Raw) bool) bool {
	r.number++
	raw.File, raw.Line, raw.Number = at.file, at.line, r.number
	return yield(raw)
}

// parsed is an object with its members.
type parsed struct {
	text    []byte
	members []span
}

// get is the text of a member's value; nil where there is none. Of a key that
// stands twice it is the first; parsing refuses such an object.
func (p parsed) get(key string) []byte {
	for _, m := range p.members {
		if string(p.text[m.keyStart:m.keyEnd]) == key {
			return p.text[m.start:m.end]
		}
	}
	return nil
}

func (p parsed) object(key string) []byte { return beginning(p.get(key), '{') }
func (p parsed) list(key string) []byte   { return beginning(p.get(key), '[') }

func beginning(text []byte, c byte) []byte {
	if len(text) == 0 || text[0] != c {
		return nil
	}
	return text
}

// word is a text or a number as a text.
func (p parsed) word(key string) string { return word(p.get(key)) }

func word(text []byte) string {
	if len(text) > 0 && text[0] == '"' {
		var s string
		if json.Unmarshal(text, &s) == nil {
			return s
		}
		return ""
	}
	if w := string(text); w != "null" && !strings.HasPrefix(w, "{") && !strings.HasPrefix(w, "[") {
		return w
	}
	return ""
}

// form tells an event from what holds events, by its keys.
func (r *Reader) form(at place, p parsed, yield func(Raw) bool) bool {
	named := p.get("_id") != nil || p.get("_index") != nil
	switch {
	case named && p.object("_source") != nil:
		return r.emit(at, Raw{Index: p.word("_index"), ID: p.word("_id"), Text: p.object("_source")}, yield)
	case named && p.object("doc") != nil:
		return r.emit(at, Raw{Index: p.word("_index"), ID: p.word("_id"), Text: p.object("doc")}, yield)
	case len(p.members) == 1 && p.list("Records") != nil:
		return r.elements(at, p.list("Records"), yield)
	case p.get("messageType") != nil && p.list("logEvents") != nil:
		return r.subscription(at, p.text, yield)
	case len(p.members) == 1 && p.object("awslogs") != nil:
		return r.lambdaEvent(at, p.object("awslogs"), yield)
	case p.get("took") != nil && p.object("hits") != nil:
		hits := parse(p.object("hits"))
		if list := hits.list("hits"); list != nil {
			return r.elements(at, list, yield)
		}
	}
	return r.emit(at, Raw{Text: p.text, members: p.members}, yield)
}

// parse notes the members of an object that is known to be well-formed.
func parse(text []byte) parsed {
	var s scanner
	s.scan(text)
	return parsed{text, s.members}
}

// elements looks at each element of a list that is in memory.
func (r *Reader) elements(at place, list []byte, yield func(Raw) bool) bool {
	rest := list[1:]
	for {
		var s scanner
		s.data = rest
		c, _ := s.space()
		if c == ',' {
			s.at++
			c, _ = s.space()
		}
		if c == ']' {
			return true
		}
		from := s.at
		if s.value(1); c != '{' {
			r.problem(at, errNoObject)
		} else if !r.form(at, parse(rest[from:s.at]), yield) {
			return false
		}
		rest = rest[s.at:]
	}
}
