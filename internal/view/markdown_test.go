package view_test

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// commentLimit is what the issue asks for; GitHub refuses 65,537 characters.
const commentLimit = 65_000

var comment = view.Comment{Command: "plan", Workspace: "soc", Cluster: "prod"}

// everyChange is a plan with a change of each kind, in the order of their names.
func everyChange() *plan.Plan {
	made := &plan.Plan{Workspace: "soc", Unchanged: 3}
	for i, name := range slices.Sorted(maps.Keys(changes)) {
		c := changes[name]
		if c.Monitor != nil {
			c.Address = address.ForMonitor(fmt.Sprintf("m%d", i))
		}
		made.Changes = append(made.Changes, c)
	}
	return made
}

func TestPlanAsComment(t *testing.T) {
	failing := everyChange()
	failing.Problems, failing.Warnings = problems, warnings
	for name, made := range map[string]*plan.Plan{
		"none": {Workspace: "soc", Unchanged: 3}, "all": everyChange(), "problems": failing,
		"against": {Workspace: "soc", Against: "base/alerts", Changes: []plan.Change{changes["update"]}, Warnings: []plan.Warning{warnings[6]}}, "against-none": {Workspace: "soc", Against: "base/alerts", Unchanged: 3},
		"unseen":  {Workspace: "soc", Warnings: warnings[8:12]},
		"secrets": {Workspace: "soc", Changes: []plan.Change{changes["update-secret"], changes["create-channel"]}},
	} {
		t.Run(name, func(t *testing.T) {
			got := comment.Plan(made)
			golden(t, filepath.Join("testdata", "markdown", "plan-"+name+".md"), []byte(got))
			r := checkComment(t, got, "<!-- alertplan:plan workspace=soc cluster=prod -->", commentLimit)
			want := len(made.Changes) + len(made.Problems) + len(made.Warnings)
			if name == "against" {
				want-- // what was not compared is no row there
			}
			if r.rows != want {
				t.Errorf("%d rows, want %d", r.rows, want)
			}
			if len(made.Changes) > 0 && r.columns != 4 {
				t.Errorf("%d columns", r.columns)
			}
			checkPrinted(t, got)
		})
	}
}

func TestAppliedAsComment(t *testing.T) {
	result := apply.Result{Outcomes: []apply.Outcome{
		{Change: changes["create"], Status: apply.Done, ID: "newid"},
		{Change: changes["update-secret"], Status: apply.Done, ID: "liveid", Sent: 2},
		{Change: changes["delete-double"], Status: apply.Done, ID: "liveid"},
		{Change: moved(changes["replace"], "r"), Status: apply.Failed, Half: true, Err: errors.New("503: no\nshards\x1b[31m <b>@all</b>")},
		{Change: changes["create-channel"], Status: apply.Skipped, Because: team},
	}}
	whole := &plan.Plan{Workspace: "soc", Unchanged: 3}
	for _, o := range result.Outcomes {
		whole.Changes = append(whole.Changes, o.Change)
	}
	done := &plan.Plan{Workspace: "soc", Changes: whole.Changes[:3]}
	for name, r := range map[string]view.ApplyReport{
		"failed": {Plan: whole, Applied: &result}, "done": {Plan: done, Applied: &apply.Result{Outcomes: result.Outcomes[:3]}},
		"nothing": {Plan: &plan.Plan{}}, "unsettled": {Plan: &plan.Plan{Changes: whole.Changes[:1]}, Applied: &apply.Result{Outcomes: result.Outcomes[:1], Unsettled: errors.New("the list | lags")}},
		"problems": {Plan: &plan.Plan{Changes: whole.Changes, Problems: problems[:2]}}, "not-approved": {Plan: whole, Command: view.Command{Err: errors.New("not approved: nothing was written")}},
		"absent": {Command: view.Command{Err: errors.New("no cluster is given"), Advice: []string{"Say --url."}}},
	} {
		r.Name, r.Workspace = "apply", "soc"
		got := r.Markdown(0)
		golden(t, filepath.Join("testdata", "markdown", "apply-"+name+".md"), []byte(got))
		rows := checkComment(t, got, "<!-- alertplan:apply workspace=soc -->", commentLimit).rows
		want := 0
		if r.Plan != nil {
			want = len(r.Plan.Changes) + len(r.Plan.Problems)
		}
		if rows != want {
			t.Errorf("%s: %d rows, want %d", name, rows, want)
		}
		checkPrinted(t, got)
		for _, a := range r.Annotations() {
			if strings.Contains(a.Message, "example.com") {
				t.Errorf("%s: a secret in %q", name, a.Message)
			}
		}
	}
}

