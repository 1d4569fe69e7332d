package security

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/pattern"
)

// target is an index that a request is for, under all names that it goes by: its own
// first, then its aliases and its data stream.
type target struct{ names []string }

// all tells whether expressions name every index: none at all do.
func all(expressions []string) bool {
	return len(expressions) == 0 || len(expressions) == 1 && slices.Contains([]string{"", "_all", "*"}, expressions[0])
}

var backing = pattern.New(`^\.ds-(.+)-\d{6}$`)

// targets resolves expressions. A name that is not there stands for itself; a pattern
// that fits nothing for nothing, so that everybody may ask (asked of 2.19.4).
func (p *Plugin) targets(expressions []string) []target {
	found := []target{}
	add := func(t target) {
		if !slices.ContainsFunc(found, func(o target) bool { return o.names[0] == t.names[0] }) {
			found = append(found, t)
		}
	}
	if all(expressions) {
		expressions = []string{"*"}
	}
	excluded := []string{}
	for i, e := range expressions {
		if e == nothing {
			continue
		}
		if name, ok := strings.CutPrefix(e, "-"); ok && i > 0 {
			excluded = append(excluded, name)
			continue
		}
		matched := p.behind(e)
		for _, x := range matched {
			add(namesOf(x))
		}
		if len(matched) == 0 && !strings.Contains(e, "*") {
			add(target{[]string{e}})
		}
	}
	return slices.DeleteFunc(found, func(t target) bool { return matchesAny(excluded, t.names[0]) })
}

// behind are the indices behind an expression, none where there is no such.
func (p *Plugin) behind(expression string) []*index.Index {
	if p.store == nil {
		return nil
	}
	found, err := p.store.Resolve([]string{expression}, index.Options{IgnoreUnavailable: true})
	if err != nil {
		return nil
	}
	return found
}

// nothing is an expression for no index; no expressions at all are all indices.
const nothing = "-"

// withHidden are the expressions, patterns as the names of what they fit, hidden indices
// among it.
func (p *Plugin) withHidden(expressions []string) []string {
	if p.store == nil || all(expressions) {
		return expressions
	}
	found, err := p.store.Resolve(expressions, index.Options{IgnoreUnavailable: true, Hidden: true})
	if err != nil {
		return expressions
	}
	names := slices.DeleteFunc(slices.Clone(expressions), func(e string) bool { return strings.Contains(e, "*") || strings.HasPrefix(e, "-") })
	for _, x := range found {
		names = append(names, x.Name)
	}
	if len(names) == 0 {
		return []string{nothing}
	}
	return names
}

func namesOf(x *index.Index) target {
	t := target{append([]string{x.Name}, x.Aliases.Keys()...)}
	if m := backing.FindStringSubmatch(x.Name); m != nil {
		t.names = append(t.names, m[1])
	}
	return t
}

// exists tells whether an index, an alias or a data stream has this name.
func (p *Plugin) exists(name string) bool { return len(p.behind(name)) > 0 }
