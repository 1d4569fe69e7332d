package search

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

func (s *shard) prefix(p params) (query, error) {
	if err := p.only("prefix", "value", "case_insensitive"); err != nil {
		return nil, err
	}
	if p.field == "_index" {
		return s.byIndex("prefix", p)
	}
	v, _ := p.Get("value")
	f, err := s.patternField(p.field, "prefix")
	if f == nil {
		return none{}, err
	}
	q, err := s.prefixQuery(f, indexedText(f, javaText(v)), flag(p.Object, "case_insensitive"))
	return shapedConstant(q, boost(p.Object)), err
}

func (s *shard) prefixQuery(f *mapping.Field, prefix string, folded folding) (query, error) {
	if f.Type == "wildcard" {
		return s.shaped(f, prefix+"*", folded), nil
	}
	if f.Type == "constant_keyword" {
		return constantly(f, prefix+"*", folded), nil
	}
	if err := s.deepPrefix(prefix, folded); err != nil {
		return nil, err
	}
	title := fmt.Sprintf("prefix %s %q %v", f.Path, prefix, folded)
	if folded {
		prefix = foldASCII(prefix)
		return titled{s.termWhere(f, func(t string) bool { return strings.HasPrefix(foldASCII(t), prefix) }), title}, nil
	}
	return titled{s.termWhere(f, func(t string) bool { return strings.HasPrefix(t, prefix) }), title}, nil
}

// folding is whether upper and lower case are the same.
type folding = bool

func (s *shard) wildcard(p params) (query, error) {
	if err := p.only("wildcard", "wildcard", "value", "case_insensitive"); err != nil {
		return nil, err
	}
	if p.field == "_index" {
		return s.byIndex("wildcard", p)
	}
	v, ok := p.Get("wildcard")
	if !ok {
		v, _ = p.Get("value")
	}
	f, err := s.patternField(p.field, "wildcard")
	if f == nil {
		return none{}, err
	}
	pattern := javaText(v)
	if s.dialect.FoldsWildcards && f.IsText() {
		if pattern, err = foldedPattern(f, pattern); err != nil {
			return nil, err
		}
	}
	if err := compileWildcard(pattern).checkWork(pattern); err != nil {
		return nil, err
	}
	folded := flag(p.Object, "case_insensitive")
	if f.Type == "wildcard" {
		return shapedConstant(s.shaped(f, pattern, folded), boost(p.Object)), nil
	}
	if folded && f.Type == "keyword" && !f.Indexed {
		return none{}, nil // 2.19.4 and 3.5.0 find nothing by doc values then
	}
	q, err := s.wildcardQuery(f, pattern, folded)
	return constant{q, boost(p.Object)}, err
}

func (s *shard) wildcardQuery(f *mapping.Field, pattern string, folded folding) (query, error) {
	if f.Type == "constant_keyword" {
		return constantly(f, pattern, folded), nil
	}
	if f.Normalize != nil {
		pattern = foldPattern(f.Normalize, pattern)
	}
	fold := func(t string) string { return t }
	if folded {
		fold = foldASCII
	}
	if pattern == "" {
		return none{}, nil // not even the empty text
	}
	pieces := compileWildcard(fold(pattern))
	if f.Type == "wildcard" {
		return runWhere(f, func(t string) bool { return pieces.match([]rune(t)) }), nil
	}
	if err := s.deepWildcard(pieces, folded); err != nil {
		return nil, err
	}
	return s.termWhere(f, func(t string) bool { return pieces.match([]rune(fold(t))) }), nil
}

// foldedPattern lower-cases a pattern as the standard analyzer does its terms.
func foldedPattern(f *mapping.Field, pattern string) (string, error) {
	if name := f.Params.Text("analyzer"); name != "" && name != "standard" {
		return "", fault.Unsupported("query [wildcard] on a field with the analyzer [%s], as 1.3 has it", name)
	}
	return analysis.Lower(pattern), nil
}

// patternField finds the field of a query by pattern, nil for an unmapped one;
// other fields than texts are an error.
func (s *shard) patternField(path, query string) (*mapping.Field, error) {
	f := s.field(path)
	if f == nil {
		_, err := s.unmapped(query, path)
		return nil, err
	}
	if !f.IsText() && !f.IsWord() {
		return nil, s.notPattern(f, query)
	}
	if err := s.searchable(f); err != nil {
		return nil, s.created(err)
	}
	return f, nil
}

// notPattern is the error of a pattern on a field that is no text.
func (s *shard) notPattern(f *mapping.Field, query string) error {
	kinds := "keyword and text"
	if s.dialect.NamesWildcards && query != "regexp" {
		kinds = "keyword, text and wildcard"
	}
	return s.queryError("Can only use "+query+" queries on "+kinds+" fields - not on ["+f.Path+"] which is of type ["+f.Type+"]", nil)
}

// foldPattern normalizes the text between the special characters.
func foldPattern(fold func(string) string, pattern string) string {
	var out, run strings.Builder
	flush := func() {
		if run.Len() > 0 {
			out.WriteString(fold(run.String()))
			run.Reset()
		}
	}
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			out.WriteRune(r)
			escaped = false
		case r == '\\':
			flush()
			out.WriteRune(r)
			escaped = true
		case r == '*' || r == '?':
			flush()
			out.WriteRune(r)
		default:
			run.WriteRune(r)
		}
	}
	flush()
	return out.String()
}

// wildcards is a pattern of letters, any letter (?) and any text (*).
type wildcards []wildcardPiece

type wildcardPiece struct {
	letter    rune
	one, many bool
}

func compileWildcard(pattern string) wildcards {
	var out wildcards
	letters := []rune(pattern)
	for i := 0; i < len(letters); i++ {
		switch letters[i] {
		case '*':
			out = append(out, wildcardPiece{many: true})
		case '?':
			out = append(out, wildcardPiece{one: true})
		case '\\':
			if i+1 < len(letters) {
				i++
			}
			out = append(out, wildcardPiece{letter: letters[i]})
		default:
			out = append(out, wildcardPiece{letter: letters[i]})
		}
	}
	return out
}

// match goes through the text once, coming back to the last * when it fails.
func (w wildcards) match(text []rune) bool {
	at, star, mark := 0, -1, 0
	for i := 0; i < len(text); {
		switch {
		case at < len(w) && w[at].many:
			star, mark = at, i
			at++
		case at < len(w) && (w[at].one || w[at].letter == text[i]):
			at++
			i++
		case star >= 0:
			mark++
			at, i = star+1, mark
		default:
			return false
		}
	}
	for at < len(w) && w[at].many {
		at++
	}
	return at == len(w)
}
