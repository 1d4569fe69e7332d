package search

import (
	"errors"
	"fmt"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// docFields is a document as a script sees it in doc.
type docFields struct {
	shard *shard
	doc   *doc
}

func (f *docFields) Has(name string) bool { return f.shard.known(name) }

// Values gives the values of a field; the texts of the errors were asked of
// 2.19.4.
func (f *docFields) Values(name string) (*javavalue.List, error) {
	field := f.shard.field(name)
	if field == nil {
		return f.metadata(name)
	}
	switch {
	case field.Type == "text" && flag(field.Params, "fielddata"):
		return nil, &painless.UnsupportedError{Construct: "the fielddata of [" + name + "]"}
	case field.Type == "text":
		return nil, fmt.Errorf("Text fields are not optimised for operations that require per-document field data like aggregations "+
			"and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set "+
			"fielddata=true on [%s] in order to load field data by uninverting the inverted index. Note that this can use "+
			"significant memory.", field.Path)
	case !field.DocValues:
		return nil, fmt.Errorf("Can't load fielddata on [%s] because fielddata is unsupported on fields of type [%s]. Use doc values instead.",
			field.Path, field.Type)
	}
	kind, ok := scriptKinds[field.Type]
	if !ok {
		return nil, &painless.UnsupportedError{Construct: "a field of type [" + field.Type + "]"}
	}
	var items []javavalue.Value
	if v := f.doc.Values.Get(field.Path); v != nil {
		items = scriptValues(field, v)
		if f.shard.dialect.Scripts.PlainDates {
			items = painless.Plain(items)
		}
	}
	return painless.DocValues(kind, items), nil
}

func (f *docFields) metadata(name string) (*javavalue.List, error) {
	if !f.shard.known(name) {
		return nil, nil
	}
	switch name {
	case "_id":
		return painless.DocValues(painless.StringValues, []javavalue.Value{f.doc.top.ID}), nil
	case "_index":
		return painless.DocValues(painless.StringValues, []javavalue.Value{f.shard.Name}), nil
	case "_seq_no":
		return painless.DocValues(painless.LongValues, []javavalue.Value{f.doc.top.SeqNo}), nil
	case "_source":
		return nil, errors.New("Fielddata is not supported on field [_source] of type [_source]")
	}
	return nil, &painless.UnsupportedError{Construct: "doc['" + name + "']"}
}

var scriptKinds = map[string]painless.FieldKind{
	"long": painless.LongValues, "integer": painless.LongValues, "short": painless.LongValues, "byte": painless.LongValues,
	"double": painless.DoubleValues, "float": painless.DoubleValues, "half_float": painless.DoubleValues, "scaled_float": painless.DoubleValues,
	"keyword": painless.StringValues, "boolean": painless.BooleanValues, "date": painless.DateValues, "ip": painless.IPValues,
}

// scriptValues are a field's values as scripts see them.
func scriptValues(f *mapping.Field, v *mapping.Values) []javavalue.Value {
	out := make([]javavalue.Value, 0, len(v.Ints)+len(v.Floats)+len(v.Terms))
	for _, n := range v.Ints {
		switch f.Type {
		case "date":
			out = append(out, painless.Date(time.UnixMilli(n)))
		case "boolean":
			out = append(out, n == 1)
		case "scaled_float":
			out = append(out, float64(n)*(1/f.Scaling)) // as the server multiplies: 1.15 is 1.1500000000000001
		default:
			out = append(out, n)
		}
	}
	for _, n := range v.Floats {
		out = append(out, n)
	}
	for _, t := range v.Terms {
		if f.Type == "ip" {
			t = mapping.PrintIP(t)
		}
		out = append(out, t)
	}
	return out
}
