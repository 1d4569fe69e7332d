package mapping

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// leaf reads a value into a field and its sub-fields.
func (r *reader) leaf(p place, f *Field, v any) error {
	if f.Type == "alias" {
		return failed(fault.Illegal("Cannot write to a field alias [%s].", f.Path))
	}
	if o, ok := v.(*orderedjson.Object); ok && p.list && f.Type == "scaled_float" && f.IgnoreMalformed && !f.Strict {
		return r.within(p, o)
	}
	if v == nil && p.list && f.Type == "geo_point" {
		if f.IgnoreMalformed {
			return fault.Unsupported("list with a null in the geo_point [%s], with ignore_malformed", f.Path)
		}
		return fault.New(400, "mapper_parsing_exception", "failed to parse field [%s] of type [geo_point]", f.Path).CausedBy(
			fault.New(0, "parse_exception", "geo_point expected"))
	}
	if !p.copy {
		r.number = notRead
	}
	if err := r.readInto(f, p.doc, v); err != nil {
		return err
	}
	for _, x := range f.Multi {
		if err := r.readInto(x, p.doc, v); err != nil {
			return err
		}
	}
	if p.copy {
		return nil
	}
	for _, target := range f.CopyTo {
		if err := r.copyTo(p.doc, f, target, v); err != nil {
			return err
		}
	}
	return nil
}

// within takes the values of an object in a list for those of the list, as the server
// does for a scaled_float whose malformed values it ignores: it doesn't skip what it can't
// read (asked of 2.19.4 and 3.5.0).
func (r *reader) within(p place, o *orderedjson.Object) error {
	for _, m := range o.Members() {
		if err := r.value(p, m.Value); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) readInto(f *Field, doc *Document, v any) error {
	err := r.reread(f, v)
	if refused := (*fault.Error)(nil); errors.As(err, &refused) && f.lenient() {
		return nil
	}
	if err == nil {
		err = f.read(doc, v)
	}
	if err != nil {
		return r.unread(f, v, err)
	}
	return nil
}

// numberRead is how a number of a document was read first: sub-fields and copies read it
// once more.
type numberRead int

const (
	notRead numberRead = iota
	readSingle
	readOtherwise
)

// reread refuses to read a decimal as a whole number that was read in single precision
// before: the server's reader of JSON can't (asked of 1.3.14, 2.19.4 and 3.5.0).
func (r *reader) reread(f *Field, v any) error {
	n, ok := v.(json.Number)
	if !ok {
		return nil
	}
	if isInteger(n.String()) {
		return r.rereadWide(f, n)
	}
	switch f.Type {
	case "float", "half_float":
		r.number = max(r.number, readSingle)
	case "long", "integer", "short", "byte", "unsigned_long":
		if r.number == readSingle {
			return fault.New(0, "runtime_exception", "Internal error: this code path should never get executed")
		}
		r.number = readOtherwise
	case "double", "scaled_float":
		r.number = readOtherwise
	}
	return nil
}

// rereadWide gives up on a whole number beyond a long that was read as a decimal before:
// some of them can then be read as a long (observed on 1.3.14, 2.19.4 and 3.5.0).
func (r *reader) rereadWide(f *Field, n json.Number) error {
	if _, err := n.Int64(); err == nil {
		return nil
	}
	switch {
	case slices.Contains(Decimals, f.Type):
		r.number = readOtherwise
	case slices.Contains(Integers, f.Type) && r.number == readOtherwise:
		return fault.Unsupported("number %s beyond a long that [%s] reads after a field of decimals", n, f.Path)
	}
	return nil
}

// unread is the document's refusal for a value that a field does not take.
func (r *reader) unread(f *Field, v any, err error) error {
	var cause *fault.Error
	switch {
	case !errors.As(err, &cause):
		return err
	case cause.Status != 0:
		return cause
	}
	return fault.New(400, "mapper_parsing_exception",
		"failed to parse field [%s] of type [%s] in document with id '%s'. Preview of field's value: '%s'",
		f.Path, f.Type, r.id, preview(v)).CausedBy(cause)
}

// copyEnd is the refusal of an object that is to be copied, which has been read to its
// end: only that is left to be read.
func (r *reader) copyEnd(target string) error {
	if f := r.m.fields[target]; f != nil && f.lenient() {
		return nil
	} else if f != nil {
		return r.unread(f, nil, fault.New(0, "illegal_state_exception", "Can't get text on a END_OBJECT"))
	}
	parent, name, err := r.descend(r.m.root, target)
	if err != nil {
		return err
	}
	if parent == nil || r.dynamic(parent) != "true" {
		return fault.Unsupported("copy_to of an object to [%s], which is not mapped", target)
	}
	return r.uncopied("END_OBJECT", parent, name)
}

// copyNull is the refusal of a null that is to be copied into a field that was not
// mapped before the document came (asked of 1.3.14, 2.19.4 and 3.5.0).
func (r *reader) copyNull(target string) error {
	parent, name, err := r.descend(r.m.root, target)
	if parent == nil || err != nil {
		return err
	}
	if dynamic := r.dynamic(parent); dynamic == "strict" || dynamic == "false" {
		_, err := r.mayAdd(parent, name, nil)
		return err
	}
	return r.uncopied("VALUE_NULL", parent, name)
}

// uncopied is the refusal of a token that no field can be made of, unless a dynamic template
// of texts makes one: what the server does then isn't followed.
func (r *reader) uncopied(token string, parent *Object, name string) error {
	if full := parent.join(name); r.m.definition(full, "string", "text") != nil {
		return fault.Unsupported("copy_to of no value to [%s], which a dynamic template maps", full)
	}
	return failed(fault.New(0, "illegal_state_exception",
		"Can't handle serializing a dynamic type with content token [%s] and field name [%s]", token, name))
}

// copyTo reads a value once more, into the field that copy_to names.
func (r *reader) copyTo(doc *Document, f *Field, target string, v any) error {
	if _, ok := v.(*orderedjson.Object); ok && (f.IsRange() || f.lenient() || r.m.Settings.Dialect.CopiesEnds) {
		return r.copyEnd(target)
	}
	if v == nil && r.m.fields[target] == nil {
		return r.copyNull(target)
	}
	if o := r.m.NestedPath(target); o != "" && r.m.fields[target] == nil {
		return fault.Unsupported("copy_to of [%s] to [%s], which is not mapped and nested", f.Path, target)
	}
	for doc.root != nil && !strings.HasPrefix(target, doc.Path+".") {
		doc = doc.root
	}
	var parent *Object
	var name string
	var err error
	if f := r.m.fields[target]; f != nil {
		i := strings.LastIndexByte(target, '.')
		parent, name = r.m.Object(target[:max(i, 0)]), target[i+1:]
	} else if parent, name, err = r.descend(r.m.root, target); parent == nil || err != nil {
		return err
	}
	return r.value(place{o: parent, name: name, doc: doc, copy: true}, v)
}
