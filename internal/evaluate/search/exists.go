package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// existsAny matches documents that have one of the fields that a pattern hits. The
// pattern of all fields hits one of the server's that can't be asked.
func (s *shard) existsAny(pattern string, boost float32) (query, error) {
	if pattern == "*" {
		return nil, s.failedToCreate(fault.New(0, "unsupported_operation_exception", "Cannot run exists query on [_feature]"))
	}
	if strings.ContainsAny(pattern[:1], "*_") {
		return nil, fault.Unsupported("query [exists] with the pattern [%s]", pattern)
	}
	any := disMax{}
	for _, f := range s.Mapping.Fields() {
		if f.Type != "alias" && mapping.SimpleMatch(pattern, f.Path) {
			any.clauses = append(any.clauses, s.existsText(f))
		}
	}
	return constant{any, boost}, nil
}

// hidden tells whether a field doesn't make its object be there: one whose name begins
// with an underscore doesn't on 2.19 (observed on 2.19.4).
func (s *shard) hidden(path string) bool {
	return s.dialect.HidesUnderscores() && path[strings.LastIndexByte(path, '.')+1] == '_'
}

// exists matches documents that have the field, or any field below the object.
func (s *shard) exists(path string, boost float32) (query, error) {
	switch {
	case !s.known(path) || !strings.HasPrefix(path, "_"):
	case path == "_id" || path == "_index" || path == "_seq_no" || path == "_version":
		return constant{all{}, boost}, nil
	case path == "_source":
		return nil, s.queryError("The _source field is not searchable", nil)
	case path == "_field_names":
		return nil, s.failedToCreate(fault.New(0, "unsupported_operation_exception", "Cannot run exists query on _field_names"))
	case path == "_nested_path":
		return nil, s.failedToCreate(fault.New(0, "unsupported_operation_exception", "Cannot run exists() query against the nested field path"))
	case path == "_ignored":
		return constant{predicate(func(d *doc) bool { return d.Path == "" && len(d.Ignored()) > 0 }), boost}, nil
	case path == "_type" && s.dialect.MappingTypes:
		return constant{all{}, boost}, nil
	case path == "_type":
		return none{}, nil
	case path == "_routing":
		return constant{predicate(func(d *doc) bool { return d.Path == "" && d.top.Routing != "" }), boost}, nil
	}
	if strings.Contains(path, "*") {
		return s.existsAny(path, boost)
	}
	if f := s.field(path); f != nil {
		return constant{s.existsText(f), boost}, nil
	}
	if s.Mapping.Object(path) == nil {
		if s.mappedOnly {
			return nil, s.notMapped(path)
		}
		return s.unmapped("exists", path)
	}
	for _, f := range s.Mapping.Fields() {
		if f.Type == "flat_object" && strings.HasPrefix(f.Path, path+".") {
			return nil, fault.Unsupported("query [exists] on an object with a flat_object")
		}
		if f.Type == "constant_keyword" && strings.HasPrefix(f.Path, path+".") && !s.hidden(f.Path) {
			return constant{all{}, boost}, nil // every document has it
		}
	}
	return constant{s.below(path), boost}, nil
}

// below matches documents that have a field of an object, or what an alias in it stands
// for.
func (s *shard) below(object string) query {
	parts, each := map[string]query{}, objectFields{}
	for _, f := range s.Mapping.Fields() {
		if !strings.HasPrefix(f.Path, object+".") || s.hidden(f.Path) {
			continue
		}
		if f.Type == "alias" {
			f = s.field(f.Path)
		}
		if f != nil {
			parts[f.Path] = s.existsField(f)
			each.parts = append(each.parts, s.existsText(f))
		}
	}
	each.query = predicate(func(d *doc) bool {
		for p := range d.Values.All() {
			if q := parts[p]; q != nil && q.matches(d) {
				return true
			}
		}
		return false
	})
	return each
}

// objectFields is exists on an object: the server asks for each of its fields.
type objectFields struct {
	query
	parts []query
}
