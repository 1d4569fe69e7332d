package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Update sets what the two objects name, nested or with dots; null takes a
// setting back, as does a pattern (plugins.alerting.*) with null. Either all of
// it is done or nothing. It returns what was set, by full name. Errors are
// *Unsettable, and *rest.Error for values (limits/settings_errors).
func (s *Store) Update(persistent, transient *orderedjson.Object) (setPersistent, setTransient map[string]Value, err error) {
	newPersistent, err := s.check("persistent", persistent)
	if err != nil {
		return nil, nil, err
	}
	newTransient, err := s.check("transient", transient)
	if err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revision++
	return apply(s.persistent, newPersistent), apply(s.transient, newTransient), nil
}

// Unsettable refuses a name: there is no such setting, or it can't be set.
type Unsettable struct{ Answer *rest.Error }

// Unwrap gives the answer, a *rest.Error.
func (e *Unsettable) Unwrap() error { return e.Answer }

func (e *Unsettable) Error() string { return e.Answer.Error() }

// change is one setting of an update; nil takes it back.
type change struct {
	name  string
	value *Value
}

func apply(layer map[string]Value, changes []change) map[string]Value {
	set := map[string]Value{}
	for _, c := range changes {
		if c.value != nil {
			layer[c.name], set[c.name] = *c.value, *c.value
			continue
		}
		prefix, isPattern := strings.CutSuffix(c.name, "*")
		for name := range maps.Clone(layer) {
			if name == c.name || isPattern && strings.HasPrefix(name, prefix) {
				delete(layer, name)
			}
		}
	}
	return set
}

func (s *Store) check(layer string, o *orderedjson.Object) ([]change, error) {
	flat := &orderedjson.Object{}
	flatten("", o, flat)
	changes := []change{}
	for _, m := range flat.Members() {
		if strings.HasSuffix(m.Key, "*") && m.Value == nil {
			changes = append(changes, change{m.Key, nil})
			continue
		}
		setting, ok := s.lookup(m.Key)
		switch {
		case !ok:
			return nil, &Unsettable{rest.IllegalArgument("%s setting [%s], not recognized", layer, m.Key)}
		case setting.final:
			return nil, &Unsettable{rest.IllegalArgument("final %s setting [%s], not updateable", layer, m.Key)}
		case setting.static:
			return nil, &Unsettable{rest.IllegalArgument("%s setting [%s], not dynamically updateable", layer, m.Key)}
		case m.Value == nil:
			changes = append(changes, change{m.Key, nil})
			continue
		}
		v := valueOf(m.Value)
		if err := setting.check(v); err != nil {
			return nil, err
		}
		if setting.kind == list && !v.IsList {
			v = Value{IsList: true, List: strings.Split(v.Text, ",")}
		}
		changes = append(changes, change{m.Key, &v})
	}
	return changes, nil
}

// flatten writes nested objects as names with dots.
func flatten(prefix string, o *orderedjson.Object, into *orderedjson.Object) {
	for _, m := range o.Members() {
		if child, ok := m.Value.(*orderedjson.Object); ok {
			flatten(prefix+m.Key+".", child, into)
		} else {
			into.Set(prefix+m.Key, m.Value)
		}
	}
}

func valueOf(v any) Value {
	if items, ok := v.([]any); ok {
		list := make([]string, 0, len(items))
		for _, x := range items {
			list = append(list, textOf(x))
		}
		return Value{List: list, IsList: true}
	}
	return Value{Text: textOf(v)}
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}

func (s Setting) check(v Value) error {
	if v.IsList {
		if s.kind != list {
			return rest.IllegalArgument("Failed to parse value [%s] for setting [%s]", "["+strings.Join(v.List, ", ")+"]", s.Name)
		}
		return nil
	}
	switch s.kind {
	case integer:
		n, err := strconv.ParseInt(v.Text, 10, 32)
		if err != nil {
			e := rest.IllegalArgument("Failed to parse value [%s] for setting [%s]", v.Text, s.Name)
			return e.Because(&rest.Error{Type: "number_format_exception", Reason: fmt.Sprintf("For input string: %q", v.Text)})
		}
		if s.least != nil && n < int64(*s.least) {
			return rest.IllegalArgument("Failed to parse value [%s] for setting [%s] must be >= %d", v.Text, s.Name, *s.least)
		}
	case boolean:
		if v.Text != "true" && v.Text != "false" {
			return rest.IllegalArgument("Failed to parse value [%s] as only [true] or [false] are allowed.", v.Text)
		}
	case rate:
		return checkRate(v.Text)
	case duration:
		if strings.HasPrefix(v.Text, "-") && v.Text != "-1" {
			return rest.IllegalArgument("failed to parse value [%s] for setting [%s], must be >= [0ms]", v.Text, s.Name)
		}
		_, err := rest.ParseTimeValue(s.Name, v.Text)
		return err
	}
	return nil
}

// Nested prints settings as objects within objects, by name.
func Nested(values map[string]Value) *orderedjson.Object {
	root := &orderedjson.Object{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		o := root
		steps := strings.Split(name, ".")
		for _, step := range steps[:len(steps)-1] {
			child := o.Object(step)
			if child == nil {
				child = &orderedjson.Object{}
				o.Set(step, child)
			}
			o = child
		}
		o.Set(steps[len(steps)-1], values[name].JSON())
	}
	return root
}

// Flat prints settings with their full names, in order of name.
func Flat(values map[string]Value) *orderedjson.Object {
	o := &orderedjson.Object{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		o.Set(name, values[name].JSON())
	}
	return o
}
