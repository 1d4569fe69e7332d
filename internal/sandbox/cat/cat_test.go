package cat_test

import (
	"net/http/httptest"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/cat"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func TestTables(t *testing.T) {
	table := cat.Table{
		Columns: []cat.Column{
			{Name: "id", Hidden: true}, {Name: "name", Aliases: []string{"n"}}, {Name: "docs.count", Right: true}, {Name: "note"},
		},
		Rows: [][]string{{"1", "b", "10", ""}, {"2", "aa", "9", "x"}},
	}
	rt := rest.NewRouter(dialect.OpenSearch2())
	rt.Handle("GET", "/_cat/t", func(r *rest.Request) (rest.Response, error) { return cat.Answer(r, table) })
	for query, want := range map[string]string{
		"":                                "b  10 \naa  9 x\n",
		"?v":                              "name docs.count note\nb            10 \naa            9 x\n",
		"?h=name,id&s=name":               "aa 2\nb  1\n",
		"?s=docs.count":                   "aa  9 x\nb  10 \n",
		"?s=n:desc&h=n":                   "b\naa\n",
		"?format=json&h=n,note":           `[{"n":"b","note":null},{"n":"aa","note":"x"}]`,
		"?format=json&h=nope":             `[{},{}]`,
		"?format=json&h=do*":              `[{"docs.count":"10"},{"docs.count":"9"}]`,
		"?format=yaml&h=name":             "---\n- name: \"b\"\n- name: \"aa\"\n",
		"?format=json&filter_path=0.name": `[]`,
	} {
		w := httptest.NewRecorder()
		rt.ServeHTTP(w, httptest.NewRequest("GET", "/_cat/t"+query, nil))
		if w.Body.String() != want {
			t.Errorf("%s: got %q, want %q", query, w.Body, want)
		}
	}
	w := httptest.NewRecorder()
	rt.ServeHTTP(w, httptest.NewRequest("GET", "/_cat/t?nope", nil))
	if w.Code != 400 {
		t.Errorf("an unknown parameter: %d", w.Code)
	}
}
