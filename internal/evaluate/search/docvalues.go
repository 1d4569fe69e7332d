package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// addDocvalues puts the doc values of fields into a hit; a pattern stands for the
// fields that it hits.
func (r *run) addDocvalues(out *hitFields, h hit, list []docvalue) error {
	for _, dv := range list {
		switch dv.field {
		case "_seq_no":
			out.add(dv.field, []any{whole(h.doc.top.SeqNo)})
			continue
		case "_id":
			out.add(dv.field, []any{h.doc.top.ID})
			continue
		}
		for _, name := range h.shard.matching(dv.field) {
			values, err := docvaluesOf(h, name, dv.format)
			if err != nil {
				return err
			}
			if len(values) > 0 {
				out.add(name, append(out.get(name), values...))
			}
		}
	}
	return nil
}

func docvaluesOf(h hit, name, format string) ([]any, error) {
	f := h.shard.field(name)
	if err := aggregatable(f); err != nil {
		return nil, err
	}
	if format == "use_field_mapping" { // which [fields] don't know
		format = ""
	}
	own := format == ""
	if !own && !isNumber(f) && f.Type != "date" {
		switch f.Type {
		case "keyword", "boolean", "ip":
			return nil, fault.Illegal("Field [%s] of type [%s] does not support custom formats", f.Path, f.Type)
		}
		return nil, fault.Unsupported("docvalue_fields with a format on [%s]", f.Path)
	}
	v := h.doc.Values.Get(f.Path)
	switch {
	case v == nil:
		return nil, nil
	case !own && isNumber(f):
		return formatted(f, h.doc, format)
	}
	return printValues(f, v, format)
}

// formatted prints numbers by a pattern of DecimalFormat.
func formatted(f *mapping.Field, d *doc, format string) ([]any, error) {
	by, err := numbersFormat(format)
	if err != nil {
		return nil, err
	}
	var out []any
	for _, k := range allKeys(f, d) {
		out = append(out, by.key(k))
	}
	return out, nil
}

// printValues prints a field's doc values, dates by format.
func printValues(f *mapping.Field, v *mapping.Values, format string) ([]any, error) {
	var out []any
	dates := f.Format
	if format != "" {
		var err error
		if dates, err = datetime.Compile(format); err != nil {
			return nil, err
		}
	}
	for _, n := range v.Ints {
		switch f.Type {
		case "date":
			out = append(out, dates.Print(n, nil))
		case "boolean":
			out = append(out, n == 1)
		case "scaled_float":
			out = append(out, double(float64(n)*(1/f.Scaling)))
		default:
			out = append(out, whole(n))
		}
	}
	for _, n := range v.Floats {
		out = append(out, double(n))
	}
	for _, t := range v.Terms {
		if f.Type == "ip" {
			t = mapping.PrintIP(t)
		}
		out = append(out, strings.Clone(t))
	}
	return out, nil
}
