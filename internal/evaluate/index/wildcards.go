package index

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// wildcards are what expressions name before indices are looked for: names as they
// are, and for patterns the indices that fit. A "-name" after a pattern takes away
// what is called so, and a "-pattern" the indices that fit it; so "-alias" takes
// nothing away. Observed on 2.19.4.
func (s *Store) wildcards(expressions []string, o Options) (map[string]bool, error) {
	names := map[string]bool{}
	wild := false
	for _, e := range expressions {
		if e == "" {
			return nil, notFound(e, "index_or_alias")
		}
		if err := checkExpression(e); err != nil {
			return nil, err
		}
		taken, away := e, false
		if !s.isName(e, o) {
			taken, away = strings.CutPrefix(e, "-")
			if !wild {
				taken, away = e, false
			}
		}
		if !strings.Contains(taken, "*") {
			if err := s.checkName(taken, o); err != nil {
				return nil, err
			}
			if delete(names, taken); !away {
				names[taken] = true
			}
			continue
		}
		wild = true
		found, any := s.expand(taken, o)
		if !any && o.RefuseNoIndices {
			return nil, notFound(taken, "index_or_alias")
		}
		for _, name := range found {
			if delete(names, name); !away {
				names[name] = true
			}
		}
	}
	if len(names) == 0 && o.RefuseNoIndices {
		return nil, nothingFound(expressions, "index_or_alias")
	}
	return names, nil
}

// isName tells whether a request may name so what there is.
func (s *Store) isName(name string, o Options) bool {
	return s.indices[name] != nil || !o.OnlyNames && len(s.behindOf(name, o)) > 0
}

// checkName refuses a name of nothing, and one of an alias where none may stand.
func (s *Store) checkName(name string, o Options) error {
	switch {
	case s.indices[name] != nil || o.IgnoreUnavailable:
		return nil
	case len(s.behindOf(name, o)) == 0:
		return notFound(name, "index_or_alias")
	case o.OnlyNames:
		return aliasNamed(name)
	}
	return nil
}

func aliasNamed(name string) error {
	return fault.Illegal("The provided expression [%s] matches an alias, specify the corresponding concrete indices instead.", name)
}

// behindOf are the indices behind an alias that a request may name.
func (s *Store) behindOf(alias string, o Options) []*Index {
	var out []*Index
	for _, x := range s.aliased(alias) {
		if !o.NoStreams || !x.keepsStream(alias) {
			out = append(out, x)
		}
	}
	return out
}

// expand are the indices that a pattern names, itself or by aliases; any tells whether
// something fits, closed and hidden ones too.
func (s *Store) expand(pattern string, o Options) (found []string, any bool) {
	dotted := strings.HasPrefix(pattern, ".")
	for name, x := range s.indices {
		hit := mapping.SimpleMatch(pattern, name)
		shown := hit && (o.Hidden || x.Settings.Text("index.hidden") != "true" || dotted && strings.HasPrefix(name, "."))
		for _, a := range x.Aliases.Members() {
			if o.OnlyNames || !mapping.SimpleMatch(pattern, a.Key) || o.NoStreams && x.keepsStream(a.Key) {
				continue
			}
			hidden, _ := x.Aliases.Object(a.Key).Get("is_hidden")
			hit, shown = true, shown || o.Hidden || hidden != true || dotted && strings.HasPrefix(a.Key, ".")
		}
		any = any || hit
		if shown && (o.Left == nil || !o.Left(x)) {
			found = append(found, name)
		}
	}
	return found, any
}
