package view_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/view"
)

// Whatever stands in names and events, JUnit's XML can be read, and keeps it.
func TestJUnitHoldsAnything(t *testing.T) {
	const nasty = "a]]>b<c>&\"'\x1b[31m\x00\ufffe\xff 警告"
	report := &monitortest.Report{Tests: []monitortest.Result{
		{Name: nasty, Status: monitortest.Failed, Notes: []string{nasty}, Failures: []monitortest.Failure{{Kind: monitortest.Mismatch, What: nasty, Expected: nasty, Got: "x\n" + nasty, Lines: true}}},
		{Name: nasty, Status: monitortest.Refused, Refused: nasty},
	}}
	var out bytes.Buffer
	if err := view.WriteJUnit(&out, report); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Suites []struct {
			Cases []struct {
				Name    string `xml:"name,attr"`
				Failure string `xml:"failure"`
				Error   struct {
					Message string `xml:"message,attr"`
				} `xml:"error"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	cases := back.Suites[0].Cases
	if len(cases) != 2 || !strings.Contains(cases[0].Failure, `a]]>b<c>&"'`) || !strings.Contains(cases[1].Error.Message, "警告") || strings.Contains(out.String(), "\x1b") {
		t.Errorf("%s", out.String())
	}
}
