package view

import (
	"bytes"
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
	mask, masks := out.(*Mask)
	if masks {
		suites.mask(mask.Masked)
	}
	var text bytes.Buffer
	text.WriteString(xml.Header)
	e := xml.NewEncoder(&text)
	e.Indent("", "  ")
	if err := e.Encode(suites); err != nil {
		return err
	}
	text.WriteString("\n")
	if masks {
		return mask.writeWhole(text.Bytes())
	}
	_, err := out.Write(text.Bytes())
	return err
}

// mask takes secrets out of every text, before it is escaped: what XML is made of stays.
func (s *junitSuites) mask(masked func(string) string) {
	for i := range s.Suites {
		suite := &s.Suites[i]
		suite.Name, suite.File = masked(suite.Name), masked(suite.File)
		for j := range suite.Cases {
			c := &suite.Cases[j]
			c.Name, c.Class, c.File = masked(c.Name), masked(c.Class), masked(c.File)
			for _, r := range []*junitResult{c.Failure, c.Error, c.Skipped} {
				if r != nil {
					r.Message, r.Text = masked(r.Message), masked(r.Text)
				}
			}
			if c.SystemOut != nil {
				c.SystemOut.Text = masked(c.SystemOut.Text)
			}
		}
	}
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
