package documents

import (
	"net/http"
	"strconv"
	"unicode"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// analyze answers _analyze for the analyzers that searches can use, and for a
// field's own.
func (s *Service) analyze(r *rest.Request) (rest.Response, error) {
	name := r.Param("index")
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	for _, m := range body.Members() {
		switch m.Key {
		case "text", "analyzer", "field", "tokenizer", "filter", "char_filter":
		default:
			return rest.Response{}, rest.Errorf(http.StatusNotImplemented, "sandbox_unsupported_exception", "the sandbox does not evaluate this: _analyze with [%s]", m.Key)
		}
	}
	lines := oneOrMore(body, "", "text")
	if len(lines) == 0 {
		return rest.Response{}, rest.ValidationFailed("text is missing")
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	analyzer, err := s.analyzerOf(name, body)
	if err != nil {
		return rest.Response{}, err
	}
	found := tokens(analyzer, lines, s.kindsOf(name, body), s.gapOf(name, body))
	if limit := s.maxTokens(name); len(found) > limit {
		return rest.Response{}, rest.Errorf(http.StatusInternalServerError, "illegal_state_exception",
			"The number of tokens produced by calling _analyze has exceeded the allowed maximum of [%d]. "+
				"This limit can be set by changing the [index.analyze.max_token_count] index level setting.", limit)
	}
	return rest.JSON(http.StatusOK, rest.O("tokens", found)), nil
}

// maxTokens is index.analyze.max_token_count, 10,000 by default.
func (s *Service) maxTokens(name string) int {
	if x := s.store.Get(name); x != nil {
		if n, err := strconv.Atoi(x.Settings.Text("index.analyze.max_token_count")); err == nil {
			return n
		}
	}
	return 10000
}

func (s *Service) analyzerOf(name string, body *orderedjson.Object) (analysis.Analyzer, error) {
	if field := body.Text("field"); field != "" {
		x := s.store.Get(name)
		if x == nil {
			return nil, rest.IndexNotFound(name)
		}
		if f := x.Mapping.Field(field); f != nil && f.Analyze != nil {
			return f.Analyze, nil
		}
		return analysis.Named("keyword")
	}
	if body.Has("tokenizer") || body.Has("filter") || body.Has("char_filter") {
		return composed(body)
	}
	wanted := body.Text("analyzer")
	if wanted == "" {
		wanted = "standard"
	}
	analyzer, err := analysis.Named(wanted)
	if err != nil {
		return nil, told(err)
	}
	return analyzer, nil
}

func tokens(analyzer analysis.Analyzer, lines []string, kindOf func(string) string, gap int) []any {
	list := []any{}
	position, offset := 0, 0
	for _, line := range lines {
		last := position
		for _, t := range analyzer(line) {
			last = position + t.Position
			list = append(list, rest.O(
				"token", t.Term, "start_offset", offset+t.Start, "end_offset", offset+t.End, "type", kindOf(t.Term), "position", last,
			))
		}
		position, offset = last+1+gap, offset+len(utf16.Encode([]rune(line)))+1
	}
	return list
}

// kindsOf tells how the analyzer of a request names its tokens' kinds: only the
// standard one tells them apart.
func (s *Service) kindsOf(name string, body *orderedjson.Object) func(string) string {
	if f := s.analyzedField(name, body); f != nil {
		if a := f.Params.Text("analyzer"); f.IsText() && (a == "" || a == "standard" || a == "default") {
			return tokenType
		}
		return func(string) string { return "word" }
	}
	parts := body.Has("tokenizer") || body.Has("filter") || body.Has("char_filter")
	if parts && body.Text("tokenizer") == "standard" {
		return tokenType
	}
	if a := body.Text("analyzer"); parts || a != "" && a != "standard" {
		return func(string) string { return "word" }
	}
	return tokenType
}

// tokenType is the standard tokenizer's word for a token's kind.
func tokenType(term string) string {
	kind := "<NUM>"
	for _, r := range term {
		switch {
		case unicode.Is(unicode.Hangul, r):
			return "<HANGUL>"
		case unicode.Is(unicode.Hiragana, r):
			return "<HIRAGANA>"
		case unicode.Is(unicode.Katakana, r):
			return "<KATAKANA>"
		case unicode.Is(unicode.Han, r):
			return "<IDEOGRAPHIC>"
		case !unicode.IsDigit(r) && r != '.' && r != ',':
			kind = "<ALPHANUM>"
		}
	}
	return kind
}
