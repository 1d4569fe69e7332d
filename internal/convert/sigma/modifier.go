package sigma

import (
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// item is a field of a selection with what is asked of it: `field|modifier|…: values`.
type item struct {
	key    *yaml.Node
	field  string
	values []*value
	all    bool // all values must be found, not one of them
	cased  bool
	other  bool // neq: none of the values may be there
	asked  string
}

// value is one value of an item. What it is, is told by what is set.
type value struct {
	node *yaml.Node
	kind valueKind

	texts  []wild // of a text: the ways to write it, one of which must be found
	bytes  bool   // of a text: it is what another text is encoded as
	number string // as JSON has it
	yes    bool   // of a boolean
	flags  string // of an expression: those of i, m and s
	text   string // as it stands in the rule
}

type valueKind int

const (
	isText valueKind = iota
	isNumber
	isBool
	isNull
	isRegexp
	isNetwork
	isBound // gt, gte, lt, lte
	isThere // exists
	isField // fieldref
)

// modifiers are those that are carried out, each by what it does to an item. What it can't
// be carried out on is refused by a reason.
var modifiers = map[string]func(*item) (at *yaml.Node, reason string){
	"all":      func(i *item) (*yaml.Node, string) { i.all = true; return nil, "" },
	"cased":    func(i *item) (*yaml.Node, string) { i.cased = true; return nil, "" },
	"neq":      func(i *item) (*yaml.Node, string) { i.other = true; return nil, "" },
	"contains": func(i *item) (*yaml.Node, string) { return i.part("contains", true, true) },

	"startswith": func(i *item) (*yaml.Node, string) { return i.part("startswith", false, true) },
	"endswith":   func(i *item) (*yaml.Node, string) { return i.part("endswith", true, false) },
	"exists": func(i *item) (*yaml.Node, string) {
		return i.each(becomes(isBool, isThere, "exists is true or false."))
	},
	"re": func(i *item) (*yaml.Node, string) { return i.each(expression) },
	"i":  func(i *item) (*yaml.Node, string) { return i.each(flag("i")) },
	"m":  func(i *item) (*yaml.Node, string) { return i.each(flag("m")) },
	"s":  func(i *item) (*yaml.Node, string) { return i.each(flag("s")) },
	"cidr": func(i *item) (*yaml.Node, string) {
		return i.each(becomes(isText, isNetwork, "cidr takes a network such as 10.0.0.0/8."))
	},
	"gt":       func(i *item) (*yaml.Node, string) { return i.bound("gt") },
	"gte":      func(i *item) (*yaml.Node, string) { return i.bound("gte") },
	"lt":       func(i *item) (*yaml.Node, string) { return i.bound("lt") },
	"lte":      func(i *item) (*yaml.Node, string) { return i.bound("lte") },
	"windash":  func(i *item) (*yaml.Node, string) { return i.each(windash) },
	"fieldref": func(i *item) (*yaml.Node, string) { return i.each(reference) },
	"expand":   func(i *item) (*yaml.Node, string) { return i.each(expand) },

	"base64":       func(i *item) (*yaml.Node, string) { return i.encode(base64Text) },
	"base64offset": func(i *item) (*yaml.Node, string) { return i.encode(base64Offset) },
	"utf16le":      func(i *item) (*yaml.Node, string) { return i.encode(utf16le) },
	"wide":         func(i *item) (*yaml.Node, string) { return i.encode(utf16le) },
	"utf16be":      func(i *item) (*yaml.Node, string) { return i.encode(utf16be) },
	"utf16":        func(i *item) (*yaml.Node, string) { return i.encode(utf16) },
}

// lacking are modifiers of the specification that a search can't carry out.
var lacking = map[string]string{
	"minute": "A search compares a time as a whole, and not its minute. quiet_hours of a trigger may be what is meant.",
	"hour":   "A search compares a time as a whole, and not its hour. quiet_hours of a trigger may be what is meant.",
	"day":    "A search compares a time as a whole, and not its day. quiet_hours of a trigger may be what is meant.",
	"week":   "A search compares a time as a whole, and not its week.",
	"month":  "A search compares a time as a whole, and not its month.",
	"year":   "A search compares a time as a whole, and not its year.",
}

// item reads a field of a selection; false where it is refused.
func (c *converter) item(key, values *yaml.Node) (*item, bool) {
	parts := strings.Split(key.Value, "|")
	i := &item{key: key, field: parts[0]}
	for _, node := range yamltext.Items(values) {
		v, reason := readValue(node)
		if reason != "" {
			c.refuse(node, "Value that can't be read", reason)
			return nil, false
		}
		i.values = append(i.values, v)
	}
	if len(i.values) == 0 {
		c.refuse(key, "Field without a value", "A list of no values says nothing. A field that is not there is written "+parts[0]+": null.")
		return nil, false
	}
	for n, name := range parts[1:] {
		if name == "re" && slices.ContainsFunc(parts[1:n+1], changes) {
			c.refuse(key, "Modifier that can't be carried out: re", "A regular expression is taken as it stands: re is the first of the modifiers that change a value.")
			return nil, false
		}
		change, known := modifiers[name]
		switch reason := lacking[name]; {
		case reason != "":
			c.refuse(key, "Modifier that is not converted: "+name, reason)
			return nil, false
		case !known:
			c.refuse(key, "Unknown modifier", "Sigma has no modifier "+name+"."+convert.Nearest(name, slices.Sorted(maps.Keys(modifiers))))
			return nil, false
		}
		if at, reason := change(i); reason != "" {
			c.refuse(at, "Modifier that can't be carried out: "+name, reason)
			return nil, false
		}
	}
	return i, c.encoded(i)
}

// changes tells whether a modifier changes values, and not how they are looked for.
func changes(modifier string) bool {
	return !slices.Contains([]string{"all", "cased", "neq"}, modifier)
}

// encoded refuses what is left of texts that were encoded: bytes that no text holds.
func (c *converter) encoded(i *item) bool {
	for _, v := range i.values {
		if v.bytes {
			c.refuse(v.node, "Text in UTF-16", "Behind utf16le, wide, utf16be or utf16 a modifier base64 or base64offset must stand: the texts of an index hold no such bytes.")
			return false
		}
	}
	return true
}
