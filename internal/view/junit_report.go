package view

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// junitReport gathers the test cases of a report that is none of tests: one for each
// object, and one for each problem. What is to be mended is a failure, why the command
// failed an error; a warning is skipped, which is shown and breaks nothing.
type junitReport struct {
	command *Command
	suites  []*junitSuite
	names   map[string]int // how often there was one
}

// caseAt is a test case without a result, which passed.
func (r *junitReport) caseAt(name string, at hcl.Range) junitCase {
	return junitCase{Name: xmlText(oneLine(name)), Class: "alertplan " + r.command.Name, File: xmlText(printable(r.command.pathOf(at.Filename))), Line: at.Start.Line, Time: seconds(0)}
}

func (r *junitReport) add(suite string, c junitCase) {
	var to *junitSuite
	for _, s := range r.suites {
		if s.Name == suite {
			to = s
		}
	}
	if to == nil {
		to = &junitSuite{Name: suite, Time: seconds(0)}
		r.suites = append(r.suites, to)
	}
	if r.names == nil {
		r.names = map[string]int{}
	}
	if r.names[c.Name]++; r.names[c.Name] > 1 { // CI systems take two of one name for one
		c.Name = fmt.Sprintf("%s, %d", c.Name, r.names[c.Name])
	}
	to.Tests++
	switch {
	case c.Failure != nil:
		to.Failures++
	case c.Error != nil:
		to.Errors++
	case c.Skipped != nil:
		to.Skipped++
	}
	to.Cases = append(to.Cases, c)
}

// result is why a case did not pass.
func (r *junitReport) result(kind, message, text string) *junitResult {
	return &junitResult{Type: kind, Message: xmlText(oneLine(r.command.masked(message))), Text: xmlText(r.command.masked(text))}
}

// annotation adds what was found, by what it is called and where it stands.
func (r *junitReport) annotation(suite string, a Annotation) {
	name := a.Title
	if a.At.Filename != "" {
		name += " (" + fmt.Sprintf("%s:%d", r.command.pathOf(a.At.Filename), a.At.Start.Line) + ")"
	}
	c := r.caseAt(name, a.At)
	found := r.result(a.Rule.Name, a.Title, a.Message)
	switch {
	case a.Rule.Name == failedRule.Name:
		why, _, _ := strings.Cut(r.command.masked(a.Message), "\n")
		found.Message = xmlText(oneLine(why))
		c.Error = found
	case a.Level == LevelError:
		c.Failure = found
	default:
		c.Skipped = found
	}
	r.add(suite, c)
}

// files adds what was found in the files, and why the command failed. Where it is nothing,
// one case says so: a report without cases looks broken.
func (r *junitReport) files() {
	found := r.command.ofFiles()
	for _, a := range found {
		suite := "configuration"
		if a.Rule.Name == failedRule.Name {
			suite = "command"
		}
		r.annotation(suite, a)
	}
	if r.command.Interrupted {
		c := r.caseAt("interrupted", hcl.Range{})
		c.Error = r.result("interrupted", "It was interrupted: what is here may be a part.", "")
		r.add("command", c)
	}
	if len(found) == 0 {
		r.add("configuration", r.caseAt("the configuration is valid", hcl.Range{}))
	}
}

func (r *junitReport) done() junitSuites {
	all := junitSuites{Name: "alertplan " + r.command.Name, Time: seconds(0)}
	for _, s := range r.suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		all.Suites = append(all.Suites, *s)
	}
	return all
}

// masked is a text that is to be escaped, without secrets.
func (c *Command) masked(text string) string {
	if c.Mask == nil {
		return text
	}
	return c.Mask(text)
}

// printed is what a printer prints, for a text within a report.
func (r *junitReport) printed(print func(*Printer)) string {
	var out bytes.Buffer
	print(NewPrinter(&out, Plain))
	return strings.Trim(out.String(), "\n")
}
