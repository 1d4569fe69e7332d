package index

import (
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
	OnlyNames         bool      // patterns stand for names of indices, not of aliases
	Now               time.Time // what "now" in a name means; zero: the store's clock
	// Veiled indices come without their documents, as nobody may see them; nil: none.
	Veiled func(name string) bool
	// Left are indices that patterns don't name, though they fit; nil: none.
	Left func(*Index) bool
}

// Resolve finds the indices that expressions name: names, aliases, patterns,
// "-pattern" after a pattern, "_all"; none at all means all. They come by name.
// Errors: index_not_found_exception; UnsupportedError for remote clusters and
// aliases with routing.
func (s *Store) Resolve(expressions []string, o Options) ([]*Index, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	expressions, err := s.dated(expressions, o)
	if err != nil {
		return nil, err
	}
	found := map[string]*Index{}
	every := len(expressions) == 0 || len(expressions) == 1 && (expressions[0] == "_all" || expressions[0] == "" || expressions[0] == "*")
	if len(expressions) == 0 || len(expressions) == 1 && (expressions[0] == "_all" || expressions[0] == "") {
		expressions = []string{"*"}
	}
	if o.Literal { // names are taken as they are
		o.IgnoreUnavailable = o.IgnoreUnavailable || len(expressions) == 1 && !o.RefuseNoIndices
	}
	wild := false
	for _, e := range expressions {
		if err := checkExpression(e); err != nil {
			return nil, err
		}
		switch {
		case strings.HasPrefix(e, "-") && wild:
			if !strings.Contains(e, "*") && s.indices[e[1:]] == nil && len(s.aliased(e[1:])) == 0 && !o.IgnoreUnavailable {
				return nil, notFound(e[1:], "index_or_alias")
			}
			s.exclude(found, e[1:])
		case strings.Contains(e, "*") && !o.Literal:
			wild = true
			if n := s.expand(found, e, o); n == 0 && o.RefuseNoIndices {
				return nil, notFound(e, "index_or_alias")
			}
		default:
			if err := s.named(found, e, o); err != nil {
				return nil, err
			}
		}
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
		return nil, nothingFound(expressions, o)
	}
	return out, nil
}

// nothingFound is the error of expressions that name nothing together. Observed on
// 2.19.4: of several it names none.
func nothingFound(expressions []string, o Options) error {
	if len(expressions) == 1 && strings.Contains(expressions[0], "*") && !o.Literal {
		return notFound(expressions[0], "index_or_alias")
	} else if len(expressions) == 1 {
		return notFound(expressions[0], "index_expression")
	}
	var ids []any
	for _, e := range expressions {
		ids = append(ids, e)
	}
	kind := "index_or_alias"
	if o.IgnoreUnavailable || o.Literal {
		kind = "index_expression"
	}
	return fault.New(404, "index_not_found_exception", "no such index [null]").
		With("resource.id", ids).With("resource.type", kind)
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
	case e == "":
		return notFound(e, "index_or_alias")
	case strings.Contains(e, ":"):
		return fault.Unsupported("index of another cluster [%s]", e)
	case strings.HasPrefix(e, "_") && e != "_all":
		return fault.New(400, "invalid_index_name_exception", "Invalid index name [%s], must not start with '_'.", e).
			With("index", e).With("index_uuid", "_na_")
	}
	return nil
}

func (s *Store) expand(found map[string]*Index, pattern string, o Options) int {
	n := 0
	for name, x := range s.indices {
		hidden := x.Settings.Text("index.hidden") == "true" && !o.Hidden &&
			!(strings.HasPrefix(pattern, ".") && strings.HasPrefix(name, "."))
		hit := mapping.SimpleMatch(pattern, name)
		for _, a := range x.Aliases.Keys() {
			if !o.OnlyNames && mapping.SimpleMatch(pattern, a) {
				hit, hidden = true, false // it is named by what is not hidden
			}
		}
		if hit {
			n++
		}
		if hit && !hidden && (o.Left == nil || !o.Left(x)) {
			found[name] = x
		}
	}
	return n
}

func (s *Store) exclude(found map[string]*Index, pattern string) {
	for name, x := range found {
		if mapping.SimpleMatch(pattern, name) || slices.ContainsFunc(x.Aliases.Keys(), func(a string) bool {
			return mapping.SimpleMatch(pattern, a)
		}) {
			delete(found, name)
		}
	}
}

func (s *Store) named(found map[string]*Index, name string, o Options) error {
	kind := "index_or_alias"
	if o.Literal {
		kind = "index_expression"
	}
	if name == "_all" {
		s.expand(found, "*", o)
		return nil
	}
	if x := s.indices[name]; x != nil {
		found[name] = x
		return nil
	}
	behind := s.aliased(name)
	if len(behind) == 0 && !o.IgnoreUnavailable {
		return notFound(name, kind)
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
	bad := func(why string) error {
		return fault.New(400, "invalid_index_name_exception", "Invalid index name [%s], %s", name, why).
			With("index", name).With("index_uuid", "_na_")
	}
	switch {
	case name == "." || name == "..":
		return bad("must not be '.' or '..'")
	case strings.ContainsAny(name, " \"*\\<|,>/?"):
		return bad("must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]")
	case strings.Contains(name, "#"):
		return bad("must not contain '#'")
	case strings.Contains(name, ":"):
		return bad("must not contain ':'")
	case name == "" || strings.ContainsAny(name[:1], "_-+"):
		return bad("must not start with '_', '-', or '+'")
	case len(name) > 255:
		return bad("index name is too long, (" + number(int64(len(name))).String() + " > 255)")
	case strings.ToLower(name) != name:
		return bad("must be lowercase")
	}
	return nil
}
