package mapping

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// SourceRule is what an index keeps of the documents themselves: _source.
type SourceRule struct {
	Disabled           bool
	Includes, Excludes []string
}

// Whole tells that documents are kept as they were written.
func (r SourceRule) Whole() bool { return !r.Disabled && len(r.Includes)+len(r.Excludes) == 0 }

// SourceRule reads what the mapping says of _source.
func (m *Mapping) SourceRule() SourceRule {
	o := m.options.Object("_source")
	r := SourceRule{Disabled: !truth(first(o, "enabled"), true)}
	for _, x := range o.Array("includes") {
		r.Includes = append(r.Includes, javaText(x))
	}
	for _, x := range o.Array("excludes") {
		r.Excludes = append(r.Excludes, javaText(x))
	}
	return r
}

// declareSource reads _source of a mapping; what is so anyway isn't kept.
func (m *Mapping) declareSource(value any) error {
	o, ok := value.(*orderedjson.Object)
	if !ok {
		return fault.Unsupported("mapping parameter [_source] of another form")
	}
	kept := orderedjson.NewObject()
	for _, key := range []string{"enabled", "includes", "excludes"} {
		v, said := o.Get(key)
		if list, isList := v.([]any); said && (key != "enabled" && isList && len(list) > 0 || key == "enabled" && !truth(v, true)) {
			kept.Set(key, v)
		} else if said && key != "enabled" && !isList {
			return fault.Unsupported("mapping parameter [_source] with [%s] that is no list", key)
		}
	}
	for _, key := range o.Keys() {
		if key != "enabled" && key != "includes" && key != "excludes" {
			return fault.Unsupported("mapping parameter [_source] with [%s]", key)
		}
	}
	if kept.Len() > 0 {
		m.options.Set("_source", kept)
	}
	return nil
}

// RoutingRequired tells whether each write has to name a routing.
func (m *Mapping) RoutingRequired() bool {
	return truth(first(m.options.Object("_routing"), "required"), false)
}
