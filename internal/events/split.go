package events

import (
	"fmt"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/pattern"
)

// splitter cuts an input into values: those that stand one after another, and the
// elements of lists and of {"Records": […]}, which may be longer than memory.
type splitter struct {
	window
	scan   scanner
	taken  int // of the value that was given last
	place  int // the line where what was given last, or is wrong, begins
	inside list
}

// list is what kind of list the splitter is in, and where.
type list struct {
	kind  listKind
	first bool // no comma is due
}

type listKind int

const (
	noList listKind = iota
	plainList
	recordsList
)

// peeked is how much must be in memory to tell {"Records": [ from an event.
const peeked = 256

var recordsHead = pattern.New(`^\{\s*"Records"\s*:\s*\[`)

// next gives the next value; its text is valid until the next call. ok is false
// at the end. A value that can't be read comes as an error, and the one after it
// is looked for at the beginning of a line.
func (p *splitter) next() (text []byte, ok bool, err error) {
	p.consume(p.taken)
	p.taken = 0
	for {
		if p.inside.kind != noList {
			if text, open, err := p.element(); open || err != nil {
				return text, true, err
			}
			continue
		}
		c, ok := p.space()
		p.place = p.line
		switch {
		case !ok:
			return nil, p.err != nil, p.failed()
		case c == '[':
			p.consume(1)
			p.inside = list{plainList, true}
			continue
		case c == '{' && p.beginsRecords():
			continue
		}
		text, err := p.value()
		return text, true, err
	}
}

// failed is the error of reading, told once.
func (p *splitter) failed() error {
	err := p.err
	p.err, p.eof = nil, true
	return err
}

func (p *splitter) beginsRecords() bool {
	for len(p.data()) < peeked && p.more() {
	}
	n := len(recordsHead.Regexp().Find(p.data()[:min(len(p.data()), peeked)]))
	if n == 0 {
		return false
	}
	p.consume(n)
	p.inside = list{recordsList, true}
	return true
}

// element gives the next element of a list; open is false where the list ended.
func (p *splitter) element() (text []byte, open bool, err error) {
	c, ok := p.space()
	p.place = p.line
	switch {
	case !ok:
		return nil, false, p.leave("the input ends inside of a list")
	case c == ']':
		return nil, false, p.close()
	case p.inside.first:
		p.inside.first = false
	case c == ',':
		p.consume(1)
		if _, ok := p.space(); !ok {
			return nil, false, p.leave("the input ends inside of a list")
		}
	default:
		return nil, false, p.leave("a comma between two events of a list is missing")
	}
	text, err = p.value()
	return text, true, err
}

func (p *splitter) leave(why string) error {
	p.inside = list{}
	if p.err != nil {
		return p.failed()
	}
	return fmt.Errorf("not JSON: %s", why)
}

func (p *splitter) close() error {
	p.consume(1)
	records := p.inside.kind == recordsList
	p.inside = list{}
	if !records {
		return nil
	}
	c, ok := p.space()
	p.place = p.line
	switch {
	case ok && c == '}':
		p.consume(1)
		return nil
	case ok && c == ',':
		p.resume()
		return fmt.Errorf(`"Records" is followed by other keys: that is no CloudTrail file`)
	}
	return p.leave(`the brace after "Records" is missing`)
}

// value reads the value that begins here, all of it.
func (p *splitter) value() ([]byte, error) {
	p.place = p.line
	for {
		v := p.scan.scan(p.data())
		if v == whole && p.scan.at == len(p.data()) && p.buf[p.start] != '{' && p.grow() {
			continue // of a number there may be more
		}
		if v == whole {
			break
		}
		if v == cut && p.grow() {
			continue
		}
		return nil, p.broken(v)
	}
	p.taken = p.scan.at
	text := p.data()[:p.taken]
	switch {
	case !utf8.Valid(text):
		return nil, fmt.Errorf("not UTF-8: save the file as UTF-8")
	case text[0] != '{':
		return nil, errNoObject
	}
	return text, nil
}

// grow reads on until there is twice as much to look at, for it is looked at from
// its beginning again.
func (p *splitter) grow() bool {
	want := 2 * len(p.data())
	grew := false
	for len(p.data()) < want && p.more() {
		grew = true
	}
	return grew
}

func (p *splitter) broken(v verdict) error {
	err := fmt.Errorf("not JSON: %s", p.scan.why)
	switch {
	case v == cut && p.err != nil:
		return p.failed()
	case v == cut && p.full():
		err = fmt.Errorf("an event of more than %d bytes", p.limit)
	case v == cut:
		err = fmt.Errorf("not JSON: the input ends inside of an event")
	}
	p.resume()
	return err
}

// resume goes to where the next event may begin.
func (p *splitter) resume() {
	p.inside.first = true
	if !p.nextLine() {
		p.inside = list{}
	}
}
