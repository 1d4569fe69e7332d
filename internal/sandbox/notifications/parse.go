package notifications

import (
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// envelope is the body of a POST or PUT.
type envelope struct {
	id     string
	hasID  bool
	config config
}

// verb is what a body is parsed for: the id's rules differ.
type verb int

const (
	creating verb = iota
	updating
)

// parser reads bodies token by token, as the server's does: fields count in the
// order in which they come, the first object of a kind counts, and a fault is
// told where it is met.
type parser struct {
	*xcontent.Reader
	manners manners
}

// parseEnvelope reads a body of which the first value counts. id is the path's
// on a PUT, where one in the body wins over it. Errors are *fault.Fault, a
// *badURLError, or xcontent.ErrEndless for a body that the server never answers.
func parseEnvelope(body []byte, v verb, id string, m manners) (envelope, error) {
	e := envelope{id: id, hasID: v == updating}
	err := catch(func() {
		p := parser{xcontent.NewReader(body), m}
		p.Next()
		p.envelope(&e, v)
	})
	return e, err
}

func (p parser) envelope(e *envelope, v verb) {
	found := false
	p.fields(func(name string) {
		switch name {
		case "config_id":
			e.id, e.hasID = p.id(v)
		case "config":
			e.config, found = p.config(), true
		default:
			p.Skip()
		}
	})
	xcontent.Check(found, "config field absent")
	if v == creating && e.hasID {
		checkID(e.id)
	}
}

// id is null or text on a POST, and text on a PUT.
func (p parser) id(v verb) (string, bool) {
	if v == creating && p.Token() == xcontent.Null {
		return "", false
	}
	return p.Text(), true
}

// fields steps through the object that begins here and calls read on each
// value's first token.
func (p parser) fields(read func(name string)) {
	p.Expect(xcontent.StartObject, p.Token())
	for p.Next() != xcontent.EndObject {
		name := p.Name()
		p.Next()
		read(name)
	}
}

func (p parser) config() config {
	c := config{enabled: true}
	named := false
	p.fields(func(field string) {
		switch field {
		case "name":
			c.name, named = p.Text(), true
		case "description":
			c.description = p.Text()
		case "config_type":
			c.kind = p.manners.kind(p.Text())
		case "is_enabled":
			c.enabled = p.Bool()
		default:
			if kind := p.manners.kind(field); kind != None && c.data == nil {
				c.data = p.data(kind)
			} else {
				p.Skip()
			}
		}
	})
	xcontent.Check(named, "name field absent")
	xcontent.Check(c.kind != "", "config_type field absent")
	xcontent.Check(c.name != "", "name is null or empty")
	xcontent.Check(c.fits(), "ConfigType: %s and data doesn't match", c.kind)
	return c
}
