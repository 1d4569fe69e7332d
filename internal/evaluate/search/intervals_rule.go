package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// interval is a stretch of a text, both ends counted.
type interval struct {
	start, end int
	gaps       int // positions in it that are not part of what was looked for
	width      int // as those count that have it as a part
}

func stretch(start, end, gaps int) interval { return interval{start, end, gaps, end - start + 1} }

// intervalRule describes stretches of a text. What it finds is what Lucene's iterators
// do, which is not always all: stretches that hold smaller ones are left out, and what
// several rules find together depends on which of them is taken apart
// (alternatives). Held to live nodes by TestSpans and TestRandomIntervals.
type intervalRule interface {
	find(d *doc) []interval // in the order of their starts

	// least is how long such a stretch is at least.
	least() int

	// alternatives are the rules of which this is any, as far as what stands around it
	// may be asked of each alone.
	alternatives() []intervalRule

	// identity is equal for equal rules: in a row they ask for as many stretches.
	identity() string
}

// wordRule is a word of those that it keeps.
type wordRule struct {
	field *mapping.Field
	name  string
	keep  func(string) bool
}

func (r wordRule) least() int                   { return 1 }
func (r wordRule) identity() string             { return r.name }
func (r wordRule) alternatives() []intervalRule { return []intervalRule{r} }

func (r wordRule) find(d *doc) []interval {
	var out []interval
	v := d.Values.Get(r.field.Path)
	if v == nil {
		return nil
	}
	for _, t := range v.Tokens {
		if r.keep(t.Term) {
			out = append(out, stretch(t.Position, t.Position, 0))
		}
	}
	return smallest(out)
}

// anyRule is what any of its parts finds.
type anyRule []intervalRule

// anyOf takes parts that are such rules themselves apart, and each rule once.
func anyOf(rules ...intervalRule) intervalRule {
	var parts anyRule
	seen := map[string]bool{}
	for _, r := range rules {
		list := []intervalRule{r}
		if inner, ok := r.(anyRule); ok {
			list = inner
		}
		for _, x := range list {
			if id := x.identity(); !seen[id] {
				seen[id], parts = true, append(parts, x)
			}
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts
}

func (r anyRule) alternatives() []intervalRule { return r }

func (r anyRule) least() int {
	least := 1 << 30
	for _, x := range r {
		least = min(least, x.least())
	}
	return least
}

func (r anyRule) identity() string {
	ids := identities(r)
	slices.Sort(ids)
	return "any(" + strings.Join(ids, ",") + ")"
}

func (r anyRule) find(d *doc) []interval {
	var out []interval
	for _, x := range r {
		out = append(out, x.find(d)...)
	}
	return smallest(out)
}

func identities(rules []intervalRule) []string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.identity())
	}
	return ids
}

// allOf is all of its parts: in their order or in any, overlapping or not, with so
// many gaps.
func (s *shard) allOf(parts []intervalRule, o *orderedjson.Object) intervalRule {
	flat := func(how string, parts ...intervalRule) []intervalRule {
		if s.dialect.NestsIntervals {
			return parts
		}
		return flatRules(how, parts)
	}
	most, mode := integer(o, "max_gaps", -1), o.Text("mode")
	switch {
	case len(parts) == 0:
		return anyRule{}
	case len(parts) == 1:
		return parts[0]
	case mode == "ORDERED" && most == 0:
		return phraseOf(parts)
	case mode == "ORDERED":
		return withGaps(rulesInOrder(flat(ordered, parts...)), most)
	case mode != "UNORDERED_NO_OVERLAP":
		return withGaps(rulesInAnyOrder(flat(unordered, parts...)), most)
	}
	rule := parts[0]
	for _, x := range parts[1:] { // the gaps are counted at each step (asked of 2.19.4)
		rule = withGaps(anyOf(rulesInOrder(flat(ordered, rule, x)), rulesInOrder(flat(ordered, x, rule))), most)
	}
	return rule
}

// withGaps limits the gaps of each alternative; less than 0 is no limit.
func withGaps(rule intervalRule, most int) intervalRule {
	if most < 0 {
		return rule
	}
	return eachAlternative(rule.alternatives(), func(r intervalRule) intervalRule { return gapsRule{r, most} })
}

func eachAlternative(rules []intervalRule, make func(intervalRule) intervalRule) intervalRule {
	var out []intervalRule
	for _, r := range rules {
		out = append(out, make(r))
	}
	return anyOf(out...)
}

// gapsRule keeps the stretches of a rule with few gaps.
type gapsRule struct {
	intervalRule
	most int
}

func (r gapsRule) alternatives() []intervalRule { return []intervalRule{r} }
func (r gapsRule) identity() string {
	return fmt.Sprintf("gaps(%d,%s)", r.most, r.intervalRule.identity())
}

func (r gapsRule) find(d *doc) []interval {
	return slices.DeleteFunc(r.intervalRule.find(d), func(x interval) bool { return x.gaps > r.most })
}

// alternativesOf are a rule's alternatives: those of single words together, each other alone.
func alternativesOf(rule intervalRule) []intervalRule {
	var words, others []intervalRule
	for _, r := range rule.alternatives() {
		if r.least() == 1 {
			words = append(words, r)
		} else {
			others = append(others, r)
		}
	}
	if len(words) == 0 {
		return others
	}
	return slices.Insert(others, 0, anyOf(words...))
}

// combinations are all ways to take one alternative of each rule.
func combinations(rules []intervalRule) [][]intervalRule {
	out := [][]intervalRule{nil}
	for _, r := range rules {
		var longer [][]intervalRule
		for _, alternative := range alternativesOf(r) {
			for _, before := range out {
				longer = append(longer, append(slices.Clone(before), alternative))
			}
		}
		out = longer
	}
	return out
}
