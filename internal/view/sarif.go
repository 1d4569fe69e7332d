package view

import (
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/owenrumney/go-sarif/v2/sarif"
)

// What GitHub reads of a SARIF file: the most results of a run that it takes (it shows the
// 5,000 worst), and the longest descriptions of a rule (docs.github.com, "SARIF support
// for code scanning").
const (
	mostResults     = 25000
	mostDescription = 1024
)

const (
	sarifHome   = "https://github.com/alertplan/alertplan"
	sarifChecks = sarifHome + "/blob/main/docs/checks.md"
	sarifRoot   = "%SRCROOT%" // what the paths are relative to
)

func (r *ValidateReport) sarif(out io.Writer) error { return r.writeSARIF(out, r.Annotations()) }
func (r *PlanReport) sarif(out io.Writer) error     { return r.writeSARIF(out, r.Annotations()) }
func (r *DriftReport) sarif(out io.Writer) error    { return r.writeSARIF(out, r.Annotations()) }

// writeSARIF writes what was found as one run. What stands in no file is no result, which
// has to have a place: it is a notification of the run.
func (c *Command) writeSARIF(out io.Writer, found []Annotation) error {
	log, err := sarif.New(sarif.Version210)
	if err != nil {
		return err
	}
	w := &sarifWriter{command: c, run: sarif.NewRunWithInformationURI("alertplan", sarifHome), prints: fingerprints{lines: map[*hcl.File][]string{}, seen: map[string]int{}}}
	w.run.Tool.Driver.Rules = []*sarif.ReportingDescriptor{}
	w.run.ColumnKind = "utf16CodeUnits"
	w.run.AutomationDetails = &sarif.RunAutomationDetails{ID: new("alertplan/" + c.Name + "/")}
	w.run.OriginalUriBaseIDs = map[string]*sarif.ArtifactLocation{sarifRoot: {Description: sarif.NewTextMessage("The root of the repository, or the directory that alertplan ran in.")}}
	w.run.Results = []*sarif.Result{}
	w.invocation = w.run.AddInvocation(c.Err == nil && !c.Interrupted)
	w.invocation.ExitCode = &c.Status
	for _, a := range worstFirst(found) {
		w.add(a)
	}
	log.AddRun(w.run)
	return WriteJSON(out, log)
}

// sarifWriter is the state of one run.
type sarifWriter struct {
	command    *Command
	run        *sarif.Run
	invocation *sarif.Invocation
	prints     fingerprints
}

// worstFirst puts errors before warnings, each in their order: what is too much is cut off
// at the end.
func worstFirst(found []Annotation) []Annotation {
	var first, then []Annotation
	for _, a := range found {
		if a.Level == LevelError {
			first = append(first, a)
		} else {
			then = append(then, a)
		}
	}
	return append(first, then...)
}

func (w *sarifWriter) add(a Annotation) {
	message := sarif.NewTextMessage(sarifWords(a))
	if a.At.Filename == "" {
		note := &sarif.Notification{Level: string(a.Level), Message: message}
		if a.Rule.Name != failedRule.Name {
			note.AssociatedRule = sarif.NewReportingDescriptorReference().WithId(a.Rule.Name).WithIndex(int(w.rule(a.Rule)))
			w.invocation.ToolConfigurationNotifications = append(w.invocation.ToolConfigurationNotifications, note)
			return
		}
		w.invocation.ToolExecutionNotifications = append(w.invocation.ToolExecutionNotifications, note)
		return
	}
	if len(w.run.Results) == mostResults {
		return
	}
	index := w.rule(a.Rule)
	result := sarif.NewRuleResult(a.Rule.Name).WithLevel(string(a.Level)).WithMessage(message)
	result.RuleIndex = &index
	result.PartialFingerprints = map[string]any{}
	for name, print := range w.prints.of(a, w.command.Files[a.At.Filename]) {
		result.PartialFingerprints[name] = print
	}
	result.Locations = []*sarif.Location{sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(w.file(a.At.Filename)).WithRegion(regionOf(a.At, w.command.Files[a.At.Filename])))}
	w.run.AddResult(result)
}

// sarifWords are the summary and the detail: GitHub shows the first sentence in lists.
func sarifWords(a Annotation) string {
	title := strings.TrimSuffix(oneLine(a.Title), ".")
	if detail := strings.TrimSpace(printable(a.Message)); detail != "" {
		return title + ". " + detail
	}
	return title + "."
}

// rule is the index of a rule, which is added with its first result.
func (w *sarifWriter) rule(check Check) uint {
	for i, known := range w.run.Tool.Driver.Rules {
		if known.ID == check.Name {
			return uint(i)
		}
	}
	help := check.Doc
	uri := sarifHome
	if !strings.HasPrefix(check.Name, "plan-") && !strings.HasPrefix(check.Name, "drift-") && check.Name != hclRule.Name {
		uri = sarifChecks
	}
	level := string(LevelError)
	if check.Severity == hcl.DiagWarning {
		level = string(LevelWarning)
	}
	w.run.Tool.Driver.Rules = append(w.run.Tool.Driver.Rules, &sarif.ReportingDescriptor{
		ID: check.Name, HelpURI: &uri,
		ShortDescription:     sarif.NewMultiformatMessageString(clipped(check.Summary)),
		FullDescription:      sarif.NewMultiformatMessageString(clipped(help)),
		Help:                 sarif.NewMultiformatMessageString(help),
		DefaultConfiguration: sarif.NewReportingConfiguration().WithLevel(level),
		Properties:           sarif.Properties{"tags": []string{"alerting"}, "problem.severity": level},
	})
	return uint(len(w.run.Tool.Driver.Rules) - 1)
}

func clipped(s string) string {
	if r := []rune(s); len(r) > mostDescription {
		return string(r[:mostDescription-1]) + "…"
	}
	return s
}

// file is a path relative to the repository; one that lies elsewhere is a file URI.
func (w *sarifWriter) file(name string) *sarif.ArtifactLocation {
	name = strings.ReplaceAll(printable(w.command.pathOf(name)), "\\", "/")
	if path.IsAbs(name) || isDrive(name) {
		return sarif.NewSimpleArtifactLocation((&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(name, "/")}).String())
	}
	at := sarif.NewSimpleArtifactLocation((&url.URL{Path: path.Clean(name)}).String())
	at.URIBaseId = new(sarifRoot)
	return at
}

// isDrive tells whether a path begins with a drive of Windows.
func isDrive(name string) bool {
	return len(name) > 2 && name[1] == ':' && name[2] == '/'
}

// regionOf is a range as SARIF counts it: columns in units of UTF-16.
func regionOf(at hcl.Range, file *hcl.File) *sarif.Region {
	start, end := at.Start.Column, at.End.Column
	if file != nil && at.Start.Byte <= at.End.Byte && at.End.Byte <= len(file.Bytes) && at.End.Byte > 0 {
		start, end = utf16Column(file.Bytes, at.Start.Byte), utf16Column(file.Bytes, at.End.Byte)
	}
	line, last := max(1, at.Start.Line), max(1, at.Start.Line, at.End.Line)
	start, end = max(1, start), max(1, end)
	if line == last {
		end = max(start, end)
	}
	return sarif.NewRegion().WithStartLine(line).WithStartColumn(start).WithEndLine(last).WithEndColumn(end)
}
