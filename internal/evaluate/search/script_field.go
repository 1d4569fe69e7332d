package search

import (
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
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
		x, err := s.script(f.script, fieldScript)
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
		if list, ok := v.(*javavalue.List); ok {
			items = list.Items
		}
		for _, item := range items {
			x, err := jsonOf(item)
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

// jsonOf is a Java value as answers print it.
func jsonOf(v javavalue.Value) (any, error) {
	switch v := v.(type) {
	case nil, string, bool:
		return v, nil
	case int8:
		return whole(int64(v)), nil
	case int16:
		return whole(int64(v)), nil
	case int32:
		return whole(int64(v)), nil
	case int64:
		return whole(v), nil
	case float32:
		return single(v), nil
	case float64:
		return double(v), nil
	case javavalue.ZonedDateTime:
		if v.Zone == "Z" && v.Time.Nanosecond()%int(time.Millisecond) == 0 && v.Time.Year() < 10000 {
			return v.Time.Format("2006-01-02T15:04:05.000Z"), nil
		}
	case *javavalue.List:
		list := []any{}
		for _, item := range v.Items {
			x, err := jsonOf(item)
			if err != nil {
				return nil, err
			}
			list = append(list, x)
		}
		return list, nil
	case *javavalue.Map:
		o := orderedjson.NewObject()
		for _, e := range v.Entries() {
			key, ok := e.Key.(string)
			x, err := jsonOf(e.Value)
			if err != nil || !ok {
				return nil, fault.Unsupported("script that returns such a map")
			}
			o.Set(key, x)
		}
		return o, nil
	}
	return nil, fault.Unsupported("script that returns a [%s]", javaClass(v))
}

func javaClass(v javavalue.Value) string {
	if o, ok := v.(javavalue.Object); ok {
		return o.JavaClass()
	}
	return "value of another class"
}
