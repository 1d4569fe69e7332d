package querydsl

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var scriptKind = kind{tObject | tString, readScript}

var scriptShape = &shape{
	name:    "script",
	manners: declared,
	fields: []field{
		opt("source", kind{tObject | tString, func(_ *context, v any) (any, *Error) { return asReadInOrder(v), nil }}).or("inline"),
		opt("id", textKind).or("stored"),
		opt("lang", textKind),
		opt("options", kind{tObject, readTextMap}),
		opt("params", objectKind),
	},
}

func readTextMap(_ *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, refuse(KindIllegalState, "Can't get text on a %s", tokenName(v))
	}
	members := make([]orderedjson.Member, 0, o.Len())
	for _, m := range o.Members() {
		value, err := text(m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		members = append(members, orderedjson.Member{Key: m.Key, Value: value})
	}
	return orderedjson.NewObject(hashOrder(members)...), nil
}

// readScript reads a script: text is source in Painless, which the stored form
// says.
func readScript(c *context, v any) (any, *Error) {
	if source, ok := v.(string); ok {
		return orderedjson.NewObject(
			orderedjson.Member{Key: "source", Value: source},
			orderedjson.Member{Key: "lang", Value: "painless"}), nil
	}
	read, err := scriptShape.parse(c, v)
	if err != nil {
		return nil, err
	}
	if !read.has("source") && !read.has("id") {
		return nil, illegal("must specify either [source] for an inline script or [id] for a stored script")
	}
	if read.has("id") {
		return storedScript(read)
	}
	if options, ok := read["options"].(*orderedjson.Object); ok && (options.Len() > 1 || options.Len() == 1 && !options.Has("content_type")) {
		options.Delete("content_type")
		return nil, illegal("illegal compiler options [%s] specified", javaMap(options))
	}
	if _, isTemplate := read["source"].(*orderedjson.Object); isTemplate {
		keepTemplate(v.(*orderedjson.Object), read)
	}
	read.setDefault("lang", "painless")
	return scriptShape.print(dropEmpty(read)), nil
}

// jsonContent is the type that a server gives a source that is an object.
const jsonContent = "application/json; charset=UTF-8"

// keepTemplate: a source that is an object is kept as JSON, which options say, and
// printed as it was. Options of its own that stand behind the source win: then it is
// printed as text, unless they say the same.
func keepTemplate(written *orderedjson.Object, read values) {
	options, _ := read["options"].(*orderedjson.Object)
	behind := false
	for _, m := range written.Members() {
		switch m.Key {
		case "source", "inline":
			behind = false
		case "options":
			behind = true
		}
	}
	if behind && options.Has("content_type") && options.Text("content_type") != jsonContent {
		read["source"] = compactText(read["source"])
		return
	}
	read["options"] = orderedjson.NewObject(orderedjson.Member{Key: "content_type", Value: jsonContent})
}

func storedScript(read values) (any, *Error) {
	if read.has("lang") {
		return nil, illegal("illegally specified <lang> for a stored script")
	}
	if read.has("options") && read["options"].(*orderedjson.Object).Len() > 0 {
		return nil, illegal("field [options] cannot be specified using a stored script")
	}
	delete(read, "source")
	return scriptShape.print(dropEmpty(read)), nil
}

// dropEmpty leaves out options and params without content.
func dropEmpty(read values) values {
	for _, name := range []string{"options", "params"} {
		if o, ok := read[name].(*orderedjson.Object); ok && o.Len() == 0 {
			read[name] = omitted
		}
	}
	return read
}

// compactText is JSON as the server writes it into a text.
func compactText(v any) string {
	out, err := orderedjson.Marshal(v)
	if err != nil {
		return ""
	}
	return surrogates(string(out))
}

// surrogates writes what lies beyond 16 bits as the server's printer does: as two
// escapes.
func surrogates(s string) string {
	var b strings.Builder
	for _, r := range s {
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			fmt.Fprintf(&b, "\\u%04X\\u%04X", high, low)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func javaMap(o *orderedjson.Object) string {
	out := "{"
	for i, m := range o.Members() {
		if i > 0 {
			out += ", "
		}
		value, _ := text(m.Value)
		out += m.Key + "=" + value
	}
	return out + "}"
}
