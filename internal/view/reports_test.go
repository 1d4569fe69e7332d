package view_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/view"
)

// diagnosed has a diagnostic of each form.
func diagnosed() hcl.Diagnostics {
	at := func(file string, line, column, endLine, endColumn int) *hcl.Range {
		return &hcl.Range{Filename: file, Start: hcl.Pos{Line: line, Column: column}, End: hcl.Pos{Line: endLine, Column: endColumn}}
	}
	return hcl.Diagnostics{
		{Severity: hcl.DiagError, Summary: "No place", Detail: "A detail.\n\n  example {}"},
		{Severity: hcl.DiagError, Summary: "A check", Detail: "Its \x1b[31mwords <&>.", Subject: at("alerts/main.hcl", 3, 5, 3, 9), Extra: "a-check"},
		{Severity: hcl.DiagWarning, Summary: "A check", Detail: "On lines.", Subject: at("alerts/b c.hcl", 3, 1, 9, 1), Extra: "b-check"},
		{Severity: hcl.DiagError, Summary: "A check", Detail: "Again.", Subject: at("alerts/main.hcl", 3, 5, 3, 5), Extra: "a-check"},
	}
}

func checkOf(d *hcl.Diagnostic) view.Check {
	name, _ := d.Extra.(string)
	return view.Check{Name: name, Summary: d.Summary, Doc: "What goes wrong without it.", Severity: d.Severity}
}

// ended is a command that ended so.
func ended(name string, status int, err error) view.Command {
	c := view.Command{Name: name, Status: status, Err: err, CheckOf: checkOf, Declared: declared}
	if err != nil {
		c.Advice = []string{"Do something about it."}
	}
	return c
}

// declared is where the files have some addresses.
var declared = map[string]hcl.Range{
	login.String(): {Filename: "alerts/main.hcl", Start: hcl.Pos{Line: 30, Column: 1, Byte: 600}, End: hcl.Pos{Line: 30, Column: 18, Byte: 617}},
	pager.String(): {Filename: "alerts/b c.hcl", Start: hcl.Pos{Line: 3, Column: 1}, End: hcl.Pos{Line: 3, Column: 30}},
}

var errAbsent = errors.New("GET http://localhost:9: connection refused")

// reports has every report in every form: nothing came about, all did, a part did.
func reports() map[string]view.Report {
	all := map[string]view.Report{}
	invalid := ended("validate", view.Failed, nil)
	invalid.Diagnosed(diagnosed(), nil)
	all["validate-valid"] = &view.ValidateReport{Command: ended("validate", view.Done, nil), Declared: view.Declared{Monitors: 2, Destinations: 1}}
	all["validate-invalid"] = &view.ValidateReport{Command: invalid}
	all["validate-failed"] = &view.ValidateReport{Command: ended("validate", view.Failed, errors.New("--var takes NAME=VALUE"))}

	unreadable := ended("plan", view.Failed, &view.InvalidError{Diagnostics: diagnosed()})
	unreadable.Diagnosed(diagnosed(), nil)
	all["plan-none"] = &view.PlanReport{Command: ended("plan", view.Done, nil), Plan: &plan.Plan{Workspace: "soc", Unchanged: 3}}
	all["plan-muted"] = &view.PlanReport{Command: ended("plan", view.Done, nil), Plan: &plan.Plan{Workspace: "soc", Unchanged: 3, Mutes: mutes}}
	all["plan-changes"] = &view.PlanReport{Command: ended("plan", view.Changes, nil), Plan: everything(nil)}
	all["plan-problems"] = &view.PlanReport{Command: ended("plan", view.Failed, nil), Plan: everything(problems[:3])}
	all["plan-preflight"] = &view.PlanReport{Command: ended("plan", view.Failed, nil), Plan: &plan.Plan{Workspace: "soc", Changes: []plan.Change{changes["create"]}, Preflight: looked()}}
	all["plan-unreadable"] = &view.PlanReport{Command: unreadable}
	all["plan-absent"] = &view.PlanReport{Command: ended("plan", view.Failed, errAbsent)}
	for name, d := range drifts() {
		all["drift-"+name] = &view.DriftReport{Command: ended("drift", view.DriftStatus(d), nil), Drift: d}
	}
	all["drift-absent"] = &view.DriftReport{Command: ended("drift", view.Failed, errAbsent)}
	all["test-none"] = &view.TestsReport{Command: ended("test", view.Done, nil), Report: &monitortest.Report{}}
	all["test-unreadable"] = &view.TestsReport{Command: unreadable}
	for name, r := range applyReports() {
		all["apply-"+name] = r
	}
	return all
}

// everything is a plan with every change.
func everything(problems []plan.Problem) *plan.Plan {
	made := &plan.Plan{Workspace: "soc", Problems: problems, Warnings: warnings[:2], Unchanged: 2}
	for _, name := range []string{"create", "create-channel", "update", "move", "replace", "delete", "forget"} {
		c := changes[name]
		if c.Monitor != nil && name != "create" {
			c.Address = address.ForMonitor(name + "d")
		}
		made.Changes = append(made.Changes, c)
	}
	return made
}

// looked is a preflight with a finding of each severity.
func looked() *plan.Preflight {
	at := plan.Place{File: "alerts/main.hcl", Start: plan.Position{Line: 12, Column: 17}, End: plan.Position{Line: 12, Column: 30}}
	return &plan.Preflight{Ran: []address.Address{login}, Findings: []plan.Finding{
		{Element: plan.Element{Address: login, Part: plan.ConditionPart, Trigger: "any"}, Kind: plan.ConditionFails, Error: true, Reason: "null", Pages: true, At: at},
		{Element: plan.Element{Address: login, Part: plan.IndicesPart}, Kind: plan.NothingMatches, Names: []string{"x-*"}},
	}}
}

