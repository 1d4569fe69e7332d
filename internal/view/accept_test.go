package view_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/accept"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

var acceptReasons = []accept.Reason{
	accept.FromVariable, accept.FromLocal, accept.FromForEach, accept.FromDynamic, accept.FromFile, accept.FromFunction, accept.FromExpression,
	accept.NoLiteral, accept.NoWords, accept.HasComments, accept.Undeclared, accept.IsRefused, accept.NoForm, accept.IsLabel,
}

// muchAccepted is a result with one of each.
func muchAccepted() view.Accepted {
	at := func(line int) hcl.Range {
		return hcl.Range{Filename: "soc/main.hcl", Start: hcl.Pos{Line: line}, End: hcl.Pos{Line: line}}
	}
	r := accept.Result{
		Accepted: []accept.Accepted{
			{Address: login, Field: plan.FieldChange{Path: "trigger.any.severity", Before: "5", After: "1"}, At: at(3)},
			{Address: login, Field: plan.FieldChange{Path: "extraction_query.body", Before: nil, After: "1"}, At: at(4), Partly: true},
		},
		Files:    []accept.File{{Name: "soc/main.hcl", Before: []byte("a = 1\r\nb = 2\n"), After: []byte("a = 5\r\nb = 2\n")}},
		Same:     []address.Address{pager},
		Unmarked: []address.Address{login},
	}
	for i, reason := range acceptReasons {
		r.Left = append(r.Left, accept.Left{
			Address: login, Path: "trigger.any.action.page.message", At: at(10 + i), Reason: reason, Word: "var.text", Expression: "var.text",
			Defined: at(1), InFiles: "hello", OnCluster: json.Number("5"),
		})
	}
	r.Left[1].OnCluster, r.Left[2].Expression, r.Left[3].InFiles = "one\ntwo\nthree", "", nil
	secret := destinations.NewSecret("of the cluster")
	r.Left = append(r.Left, accept.Left{Address: pager, Path: "url", At: at(40), Reason: accept.OfASecret, Expression: "", InFiles: secret, OnCluster: secret})
	for _, reason := range []accept.Reason{accept.IsMissing, accept.IsCopied, accept.NotComparable, accept.IsRemoved, accept.IsElsewhere} {
		r.Left = append(r.Left, accept.Left{Address: pager, At: at(50), Reason: reason})
	}
	return view.Accepted{Result: &r, Workspace: "soc", Tested: []string{"monitor.login"}}
}

func acceptResults() []any {
	return []any{(&view.AcceptReport{}).JSON(), (&view.AcceptReport{Result: muchAccepted()}).JSON()}
}

func TestAccept(t *testing.T) {
	dry := muchAccepted()
	dry.DryRun, dry.Left, dry.Same = true, nil, nil
	same := view.Accepted{Result: &accept.Result{Same: []address.Address{login}}}
	for name, r := range map[string]view.Accepted{"much": muchAccepted(), "dry": dry, "same": same} {
		var plain bytes.Buffer
		view.NewPrinter(&plain, view.Plain).Accept(r)
		golden(t, filepath.Join("testdata", "accept", name+".txt"), plain.Bytes())
		if code := view.AcceptStatus(r.Result); (code == view.Changes) != (len(r.Left) > 0) {
			t.Errorf("%s ends with %d", name, code)
		}
	}
}