// moved is a change of another address.
func moved(c plan.Change, label string) plan.Change {
	c.Address = address.ForMonitor(label)
	return c
}

func TestDriftAsComment(t *testing.T) {
	c := view.Comment{Command: "drift", Workspace: "soc", Cluster: "prod"}
	for name, d := range drifts() {
		t.Run(name, func(t *testing.T) {
			got := c.Drift(d)
			golden(t, filepath.Join("testdata", "markdown", "drift-"+name+".md"), []byte(got))
			want := len(d.Changed) + len(d.Missing) + len(d.Copies) + len(d.Unmanaged)
			if name == "unknown-target" {
				want = 1
			}
			if rows := checkComment(t, got, "<!-- alertplan:drift workspace=soc cluster=prod -->", commentLimit).rows; rows != want {
				t.Errorf("%d rows, want %d", rows, want)
			}
			checkPrinted(t, got)
		})
	}
}

func TestValidateAsComment(t *testing.T) {
	const source = "workspace = \"soc\"\nmonitor \"login\" {\n  name = \"``` <b>\"\n}\n"
	file, _ := hclsyntax.ParseConfig([]byte(source), "a|b.hcl", hcl.InitialPos)
	at := &hcl.Range{Filename: "a|b.hcl", Start: hcl.Pos{Line: 3, Column: 10, Byte: 45}, End: hcl.Pos{Line: 3, Column: 19, Byte: 54}}
	c := view.Comment{Command: "validate", Dir: "alerts/prod env", Files: map[string]*hcl.File{"a|b.hcl": file}}
	diags := hcl.Diagnostics{
		{Severity: hcl.DiagWarning, Summary: "A warning", Detail: "Of it.", Subject: at},
		{Severity: hcl.DiagError, Summary: "An error, @all see #1", Detail: "No\n```\nfence </details> is closed.", Subject: at},
		{Severity: hcl.DiagError, Summary: "No place"},
	}
	none := func(*hcl.Diagnostic) string { return "some-check" }
	for name, list := range map[string]hcl.Diagnostics{"valid": nil, "warned": diags[:1], "invalid": diags} {
		got := c.Validate(view.Declared{Monitors: 2, Destinations: 1}, list, none)
		golden(t, filepath.Join("testdata", "markdown", "validate-"+name+".md"), []byte(got))
		if rows := checkComment(t, got, "<!-- alertplan:validate directory=alerts/prod_env -->", commentLimit).rows; rows != len(list) {
			t.Errorf("%s: %d rows, want %d", name, rows, len(list))
		}
	}
}

func TestFailureAsComment(t *testing.T) {
	got := comment.Failed("no connection to https://x.invalid: <b>refused</b> by @all\n```\n", []string{"Try again.", "  alertplan plan"})
	golden(t, filepath.Join("testdata", "markdown", "failed.md"), []byte(got))
	checkComment(t, got, comment.Marker(), commentLimit)
}

// Two jobs write two comments, and one job finds its own.
func TestMarkersDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range []view.Comment{
		comment, {Command: "drift", Workspace: "soc", Cluster: "prod"}, {Command: "plan", Workspace: "soc", Cluster: "test"},
		{Command: "plan", Workspace: "infra", Cluster: "prod"}, {Command: "plan", Workspace: "soc"}, {Command: "validate", Dir: "a"}, {Command: "validate", Dir: "b"},
	} {
		m := c.Marker()
		if seen[m] || !strings.HasPrefix(c.Plan(&plan.Plan{}), m+"\n") {
			t.Errorf("marker %s", m)
		}
		seen[m] = true
	}
	hostile := view.Comment{Command: "plan", Cluster: "--> <script>\n@all" + strings.Repeat("x", 1000)}
	if m := hostile.Marker(); strings.Count(m, ">") != 1 || len(m) > 300 {
		t.Errorf("marker %s", m)
	}
}

