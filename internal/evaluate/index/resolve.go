package index

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Options are how index expressions are taken; the zero value is a search's
// default: patterns may match nothing, names must exist.
type Options struct {
	IgnoreUnavailable bool      // ignore_unavailable=true
	RefuseNoIndices   bool      // allow_no_indices=false
	Hidden            bool      // expand_wildcards with hidden
	Literal           bool      // expand_wildcards=none: a pattern is a name
	OnlyNames         bool      // names are those of indices, not of aliases
	Now               time.Time // what "now" in a name means; zero: the store's clock
	// Veiled indices come without their documents, as nobody may see them; nil: none.
	Veiled func(name string) bool
	// Left are indices that patterns don't name, though they fit; nil: none.
	Left func(*Index) bool
	// NoStreams: names of streams name nothing.
	NoStreams bool
}

// Resolve finds the indices that expressions name: names, aliases, patterns,
// "-pattern" after a pattern, "_all"; none at all means all. They come by name.
// Errors: index_not_found_exception; UnsupportedError for remote clusters and
// aliases with routing.
func (s *Store) Resolve(expressions []string, o Options) ([]*Index, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	sent := expressions
	expressions, err := s.dated(expressions, o)
	if err != nil {
		return nil, err
	}
	every := len(expressions) == 0 || len(expressions) == 1 && (expressions[0] == "_all" || expressions[0] == "" || expressions[0] == "*")
	found, err := s.found(expressions, o)
	if err != nil {
		return nil, err
	}
	out := make([]*Index, 0, len(found))
	for _, x := range found {
		c := x.snapshot()
		if o.Veiled != nil && o.Veiled(x.Name) {
			c.Docs = nil
		}
		if !every {
			c.Filters = x.filtersOf(expressions)
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *Index) int { return strings.Compare(a.Name, b.Name) })
	if len(out) == 0 && o.RefuseNoIndices {
		return nil, nothingFound(sent, "index_expression")
	}
	return out, nil
}

// found are the indices that expressions name, by name.
func (s *Store) found(expressions []string, o Options) (map[string]*Index, error) {
	found := map[string]*Index{}
	every := len(expressions) == 0 || len(expressions) == 1 && (expressions[0] == "_all" || expressions[0] == "" || expressions[0] == "*" && !o.Literal)
	if every {
		for name, x := range s.indices {
			if (o.Hidden || x.Settings.Text("index.hidden") != "true") && (o.Left == nil || !o.Left(x)) && !o.Literal {
				found[name] = x
			}
		}
		return found, nil
	}
	names := expressions
	if o.Literal { // names are taken as they are
		for _, e := range expressions {
			if err := checkExpression(e); err != nil {
				return nil, err
			}
		}
	} else {
		set, err := s.wildcards(expressions, o)
		if err != nil {
			return nil, err
		}
		names = slices.Sorted(maps.Keys(set))
	}
	lenient := o.IgnoreUnavailable
	if len(expressions) == 1 {
		lenient = !o.RefuseNoIndices
	}
	for _, e := range names {
		if err := s.named(found, e, lenient, o); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// nothingFound is the error of expressions that name nothing together. Observed on
// 2.19.4: of several it names none.
func nothingFound(expressions []string, kind string) error {
	var ids any
	switch len(expressions) {
	case 0:
		ids = "_all"
	case 1:
		if kind == "index_expression" {
			return notFound(expressions[0], kind)
		}
		ids = expressions[0]
	default:
		var list []any
		for _, e := range expressions {
			list = append(list, e)
		}
		ids = list
	}
	return fault.New(404, "index_not_found_exception", "no such index [null]").With("resource.id", ids).With("resource.type", kind)
}

// dated fills in the dates of expressions.
func (s *Store) dated(expressions []string, o Options) ([]string, error) {
	now := o.Now
	if now.IsZero() {
		now = s.now()
	}
	out := make([]string, len(expressions))
	for i, e := range expressions {
		name, err := dateName(e, now)
		if err != nil {
			return nil, err
		}
		out[i] = name
	}
	return out, nil
}

// filtersOf are the filters of the aliases by which expressions name the index; nil
// where one names it without.
func (x *Index) filtersOf(expressions []string) []*orderedjson.Object {
	hit := func(name string) bool {
		return slices.ContainsFunc(expressions, func(e string) bool { return mapping.SimpleMatch(e, name) })
	}
	if hit(x.Name) {
		return nil
	}
	var out []*orderedjson.Object
	for _, a := range x.Aliases.Keys() {
		if !hit(a) {
			continue
		}
		filter := x.Aliases.Object(a).Object("filter")
		if filter == nil {
			return nil
		}
		out = append(out, filter)
	}
	return out
}

func checkExpression(e string) error {
	switch {
	case strings.Contains(e, ":"):
		return fault.Unsupported("index of another cluster [%s]", e)
	case strings.HasPrefix(e, "_"):
		return fault.New(400, "invalid_index_name_exception", "Invalid index name [%s], must not start with '_'.", e).
			With("index", e).With("index_uuid", "_na_")
	}
	return nil
}

// named finds the indices of one name. Where it is lenient, one of nothing finds none.
func (s *Store) named(found map[string]*Index, name string, lenient bool, o Options) error {
	if x := s.indices[name]; x != nil {
		found[name] = x
		return nil
	}
	behind := s.behindOf(name, o)
	switch {
	case len(behind) == 0 && lenient:
		return nil
	case len(behind) == 0:
		return notFound(name, "index_expression")
	case o.OnlyNames && lenient:
		return nil
	case o.OnlyNames:
		return aliasNamed(name)
	}
	for _, x := range behind {
		def := x.Aliases.Object(name)
		if (def.Has("routing") || def.Has("search_routing")) && x.Shards() > 1 {
			return fault.Unsupported("alias [%s] with a routing", name)
		}
		found[x.Name] = x
	}
	return nil
}

func joinNames(list []*Index) string {
	names := make([]string, len(list))
	for i, x := range list {
		names[i] = x.Name
	}
	return strings.Join(names, ", ")
}

// checkName holds a new index's name to the server's rules; the texts are those
// of 2.19.4.
func checkName(name string) error {
	if why := NameFault(name); why != "" {
		return fault.New(400, "invalid_index_name_exception", "Invalid index name [%s], %s", name, why).
			With("index", name).With("index_uuid", "_na_")
	}
	return nil
}

// NameFault says what is wrong with a name of an index or a stream, "" for nothing.
func NameFault(name string) string {
	switch {
	case name == "." || name == "..":
		return "must not be '.' or '..'"
	case strings.ContainsAny(name, " \"*\\<|,>/?"):
		return "must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]"
	case strings.Contains(name, "#"):
		return "must not contain '#'"
	case strings.Contains(name, ":"):
		return "must not contain ':'"
	case name == "" || strings.ContainsAny(name[:1], "_-+"):
		return "must not start with '_', '-', or '+'"
	case len(name) > 255:
		return "index name is too long, (" + number(int64(len(name))).String() + " > 255)"
	case strings.ToLower(name) != name:
		return "must be lowercase"
	}
	return ""
}
