package mapping

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// checkAliases holds aliases to what they lead to: a field, no alias, in the same
// nested object.
func (m *Mapping) checkAliases() error {
	var aliases []*Field
	for _, f := range m.fields {
		if f.Type == "alias" {
			aliases = append(aliases, f)
		}
	}
	slices.SortFunc(aliases, func(a, b *Field) int { return strings.Compare(a.Path, b.Path) })
	for _, f := range aliases {
		bad := func(why string) error {
			return fault.New(400, "mapper_parsing_exception", "Invalid [path] value [%s] for field alias [%s]: an alias %s", f.Target, f.Path, why)
		}
		target := m.fields[f.Target]
		switch {
		case f.Target == f.Path:
			return bad("cannot refer to itself.")
		case target == nil:
			return bad("must refer to an existing field in the mappings.")
		case target.Type == "alias":
			return bad("cannot refer to another alias.")
		case target.Nested != f.Nested:
			return fault.Illegal("Invalid [path] value [%s] for field alias [%s]: an alias must have the same nested scope as its target. %s%s",
				f.Target, f.Path, scopeOf("The alias", f.Nested), scopeOf(", but the target's", target.Nested))
		}
	}
	return nil
}

func scopeOf(who, nested string) string {
	switch {
	case who == "The alias" && nested == "":
		return "The alias is not nested"
	case who == "The alias":
		return "The alias's nested scope is [" + nested + "]"
	case nested == "":
		return ", but the target is not nested."
	}
	return who + " nested scope is [" + nested + "]."
}
