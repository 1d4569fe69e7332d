package querydsl

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/pattern"
)

// Names are what the text of a query_string names.
type Names struct {
	Fields []string // before a colon, each once; _exists_ stands for the field behind it
	Bare   []string // words of two letters or more that name no field, without quotes or patterns
}

// NamesOf reads a query string as Lucene's lexer does, as far as that tells names
// from values. Of a broken one it tells what stands before the break.
func NamesOf(text string) Names {
	s := &nameScanner{rest: text, within: []bool{false}}
	for s.rest != "" {
		s.next()
	}
	return s.names
}

// nameScanner goes through a query string.
type nameScanner struct {
	rest   string
	field  string // named right before
	within []bool // for each open bracket, whether a field stands before it
	names  Names
}

// plainWord is one whose reading no pattern changes.
var plainWord = pattern.New(`^[\pL\pN_][\pL\pN_.@-]*$`)

// nameOrValue is a name or a value up to what ends it.
var nameOrValue = pattern.New(`^(?:\\(?s:.)|[^\s:()\[\]{}"^~\\])+`)

// skipped are whole values, and what stands behind one.
var skipped = []*pattern.Pattern{
	pattern.New(`^"(?:\\(?s:.)|[^"\\])*"`),
	pattern.New(`^/(?:\\(?s:.)|[^/\\])*/`),
	pattern.New(`^[\[{][^\]}]*[\]}]`),
}

var (
	blank    = pattern.New(`^\s+`)
	weight   = pattern.New(`^[~^][\d.]*`)
	operator = pattern.New(`^(?:&&|\|\||[+!-])`)
)

func (s *nameScanner) take(re *pattern.Pattern) (string, bool) {
	at := re.FindStringIndex(s.rest)
	if at == nil {
		return "", false
	}
	found := s.rest[:at[1]]
	s.rest = s.rest[at[1]:]
	return found, true
}

func (s *nameScanner) next() {
	if _, ok := s.take(blank); ok {
		return
	}
	if _, ok := s.take(operator); ok {
		return
	}
	if _, ok := s.take(weight); ok {
		return
	}
	for _, re := range skipped {
		if _, ok := s.take(re); ok {
			s.field = ""
			return
		}
	}
	switch s.rest[0] {
	case '(':
		s.within = append(s.within, s.field != "" || s.within[len(s.within)-1])
		s.field, s.rest = "", s.rest[1:]
	case ')':
		s.within = s.within[:max(1, len(s.within)-1)]
		s.field, s.rest = "", s.rest[1:]
	default:
		if word, ok := s.take(nameOrValue); ok {
			s.word(word)
			return
		}
		s.field, s.rest = "", s.rest[1:] // what closes nothing
	}
}

func (s *nameScanner) word(word string) {
	if behind := strings.TrimLeft(s.rest, " \t\n\r"); strings.HasPrefix(behind, ":") && s.field == "" {
		s.rest, s.field = behind[1:], word
		if word != "_exists_" {
			s.named(word)
		}
		return
	}
	switch {
	case s.field == "_exists_":
		s.named(word)
	case s.field != "" && strings.Trim(word, "<>=") == "": // field:> 10
		return
	case s.field != "" || s.within[len(s.within)-1]:
	case word == "AND" || word == "OR" || word == "NOT":
	case strings.HasPrefix(s.rest, "~"):
	case plainWord.MatchString(word) && utf8.RuneCountInString(word) > 1:
		s.names.Bare = append(s.names.Bare, word)
	}
	s.field = ""
}

func (s *nameScanner) named(field string) {
	field = unescape.Replace(field)
	if !slices.Contains(s.names.Fields, field) {
		s.names.Fields = append(s.names.Fields, field)
	}
}

var unescape = strings.NewReplacer(`\\`, `\`, `\`, ``)
