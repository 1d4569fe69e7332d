package painless

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// classes.txt lists the classes that scripts may use, as GET
// _scripts/painless/_context?context=painless_test of OpenSearch 2.19.4 tells
// them, with the Java hierarchy among them and, at its end, the alerting
// plugin's own (alerting-api 3.1), those of 1.3 last. A line begins a class ("class",
// its binary name, "=" and another short name than that name's, "<" and its supertypes, "!" and the method of a functional interface,
// "*" for an interface) or names a constructor (n), a static method (s), a
// method (m), a static field (F), a field (f). Methods of supertypes are not
// repeated. Types are written as scripts write them.
//
//go:embed classes.txt
var classText string

// typ is a type as scripts write it: int, def, String, Map.Entry, int[].
type typ = string

type method struct {
	class      typ
	name       string
	result     typ
	parameters []typ
	id         string // its key, made once
}

type class struct {
	name         typ
	binaryName   string
	supertypes   []typ // all of them, nearest first
	isInterface  bool
	function     string // "test/1" of a functional interface
	constructors map[int]*method
	statics      map[string]*method
	methods      map[string]*method
	getters      map[string]*method // what x.name means on a def
	setters      map[string]*method
	staticFields map[string]typ
	fields       map[string]typ
}

var loadClasses = sync.OnceValue(func() map[typ]*class {
	all := map[typ]*class{"def": {name: "def", binaryName: "def"}}
	var order []*class
	var c *class
	for line := range strings.Lines(classText) {
		line = strings.TrimSuffix(line, "\n")
		if head, ok := strings.CutPrefix(line, "class "); ok {
			c = newClass(head)
			all[c.name] = c
			order = append(order, c)
			continue
		}
		c.add(line)
	}
	for _, c := range order {
		c.inherit(all)
	}
	return all
})

func newClass(head string) *class {
	parts := strings.Fields(head)
	c := &class{
		binaryName: parts[0], constructors: map[int]*method{}, statics: map[string]*method{}, methods: map[string]*method{},
		getters: map[string]*method{}, setters: map[string]*method{}, staticFields: map[string]typ{}, fields: map[string]typ{},
	}
	c.name = shortName(parts[0])
	for _, part := range parts[1:] {
		switch part[0] {
		case '=':
			c.name = part[1:]
		case '<':
			c.supertypes = strings.Split(part[1:], ",")
		case '!':
			c.function = part[1:]
		case '*':
			c.isInterface = true
		}
	}
	return c
}

// shortName takes the package off a binary name.
func shortName(binary string) typ {
	parts := strings.Split(binary, ".")
	return strings.ReplaceAll(parts[len(parts)-1], "$", ".")
}

func (c *class) add(line string) {
	parts := strings.Split(line, " ")
	list := func(i int) []typ {
		if i >= len(parts) || parts[i] == "" {
			return nil
		}
		return strings.Split(parts[i], ",")
	}
	switch parts[1] {
	case "n":
		m := &method{class: c.name, name: "<init>", result: c.name, parameters: list(2)}
		c.constructors[len(m.parameters)] = m
	case "s":
		m := &method{class: c.name, name: parts[2], result: parts[3], parameters: list(4)}
		c.statics[m.key()] = m
	case "m":
		m := &method{class: c.name, name: parts[2], result: parts[3], parameters: list(4)}
		c.methods[m.key()] = m
	case "F":
		c.staticFields[parts[2]] = parts[3]
	case "f":
		c.fields[parts[2]] = parts[3]
	}
}

func (m *method) key() string {
	if m.id == "" {
		return methodKey(m.name, len(m.parameters))
	}
	return m.id
}

func methodKey(name string, arity int) string { return name + "/" + strconv.Itoa(arity) }

// inherit adds the methods of the supertypes, the nearer before the farther.
func (c *class) inherit(all map[typ]*class) {
	for _, s := range c.supertypes {
		for key, m := range all[s].methods {
			if _, ok := c.methods[key]; !ok {
				c.methods[key] = m
			}
		}
	}
	for key, m := range c.methods {
		m.id = key
		switch {
		case len(m.parameters) == 0 && len(m.name) > 3 && strings.HasPrefix(m.name, "get"):
			c.getters[lowerFirst(m.name[3:])] = m
		case len(m.parameters) == 0 && len(m.name) > 2 && strings.HasPrefix(m.name, "is"):
			c.getters[lowerFirst(m.name[2:])] = m
		case len(m.parameters) == 1 && len(m.name) > 3 && strings.HasPrefix(m.name, "set"):
			c.setters[lowerFirst(m.name[3:])] = m
		}
	}
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func lookupClass(name typ) *class { return loadClasses()[name] }

// resolveType finds a type by the name that a script uses, in short or whole;
// "" is none.
func resolveType(name string) typ {
	element, brackets := splitArray(name)
	if lookupClass(element) != nil {
		return name
	}
	short := shortName(element)
	if c := lookupClass(short); c != nil && canonical(short) == element {
		return short + brackets
	}
	// Map.Entry written in whole: the package goes, the outer class stays.
	for i := range len(element) {
		if element[i] == '.' {
			rest := element[i+1:]
			if c := lookupClass(rest); c != nil && canonical(rest) == element {
				return rest + brackets
			}
		}
	}
	return ""
}

func splitArray(name typ) (element typ, brackets string) {
	element, _, _ = strings.Cut(name, "[")
	return element, name[len(element):]
}

func isArray(t typ) bool { return strings.HasSuffix(t, "[]") }

func elementType(t typ) typ { return strings.TrimSuffix(t, "[]") }

// canonical is a type as error messages print it.
func canonical(t typ) string {
	element, brackets := splitArray(t)
	if c := lookupClass(element); c != nil {
		return strings.ReplaceAll(c.binaryName, "$", ".") + brackets
	}
	return t
}

// binaryName is a type as Class.getName tells it.
func binaryName(t typ) string {
	if c := lookupClass(t); c != nil {
		return c.binaryName
	}
	return canonical(t)
}

func isPrimitive(t typ) bool {
	switch t {
	case "boolean", "byte", "short", "char", "int", "long", "float", "double", "void":
		return true
	}
	return false
}

// assignable tells whether a value of type from can stand where to is wanted:
// Java's isAssignableFrom, where def is Object.
func assignable(to, from typ) bool {
	if to == "def" {
		to = "Object"
	}
	if from == "def" {
		from = "Object"
	}
	if to == from {
		return true
	}
	if isPrimitive(to) || isPrimitive(from) {
		return false
	}
	if isArray(from) {
		if to == "Object" {
			return true
		}
		return isArray(to) && !isPrimitive(elementType(to)) && !isPrimitive(elementType(from)) &&
			assignable(elementType(to), elementType(from))
	}
	if c := lookupClass(from); c != nil {
		for _, s := range c.supertypes {
			if s == to {
				return true
			}
		}
	}
	return to == "Object"
}

// functionOf is the method of a functional interface; nil for other types.
func functionOf(t typ) *method {
	c := lookupClass(t)
	if c == nil || c.function == "" {
		return nil
	}
	return c.methods[c.function]
}
