package mapping

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// New makes a mapping of a definition ({"properties": …, "dynamic": …}); nil or
// empty for one that is all dynamic. Errors: the server's
// mapper_parsing_exception, or an UnsupportedError for a type or a parameter that
// is not known here.
func New(definition *orderedjson.Object, settings Settings) (*Mapping, error) {
	m, err := read(definition, settings)
	if err != nil {
		return nil, err
	}
	return m, m.check()
}

// read makes a mapping that may not be one of its own.
func read(definition *orderedjson.Object, settings Settings) (*Mapping, error) {
	m := &Mapping{Settings: settings, root: newObject(""), options: orderedjson.NewObject()}
	m.dates = defaultDates
	for _, d := range definition.Members() {
		if err := m.declareRoot(d.Key, d.Value); err != nil {
			return nil, err
		}
	}
	m.reindex()
	return m, nil
}

var defaultDates = func() []*datetime.Format {
	var out []*datetime.Format
	for _, p := range []string{"strict_date_optional_time", "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"} {
		f, err := datetime.Compile(p)
		if err != nil {
			panic(err)
		}
		out = append(out, f)
	}
	return out
}()

func (m *Mapping) declareRoot(key string, value any) error {
	switch key {
	case "properties":
		return m.declareProperties(m.root, value)
	case "dynamic":
		return m.setDynamic(m.root, value)
	case "dynamic_templates":
		return m.declareTemplates(value)
	case "date_detection", "numeric_detection":
		yes, err := truthful(value, "Could not convert ["+key+"] to boolean")
		if err != nil {
			return err
		}
		if key == "date_detection" {
			m.noDates = !yes
		} else {
			m.numbers = yes
		}
		value = yes
	case "dynamic_date_formats":
		if err := m.declareDates(value); err != nil {
			return err
		}
		if _, isList := value.([]any); !isList {
			value = []any{value}
		}
	case "_meta", "_routing":
	case "_field_names":
		return fault.Unsupported("mapping parameter [_field_names]")
	case "_source":
		return m.declareSource(value)
	default:
		return fault.New(400, "mapper_parsing_exception", "Root mapping definition has unsupported parameters:  [%s : %s]", key, javaText(value))
	}
	m.options.Set(key, value)
	return nil
}

func first(o *orderedjson.Object, key string) any { v, _ := o.Get(key); return v }

func (m *Mapping) declareDates(value any) error {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	m.dates = nil
	for _, v := range list {
		if text := javaText(v); strings.HasPrefix(text, "epoch_") {
			return fault.New(400, "mapper_parsing_exception", "Epoch [%s] is not supported as dynamic date format", text)
		}
		f, err := datetime.Compile(javaText(v))
		if cause, ok := err.(*fault.Error); ok {
			return misread(cause)
		} else if err != nil {
			return err
		}
		m.dates = append(m.dates, f)
	}
	return nil
}

func (m *Mapping) setDynamic(o *Object, value any) error {
	text := strings.ToLower(javaText(value))
	known := []string{"true", "false", "strict", "strict_allow_templates"}
	if m.Settings.Dialect.TemplatesAnyway {
		known = append(known, "false_allow_templates")
	}
	shouted := text != javaText(value) && (text == "true" || text == "false")
	if !slices.Contains(known, text) || shouted {
		return misread(noBoolean(value, "Could not convert [dynamic.dynamic] to boolean"))
	}
	o.Dynamic = text
	return nil
}

