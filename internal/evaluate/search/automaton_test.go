package search

import "testing"

// What is minimal accepts the same, with the number of states that can be reckoned by hand.
func TestMinimal(t *testing.T) {
	for pattern, states := range map[string]int{
		"a":              2,
		"ab|cb":          3,
		"(a|b)*":         1,
		"(a|ab|abc)+":    4,
		"a{2,4}":         5,
		"(foo|goo)bar":   7,
		"[a-f0-9]{3}":    4,
		"a(b|c)*d|a(c)d": 3,
	} {
		r, err := compileRegexpWith(pattern, regexpOptions{flags: allRegexpOptions})
		if err != nil {
			t.Fatal(err)
		}
		whole, _ := (&machinist{}).build(r.root).determinized(mostWork)
		small := whole.minimal()
		if len(small.edges) != states {
			t.Errorf("%s: %d states, want %d", pattern, len(small.edges), states)
		}
		for _, text := range []string{"", "a", "b", "ab", "abc", "abab", "aaaa", "aaaaa", "foobar", "goobar", "gobar", "fff", "09a", "acd", "abcbd", "cb"} {
			if got, want := small.takes(text), whole.takes(text); got != want || got != r.match(text) {
				t.Errorf("%s of %q: %v, was %v, matches %v", pattern, text, got, want, r.match(text))
			}
		}
	}
}

// takes tells whether a deterministic automaton accepts a text.
func (a automaton) takes(text string) bool {
	state := 0
	for _, r := range text {
		next := -1
		for _, e := range a.edges[state] {
			if e.low <= r && r <= e.high {
				next = e.to
			}
		}
		if next < 0 {
			return false
		}
		state = next
	}
	return a.accepts[state]
}
