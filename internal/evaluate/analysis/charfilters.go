package analysis

import (
	"regexp"
	"slices"
	"strings"
)

// charFilter changes a text before it is cut; corrections lead from places in the
// new text back to the old one.
type charFilter func(text string) (string, corrections)

// correction says that from a place on, so much is to be added.
type correction struct{ from, add int }

type corrections []correction

func (c *corrections) put(from, add int) {
	if n := len(*c); n > 0 && (*c)[n-1].from == from {
		(*c)[n-1].add = add
		return
	}
	*c = append(*c, correction{from, add})
}

// old is the place in the old text of a place in the new one.
func (c corrections) old(at int) int {
	i, found := slices.BinarySearchFunc(c, at, func(x correction, at int) int { return x.from - at })
	if found {
		return at + c[i].add
	}
	if i == 0 {
		return at
	}
	return at + c[i-1].add
}

// mapped replaces texts by others, the longest first.
func mapped(rules map[string]string) charFilter {
	longest := 0
	for from := range rules {
		longest = max(longest, len(from))
	}
	return func(text string) (string, corrections) {
		var out strings.Builder
		var fix corrections
		put, sum := 0, 0 // units written; what is added after them
		for i := 0; i < len(text); {
			n, with := longestRule(rules, text[i:], longest)
			if n == 0 {
				for n = 1; i+n < len(text) && text[i+n]&0xC0 == 0x80; n++ { // to the end of the letter
				}
				out.WriteString(text[i : i+n])
				put += units(text[i : i+n])
				i += n
				continue
			}
			out.WriteString(with)
			was, now := units(text[i:i+n]), units(with)
			if was > now {
				fix.put(put+now, sum+was-now)
			}
			for extra := range now - was {
				fix.put(put+was+extra, sum-extra-1)
			}
			put, sum = put+now, sum+was-now
			i += n
		}
		return out.String(), fix
	}
}

func longestRule(rules map[string]string, text string, longest int) (int, string) {
	for n := min(longest, len(text)); n > 0; n-- {
		if with, ok := rules[text[:n]]; ok {
			return n, with
		}
	}
	return 0, ""
}

// replacedIn replaces what a pattern matches.
func replacedIn(pattern *regexp.Regexp, with string) charFilter {
	return func(text string) (string, corrections) {
		var out strings.Builder
		var fix corrections
		last, put, sum := 0, 0, 0
		for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
			piece := string(pattern.ExpandString(nil, with, text, m))
			out.WriteString(text[last:m[0]] + piece)
			put += units(text[last:m[0]])
			was, now := units(text[m[0]:m[1]]), units(piece)
			if was > now {
				sum += was - now
				fix.put(put+now, sum)
			}
			for i := was; i < now; i++ {
				sum--
				fix.put(put+i, sum)
			}
			put += now
			last = m[1]
		}
		out.WriteString(text[last:])
		return out.String(), fix
	}
}
