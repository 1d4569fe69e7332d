package view_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// readBack reads a command as GitHub's runner does (actions/runner, ActionCommand).
func readBack(t testing.TB, line string) (command string, properties map[string]string, data string) {
	t.Helper()
	if strings.ContainsAny(line, "\r\n") || !strings.HasPrefix(line, "::") {
		t.Fatalf("no command: %q", line)
	}
	info, data, ok := strings.Cut(line[2:], "::")
	command, rest, _ := strings.Cut(info, " ")
	if !ok || command != "error" && command != "warning" {
		t.Fatalf("no command: %q", line)
	}
	properties = map[string]string{}
	for _, p := range strings.Split(strings.TrimSpace(rest), ",") {
		name, value, ok := strings.Cut(p, "=")
		if !ok || properties[name] != "" {
			t.Errorf("property %q in %q", p, line)
		}
		for _, e := range [][2]string{{"%0D", "\r"}, {"%0A", "\n"}, {"%3A", ":"}, {"%2C", ","}, {"%25", "%"}} {
			value = strings.ReplaceAll(value, e[0], e[1])
		}
		properties[name] = value
	}
	for _, e := range [][2]string{{"%0D", "\r"}, {"%0A", "\n"}, {"%25", "%"}} {
		data = strings.ReplaceAll(data, e[0], e[1])
	}
	return command, properties, data
}

func same(text string) string { return text }

func TestAnnotationsReadBack(t *testing.T) {
	at := hcl.Range{Filename: "a,b:c%/main.hcl", Start: hcl.Pos{Line: 3, Column: 5}, End: hcl.Pos{Line: 3, Column: 9}}
	several := at
	several.End = hcl.Pos{Line: 7, Column: 1}
	for _, text := range append(hostile[:len(hostile):len(hostile)], "100%: a, b\nc", "%0A::error::x", "x\r\n::set-output name=a::b") {
		lines := view.GitHub([]view.Annotation{{Level: view.LevelError, At: at, Title: text, Message: text + "x"}, {Level: view.LevelWarning, At: several, Title: "t", Message: text}}, same, same)
		command, properties, data := readBack(t, lines[0])
		if command != "error" || properties["file"] != at.Filename || properties["line"] != "3" || properties["endLine"] != "3" || properties["col"] != "5" || properties["endColumn"] != "9" {
			t.Errorf("%q reads %s %v", lines[0], command, properties)
		}
		if strings.ContainsAny(properties["title"], "\n\r\x1b") || strings.ContainsAny(data, "\r\x1b") {
			t.Errorf("title %q, message %q", properties["title"], data)
		}
		_, properties, data = readBack(t, lines[1])
		if properties["endLine"] != "7" || properties["col"] != "" || data == "" {
			t.Errorf("%q reads %v, %q", lines[1], properties, data)
		}
	}
	lines := view.GitHub([]view.Annotation{{Level: view.LevelError, At: at, Title: "t", Message: "hunter2"}}, func(string) string { return "" }, func(text string) string { return strings.ReplaceAll(text, "hunter2", "(sensitive)") })
	if lines[0] != "::error title=t::(sensitive)" {
		t.Errorf("%q", lines[0])
	}
}

// Ten of each level are shown; the tenth says how many more there are.
func TestFewAnnotations(t *testing.T) {
	for _, n := range []int{10, 11, 30} {
		var list []view.Annotation
		for i := range n {
			list = append(list, view.Annotation{Level: view.LevelError, Title: "t", Message: fmt.Sprint(i)}, view.Annotation{Level: view.LevelWarning, Title: "t", Message: "w"})
		}
		lines := view.GitHub(list, same, same)
		if len(lines) != 20 {
			t.Errorf("%d lines of %d", len(lines), n)
		}
		if says := strings.Contains(lines[18], "more error"); says != (n > 10) {
			t.Errorf("the last of %d: %s", n, lines[18])
		}
	}
}

// What has drifted is annotated at its block, in the files that have it.
func TestAnnotationsOfReports(t *testing.T) {
	at := hcl.Range{Filename: "main.hcl", Start: hcl.Pos{Line: 12, Column: 1}, End: hcl.Pos{Line: 12, Column: 16}}
	about := view.Command{Name: "drift", Declared: map[string]hcl.Range{login.String(): at}, Diagnostics: hcl.Diagnostics{{Severity: hcl.DiagWarning, Summary: "w"}}}
	all := drifts()
	for name, want := range map[string]int{"none": 0, "changed": 4, "missing": 4, "copies": 2, "not-applied": 0} {
		r := view.DriftReport{Command: about, Drift: all[name]}
		got := r.Annotations()
		if len(got) != want {
			t.Errorf("%s: %d annotations, want %d", name, len(got), want)
		}
		for _, a := range got {
			if strings.HasPrefix(a.Message, login.String()) && a.At != at {
				t.Errorf("%s: %q stands at %v", name, a.Message, a.At)
			}
			if strings.Contains(a.Message, "example.com") {
				t.Errorf("%s: a secret in %q", name, a.Message)
			}
		}
	}
	p := view.PlanReport{Command: about, Plan: &plan.Plan{Problems: problems, Warnings: warnings}}
	if got := p.Annotations(); len(got) != 1+len(problems)+len(warnings) {
		t.Errorf("%d annotations", len(got))
	}
	failed := view.ValidateReport{Command: view.Command{Name: "validate", Err: errors.New("no such directory"), Advice: []string{"Look."}}}
	if got := failed.Annotations(); len(got) != 1 || got[0].Message != "no such directory\n\nLook." {
		t.Errorf("%v", got)
	}
}
