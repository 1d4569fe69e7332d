package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// scriptField is one of script_fields.
type scriptField struct {
	name   string
	script *orderedjson.Object
	silent bool // ignore_failure
}

func readScriptFields(v any) ([]scriptField, error) {
	o, _ := v.(*orderedjson.Object)
	var out []scriptField
	for _, m := range o.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		if def == nil {
			return nil, fault.Unsupported("search with [script_fields]")
		}
		out = append(out, scriptField{m.Key, def.Object("script"), flag(def, "ignore_failure")})
	}
	return out, nil
}

// compileFields compiles script_fields on a shard, before it searches.
func (r *run) compileFields(s *shard) error {
	for _, f := range r.scripts {
		x, err := s.script(f.script, painless.Field)
		if err != nil {
			return err
		}
		s.scripts = append(s.scripts, x)
	}
	return nil
}

// addScripts runs script_fields for a hit.
func (r *run) addScripts(out *hitFields, h hit) error {
	for i, f := range r.scripts {
		v, err := h.shard.scripts[i].run(h.doc)
		if _, failed := err.(*fault.Error); failed && f.silent {
			continue
		} else if err != nil {
			return err
		}
		values := []any{}
		items := []javavalue.Value{v}
		if elements, isArray, ok := painless.Elements(v); ok && !isArray {
			items = elements
		}
		for _, item := range items {
			x, err := jsonOf(item, h.shard.dialect.JDK)
			if err != nil {
				return err
			}
			values = append(values, x)
		}
		if len(values) > 0 {
			out.add(f.name, values)
		}
	}
	return nil
}