// What goes is seen however much comes, and what is left out is counted.
func TestLongCommentIsCut(t *testing.T) {
	made := &plan.Plan{Workspace: "soc"}
	for i := range 3000 {
		c := changes["create"]
		c.Address = address.ForMonitor(fmt.Sprintf("new%d", i))
		made.Changes = append(made.Changes, c)
	}
	gone := changes["delete"]
	gone.Address = address.ForMonitor("zzz")
	made.Changes = append(made.Changes, gone)
	for _, n := range []int{3001, 300, 20} {
		p := &plan.Plan{Workspace: "soc", Changes: made.Changes[len(made.Changes)-n:]}
		got := comment.Plan(p)
		r := checkComment(t, got, comment.Marker(), commentLimit)
		if !strings.Contains(got, fmt.Sprintf("%d to add, 0 to change, 1 to destroy", n-1)) {
			t.Errorf("the counts are lost of %d", n)
		}
		if r.cells[0][0] != "delete" {
			t.Errorf("the first row is %q", r.cells[0])
		}
		if cut := strings.Contains(got, "Too long for a comment"); cut != (n > 20) {
			t.Errorf("%d changes: cut is %t", n, cut)
		}
		if n == 3001 && !strings.Contains(got, fmt.Sprintf("%d of 3001 rows and 3001 diffs", 3001-r.rows)) {
			t.Errorf("what is left out is not counted: %s", firstLinesOf(got, 8))
		}
		whole := view.Comment{Command: "plan", Workspace: "soc", Limit: view.SummaryLimit}.Plan(p)
		checkComment(t, whole, "<!-- alertplan:plan workspace=soc -->", view.SummaryLimit)
	}
}

// One diff that is longer than a comment shows its beginning.
func TestLongDiffIsCut(t *testing.T) {
	long := plan.Change{Action: plan.Create, Address: login, Name: "Login", Monitor: &plan.MonitorChange{}, Fields: []plan.FieldChange{
		{Path: "message", After: strings.Repeat("a line of ``` text\n", 9000)}, {Path: "one", After: strings.Repeat("é`", 50_000)},
	}}
	got := comment.Plan(&plan.Plan{Workspace: "soc", Changes: []plan.Change{long}})
	r := checkComment(t, got, comment.Marker(), commentLimit)
	if len(r.fences) != 1 || !strings.Contains(r.fences[0], "more") || len(r.fences[0]) < commentLimit/2 {
		t.Errorf("the fences are %d", len(r.fences))
	}
}

func firstLinesOf(text string, n int) string {
	lines := strings.SplitN(text, "\n", n+1)
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

// A secret that came in by another way is masked before it is escaped or cut.
func TestSecretsInComments(t *testing.T) {
	const secret = "hunter|2`x`<é>&secret-of-some-length"
	mask := view.NewMask(nil)
	mask.Hide(secret)
	c := comment
	c.Mask = mask.Masked
	x := changes["update"]
	x.Name, x.Fields = "a"+secret+"b", []plan.FieldChange{{Path: "message", Before: strings.Repeat("x", 990) + secret, After: "line\n" + secret + "\n"}}
	x.Address = login.WithKey(secret)
	got := c.Plan(&plan.Plan{Workspace: "soc", Changes: []plan.Change{x}})
	checkComment(t, got, comment.Marker(), commentLimit)
	for _, part := range []string{"hunter", "secret-of"} {
		if strings.Contains(got, part) {
			t.Errorf("a part of the secret stands in\n%s", got)
		}
	}
	if !strings.Contains(got, destinations.Masked) {
		t.Errorf("nothing is masked in\n%s", got)
	}
}
