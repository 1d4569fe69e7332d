package prometheus

import (
	"os"
	"regexp"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

const rulesFile = "../../examples/pipelines/prometheus/alertplan.rules.yml"

// TestRules checks the rules as promtool does, and that each metric they ask for is one
// of alertplan's.
func TestRules(t *testing.T) {
	expressions := parser.NewParser(parser.Options{})
	groups, problems := rulefmt.ParseFile(rulesFile, false, model.UTF8Validation, expressions, nil)
	for _, p := range problems {
		t.Error(p)
	}
	if groups == nil || len(groups.Groups) == 0 {
		t.Fatal("there are no rules")
	}
	page, err := os.ReadFile("../../docs/drift-job.md")
	if err != nil {
		t.Fatal(err)
	}
	ours := map[string]bool{"up": true}
	for _, m := range regexp.MustCompile("(?m)^\\| `(alertplan_[a-z_]+)`").FindAllStringSubmatch(string(page), -1) {
		ours[m[1]] = true
	}
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			if r.Annotations["summary"] == "" || r.Labels["severity"] == "" {
				t.Errorf("%s has no summary or severity", r.Alert)
			}
			expression, err := expressions.ParseExpr(r.Expr)
			if err != nil {
				t.Error(err)
				continue
			}
			parser.Inspect(expression, func(node parser.Node, _ []parser.Node) error {
				if s, ok := node.(*parser.VectorSelector); ok && !ours[s.Name] {
					t.Errorf("%s asks for %s, which docs/drift-job.md does not list", r.Alert, s.Name)
				}
				return nil
			})
		}
	}
}
