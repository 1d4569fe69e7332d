package orderedjson

import (
	"encoding/json"
	"unicode/utf8"
)

// fast parses well-formed values several times faster than encoding/json's tokens.
// Whatever it is not sure of it leaves to those, which say what is wrong.
type fast struct {
	data string
	at   int
	// own copies texts, so that a few of them don't keep a long input in memory.
	own     bool
	members []Member // of the objects that are open
	items   []any    // of the lists that are open
	escaped []byte
}

const (
	longInput    = 1 << 16 // bytes
	fastestDepth = 1000
)

// parseFast reads the first value of data; ok is false where it gives up.
func parseFast(data []byte) (v any, end int64, ok bool) {
	p := fast{data: string(data), own: len(data) > longInput}
	if v, ok = p.value(0); !ok {
		return nil, 0, false
	}
	if c := p.peek(); c != 0 && data[p.at-1] != '}' && data[p.at-1] != ']' {
		switch c {
		case ' ', '\n', '\r', '\t':
		default:
			return nil, 0, false // a scalar that does not end here
		}
	}
	return v, int64(p.at), true
}

// peek is the next byte, 0 at the end.
func (p *fast) peek() byte {
	if p.at < len(p.data) {
		return p.data[p.at]
	}
	return 0
}

func (p *fast) space() byte {
	for p.at < len(p.data) {
		switch c := p.data[p.at]; c {
		case ' ', '\n', '\r', '\t':
			p.at++
		default:
			return c
		}
	}
	return 0
}

func (p *fast) value(depth int) (v any, ok bool) {
	if depth > fastestDepth {
		return nil, false
	}
	switch c := p.space(); c {
	case '{':
		return p.object(depth)
	case '[':
		return p.list(depth)
	case '"':
		text, ok := p.text()
		return text, ok
	case 't':
		return true, p.word("true")
	case 'f':
		return false, p.word("false")
	case 'n':
		return nil, p.word("null")
	default:
		return p.number()
	}
}

func (p *fast) word(w string) bool {
	if len(p.data)-p.at < len(w) || p.data[p.at:p.at+len(w)] != w {
		return false
	}
	p.at += len(w)
	return true
}

func (p *fast) object(depth int) (any, bool) {
	from := len(p.members)
	p.at++
	for c := p.space(); c != '}'; c = p.space() {
		if len(p.members) > from {
			if c != ',' {
				return nil, false
			}
			p.at++
			c = p.space()
		}
		if c != '"' {
			return nil, false
		}
		key, ok := p.text()
		if !ok || p.space() != ':' {
			return nil, false
		}
		p.at++
		v, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		p.members = append(p.members, Member{key, v})
	}
	p.at++
	o := &Object{members: append([]Member(nil), p.members[from:]...)}
	clear(p.members[from:])
	p.members = p.members[:from]
	return o, !repeated(o.members)
}

// repeated tells whether a key stands twice.
func repeated(members []Member) bool {
	const few = 12
	if len(members) > few {
		seen := make(map[string]bool, len(members))
		for _, m := range members {
			seen[m.Key] = true
		}
		return len(seen) < len(members)
	}
	for i := range members {
		for j := range i {
			if members[i].Key == members[j].Key {
				return true
			}
		}
	}
	return false
}

func (p *fast) list(depth int) (any, bool) {
	from := len(p.items)
	p.at++
	for c := p.space(); c != ']'; c = p.space() {
		if len(p.items) > from {
			if c != ',' {
				return nil, false
			}
			p.at++
		}
		v, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		p.items = append(p.items, v)
	}
	p.at++
	list := append([]any{}, p.items[from:]...)
	clear(p.items[from:])
	p.items = p.items[:from]
	return list, true
}

func (p *fast) digits() bool {
	from := p.at
	for p.at < len(p.data) && p.data[p.at] >= '0' && p.data[p.at] <= '9' {
		p.at++
	}
	return p.at > from
}

func (p *fast) number() (any, bool) {
	from := p.at
	if p.peek() == '-' {
		p.at++
	}
	if zero := p.peek() == '0'; zero {
		p.at++
	} else if !p.digits() {
		return nil, false
	}
	if p.peek() == '.' {
		if p.at++; !p.digits() {
			return nil, false
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		if !p.digits() {
			return nil, false
		}
	}
	return json.Number(p.keep(p.data[from:p.at])), true
}

// keep is a part of the input that stays.
func (p *fast) keep(s string) string {
	if p.own {
		return string([]byte(s))
	}
	return s
}

func (p *fast) text() (string, bool) {
	from := p.at + 1
	ascii := true
	for i := from; i < len(p.data); i++ {
		switch c := p.data[i]; {
		case c == '"':
			p.at = i + 1
			s := p.data[from:i]
			return p.keep(s), ascii || utf8.ValidString(s)
		case c == '\\':
			return p.unescape(from, i)
		case c < ' ':
			return "", false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return "", false
}