func (m *Mapping) declareProperties(o *Object, value any) error {
	props, ok := value.(*orderedjson.Object)
	if !ok {
		if list, isList := value.([]any); isList && len(list) == 0 {
			return nil
		}
		return fault.New(400, "mapper_parsing_exception", "Expected map for property [properties] on field [%s] but got a class java.lang.String", o.Path)
	}
	for _, p := range props.Members() {
		def, ok := p.Value.(*orderedjson.Object)
		if list, isList := p.Value.([]any); isList && len(list) == 0 {
			continue
		}
		if !ok {
			return fault.New(400, "mapper_parsing_exception", "Expected map for property [fields] on field [%s] but got a class java.lang.String", p.Key)
		}
		name := strings.TrimRight(p.Key, ".")
		if strings.Contains("."+name+".", "..") {
			return misread(fault.New(0, "illegal_argument_exception", "name cannot be empty string"))
		}
		if o.Path == "" && m.metadata(name) {
			return fault.New(400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: Field [%s] is defined more than once", name).CausedBy(
				fault.New(0, "illegal_argument_exception", "Field [%s] is defined more than once", name))
		}
		parent := o
		for {
			head, rest, dotted := strings.Cut(name, ".")
			if !dotted {
				break
			}
			child, ok := parent.children[head].(*Object)
			if f, isField := parent.children[head].(*Field); isField {
				return misread(fault.New(0, "illegal_argument_exception", "mapper [%s] cannot be changed from type [%s] to [ObjectMapper]", f.Path, f.Type))
			}
			if !ok {
				child = newObject(parent.join(head))
				parent.children[head] = child
			}
			parent, name = child, rest
		}
		n, err := m.declare(parent.join(name), def)
		if err != nil {
			return err
		}
		if err := mergeChild(parent, name, n, beside); err != nil {
			if refused, ok := err.(*fault.Error); ok && refused.Status == 400 {
				return misread(refused)
			}
			return err
		}
	}
	return nil
}

// declare makes an object or a field of its definition.
func (m *Mapping) declare(path string, def *orderedjson.Object) (node, error) {
	kind, hasType := def.Get("type")
	text := javaText(kind)
	if !hasType {
		if !def.Has("properties") && !(def.Len() == 1 && def.Has("enabled")) {
			return nil, fault.New(400, "mapper_parsing_exception", "No type specified for field [%s]", path[strings.LastIndexByte(path, '.')+1:])
		}
		text = "object"
	}
	if text == "object" || text == "nested" {
		return m.declareObject(path, text, def)
	}
	return m.declareField(path, text, def)
}

func (m *Mapping) declareObject(path, kind string, def *orderedjson.Object) (*Object, error) {
	o := newObject(path)
	o.Nested = kind == "nested"
	o.Params = orderedjson.NewObject()
	for _, d := range def.Members() {
		switch d.Key {
		case "type":
		case "properties":
			if err := m.declareProperties(o, d.Value); err != nil {
				return nil, err
			}
		case "dynamic":
			if err := m.setDynamic(o, d.Value); err != nil {
				return nil, err
			}
		case "enabled":
			yes, err := truthful(d.Value, "Could not convert [enabled.enabled] to boolean")
			if err != nil {
				return nil, err
			}
			o.Enabled, o.stated = yes, true
		case "include_in_parent", "include_in_root":
			if truth(d.Value, false) {
				return nil, fault.Unsupported("mapping parameter [%s]", d.Key)
			}
			o.Params.Set(d.Key, d.Value)
		default:
			return nil, fault.New(400, "mapper_parsing_exception", "Mapping definition for [%s] has unsupported parameters:  [%s : %s]", path[strings.LastIndexByte(path, '.')+1:], d.Key, javaText(d.Value))
		}
	}
	return o, nil
}

// misread is the error of a mapping that breaks the server's reading of it.
func misread(cause *fault.Error) error {
	return fault.New(400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: %s", cause.Reason).CausedBy(cause)
}

// truthful reads a truth value, or says why there is none.
func truthful(v any, otherwise string) (bool, error) {
	switch javaText(v) {
	case "true":
		return true, nil
	case "false", "":
		return false, nil
	}
	return false, misread(noBoolean(v, otherwise))
}

// noBoolean is the fault of a value that is neither true nor false.
func noBoolean(v any, told string) *fault.Error {
	why := fault.New(0, "illegal_argument_exception", "Failed to parse value [%s] as only [true] or [false] are allowed.", javaText(v))
	if told == why.Reason {
		return why
	}
	return fault.New(0, "illegal_argument_exception", "%s", told).CausedBy(why)
}

func truth(v any, orElse bool) bool {
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return v == "true"
	}
	return orElse
}

// Restore makes a mapping of what Print wrote of one. What was once taken is not
// held to limits again, which may have been lowered since.
func Restore(printed *orderedjson.Object, settings Settings) (*Mapping, error) {
	roomy := settings
	roomy.FieldLimit, roomy.DepthLimit, roomy.NestedFields = 1<<30, 1<<30, 1<<30
	m, err := read(printed, roomy)
	if err != nil {
		return nil, err
	}
	m.Settings = settings
	return m, nil
}
