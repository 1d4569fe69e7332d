package sigma

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
)

// field is a field of the index.
type field struct {
	name  string
	exact string // in which its texts stand whole
	kind  string // its type, empty where it is not known
}

var numeric = []string{"long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "unsigned_long"}

// known is the field of the index that an item names; false where it is none that can be
// asked for.
func (c *converter) known(i *item) (field, bool) {
	f := field{name: i.field, kind: c.options.Mapping.Type(i.field)}
	for _, part := range strings.Split(f.name, ".") {
		if _, err := strconv.Atoi(part); err == nil || part == "" || strings.ContainsAny(part, "[]{}*") {
			c.refuse(i.key, "Field that an index has not", f.name+" names an item of a list, or several fields at once. An index has the values of a list under one name, and doesn't know which item a value belongs to.")
			return f, false
		}
	}
	if !c.hasField(f.name) {
		if c.options.Mapping != nil {
			c.note(i.key, "Field that is not mapped", "The mapping has no field "+f.name+". As long as no event brings it, conditions on it find nothing.")
		} else {
			c.note(i.key, "Field that events don't have", "CloudTrail's events have no field "+f.name+", so that conditions on it find nothing.")
		}
	}
	if c.options.Mapping == nil {
		f.kind = c.usual(f.name)
	}
	f.exact = c.options.Exact(f.name)
	if exact, ok := c.options.Mapping.Exact(f.name); !ok && (f.kind == "text" || f.kind == "match_only_text") && i.asksText() {
		c.refuse(i.key, "Text that can't be compared as a whole", f.name+" is text in the index, without a keyword beside it: only its words can be looked for. Map it with a keyword field first.")
		return f, false
	} else if ok {
		f.kind = c.options.Mapping.Type(exact)
	}
	return f, true
}

// usual is the type that a field has by itself, as far as it is known without a mapping.
func (c *converter) usual(name string) string {
	switch {
	case name == "readOnly" || name == "managementEvent":
		return "boolean"
	case c.options.Family == convert.LogAWS && strings.HasSuffix(name, ".ip"): // as ECS has them
		return "ip"
	}
	return ""
}

// asksText tells whether a value is looked for in whole texts.
func (i *item) asksText() bool {
	return slices.ContainsFunc(i.values, func(v *value) bool {
		return v.kind != isNull && v.kind != isThere && !(v.kind == isText && len(v.texts) == 1 && v.texts[0].anything())
	})
}
