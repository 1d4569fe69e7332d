package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// quietness is what became of bodies that were declared as they are, and applied.
type quietness struct {
	bodies, applied, quiet int
	refused                map[string][]string // names, by who refused them and why
}

// applyBodies declares each body by itself, applies it on a sandbox of a dialect,
// plans again, and looks for drift.
func applyBodies(t *testing.T, d dialect.Dialect, bodies []monitorBody) quietness {
	t.Helper()
	q := quietness{bodies: len(bodies), refused: map[string][]string{}}
	s := newStage(t, d)
	for _, b := range bodies {
		refusal, loud := s.applyTwice(t, b)
		if refusal != "" {
			q.refused[refusal] = append(q.refused[refusal], b.name)
			continue
		}
		q.applied++
		if loud == "" {
			q.quiet++
		} else {
			t.Errorf("%s: %s: the second plan is not empty: %s", d.Name, b.name, loud)
		}
	}
	return q
}

// applyTwice tells who refuses a body and why, else what a second plan of it has.
func (s stage) applyTwice(t *testing.T, b monitorBody) (refusal, loud string) {
	t.Helper()
	said := declare(t, []monitorBody{b})
	if len(said.refused) > 0 {
		return "validate: " + strings.Join(said.refused[0], " "), ""
	}
	s.clear(t, b)
	client := mustClient(t, s.url)
	planner := newPlanner(client, said.config, plan.Options{})
	made, err := planner.plan(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", b.name, err)
	}
	if len(made.Problems) > 0 {
		return "plan: " + string(made.Problems[0].Kind), ""
	}
	result, err := apply.Run(t.Context(), cluster{client, t.Context()}, made, apply.Options{Replan: planner.planAfter})
	if err != nil {
		t.Fatalf("%s: %v: %+v", b.name, err, made.Problems)
	}
	if o := result.Outcomes[0]; o.Status != apply.Done {
		return "apply: " + o.Err.Error(), ""
	}
	live, err := readLive(t.Context(), client, planner.desired, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	again := plan.Make(planner.desired, live, plan.Options{})
	for _, c := range again.Changes {
		for _, f := range c.Fields {
			loud += string(c.Action) + " " + f.Path + ": " + shown(f.Before) + " -> " + shown(f.After) + "; "
		}
	}
	if drift := plan.FindDrift(again, planner.desired, live, plan.DriftOptions{}); drift.Any() && loud == "" {
		loud = "drift"
	}
	return "", loud
}

func TestOtherPeoplesMonitorsAreQuiet(t *testing.T) {
	t.Parallel()
	bodies := otherPeoplesBodies(t)
	for _, d := range allDialects(t) {
		logQuietness(t, d, applyBodies(t, d, bodies))
	}
}

func TestRecordedBodiesAreQuiet(t *testing.T) {
	t.Parallel()
	bodies := ownBodies(t)
	for _, d := range allDialects(t) {
		logQuietness(t, d, applyBodies(t, d, bodies))
	}
}

func logQuietness(t *testing.T, d dialect.Dialect, q quietness) {
	t.Logf("%s: %d bodies, %d applied, %d quiet", d.Name, q.bodies, q.applied, q.quiet)
	for _, why := range slices.Sorted(maps.Keys(q.refused)) {
		t.Logf("  %d %s (%s)", len(q.refused[why]), why, strings.Join(q.refused[why], ", "))
	}
}
