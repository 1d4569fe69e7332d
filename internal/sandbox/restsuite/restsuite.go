// Package restsuite runs OpenSearch's own REST tests (the rest-api-spec artifact,
// YAML files of requests and assertions) against an HTTP handler. It is for tests;
// it must not know what answers.
package restsuite

import (
	"fmt"
	"net/http"
	"strings"
)

// Outcome is how a case ended.
type Outcome int

const (
	// Equal: all its assertions hold.
	Equal Outcome = iota
	// Refused: a request was refused by name, as what can't be evaluated.
	Refused
	// Unequal: an assertion fails.
	Unequal
	// Skipped: the case is not for this version, or wants what a single node in
	// one process hasn't (its features say so).
	Skipped
)

// Result is a case's end, with why.
type Result struct {
	File, Name string
	Outcome    Outcome
	Why        string
}

// Target is what the cases are run on.
type Target struct {
	Handler http.Handler
	// Version is compared with what the cases are for: "2.19.4".
	Version string
	// Refuses tells what an answer refuses by name, "" for one that doesn't.
	Refuses func(status int, body []byte) string
}

// Suite is the API's description and the test files.
type Suite struct {
	apis  map[string]api
	Files []File
}

// File is a test file: what comes before and after each case, and the cases.
type File struct {
	Name            string // such as search.aggregation/20_terms.yml
	setup, teardown []step
	Cases           []Case
}

// Case is one test.
type Case struct {
	Name  string
	steps []step
}

// Run runs a case between its file's setup and teardown, on an empty target.
func (s *Suite) Run(f File, c Case, t Target) Result {
	r := &runner{suite: s, target: t, stash: map[string]any{}}
	result := Result{File: f.Name, Name: c.Name}
	err := r.steps(f.setup)
	if err == nil {
		err = r.steps(c.steps)
	}
	if after := r.steps(f.teardown); err == nil {
		err = after
	}
	switch e := err.(type) {
	case nil:
		result.Outcome = Equal
	case *skipError:
		result.Outcome, result.Why = Skipped, e.why
	case *refusedError:
		result.Outcome, result.Why = Refused, e.what
	default:
		result.Outcome, result.Why = Unequal, err.Error()
	}
	return result
}

type skipError struct{ why string }

func (e *skipError) Error() string { return e.why }

type refusedError struct{ what string }

func (e *refusedError) Error() string { return e.what }

// runner is a case that is being run.
type runner struct {
	suite   *Suite
	target  Target
	stash   map[string]any
	status  int
	ignored string // the status that the last request may end with
	raw     string
	answer  any
}

func (r *runner) steps(list []step) error {
	for _, s := range list {
		if err := r.step(s); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) step(s step) error {
	switch s.name {
	case "skip":
		return r.skip(s.argument)
	case "do":
		return r.do(s.argument)
	case "set":
		return r.set(s.argument)
	case "match", "length", "is_true", "is_false", "gt", "gte", "lt", "lte", "contains", "close_to", "transform_and_set":
		if err := r.assert(s); err != nil {
			return fmt.Errorf("line %d: %w\nanswer: %s", s.line, err, shortened(r.raw))
		}
		return nil
	}
	return &skipError{"a step " + s.name}
}

func shortened(text string) string {
	if len(text) > 600 {
		text = text[:600] + "…"
	}
	return strings.TrimSpace(text)
}
