package xcontent

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// Text is the current value as text: a string, or a number or boolean as it was
// written. On null, objects and lists it throws.
func (r *Reader) Text() string {
	if !r.Token().IsValue() {
		line, column := r.Place()
		Throw(fault.New(fault.IllegalState, "Can't get text on a %s at %d:%d", r.Token(), line, column))
	}
	return r.at().text
}

// NotNullText is Text where the server passes a null on into Kotlin, which
// refuses it.
func (r *Reader) NotNullText() string {
	if r.Token() == Null {
		what := "xcp.textOrNull()"
		if r.Dialect.BriefNullChecks {
			what = "textOrNull(...)"
		}
		Throw(fault.New(fault.NullPointer, "%s must not be null", what))
	}
	return r.Text()
}

// Texts reads a list of values as texts, from its beginning to its end.
func (r *Reader) Texts() []string {
	r.Expect(StartArray, r.Token())
	texts := []string{}
	for r.Next() != EndArray {
		texts = append(texts, r.Text())
	}
	return texts
}

// Value reads the current value, whatever it is, and leaves the reader on its
// last token.
func (r *Reader) Value() any {
	switch it := r.at(); it.kind {
	case StartObject:
		return r.object()
	case StartArray:
		list := []any{}
		for r.Next() != EndArray {
			list = append(list, r.Value())
		}
		return list
	case String:
		return it.text
	case Number:
		return json.Number(it.text)
	case Boolean:
		return it.text == "true"
	}
	return nil
}

func (r *Reader) object() *orderedjson.Object {
	members := []orderedjson.Member{}
	for r.Next() == FieldName {
		key := r.Name()
		r.Next()
		members = append(members, orderedjson.Member{Key: key, Value: r.Value()})
	}
	return orderedjson.OfDistinct(members) // a key that comes twice is a fault
}

// Map reads an object as the server's map() does: standing on a key it reads
// the rest of the object that it is in; on anything else that is no object it
// reads nothing and returns an empty object.
func (r *Reader) Map() *orderedjson.Object {
	kind := r.Token()
	switch kind {
	case None, StartObject:
		kind = r.Next()
	case StartArray:
		r.GoAstray()
	}
	o := &orderedjson.Object{}
	for kind == FieldName {
		key := r.Name()
		r.Next()
		o.Set(key, r.Value())
		kind = r.Next()
	}
	return o
}
