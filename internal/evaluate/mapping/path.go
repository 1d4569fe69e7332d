package mapping

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var metadata = []string{"_id", "_source", "_index", "_type", "_routing", "_field_names", "_ignored", "_version",
	"_seq_no", "_nested_path", "_doc_count", "_data_stream_timestamp_field"}

// metadata tells whether a name at the root is the server's own.
func (m *Mapping) metadata(name string) bool {
	switch name {
	case "_type":
		return m.Settings.Dialect.MappingTypes
	case "_nested_path", "_doc_count":
		return !m.Settings.Dialect.MappingTypes
	}
	return slices.Contains(metadata, name)
}

// meta is the refusal of a value under a name of the server's own.
func (r *reader) meta(key string, v any) error {
	if n, ok := v.(json.Number); ok && key == "_doc_count" && isInteger(n.String()) && !strings.HasPrefix(n.String(), "-") && n.String() != "0" {
		return fault.Unsupported("document with [_doc_count], which stands for several")
	}
	return fault.New(400, "mapper_parsing_exception",
		"failed to parse field [%s] of type [%s] in document with id '%s'. Preview of field's value: '%s'", key, key, r.id, preview(v)).CausedBy(
		fault.New(0, "mapper_parsing_exception", "Field [%s] is a metadata field and cannot be added inside a document. Use the index API request parameters.", key))
}

func failed(cause *fault.Error) error {
	return fault.New(400, "mapper_parsing_exception", "failed to parse").CausedBy(cause)
}

// descend follows the dots of a key; a nil object means that the value is not
// mapped and stays so.
func (r *reader) descend(o *Object, key string) (*Object, string, error) {
	if key == "" {
		return nil, "", failed(fault.Illegal("field name cannot be an empty string"))
	}
	if o.Path == "" && key == "_primary_term" {
		return nil, "", fault.Unsupported("field [_primary_term] at the root of a document, which the server keeps otherwise")
	}
	parts := strings.Split(key, ".")
	for len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	if slices.Contains(parts, "") {
		return nil, "", failed(fault.Illegal("object field starting or ending with a [.] makes object resolution ambiguous: [%s]", key))
	}
	if len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" }) {
		return nil, "", failed(fault.Illegal("object field cannot contain only whitespace: ['%s']", key))
	}
	for _, head := range parts[:len(parts)-1] {
		next, err := r.child(o, head, key)
		if next == nil || err != nil {
			return nil, "", err
		}
		if next.Nested {
			return nil, "", fault.New(400, "mapper_parsing_exception", "Cannot add a value for field [%s] since one of the intermediate objects "+
				"is mapped as a nested object: [%s]", parts[len(parts)-1], next.Path)
		}
		if !next.Enabled && r.m.objects[next.Path] == nil {
			return nil, "", fault.Unsupported("field [%s] below an object that a dynamic template makes and doesn't enable", key)
		}
		if !next.Enabled {
			return nil, "", nil
		}
		o = next
	}
	return o, parts[len(parts)-1], nil
}

// child finds or makes an inner object on a dotted path.
func (r *reader) child(o *Object, name, key string) (*Object, error) {
	switch n := o.children[name].(type) {
	case *Object:
		return n, nil
	case *Field:
		return nil, notAnObject(key, n.Path, n.Type)
	}
	if o.Path == "" && r.m.metadata(name) {
		return nil, notAnObject(key, name, name)
	}
	return r.newObject(o, name)
}

func notAnObject(key, path, kind string) error {
	return fault.New(400, "mapper_parsing_exception", "Could not dynamically add mapping for field [%s]. Existing mapping for [%s] must be of type object but found [%s].", key, path, kind)
}

// newObject makes an unmapped object in pending, nil where the mapping takes no
// new fields here.
func (r *reader) newObject(o *Object, name string) (*Object, error) {
	if ok, err := r.mayAdd(o, name, orderedjson.NewObject()); !ok {
		return nil, err
	}
	full := o.join(name)
	add := newObject(full)
	if def := r.m.definition(full, "object", "object"); def != nil {
		if !ofObject(def) {
			return nil, noObject(full, def.Text("type"))
		}
		n, err := r.m.declare(full, ofTemplate(def))
		if err != nil {
			return nil, err
		}
		if made, ok := n.(*Object); ok {
			add = made
			r.declared(made)
		}
	}
	r.added = append(r.added, full)
	return r.pend(add, full), nil
}

// noObject is the fault of a dotted name through what a dynamic template makes a field
// (observed on 1.3.14, 2.19.4 and 3.5.0).
func noObject(full, kind string) error {
	class := map[string]string{"keyword": "Keyword", "text": "Text", "long": "Number", "integer": "Number", "short": "Number", "byte": "Number",
		"double": "Number", "float": "Number", "half_float": "Number", "date": "Date", "boolean": "Boolean", "ip": "Ip"}[kind]
	if class == "" {
		return fault.Unsupported("name through [%s], of which a dynamic template makes a field of type [%s]", full, kind)
	}
	const pack = "class org.opensearch.index.mapper."
	return failed(fault.New(0, "class_cast_exception", "%s%sFieldMapper cannot be cast to %sObjectMapper", pack, class, pack))
}

// declared notes the fields that an object is made with.
func (r *reader) declared(o *Object) {
	if r.templated == nil {
		r.templated = map[*Field]bool{}
	}
	for _, n := range o.children {
		switch n := n.(type) {
		case *Field:
			r.templated[n] = true
		case *Object:
			r.declared(n)
		}
	}
}

// mayAdd tells whether an unmapped name may be added below o for a value.
func (r *reader) mayAdd(o *Object, name string, v any) (bool, error) {
	dynamic := r.dynamic(o)
	switch dynamic {
	case "false":
		return false, nil
	case "true":
		return true, nil
	}
	if strings.HasSuffix(dynamic, "_allow_templates") && r.hasTemplate(o.join(name), v) {
		return true, nil
	}
	if dynamic == "false_allow_templates" {
		return false, nil
	}
	path := o.Path
	if path == "" {
		path = "_doc"
	}
	return false, fault.New(400, "strict_dynamic_mapping_exception",
		"mapping set to %s, dynamic introduction of [%s] within [%s] is not allowed", dynamic, name, path)
}

// hasTemplate tells whether a dynamic template fits a value. Observed on 2.19.4: a
// list is taken by the templates of objects or of its values, null by none.
func (r *reader) hasTemplate(full string, v any) bool {
	fits := func(kind, fieldType string) bool { return r.m.definition(full, kind, fieldType) != nil }
	switch v := v.(type) {
	case nil:
		return false
	case *orderedjson.Object:
		return fits("object", "object")
	case []any:
		return fits("object", "object") || len(v) > 0 && r.hasTemplate(full, v[0])
	}
	kind, fieldType, _ := r.m.guess(v)
	return fits(kind, fieldType)
}

// dynamic is the setting that holds in o: its own or that of the nearest object
// above it.
func (r *reader) dynamic(o *Object) string {
	for path := o.Path; ; {
		if o != nil && o.Dynamic != "" {
			return o.Dynamic
		}
		if path == "" {
			return "true"
		}
		i := max(strings.LastIndexByte(path, '.'), 0)
		path = path[:i]
		o = r.m.Object(path)
	}
}
