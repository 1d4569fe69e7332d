package search_test

import (
	"strconv"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
)

// FuzzTexts puts any text where one is parsed: as a query string, a simple one, a
// regular expression and a script. Nothing may panic or take long.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{`a AND (b OR "c d") -e^2`, "/a.*/ [a TO b} x:(y", "(a|b)+ \"c\" ~[^d]{1,3}<1-9>&@", "doc['k'].value + params.x", `"a" | (b + c*) -d \`, "doc.k.size() /* doc */ 'doc'", "((((", "{1}{2}", "~~a&b#"} {
		f.Add(text)
	}
	store := index.NewStore(time.Now)
	source, _ := parsed([]byte(`{"k":"word","t":"some words here","n":5}`))
	if _, err := store.Write(index.Write{Index: "fuzz", ID: "1", Source: source}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 60 || !utf8.ValidString(text) {
			return
		}
		quoted := strconv.QuoteToASCII(text)
		for _, body := range []string{`{"query":{"query_string":{"query":` + quoted + `}}}`, `{"query":{"simple_query_string":{"query":` + quoted + `}}}`,
			`{"query":{"regexp":{"k.keyword":` + quoted + `}}}`, `{"script_fields":{"a":{"script":` + quoted + `}}}`} {
			parsed, ok := parsed([]byte(body))
			if !ok {
				continue // QuoteToASCII writes escapes that JSON has not
			}
			_, _ = search.Search(store, []string{"fuzz"}, parsed, search.Options{Now: time.Now()})
		}
	})
}
