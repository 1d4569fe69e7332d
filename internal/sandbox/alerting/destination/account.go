package destination

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// Account is a mail server with the address that mails come from. Its user and
// password lie in the node's keystore.
type Account struct {
	Name, Email, Host, Method string
	Port                      int
}

// noPort is the port of an account that names none.
const noPort = -1

var methods = []string{"none", "ssl", "starttls"}

// accountName leaves out dashes: the name is part of a setting's.
var accountName = pattern.New(`^(?i)[A-Z0-9_]+$`)

// ParseAccount reads an account. The reader stands on the beginning of the object.
// Unknown fields are stepped over token by token, so that what they hold counts as
// the account's own. Errors are *fault.Fault or xcontent.ErrEndless.
func ParseAccount(r *xcontent.Reader) (*Account, error) {
	a := &Account{Port: noPort}
	given := map[string]bool{}
	err := xcontent.Catch(func() {
		eachField(r, func(name string) {
			given[name] = true
			switch name {
			case "schema_version":
				r.Int()
			case "name":
				a.Name = r.Text()
			case "email":
				a.Email = r.Text()
			case "host":
				a.Host = r.Text()
			case "port":
				a.Port = r.Int()
			case "method":
				if a.Method = r.Text(); !slices.Contains(methods, a.Method) {
					refuse("Method should be one of [none, ssl, starttls]")
				}
			}
		})
		for _, name := range []string{"name", "email", "host", "method"} {
			initialized(given[name], name)
		}
		xcontent.Check(accountName.MatchString(a.Name),
			"Invalid email account name. Valid characters are upper and lowercase a-z, 0-9, and _ (underscore).")
		xcontent.Check(isAddress(a.Email), "Invalid email")
	})
	return a, err
}

// Stored is the account as it is stored and answered.
func (a *Account) Stored(schemaVersion int) *orderedjson.Object {
	return object("schema_version", schemaVersion, "name", a.Name, "email", a.Email, "host", a.Host, "port", a.Port, "method", a.Method)
}

// Group is a list of addresses.
type Group struct {
	Name   string
	Emails []string
}

var groupName = pattern.New(`^(?i)[A-Z0-9_-]+$`)

// ParseGroup reads a group. The reader stands on the beginning of the object.
// Errors are *fault.Fault or xcontent.ErrEndless.
func ParseGroup(r *xcontent.Reader) (*Group, error) {
	g, hasName := &Group{}, false
	err := xcontent.Catch(func() {
		eachField(r, func(name string) {
			switch name {
			case "schema_version":
				r.Int()
			case "name":
				g.Name, hasName = r.Text(), true
			case "emails":
				r.Expect(xcontent.StartArray, r.Token())
				for r.Next() != xcontent.EndArray {
					g.Emails = append(g.Emails, parseEntry(r))
				}
			default:
				refuse("Unexpected field: %s, while parsing email group", name)
			}
		})
		initialized(hasName, "name")
		xcontent.Check(groupName.MatchString(g.Name), "Invalid email group name. "+
			"Valid characters are upper and lowercase a-z, 0-9, _ (underscore) and - (hyphen).")
	})
	return g, err
}

// parseEntry reads one address of a group.
func parseEntry(r *xcontent.Reader) string {
	text, given := "", false
	eachField(r, func(name string) {
		if name != "email" {
			refuse("Unexpected field: %s, while parsing email entry", name)
		}
		text, given = r.Text(), true
	})
	initialized(given, "email")
	xcontent.Check(text != "", "Email entry must have a non-empty email")
	xcontent.Check(isAddress(text), "Invalid email")
	return text
}

// Stored is the group as it is stored and answered.
func (g *Group) Stored(schemaVersion int) *orderedjson.Object {
	list := []any{}
	for _, text := range g.Emails {
		list = append(list, object("email", text))
	}
	return object("schema_version", schemaVersion, "name", g.Name, "emails", list)
}