func applyReports() map[string]*view.ApplyReport {
	made := everything(nil)
	outcomes := func(list ...apply.Outcome) *apply.Result {
		for i := range list {
			list[i].Change = made.Changes[i]
		}
		return &apply.Result{Outcomes: list}
	}
	done := outcomes(apply.Outcome{Status: apply.Done, ID: "newid", Sent: 1}, apply.Outcome{Status: apply.Done, ID: "c1", Sent: 3, Found: true})
	double := changes["delete"]
	double.Address, double.ID, double.DoubleOf = login, "id9", "newid"
	done.Outcomes = append(done.Outcomes, apply.Outcome{Change: double, Status: apply.Done, ID: "id9"})
	stopped := ended("apply", view.Failed, nil)
	stopped.Interrupted = true
	return map[string]*view.ApplyReport{
		"done": {Command: ended("apply", view.Done, nil), Plan: &plan.Plan{Workspace: "soc", Changes: made.Changes[:2]}, Applied: done},
		"part": {Command: ended("apply", view.Failed, nil), Plan: made, Applied: outcomes(
			apply.Outcome{Status: apply.Failed, Err: fmt.Errorf("PUT: %w", apply.ErrConflict), Sent: 1},
			apply.Outcome{Status: apply.Failed, Err: errors.New("400: <url> is no\x1b[31m URL"), Sent: 1},
			apply.Outcome{Status: apply.Skipped, Because: team}, apply.Outcome{Status: apply.Done, ID: "liveid", Sent: 2},
			apply.Outcome{Status: apply.Failed, Half: true, Err: errors.New("503: no shards")}, apply.Outcome{Status: apply.Done, ID: "liveid"}, apply.Outcome{Status: apply.Done},
		), Backups: []view.BackupFile{{Address: address.ForMonitor("moved"), ID: changes["move"].ID, File: "/home/x/backups/0001-monitor.backup.json"}}},
		"stopped": {Command: stopped, Plan: made, Applied: outcomes(
			apply.Outcome{Status: apply.Done, ID: "newid", Sent: 1}, apply.Outcome{Status: apply.Failed, Err: apply.ErrStopped},
			apply.Outcome{Status: apply.Skipped, Because: team}, apply.Outcome{Status: apply.Failed, Err: apply.ErrStopped},
		)},
		"unsettled":    {Command: ended("apply", view.Failed, nil), Plan: &plan.Plan{Workspace: "soc", Changes: made.Changes[:1]}, Applied: &apply.Result{Outcomes: done.Outcomes[:1], Unsettled: errors.New("the list lags")}},
		"not-approved": {Command: ended("apply", view.Failed, errors.New("not approved: nothing was written")), Plan: made},
		"problems":     {Command: ended("apply", view.Failed, nil), Plan: everything(problems[:3])},
		"nothing":      {Command: ended("apply", view.Done, nil), Plan: &plan.Plan{Workspace: "soc", Unchanged: 3}},
		"absent":       {Command: ended("apply", view.Failed, errAbsent)},
		"file":         {Command: ended("apply", view.Failed, nil), File: "prod.plan", Plan: &plan.Plan{Workspace: "soc", Changes: made.Changes[:1]}, Applied: &apply.Result{Outcomes: done.Outcomes[:1]}, Compared: comparison(made)},
	}
}

// comparison has a verdict of each state.
func comparison(made *plan.Plan) *planfile.Comparison {
	return &planfile.Comparison{Verdicts: []planfile.Verdict{
		{State: planfile.Carried, Address: login, Recorded: plan.Create, Fresh: &made.Changes[0]},
		{State: planfile.Already, Address: pager, Recorded: plan.Update},
		{State: planfile.Stale, Address: team, Recorded: plan.Update, Fresh: &made.Changes[1], Reason: planfile.Changed, Fields: []string{"url"}},
		{State: planfile.Skipped, Address: address.ForMonitor("logout"), Recorded: plan.Update, Reason: planfile.NeedsOther, Because: team},
		{State: planfile.NotApproved, Address: made.Changes[3].Address, Fresh: &made.Changes[3]},
	}}
}

// TestReports holds every report in every format but those with tests of their own to
// what is expected.
func TestReports(t *testing.T) {
	for name, r := range reports() {
		for format, write := range r.Writers() {
			ending, kept := reportEndings[format]
			if !kept || format == view.FormatJSON && !strings.HasPrefix(name, "apply") {
				continue
			}
			var out bytes.Buffer
			if err := write(&out); err != nil {
				t.Errorf("%s, %s: %v", name, format, err)
			}
			golden(t, filepath.Join("testdata", "reports", name+ending), out.Bytes())
			checkPrinted(t, out.String())
		}
	}
}

// reportEndings are those of the files with what is expected.
var reportEndings = map[view.Format]string{view.FormatJSON: ".json", view.FormatJUnit: ".xml", view.FormatSARIF: ".sarif"}

// jsonReports are the reports of a command in JSON.
func jsonReports(command string) []any {
	var list []any
	for name, r := range reports() {
		if !strings.HasPrefix(name, command+"-") {
			continue
		}
		switch r := r.(type) {
		case *view.ValidateReport:
			list = append(list, r.JSON())
		case *view.PlanReport:
			list = append(list, r.JSON())
		case *view.DriftReport:
			list = append(list, r.JSON())
		case *view.TestsReport:
			list = append(list, r.JSON())
		case *view.ApplyReport:
			list = append(list, r.JSON())
		}
	}
	return list
}
