package view_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
)

func TestOutcomes(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	result := apply.Result{Outcomes: []apply.Outcome{
		{Change: changes["create"], Status: apply.Done, ID: "newid"},
		{Change: changes["replace"], Status: apply.Done, ID: "newid2"},
		{Change: changes["forget"], Status: apply.Done, ID: "liveid"},
		{Change: changes["update"], Status: apply.Failed, ID: "liveid", Err: fmt.Errorf("PUT: %w", apply.ErrConflict)},
		{Change: changes["replace"], Status: apply.Failed, Half: true, Err: errors.New("503: no\nshards\x1b[31m")},
		{Change: changes["create-channel"], Status: apply.Failed, Err: errors.New("400: url is no URL")},
		{Change: changes["create"], Status: apply.Skipped, Because: team},
	}}
	for _, o := range result.Outcomes {
		p.Outcome(o)
	}
	if code := p.Applied(result); code != view.Failed {
		t.Errorf("exit status %d, want %d", code, view.Failed)
	}
	fine := apply.Result{Outcomes: result.Outcomes[:3]}
	if code := p.Applied(fine); code != view.Done {
		t.Errorf("exit status %d, want %d", code, view.Done)
	}
	fine.Outcomes[0].Sent, fine.Outcomes[1].Found, fine.Outcomes[2].Sent, fine.Outcomes[2].Found = 3, true, 2, true
	for _, o := range fine.Outcomes {
		p.Outcome(o)
	}
	p.Applied(fine)
	fine.Unsettled = errors.New("the list lags")
	p.Applied(fine)
	golden(t, "testdata/outcomes.txt", out.Bytes())
}

func TestObject(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	p.Object(changes["create"])
	p.Object(changes["create-channel"])
	golden(t, "testdata/object.txt", out.Bytes())
}

func TestList(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	m := monitors.Monitor{Name: "Wide 警告\x1b[31m\nname", Enabled: true, Triggers: []monitors.Trigger{{}, {}}}
	entries := []view.Entry{
		view.DestinationEntry(pager, "", destinations.Destination{Kind: destinations.Webhook, Name: "Pager"}),
		view.MonitorEntry(login, "", m),
	}
	p.List(entries)
	entries[1].ID = "liveid"
	p.List(entries)
	p.List(nil)
	golden(t, "testdata/list.txt", out.Bytes())
}

func TestDiff(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	lines := func(n, changed int) string {
		var b strings.Builder
		for i := range n {
			if i == changed {
				b.WriteString("changed\n")
				continue
			}
			fmt.Fprintf(&b, "line %d\n", i)
		}
		return b.String()
	}
	p.Diff(lines(20, -1), lines(20, 10))
	p.Diff("", "only\nafter")
	p.Diff("only\nbefore", "")
	p.Diff("same\n", "same\n")
	golden(t, "testdata/diff.txt", out.Bytes())
}

// Long bodies break where they must, and nowhere else.
func TestCompactJSON(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	long := strings.Repeat("x", 120)
	for i, v := range []any{
		parsed(`{"short": [1, 2.50, "a", null, true, {}], "also": []}`),
		parsed(`{"bool": {"must": {"term": {"a": "` + long + `"}}}}`),
		parsed(`{"a": "` + long + `", "b": {"c": ["` + long + `", 1]}}`),
		parsed(`["` + long + `", "line\nline"]`),
		[]any{},
		orderedjson.NewObject(),
	} {
		p.Object(plan.Change{Address: login, Fields: []plan.FieldChange{{Path: fmt.Sprintf("body%d", i), After: v}}})
	}
	golden(t, "testdata/compact.txt", out.Bytes())
}

func TestDiagnostics(t *testing.T) {
	const source = "workspace = \"soc\"\n" +
		"monitor \"login\" {\n" +
		"\tname = \"警告\" + hunter2secret + wrong\r\n" +
		"  list = [\n    1,\n    2,\n    3,\n    4,\n  ]\n" +
		"}\n"
	file, diags := hclsyntax.ParseConfig([]byte(source), "main.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	at := func(part string) *hcl.Range {
		begin := strings.Index(source, part)
		start := hcl.Pos{Byte: begin, Line: 1 + strings.Count(source[:begin], "\n"), Column: begin - strings.LastIndex(source[:begin], "\n")}
		end := begin + len(part)
		return &hcl.Range{Filename: "main.hcl", Start: start, End: hcl.Pos{Byte: end, Line: 1 + strings.Count(source[:end], "\n"), Column: end - strings.LastIndex(source[:end], "\n")}}
	}
	var out bytes.Buffer
	mask := view.NewMask(&out)
	mask.Hide("hunter2secret")
	p := view.NewPrinter(mask, view.Plain)
	list := hcl.Diagnostics{
		{Severity: hcl.DiagError, Summary: "No place", Detail: "A paragraph that is long enough to be broken into several lines, since it has more than seventy-eight characters.\n\n  example {\n    stays = true\n  }\n\nand goes on."},
		{Severity: hcl.DiagWarning, Summary: "One line", Detail: "Below a wide character.", Subject: at("wrong")},
		{Severity: hcl.DiagError, Summary: "A secret", Detail: "It is masked: hunter2secret.", Subject: at("hunter2secret")},
		{Severity: hcl.DiagError, Summary: "Several lines", Detail: "Not all are shown.", Subject: at("[\n    1,\n    2,\n    3,\n    4,\n  ]")},
		{Severity: hcl.DiagError, Summary: "To the end of the line", Detail: "And no further.", Subject: at("    1,\n")},
		{Severity: hcl.DiagError, Summary: "Another file\x1b[31m", Detail: "Which is not known.", Subject: &hcl.Range{Filename: "other.hcl", Start: hcl.InitialPos, End: hcl.InitialPos}},
	}
	if code := p.Diagnostics(list, map[string]*hcl.File{"main.hcl": file}); code != view.Failed {
		t.Errorf("exit status %d, want %d", code, view.Failed)
	}
	p.Valid(view.Declared{Monitors: 1, Destinations: 2}, list)
	p.Valid(view.Declared{Monitors: 1, Destinations: 2}, list[1:2])
	p.Valid(view.Declared{Destinations: 1}, nil)
	p.Error(errors.New("the world\x1b[31m failed"))
	p.Warn("take %s", "care\x07")
	mask.Flush()
	golden(t, "testdata/diagnostics.txt", out.Bytes())
}
