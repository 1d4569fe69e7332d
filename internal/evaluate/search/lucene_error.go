package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// luceneState is where in a query the parser stands: it decides what it expects.
type luceneState int

const (
	atBegin luceneState = iota // of the text, or of what is in parentheses
	afterAnd
	afterPlus  // +, -, NOT
	afterColon // of a field
	afterTerm
	afterWords // several words in a row
	afterCaret
)

// What the parser of 2.19.4 expects next, in its words and its order.
const (
	termStarts    = `<BAREOPER> "(" "*" <QUOTED> <TERM> <PREFIXTERM> <WILDTERM> <REGEXPTERM> "[" "{" <NUMBER>`
	clauseStarts  = `<NOT> "+" "-" ` + termStarts
	afterOneTerm  = `"*" "^" <QUOTED> <TERM> <FUZZY_SLOP> <PREFIXTERM> <WILDTERM> <REGEXPTERM> "[" "{" <NUMBER>`
	afterAllWords = `"*" <QUOTED> <TERM> <PREFIXTERM> <WILDTERM> <REGEXPTERM> "[" "{" <NUMBER>`
	conjunctions  = `<AND> <OR> <NOT> "+" "-" <BAREOPER> "("`
)

func (s luceneState) expects(depth int) []string {
	var text string
	switch s {
	case atBegin:
		text = clauseStarts + " <TERM>"
	case afterAnd:
		text = clauseStarts + ` <TERM> "*"`
	case afterPlus:
		text = termStarts + ` <TERM> "*"`
	case afterColon:
		text = termStarts
	case afterCaret:
		text = "<NUMBER>"
	default:
		rest := map[bool]string{true: afterOneTerm, false: afterAllWords}[s == afterTerm]
		if depth > 0 {
			text = conjunctions + ` ")" ` + rest
		} else {
			text = "<EOF> " + conjunctions + " " + rest
		}
	}
	return strings.Fields(text)
}

// luceneCause is the parser's error as the cause of "Failed to parse query"; nil
// where the fault is none of the kinds that are told apart here.
func luceneCause(text string, tokens []luceneToken, d dialect.Dialect) *fault.Error {
	w := &luceneWalk{tokens: tokens, older: d.OlderLexer}
	at, expected := w.unexpected()
	if at < 0 {
		return nil
	}
	t := tokens[at]
	message, kind := "", "parse_exception"
	switch {
	case t.kind != luceneBad:
		message = encountered(t) + expecting(expected)
	case t.text[0] == '"' || t.text[0] == '/':
		message, kind = w.lexicalError(text, t), "token_mgr_error"
	case t.text[0] == '[' || t.text[0] == '{':
		message = encountered(luceneToken{offset: utf8.RuneCountInString(text)}) + expecting(rangeExpects(t.text))
	default:
		return nil
	}
	inner := &fault.Error{Type: kind, Reason: message}
	return &fault.Error{Type: "parse_exception", Reason: "Cannot parse '" + text + "': " + message, Cause: inner}
}

// luceneWalk goes over tokens as the grammar does.
type luceneWalk struct {
	tokens []luceneToken
	at     int
	depth  int
	state  luceneState
	older  bool // dialect.OlderLexer
}

// unexpected finds the first token that can't stand where it does; -1 for none.
func (w *luceneWalk) unexpected() (at int, expected []string) {
	for ; w.at < len(w.tokens); w.at++ {
		if !w.take(w.tokens[w.at]) {
			return w.at, w.state.expects(w.depth)
		}
	}
	return -1, nil
}

func (w *luceneWalk) kind(ahead int) luceneKind {
	if w.at+ahead >= len(w.tokens) {
		return luceneEnd
	}
	return w.tokens[w.at+ahead].kind
}

// take goes past a token, or says that it can't stand here.
func (w *luceneWalk) take(t luceneToken) bool {
	done := w.state == afterTerm || w.state == afterWords
	switch t.kind {
	case luceneEnd:
		return done && w.depth == 0
	case luceneBad:
		return false
	case luceneAnd, luceneOr:
		if done {
			w.state = afterAnd
		}
		return done
	case luceneNot, lucenePlus, luceneMinus:
		if w.state == afterPlus || w.state == afterColon {
			return false
		}
		w.state = afterPlus
	case luceneOpen:
		w.depth, w.state = w.depth+1, atBegin
	case luceneClose:
		if !done || w.depth == 0 {
			return false
		}
		w.depth, w.state = w.depth-1, afterTerm
	case luceneBoost:
		if w.state != afterTerm {
			return false
		}
		if t.text == "" {
			w.state = afterCaret
			w.at++
			return false
		}
	case luceneColon:
		return false
	case luceneTerm, luceneStar:
		w.word(t)
	default:
		w.state = afterTerm
	}
	return true
}

// word takes a field's name with its colon, or words in a row.
func (w *luceneWalk) word(t luceneToken) {
	if w.kind(1) == luceneColon && w.state != afterColon {
		w.at++
		w.state = afterColon
		return
	}
	several := t.kind == luceneTerm && w.kind(1) == luceneTerm && w.state != afterPlus && w.state != afterColon &&
		!slices.Contains([]luceneKind{luceneColon, luceneBoost, luceneOther}, w.kind(2))
	if several {
		for w.kind(1) == luceneTerm && !slices.Contains([]luceneKind{luceneColon, luceneBoost, luceneOther}, w.kind(2)) {
			w.at++
		}
		w.state = afterWords
		return
	}
	w.state = afterTerm
}

var luceneNames = map[luceneKind]string{luceneAnd: "<AND>", luceneOr: "<OR>", luceneNot: "<NOT>"}

// encountered names a token and its place. Lines are not counted: a line break is
// a letter like others.
func encountered(t luceneToken) string {
	place := " at line 1, column " + whole(int64(t.offset)).String() + ".\n"
	if t.kind == luceneEnd {
		return `Encountered "<EOF>"` + place
	}
	name, ok := luceneNames[t.kind]
	if !ok {
		name = `"` + t.text + `"`
	}
	return `Encountered " ` + name + ` "` + t.text + ` ""` + place
}

func expecting(names []string) string {
	var b strings.Builder
	b.WriteString("Was expecting one of:\n    ")
	if len(names) == 1 {
		b.Reset()
		b.WriteString("Was expecting:\n    ")
	}
	for _, name := range names {
		if b.WriteString(name + " "); name != "<EOF>" {
			b.WriteString("...")
		}
		b.WriteString("\n    ")
	}
	return b.String()
}

// rangeExpects is what lacks at the end of a range that is not closed.
func rangeExpects(text string) []string {
	switch words := strings.Fields(text[1:]); len(words) {
	case 1:
		return []string{`"TO"`}
	case 2:
		return []string{`"TO"`, "<RANGE_QUOTED>", "<RANGE_GOOP>"}
	default:
		return []string{`"]"`, `"}"`}
	}
}

// lexicalError is the lexer's error of a quoted text or regular expression that
// does not end.
func (w *luceneWalk) lexicalError(text string, t luceneToken) string {
	column := utf8.RuneCountInString(text) + 1
	after, bad := "", ""
	if utf8.RuneCountInString(t.text) > 1 {
		bad = strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(t.text)
		after = ` after prefix "` + bad + `"`
	}
	if w.older {
		return "Lexical error at line 1, column " + whole(int64(column)).String() + `.  Encountered: <EOF> after : "` + bad + `"`
	}
	return "Lexical error at line 1, column " + whole(int64(column)).String() +
		".  Encountered: <EOF>" + after + " (in lexical state 2)"
}
