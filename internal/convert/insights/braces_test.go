package insights_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestBracesAreNoTemplate: searches and messages of monitors are templates, so that no
// value and no name brings a variable into them.
func TestBracesAreNoTemplate(t *testing.T) {
	for _, source := range []string{`filter a = "{{b}}"`, `filter a in ["x", "{{b}}"]`, `filter a like "{{b}}"`, `filter a != "{{b}}*"`, `filter @message like "x {{b}} y"`} {
		r := converted(source, convert.Options{Name: "{{name}}", Destination: "var.soc"})
		if r.Refused() || len(r.Objects) != 1 {
			t.Fatalf("%s: %v", source, r.Diagnostics)
		}
		search, _ := orderedjson.Marshal(converttest.Query(t, r.Objects[0]))
		if strings.Contains(string(search), "{{b") {
			t.Errorf("%s: %s", source, search)
		}
		text, err := convert.Text(r.Objects)
		if err != nil || strings.Count(string(text), "{{name}}") != 1 { // the monitor's name is no template
			t.Errorf("%s: %v\n%s", source, err, text)
		}
	}
}
