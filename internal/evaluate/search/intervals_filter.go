package search

import "slices"

// relation is how a stretch stands to another, as a filter wants it.
type relation struct {
	name     string
	holds    func(a, b interval) bool
	unwanted bool // there must be no such other

	// apart says which of the two is taken apart: the filtered rule, the other, none.
	apart string
}

const filteredApart, otherApart = "filtered", "other"

func isWithin(a, b interval) bool { return b.start <= a.start && a.end <= b.end }
func overlaps(a, b interval) bool { return a.start <= b.end && b.start <= a.end }

var relations = map[string]relation{
	"containing":       {"containing", func(a, b interval) bool { return isWithin(b, a) }, false, filteredApart},
	"contained_by":     {"contained_by", isWithin, false, otherApart},
	"not_contained_by": {"not_contained_by", isWithin, true, otherApart},
	"overlapping":      {"overlapping", overlaps, false, ""},
	"not_overlapping":  {"not_overlapping", overlaps, true, ""},
	"after":            {"after", func(a, b interval) bool { return a.start > b.end }, false, ""},

	// What the first word stands before reaches to the first word: there is no place ahead of it.
	"before": {"before", func(a, b interval) bool { return a.end <= max(b.start-1, 0) }, false, ""},

	// Unwanted is more than what lies within: all but what ends before a does, having begun before it.
	"not_containing": {"not_containing", func(a, b interval) bool { return b.start <= a.end && (b.start >= a.start || b.end >= a.end) }, true, filteredApart},
}

// relatedRule keeps the stretches of a rule that stand to those of another in a relation.
type relatedRule struct {
	intervalRule
	relation relation
	other    intervalRule
}

func related(rule intervalRule, how relation, other intervalRule) intervalRule {
	switch how.apart {
	case filteredApart:
		return eachAlternative(alternativesOf(rule), func(r intervalRule) intervalRule { return relatedRule{r, how, other} })
	case otherApart:
		return eachAlternative(alternativesOf(other), func(r intervalRule) intervalRule { return relatedRule{rule, how, r} })
	}
	return relatedRule{rule, how, other}
}

func (r relatedRule) identity() string {
	return r.relation.name + "(" + r.intervalRule.identity() + "," + r.other.identity() + ")"
}

// alternatives of what overlaps are those of both.
func (r relatedRule) alternatives() []intervalRule {
	if r.relation.name != "overlapping" {
		return []intervalRule{r}
	}
	var out []intervalRule
	for _, pair := range combinations([]intervalRule{r.intervalRule, r.other}) {
		out = append(out, relatedRule{pair[0], r.relation, pair[1]})
	}
	return out
}

func (r relatedRule) find(d *doc) []interval {
	others := r.other.find(d)
	return slices.DeleteFunc(r.intervalRule.find(d), func(a interval) bool {
		return slices.ContainsFunc(others, func(b interval) bool { return r.relation.holds(a, b) }) == r.relation.unwanted
	})
}

// filtersWithin tells whether a rule has filtered ones among its parts.
func filtersWithin(rule intervalRule) bool {
	var parts []intervalRule
	switch r := rule.(type) {
	case anyRule:
		parts = r
	case allRule:
		parts = r.parts
	case gapsRule:
		parts = []intervalRule{r.intervalRule}
	case repeatedRule:
		parts = []intervalRule{r.intervalRule}
	case relatedRule:
		parts = []intervalRule{r.intervalRule, r.other}
	}
	return slices.ContainsFunc(parts, func(x intervalRule) bool {
		_, filtered := x.(relatedRule)
		return filtered || filtersWithin(x)
	})
}
