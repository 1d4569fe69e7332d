package mapping

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Compose makes a mapping of definitions that lie above one another, the lowest first, as
// those of a composable template's parts and of an index do. Observed on 1.3.14, 2.19.4 and
// 3.5.0: a field's definition replaces another, objects become one, dynamic templates are
// replaced by name. Errors: as New's, and where an object meets a field.
func Compose(definitions []*orderedjson.Object, settings Settings) (*Mapping, error) {
	m, err := read(nil, settings)
	if err != nil {
		return nil, err
	}
	for _, d := range definitions {
		add, err := read(d, settings)
		if err != nil {
			return nil, err
		}
		if err := mergeObject(m.root, add.root, above); err != nil {
			return nil, err
		}
		m.layOptions(add)
	}
	m.reindex()
	return m, m.check()
}

// layOptions takes what the root of a mapping says above another one.
func (m *Mapping) layOptions(add *Mapping) {
	for _, o := range add.options.Members() {
		switch o.Key {
		case "dynamic_templates":
			m.layTemplates(add)
			continue
		case "_meta":
			if below := m.options.Object("_meta"); below != nil {
				over, _ := orderedjson.Clone(o.Value).(*orderedjson.Object)
				m.options.Set(o.Key, withDefaults(over, below))
				continue
			}
		}
		m.options.Set(o.Key, o.Value)
		m.takeOption(o.Key, add)
	}
}

// takeOption takes over what an option of the root means.
func (m *Mapping) takeOption(key string, from *Mapping) {
	switch key {
	case "date_detection":
		m.noDates = from.noDates
	case "numeric_detection":
		m.numbers = from.numbers
	case "dynamic_date_formats":
		m.dates = from.dates
	case "dynamic_templates":
		m.templates = from.templates
	}
}

// layTemplates replaces dynamic templates by their names, and adds the others.
func (m *Mapping) layTemplates(add *Mapping) {
	if len(m.templates) == 0 {
		m.templates = add.templates
		m.options.Set("dynamic_templates", first(add.options, "dynamic_templates"))
		return
	}
	var templates []dynamicTemplate
	var printed []any
	for _, from := range []*Mapping{m, add} {
		for i, t := range from.templates {
			p := from.options.Array("dynamic_templates")[i]
			if at := slices.IndexFunc(templates, func(u dynamicTemplate) bool { return u.name == t.name }); at >= 0 {
				templates[at], printed[at] = t, p
				continue
			}
			templates, printed = append(templates, t), append(printed, p)
		}
	}
	m.templates = templates
	m.options.Set("dynamic_templates", printed)
}

// withDefaults adds what an object doesn't say.
func withDefaults(o, defaults *orderedjson.Object) *orderedjson.Object {
	for _, d := range defaults.Members() {
		said, ok := o.Get(d.Key)
		inner, isObject := said.(*orderedjson.Object)
		below, both := d.Value.(*orderedjson.Object)
		switch {
		case !ok:
			o.Set(d.Key, orderedjson.Clone(d.Value))
		case isObject && both:
			withDefaults(inner, below)
		}
	}
	return o
}
