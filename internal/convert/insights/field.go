package insights

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// ofLines are fields that CloudWatch makes for each event, with their names in indices;
// empty where no index has them.
var ofLines = map[string]map[convert.Family]string{
	"@timestamp":     {convert.CWL: "@timestamp", convert.LogAWS: "@timestamp"},
	"@message":       {convert.CWL: "@message", convert.LogAWS: "@message"},
	"@logStream":     {convert.CWL: "@log_stream"},
	"@id":            {convert.CWL: "@id", convert.LogAWS: "@id"},
	"@owner":         {convert.CWL: "@owner"},
	"@log_group":     {convert.CWL: "@log_group", convert.LogAWS: "@log_group"},
	"@log_stream":    {convert.CWL: "@log_stream", convert.LogAWS: "@log_stream"},
	"@log_type":      {convert.LogAWS: "@log_type"},
	"@log":           {},
	"@ingestionTime": {},
	"@ptr":           {},
}

// field is the field of the index that an expression names; false where it is none, which
// is told.
func (c *converter) field(e Expr) (*Field, bool) {
	f, ok := e.(*Field)
	if !ok {
		if _, is := e.(*Arithmetic); is {
			c.refuseArithmetic(e)
		} else if call, is := e.(*Call); is {
			c.call(call)
		} else {
			c.refuse(e.Where(), "Value instead of a field", "A field should stand here. A text in quotes is a value; a field is written without them, or in backquotes.")
		}
		return nil, false
	}
	if given, named := c.names[f.Name]; named && !f.Quoted {
		meant, isField := given.(*Field)
		if !isField {
			c.refuse(f.Place, "Computed field in a condition", f.Name+" is what an expression makes, and a search knows only fields that are stored. Compare the field that it is made of.")
			return nil, false
		}
		return c.stored(&Field{f.Place, meant.Name, meant.Quoted})
	}
	return c.stored(f)
}

// stored is a field by the name that it has in indices.
func (c *converter) stored(f *Field) (*Field, bool) {
	if c.options.Mapping.Type(f.Name) != "" {
		return f, true
	}
	if strings.HasPrefix(f.Name, "@") && !f.Quoted {
		name := ofLines[f.Name][c.options.Family]
		if name == "" {
			c.refuse(f.Place, "Field of CloudWatch alone", fmt.Sprintf("CloudWatch makes %s when a query runs, and events in indices of the family %s don't have it.%s", f.Name, c.options.Family, instead(f.Name)))
			return nil, false
		}
		return &Field{f.Place, name, f.Quoted}, true
	}
	for _, part := range strings.Split(f.Name, ".") {
		if _, err := strconv.Atoi(part); err == nil && !f.Quoted {
			c.refuse(f.Place, "Item of a list", f.Name+" is one item of a list. An index doesn't know which item a value belongs to. Where any of them will do, write "+withoutNumbers(f.Name)+".")
			return nil, false
		}
	}
	if c.options.Mapping != nil {
		c.noteOnce(f.Place, "Field that is not mapped", "The mapping has no field "+f.Name+". As long as no event brings it, conditions on it find nothing.")
	}
	return f, true
}

func instead(name string) string {
	switch name {
	case "@log":
		return " Which log groups are searched is for --indices to say, or for a condition on @log_group."
	case "@ingestionTime":
		return " Which time is searched is for --last to say."
	}
	return ""
}

func withoutNumbers(name string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(name, "."), func(part string) bool {
		_, err := strconv.Atoi(part)
		return err == nil
	}), ".")
}

// exact is the name under which a field's texts are compared as a whole.
func (c *converter) exact(f *Field) (string, bool) {
	switch c.options.Mapping.Type(f.Name) {
	case "text", "match_only_text":
		if exact, ok := c.options.Mapping.Exact(f.Name); ok {
			return exact, true
		}
		if isLine(f.Name) {
			return f.Name, true
		}
		c.refuse(f.Place, "Text that can't be compared as a whole", f.Name+" is text in the index, without a keyword beside it: only its words can be looked for. Map it with a keyword field first.")
		return "", false
	}
	return c.options.Exact(f.Name), true
}

// isText tells whether a part of a field's values can be looked for; where not, it is
// refused.
func (c *converter) isText(f *Field, exact string) bool {
	switch kind := c.options.Mapping.Type(exact); kind {
	case "", "keyword", "constant_keyword", "wildcard", "text", "match_only_text", "flat_object":
		return true
	default:
		c.refuse(f.Place, "Part of a value that is no text", f.Name+" is of the type "+kind+" in the index, and only of texts a part can be looked for. Compare the whole value.")
		return false
	}
}

// isLine tells whether a field is the line itself: text, and too long for a keyword.
func isLine(name string) bool { return name == "@message" }

// isField tells whether a name without quotes, where a value should be, is a field.
func (c *converter) isField(name string) bool {
	_, named := c.names[name]
	return named || strings.HasPrefix(name, "@") || c.fields[name] || convert.OfCloudTrail(name) || c.options.Mapping.Type(name) != ""
}

func pair(key string, value any, key2 string, value2 any) *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: key, Value: value}, orderedjson.Member{Key: key2, Value: value2})
}
