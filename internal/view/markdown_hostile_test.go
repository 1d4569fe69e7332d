package view_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
)

// hostile are names that would do something in a comment, if they were let.
var hostile = []string{
	"@octocat", "@org/team", "see #1", "GH-1", "org/repo#1", "https://evil.example/x", "www.evil.example", "a@evil.example", "deadbeefdeadbeef",
	"[click](https://evil.example)", "![x](https://evil.example/x.png)", "<img src=x onerror=alert(1)>", "<!-- alertplan:plan workspace=soc cluster=prod -->", "-->",
	"a | b | c", `a \| b`, `\`, `\\|`, "`", "``", "```", "` @octocat `", "```\n</details>\n@octocat", "</summary></details><h1>x</h1>", "**bold** _x_ ~~y~~", "- [ ] task",
	"\n\n# heading\n", "| --- |", "\x1b[31mred", "\u202Eevil", "a\u2028b", "&lt;b&gt; &#64;octocat", "\xff\xfe", "$x^2$", ":tada:", "%0A::error::x", "\t", "",
}

// hostilePlan has a text wherever one of the files or of the cluster comes.
func hostilePlan(text string) *plan.Plan {
	at := login.WithKey(text)
	made := &plan.Plan{Workspace: "soc"}
	for _, action := range []plan.Action{plan.Create, plan.Update, plan.Replace, plan.Move, plan.Adopt, plan.Delete, plan.Forget} {
		made.Changes = append(made.Changes, plan.Change{
			Action: action, Address: at, Previous: at, ID: text, Name: text, DoubleOf: text, Unknown: []string{text}, Monitor: live(text),
			Fields: []plan.FieldChange{{Path: "trigger." + text, Before: text, After: text + "\n" + text}, {Path: text, After: text}, {Path: "x", Before: []any{text}}},
		})
	}
	made.Problems = []plan.Problem{{Kind: plan.Unreadable, Address: at, Objects: []plan.Object{{ID: text, Name: text}}, Word: text}, {Kind: "other", Word: text}}
	made.Warnings = []plan.Warning{{Kind: plan.NotCompared, Address: at, Unknown: []string{text}}, {Kind: plan.MarkGone, Object: plan.Object{ID: text, Name: text}}}
	made.Mutes = hostileMutes(text)
	made.Preflight = &plan.Preflight{Offline: []plan.Unasked{{Why: plan.NoAnswer}}, Trouble: text, Findings: []plan.Finding{
		{Element: plan.Element{Address: at, Part: plan.ConditionPart, Trigger: text}, Kind: plan.ConditionFails, Reason: text, Names: []string{text}},
		{Element: plan.Element{Address: at}, Kind: plan.MissingIndex, Error: true, Reason: text, Names: []string{text}, At: plan.Place{File: text, Start: plan.Position{Line: 1}}},
	}}
	return made
}

func hostileMutes(text string) []plan.Muted {
	return []plan.Muted{
		{Address: login.WithKey(text), Trigger: text, Mute: monitors.Mute{Until: moves.Until, Why: text}},
		{Address: login, Trigger: text, Mute: monitors.Mute{Until: moves.Until, Why: text}, Ended: true},
	}
}

func hostileDrift(text string) *plan.Drift {
	x := plan.Drifted{Address: login.WithKey(text), Name: text, Objects: []plan.DatedObject{dated(text, text)}, Fields: hostilePlan(text).Changes[0].Fields}
	removed := x
	removed.Fields, removed.Removal, removed.Problem = nil, &plan.Removal{Action: plan.Delete, Paths: []string{text}}, &hostilePlan(text).Problems[0]
	return &plan.Drift{
		Workspace: "soc", Changed: []plan.Drifted{x, removed}, Missing: []plan.Drifted{x}, Copies: []plan.Drifted{x}, Warnings: hostilePlan(text).Warnings,
		Unmanaged: []plan.Newcomer{{DatedObject: dated(text, text), Kind: text, Channel: true, IDsOf: text}}, NotApplied: hostilePlan(text).Changes,
		Mutes: hostileMutes(text),
	}
}

type failureOf string

func (f failureOf) Error() string { return string(f) }

// Whatever the files and the cluster name things, a comment has its rows and columns, and
// no link, tag or mention.
func TestHostileNamesAreText(t *testing.T) {
	for _, text := range hostile {
		for _, c := range []view.Comment{comment, {Command: "plan", Cluster: text, Dir: text}} {
			made := hostilePlan(text)
			got := c.Plan(made)
			r := checkComment(t, got, c.Marker(), commentLimit)
			if r.rows != 7+2+2+2 || r.columns != 4 {
				t.Errorf("%q: %d rows of %d columns in\n%s", text, r.rows, r.columns, got)
			}
			if want := strings.Join(strings.Fields(text), " "); want != "" && strings.Trim(want, "| `\\") == want && want[0] > ' ' && want[0] < 'z' && !strings.Contains(want, "<!--") && r.cells[len(r.cells)-5][2] != want {
				t.Errorf("the name %q reads %q", want, r.cells[len(r.cells)-5][2])
			}
			checkComment(t, c.Drift(hostileDrift(text)), c.Marker(), commentLimit)
			checkComment(t, c.Failed(text, []string{text}), c.Marker(), commentLimit)
			applied := view.ApplyReport{Plan: made, Applied: &apply.Result{Unsettled: failureOf(text)}}
			for i, x := range made.Changes {
				applied.Applied.Outcomes = append(applied.Applied.Outcomes, apply.Outcome{Change: x, Status: []apply.Status{apply.Done, apply.Failed, apply.Skipped}[i%3], Err: failureOf(text), ID: text, Because: x.Address})
			}
			checkComment(t, c.Applied(&applied), c.Marker(), commentLimit)
		}
	}
}

// FuzzComment makes plans of any texts and any size: a comment stays below its limit,
// whole, and without the secret.
func FuzzComment(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, "s3cret-"+text, 3, 65_000)
	}
	f.Add("a`b|c", "ab", 4000, 3000)
	f.Add(strings.Repeat("`x\n", 1000), strings.Repeat("é", 300), 40, 65_000)
	f.Fuzz(func(t *testing.T, text, secret string, n, limit int) {
		if len(text) > 4000 || len(secret) > 500 {
			t.Skip("it takes long, and finds no more")
		}
		n, limit = min(max(n, 1), 200), min(max(limit, 2500), commentLimit)
		mask := view.NewMask(nil)
		hides := len(secret) >= 4 && !strings.Contains("(sensitive)", secret)
		if hides {
			mask.Hide(secret)
		}
		c := view.Comment{Command: "plan", Workspace: "soc", Limit: limit, Mask: mask.Masked}
		made := hostilePlan(text + secret + text)
		for i := range n {
			made.Changes = append(made.Changes, made.Changes[i%7])
		}
		got := c.Plan(made)
		checkComment(t, got, c.Marker(), limit+1)
		if !strings.Contains(got, "(") || !strings.Contains(got, " to add, ") {
			t.Errorf("the counts are lost in\n%s", got)
		}
		fresh := "" // what of the secret the comment would hold of itself
		if hides {
			fresh = c.Plan(hostilePlan(strings.ReplaceAll(text, secret, "")))
		}
		if hides && strings.Contains(got, secret) && !strings.Contains(fresh, secret) && len(secret) >= 12 {
			t.Errorf("the secret %q stands in\n%s", secret, got)
		}
		checkComment(t, c.Drift(hostileDrift(text+secret)), c.Marker(), limit+1)
	})
}
