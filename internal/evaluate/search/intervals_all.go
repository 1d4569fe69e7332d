package search

import (
	"fmt"
	"strings"
)

// allRule is all of several rules: as a phrase, in order, or in any order.
type allRule struct {
	how   string
	parts []intervalRule
	walk  func([]*cursor) []interval
}

func (r allRule) identity() string { return r.how + "(" + strings.Join(identities(r.parts), ",") + ")" }

func (r allRule) least() int {
	sum := 0
	for _, x := range r.parts {
		sum += x.least()
	}
	return sum
}

// alternatives of a phrase were taken apart when it was made.
func (r allRule) alternatives() []intervalRule {
	if r.how == phrased {
		return []intervalRule{r}
	}
	var out []intervalRule
	for _, parts := range combinations(r.parts) {
		out = append(out, allRule{r.how, parts, r.walk})
	}
	return out
}

func (r allRule) find(d *doc) []interval {
	var cursors []*cursor
	for _, x := range r.parts {
		found := x.find(d)
		if len(found) == 0 {
			return nil
		}
		cursors = append(cursors, &cursor{list: found})
	}
	return r.walk(cursors)
}

const phrased, ordered, unordered = "phrase", "ordered", "unordered"

// flatRules are rules with those of the same kind taken apart.
func flatRules(how string, rules []intervalRule) []intervalRule {
	var out []intervalRule
	for _, r := range rules {
		if inner, ok := r.(allRule); ok && inner.how == how {
			out = append(out, inner.parts...)
		} else {
			out = append(out, r)
		}
	}
	return out
}

func phraseOf(parts []intervalRule) intervalRule {
	var out []intervalRule
	for _, c := range combinations(parts) {
		out = append(out, allRule{phrased, flatRules(phrased, c), walkPhrase})
	}
	return anyOf(out...)
}

// rulesInOrder takes the same rule several times in a row as so many stretches of it.
func rulesInOrder(list []intervalRule) intervalRule {
	var rules []intervalRule
	for i := 0; i < len(list); {
		n := 1
		for i+n < len(list) && list[i+n].identity() == list[i].identity() {
			n++
		}
		rules = append(rules, repeated(list[i], n))
		i += n
	}
	return several(ordered, rules, walkOrdered)
}

// rulesInAnyOrder does so wherever they stand.
func rulesInAnyOrder(list []intervalRule) intervalRule {
	times := map[string]int{}
	var first, rules []intervalRule
	for _, r := range list {
		if times[r.identity()]++; times[r.identity()] == 1 {
			first = append(first, r)
		}
	}
	for _, r := range first {
		rules = append(rules, repeated(r, times[r.identity()]))
	}
	return several(unordered, rules, walkUnordered)
}

func several(how string, rules []intervalRule, walk func([]*cursor) []interval) intervalRule {
	if len(rules) == 1 {
		return rules[0]
	}
	return allRule{how, rules, walk}
}

// repeatedRule is several stretches of a rule, one after the other.
type repeatedRule struct {
	intervalRule
	times int
}

func repeated(r intervalRule, times int) intervalRule {
	if times == 1 {
		return r
	}
	return repeatedRule{r, times}
}

func (r repeatedRule) alternatives() []intervalRule { return []intervalRule{r} }
func (r repeatedRule) identity() string {
	return fmt.Sprintf("%d times(%s)", r.times, r.intervalRule.identity())
}

// find counts the width of each stretch as Lucene does, which is right for words only.
func (r repeatedRule) find(d *doc) []interval {
	list := r.intervalRule.find(d)
	var out []interval
	for i := r.times; i <= len(list); i++ {
		window := list[i-r.times : i]
		x := interval{start: window[0].start, end: window[r.times-1].end}
		for _, part := range window {
			x.width += part.start - part.end + 1
		}
		x.gaps = x.end - x.start + 1 - x.width
		out = append(out, x)
	}
	return out
}
