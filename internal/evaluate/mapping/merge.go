package mapping

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Merge takes another definition in, as PUT _mapping does. Nothing changes when
// it is refused.
func (m *Mapping) Merge(definition *orderedjson.Object) (*Mapping, error) {
	roomy := m.Settings
	roomy.FieldLimit = 1 << 30
	add, err := read(definition, roomy)
	if err != nil {
		return nil, unwrapped(err)
	}
	next := m.clone()
	if err := mergeObject(next.root, add.root, beside); err != nil {
		return nil, err
	}
	next.options = orderedjson.Clone(m.options).(*orderedjson.Object)
	for _, o := range add.options.Members() {
		if o.Key == "_source" && !orderedjson.Equal(o.Value, next.options.Object("_source")) {
			return nil, fault.Unsupported("change of the mapping parameter [_source]")
		}
		if o.Key == "_routing" && !orderedjson.Equal(o.Value, next.options.Object("_routing")) {
			return nil, fault.Unsupported("change of the mapping parameter [_routing]")
		}
		next.options.Set(o.Key, o.Value)
		next.takeOption(o.Key, add)
	}
	next.reindex()
	return next, next.check()
}

// unwrapped is what a mapping is refused for, without the words that a new index's has
// around.
func unwrapped(err error) error {
	refused, ok := err.(*fault.Error)
	if !ok || refused.Cause == nil || !strings.HasPrefix(refused.Reason, "Failed to parse mapping [_doc]: ") {
		return err
	}
	cause := *refused.Cause
	cause.Status = 400
	return &cause
}

// laying is how a definition comes to another one: beside it, where both must agree, or
// above it, as templates do, where it holds.
type laying int

const (
	beside laying = iota
	above
)

func mergeObject(o, add *Object, how laying) error {
	if o.Nested != add.Nested {
		if o.Nested {
			return fault.Illegal("cannot change object mapping from nested to non-nested")
		}
		return fault.Illegal("cannot change object mapping from non-nested to nested")
	}
	if add.Dynamic != "" {
		o.Dynamic = add.Dynamic
	}
	if how == above && add.stated {
		o.Enabled, o.stated = add.Enabled, true
	}
	if how == beside && (add.stated || !o.Enabled) && add.Enabled != o.Enabled {
		return fault.New(500, "mapper_exception", "the [enabled] parameter can't be updated for the object mapping [%s]", o.Path)
	}
	for _, name := range add.names() {
		if err := mergeChild(o, name, add.children[name], how); err != nil {
			return err
		}
	}
	return nil
}

func mergeChild(o *Object, name string, add node, how laying) error {
	switch old := o.children[name].(type) {
	case nil:
		o.children[name] = add
	case *Object:
		child, ok := add.(*Object)
		if !ok {
			return fault.Illegal("can't merge a non object mapping [%s] with an object mapping", old.Path)
		}
		return mergeObject(old, child, how)
	case *Field:
		field, ok := add.(*Field)
		if !ok {
			return fault.Illegal("can't merge a non object mapping [%s] with an object mapping", old.Path)
		}
		if how == above {
			o.children[name] = field
			return nil
		}
		merged, err := mergeField(old, field)
		if err != nil {
			return err
		}
		o.children[name] = merged
	}
	return nil
}

// updatable are the parameters that a later definition may change.
var updatable = []string{"ignore_above", "meta", "coerce", "ignore_malformed", "boost", "fielddata", "search_analyzer",
	"search_quote_analyzer", "split_queries_on_whitespace", "eager_global_ordinals", "norms", "copy_to", "path"}

func mergeField(old, add *Field) (*Field, error) {
	if old.Type != add.Type {
		return nil, fault.Illegal("mapper [%s] cannot be changed from type [%s] to [%s]", old.Path, old.Type, add.Type)
	}
	for _, keys := range [][]string{old.Params.Keys(), add.Params.Keys()} {
		for _, k := range keys {
			if slices.Contains(updatable, k) {
				continue
			}
			was, now := old.param(k), add.param(k)
			if !orderedjson.Equal(was, now) {
				return nil, fault.Illegal("Mapper for [%s] conflicts with existing mapper:\n\tCannot update parameter [%s] from [%s] to [%s]",
					old.Path, k, javaText(was), javaText(now))
			}
		}
	}
	if old.Params.Has("norms") && !old.Norms && add.Norms {
		return nil, fault.Illegal("Mapper for [%s] conflicts with existing mapper:\n\tCannot update parameter [norms] from [false] to [true]", old.Path)
	}
	merged := *add
	merged.Multi = slices.Clone(old.Multi)
	for _, sub := range add.Multi {
		i := slices.IndexFunc(merged.Multi, func(f *Field) bool { return f.Path == sub.Path })
		if i < 0 {
			merged.Multi = append(merged.Multi, sub)
			continue
		}
		both, err := mergeField(merged.Multi[i], sub)
		if err != nil {
			return nil, err
		}
		merged.Multi[i] = both
	}
	return &merged, nil
}
