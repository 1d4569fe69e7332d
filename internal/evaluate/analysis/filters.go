package analysis

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Filter changes the tokens of a text: their words, their number, their places.
type Filter func([]Token) []Token

// each changes every token's word.
func each(change func(string) string) Filter {
	return func(tokens []Token) []Token {
		for i := range tokens {
			tokens[i].Term = change(tokens[i].Term)
		}
		return tokens
	}
}

// only keeps some tokens; the others leave holes in the positions.
func only(keep func(Token) bool) Filter {
	return func(tokens []Token) []Token {
		return slices.DeleteFunc(tokens, func(t Token) bool { return !keep(t) })
	}
}

// possessive takes 's off the end of a word.
func possessive(s string) string {
	r := []rune(s)
	n := len(r)
	if n >= 2 && strings.ContainsRune("'\u2019\uff07", r[n-2]) && (r[n-1] == 's' || r[n-1] == 'S') {
		return string(r[:n-2])
	}
	return s
}

// apostrophe takes everything from an apostrophe on off a word.
func apostrophe(s string) string {
	if i := strings.IndexAny(s, "'\u2019"); i >= 0 {
		return s[:i]
	}
	return s
}

func reverse(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

// trim is String.trim: control characters and blanks at both ends.
func trim(s string) string { return strings.TrimFunc(s, func(r rune) bool { return r <= ' ' }) }

// decimalDigits writes all digits as 0-9.
func decimalDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.Is(unicode.Nd, r) {
			return r
		}
		n := rune(0) // digits come in runs of ten, aligned or not: count back to the zero
		for unicode.Is(unicode.Nd, r-1) && n < 9 {
			r--
			n++
		}
		return '0' + n
	}, s)
}

func truncate(length int) func(string) string {
	return func(s string) string {
		if r := []rune(s); len(r) > length {
			return string(r[:length])
		}
		return s
	}
}

// unique drops words that came before, everywhere or at the same place only. They
// leave no holes.
func unique(samePlace bool) Filter {
	return func(tokens []Token) []Token {
		seen := map[string]bool{}
		last, gone := -1, 0
		var out []Token
		for _, t := range tokens {
			step := t.Position - last
			last = t.Position
			if samePlace && step > 0 {
				clear(seen)
			}
			if seen[t.Term] {
				gone += step
				continue
			}
			seen[t.Term] = true
			t.Position -= gone
			out = append(out, t)
		}
		return out
	}
}

// limit keeps the first so many tokens.
func limit(most int) Filter {
	return func(tokens []Token) []Token { return tokens[:min(most, len(tokens))] }
}

// replaced replaces what a pattern matches in each word.
func replaced(pattern *regexp.Regexp, with string, everywhere bool) func(string) string {
	return func(s string) string {
		if everywhere {
			return pattern.ReplaceAllString(s, with)
		}
		at := pattern.FindStringSubmatchIndex(s)
		if at == nil {
			return s
		}
		return s[:at[0]] + string(pattern.ExpandString(nil, with, s, at)) + s[at[1]:]
	}
}

// elision takes an article and its apostrophe off the begin of a word.
func elision(articles map[string]bool, folded bool) func(string) string {
	return func(s string) string {
		i := strings.IndexAny(s, "'\u2019")
		if i < 0 {
			return s
		}
		article := s[:i]
		if folded {
			article = Lower(article)
		}
		if !articles[article] {
			return s
		}
		return strings.TrimLeft(s[i:], "'\u2019")
	}
}

// toTheEnd stands for the end of the text.
const toTheEnd = -1

// ended puts the text's length in its place.
func ended(tokens []Token, text string) []Token {
	for i := range tokens {
		if tokens[i].End == toTheEnd {
			tokens[i].End = units(text)
		}
	}
	return tokens
}

// fingerprint makes one token of all: sorted, each word once.
func fingerprint(separator string, longest int) Filter {
	return func(tokens []Token) []Token {
		if len(tokens) == 0 {
			return nil
		}
		var list []string
		for _, t := range tokens {
			list = append(list, t.Term)
		}
		slices.Sort(list)
		text := strings.Join(slices.Compact(list), separator)
		if units(text) > longest {
			return nil
		}
		return []Token{{Term: text, End: toTheEnd}}
	}
}
