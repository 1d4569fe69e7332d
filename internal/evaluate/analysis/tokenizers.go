package analysis

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func whitespaceTokens(text string) []Token {
	return runs(text, func(r rune) bool { return !isJavaSpace(r) })
}

func letterTokens(text string) []Token { return runs(text, unicode.IsLetter) }

func keywordTokens(text string) []Token {
	return []Token{{Term: text, End: units(text)}}
}

// split cuts a text where the pattern matches; group -1 leaves the matches out, 0
// and above keep that group of each match and leave out the rest.
func split(pattern *regexp.Regexp, group int) func(string) []Token {
	return func(text string) []Token {
		var out []Token
		at, offset := 0, 0
		add := func(from, to int) {
			if from < 0 || from >= to {
				return
			}
			offset += units(text[at:from])
			end := offset + units(text[from:to])
			out = append(out, Token{Term: text[from:to], Position: len(out), Start: offset, End: end})
			at, offset = to, end
		}
		last := 0
		for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
			if group < 0 {
				add(last, m[0])
				last = m[1]
			} else if 2*group+1 < len(m) {
				add(m[2*group], m[2*group+1])
			}
		}
		if group < 0 {
			add(last, len(text))
		}
		return out
	}
}

// grams are all pieces of low to high letters, of the runs that keep lets through;
// edge ones begin where a run does.
type grams struct {
	low, high int
	keep      func(rune) bool // nil: every letter
	edge      bool
}

func (g grams) tokens(text string) []Token {
	pieces := keywordTokens(text)
	if g.keep != nil {
		pieces = longRuns(text, g.keep)
	}
	var out []Token
	for _, p := range pieces {
		letters := []rune(p.Term)
		start := p.Start
		for i := range letters {
			end := start
			for n := 1; n <= g.high && i+n <= len(letters); n++ {
				end += unitsOf(letters[i+n-1])
				if n >= g.low {
					out = append(out, Token{Term: string(letters[i : i+n]), Position: len(out), Start: start, End: end})
				}
			}
			start += unitsOf(letters[i])
			if g.edge {
				break
			}
		}
	}
	return out
}

// filter makes grams of words; they stand where their word stands.
func (g grams) filter(preserve bool) Filter {
	return func(tokens []Token) []Token {
		var out []Token
		for _, t := range tokens {
			letters := []rune(t.Term)
			if len(letters) < g.low && preserve {
				out = append(out, t)
				continue
			}
			for i := 0; i < len(letters) && (i == 0 || !g.edge); i++ {
				for n := g.low; n <= g.high && i+n <= len(letters); n++ {
					gram := t
					gram.Term = string(letters[i : i+n])
					out = append(out, gram)
				}
			}
			if preserve && len(letters) > g.high {
				out = append(out, t)
			}
		}
		return out
	}
}

// longRuns are runs that are never cut.
func longRuns(text string, keep func(rune) bool) []Token {
	var out []Token
	var run []rune
	start, offset := 0, 0
	flush := func() {
		if len(run) > 0 {
			out = append(out, Token{Term: string(run), Position: len(out), Start: start, End: offset})
			run = nil
		}
	}
	for _, r := range text {
		if !keep(r) {
			flush()
		} else {
			if run == nil {
				start = offset
			}
			run = append(run, r)
		}
		offset += unitsOf(r)
	}
	flush()
	return out
}

// letterClasses are the names of token_chars.
var letterClasses = map[string]func(rune) bool{"letter": unicode.IsLetter, "digit": unicode.IsDigit, "whitespace": isJavaSpace,
	"punctuation": unicode.IsPunct, "symbol": unicode.IsSymbol}

func anyOf(classes []func(rune) bool) func(rune) bool {
	return func(r rune) bool {
		return slices.ContainsFunc(classes, func(in func(rune) bool) bool { return in(r) })
	}
}

// pathTokens are the ways down a path: /a, /a/b, /a/b/c, all at one place.
func pathTokens(delimiter, replacement rune, steps bool) func(string) []Token {
	return func(text string) []Token {
		var out []Token
		letters := []rune(text)
		var term strings.Builder
		offset := 0
		for i, r := range letters {
			if r == delimiter && i > 0 {
				out = append(out, Token{Term: term.String(), End: offset})
			}
			if r == delimiter {
				r = replacement
			}
			term.WriteRune(r)
			offset += unitsOf(letters[i])
		}
		if term.Len() > 0 {
			out = append(out, Token{Term: term.String(), End: offset})
		}
		for i := range out {
			if steps {
				out[i].Position = i
			}
		}
		return out
	}
}
