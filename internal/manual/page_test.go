package manual_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/manual"
)

var plan = manual.Page{
	Name: "alertplan plan", Short: "Show what would change", Usage: "[DIR] [flags]",
	Text: "Compare DIR with the cluster.\nNothing is written.\n\nA table:\n\n  one   1\n  .two  2\n\n.hcl files aren't `changed`.\n\nExit status: 0 done,\n1 failed.",
	Options: []manual.Option{
		{Long: "out", Value: "FILE", Text: "write the plan to FILE ($ALERTPLAN_OUT)"},
		{Short: "h", Long: "help", Text: "help for plan"},
	},
	Examples: "  alertplan plan\n  alertplan plan --out C:\\p – x",
	SeeAlso:  []string{"alertplan", "alertplan apply"},
}

const planRoff = `.TH "ALERTPLAN-PLAN" "1" "2026-11-22" "alertplan v1.2.3" "alertplan manual"
.SH NAME
alertplan\-plan \- Show what would change
.SH SYNOPSIS
\fBalertplan plan\fR [DIR] [flags]
.SH DESCRIPTION
Compare DIR with the cluster.
Nothing is written.
.PP
A table:
.PP
.RS 4
.nf
  one   1
  .two  2
.fi
.RE
.PP
\&.hcl files aren\(aqt \(gachanged\(ga.
.SH OPTIONS
.TP
\fB\-\-out\fR \fIFILE\fR
write the plan to FILE ($ALERTPLAN_OUT)
.TP
\fB\-h\fR, \fB\-\-help\fR
help for plan
.SH EXIT STATUS
Exit status: 0 done,
1 failed.
.SH ENVIRONMENT
.TP
\fBALERTPLAN_OUT\fR
See \-\-out.
.SH EXAMPLES
.RS 4
.nf
alertplan plan
alertplan plan \-\-out C:\ep \[u2013] x
.fi
.RE
.SH SEE ALSO
\fBalertplan\fR(1),
\fBalertplan\-apply\fR(1)
`

func TestPage(t *testing.T) {
	source := manual.Source{Version: "v1.2.3", Date: "2026-11-22"}
	if diff := cmp.Diff(planRoff, string(plan.Roff(source))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if plan.File() != "alertplan-plan.1" {
		t.Errorf("file %s", plan.File())
	}
	root := manual.Page{Name: "alertplan", Short: "Keep", Commands: []manual.Entry{{Name: "plan", Short: "Show"}}}
	if text := string(root.Roff(manual.Source{})); !strings.Contains(text, "\n.TP\n\\fBalertplan\\-plan\\fR(1)\nShow\n") {
		t.Errorf("the commands are missing:\n%s", text)
	}
}

// TestPageIsRendered asks the programs that people read it with, where they are.
func TestPageIsRendered(t *testing.T) {
	for _, program := range [][]string{{"mandoc", "-T", "utf8", "-W", "warning,stop"}, {"groff", "-man", "-ww", "-T", "utf8", "-P-bcou"}} {
		t.Run(program[0], func(t *testing.T) {
			if _, err := exec.LookPath(program[0]); err != nil {
				t.Skipf("%s is not installed", program[0])
			}
			c := exec.Command(program[0], program[1:]...)
			c.Stdin = strings.NewReader(planRoff)
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			text := regexp.MustCompile("(?s).\b").ReplaceAllString(string(out), "")
			for _, want := range []string{"  one   1\n", "  .two  2\n", ".hcl files aren't `changed`.", `alertplan plan --out C:\p – x`, "--out FILE"} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not shown:\n%s", want, text)
				}
			}
		})
	}
}

// FuzzText lets no text become a request, or an escape that there is not.
func FuzzText(f *testing.F) {
	f.Add("Say.\n\n.TH x\n\n  'so \\fB ~ ^ \x00\x7f\n\nÄ – \xff")
	line := regexp.MustCompile(`^(\.(TH|SH) [ -~]+|\.(TP|PP|nf|fi|RE)|\.RS 4|([ -~]|)*)$`)
	escape := regexp.MustCompile(`\\(e|-|&|\(ga|\(aq|\(ha|\(ti|\(dq|f[BIR]|\[u[0-9A-F]{4,6}\])`)
	f.Fuzz(func(t *testing.T, text string) {
		page := manual.Page{Name: "a b", Short: text, Usage: text, Text: text, Examples: text, Options: []manual.Option{{Long: "x", Text: text}}}
		for _, l := range strings.Split(string(page.Roff(manual.Source{Version: text, Date: text})), "\n") {
			if !line.MatchString(l) || strings.HasPrefix(l, ".") && !regexp.MustCompile(`^\.(TH|SH|TP|PP|nf|fi|RE|RS)\b`).MatchString(l) {
				t.Errorf("line %q", l)
			}
			if rest := escape.ReplaceAllString(l, ""); strings.Contains(rest, `\`) {
				t.Errorf("line %q has another escape: %q", l, rest)
			}
		}
	})
}
