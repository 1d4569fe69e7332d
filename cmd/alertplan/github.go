package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/alertplan/alertplan/internal/view"
)

// The environment of a step in GitHub Actions, and what switches off what is told there.
const (
	envGitHub          = "GITHUB_ACTIONS"
	envGitHubSummary   = "GITHUB_STEP_SUMMARY"
	envGitHubOutput    = "GITHUB_OUTPUT"
	envGitHubWorkspace = "GITHUB_WORKSPACE"
	envAnnotations     = "ALERTPLAN_ANNOTATIONS"
	envSummary         = "ALERTPLAN_SUMMARY"
)

// onGitHub tells whether this is a step of GitHub Actions, or of a runner that speaks
// its language.
func (a *app) onGitHub() bool { return a.env(envGitHub) == "true" }

// guarded is a stream that can't be mistaken for commands where there are any.
func (a *app) guarded(out io.Writer) io.Writer {
	if !a.onGitHub() || out == nil {
		return out
	}
	guard := &gitHubStream{out: out}
	a.guards = append(a.guards, guard)
	return guard
}

// endLines writes the lines that did not end.
func (a *app) endLines() error {
	var lost []error
	for _, guard := range a.guards {
		lost = append(lost, guard.Flush())
	}
	return errors.Join(lost...)
}

func (a *app) switchedOff(name string) bool {
	value := strings.ToLower(a.env(name))
	return value == "off" || value == "false" || value == "0"
}

// tellGitHub writes what GitHub shows of a step beside its log: annotations, the summary,
// and outputs that later steps ask for. Whatever goes wrong there is no failure of the
// command.
func (a *app) tellGitHub(report view.Report) {
	if !a.onGitHub() {
		return
	}
	if r, ok := report.(view.Annotated); ok && !a.switchedOff(envAnnotations) {
		a.annotate(r.Annotations())
	}
	if r, ok := report.(view.Commented); ok && !a.switchedOff(envSummary) {
		if err := a.summarise(r); err != nil {
			a.messages.Warn("the summary of this step could not be written: %v.", err)
		}
	}
	if err := a.setOutputs(report); err != nil {
		a.messages.Warn("the outputs of this step could not be written: %v.", err)
	}
}

// annotate writes to stderr, which runners read as they do stdout: there may be JSON.
// It goes past what keeps other lines from being commands.
func (a *app) annotate(list []view.Annotation) {
	a.err.Flush()
	a.endLines()
	raw, ok := a.streams[1].(io.Writer)
	if !ok {
		return
	}
	for _, line := range view.GitHub(list, a.gitHubPath, a.err.Masked) {
		fmt.Fprintln(raw, line)
	}
}

// gitHubPath is a file as the repository names it, "" for one that lies elsewhere.
func (a *app) gitHubPath(file string) string {
	if path := a.repositoryPath(file); file != "" && !filepath.IsAbs(path) {
		return path
	}
	return ""
}

// summarise adds a report to the summary of the step. The runner uploads nothing of one
// that is too large, so that what is there already counts.
func (a *app) summarise(report view.Commented) error {
	path := a.env(envGitHubSummary)
	if path == "" {
		return nil
	}
	var there int64
	if info, err := os.Stat(path); err == nil {
		there = info.Size()
	}
	const least = 4000
	room := view.SummaryLimit - int(there) - 2
	if room < least {
		return errors.New("it is full")
	}
	text := a.out.Masked(report.Markdown(room))
	if len(text) > room {
		return errors.New("it is full")
	}
	return appendTo(path, text+"\n")
}

// setOutputs tells later steps whether there is anything to do. Nothing in it is a text
// of the files or the cluster.
func (a *app) setOutputs(report view.Report) error {
	path := a.env(envGitHubOutput)
	if path == "" {
		return nil
	}
	switch r := report.(type) {
	case *view.PlanReport:
		if r.Plan != nil {
			add, change, destroy := r.Plan.Counts()
			return appendTo(path, fmt.Sprintf("changes=%t\nadd=%d\nchange=%d\ndestroy=%d\napplicable=%t\n", len(r.Plan.Changes) > 0, add, change, destroy, r.Plan.CanApply()))
		}
	case *view.ApplyReport:
		return appendTo(path, fmt.Sprintf("complete=%t\n", r.Complete()))
	case *view.DriftReport:
		if r.Drift != nil {
			return appendTo(path, fmt.Sprintf("drift=%t\n", r.Drift.Any()))
		}
	}
	return nil
}

func appendTo(path, text string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}
