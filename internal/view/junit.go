package view

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/monitortest"
)

// The structs are those of the JUnit XML that CI systems read: testsuites hold a
// testsuite for each file, whose test cases say file and line.

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	File     string      `xml:"file,attr,omitempty"`
	Cases    []junitCase `xml:"testcase"`
	elapsed  time.Duration
}

type junitCase struct {
	Name      string       `xml:"name,attr"`
	Class     string       `xml:"classname,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      int          `xml:"line,attr,omitempty"`
	Time      string       `xml:"time,attr"`
	Failure   *junitResult `xml:"failure"`
	Error     *junitResult `xml:"error"`
	Skipped   *junitResult `xml:"skipped"`
	SystemOut *junitOutput `xml:"system-out"`
}

type junitResult struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",cdata"`
}

type junitOutput struct {
	Text string `xml:",cdata"`
}

// WriteJUnit writes what became of tests as JUnit XML. A test that was refused is
// an error there, one that failed a failure.
func WriteJUnit(out io.Writer, report *monitortest.Report) error {
	return writeJUnit(out, junitOf(report))
}

func writeJUnit(out io.Writer, suites junitSuites) error {
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(out)
	e.Indent("", "  ")
	if err := e.Encode(suites); err != nil {
		return err
	}
	_, err := io.WriteString(out, "\n")
	return err
}

func junitOf(report *monitortest.Report) junitSuites {
	all := junitSuites{Name: "alertplan test", Failures: report.Count(monitortest.Failed), Errors: report.Count(monitortest.Refused), Tests: len(report.Tests)}
	var total time.Duration
	at := map[string]int{}
	for _, t := range report.Tests {
		total += t.Elapsed
		i, known := at[t.At.File]
		if !known {
			i = len(all.Suites)
			at[t.At.File] = i
			all.Suites = append(all.Suites, junitSuite{Name: printable(t.At.File), File: printable(t.At.File)})
		}
		all.Suites[i].add(t)
	}
	for i := range all.Suites {
		all.Suites[i].Time = seconds(all.Suites[i].elapsed)
	}
	all.Time = seconds(total)
	return all
}

func (s *junitSuite) add(t monitortest.Result) {
	c := junitCase{Name: printable(t.Name), Class: t.Monitor.String(), File: printable(t.At.File), Line: t.At.Line, Time: seconds(t.Elapsed)}
	s.Tests++
	s.elapsed += t.Elapsed
	switch t.Status {
	case monitortest.Failed:
		s.Failures++
		var text strings.Builder
		for _, f := range t.Failures {
			text.WriteString(failureText(f))
		}
		c.Failure = &junitResult{Type: string(t.Failures[0].Kind), Message: strings.TrimSuffix(failureLines(t.Failures[0])[0].text, ":"), Text: xmlText(text.String())}
	case monitortest.Refused:
		s.Errors++
		c.Error = &junitResult{Type: "refused", Message: "it can't be evaluated faithfully here: " + oneLine(t.Refused)}
	}
	var notes []string
	for _, l := range t.Events.Lost {
		notes = append(notes, fmt.Sprintf("lost: %s (_id %s): %s", placeText(l.At), oneLine(l.ID), oneLine(l.Reason)))
	}
	for _, n := range slices.Concat(t.Notes, t.Remarks, t.DialectNotes) {
		notes = append(notes, "note: "+oneLine(n))
	}
	if len(notes) > 0 {
		c.SystemOut = &junitOutput{xmlText(strings.Join(notes, "\n"))}
	}
	s.Cases = append(s.Cases, c)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// xmlText takes out of a text what XML can't hold, not even in CDATA.
func xmlText(text string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(printable(text), "\uFFFD"))
}
