package main

import (
	"testing"

	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// TestPlanFilesOfEveryShape records the creation of the monitors of all recordings,
// lets a sandbox have each, and finds it as approved: what is digested before and after
// is the same, whatever the shape of the monitor.
func TestPlanFilesOfEveryShape(t *testing.T) {
	t.Parallel()
	s := newStage(t, dialect.OpenSearch2())
	tried := 0
	for _, b := range ownBodies(t) {
		said := declare(t, []monitorBody{b})
		if len(said.refused) > 0 {
			continue
		}
		s.clear(t, b)
		client := mustClient(t, s.url)
		p := newPlanner(client, said.config, plan.Options{})
		made, err := p.plan(t.Context())
		if err != nil || !made.CanApply() {
			continue // for other tests
		}
		record := recordOf(t, made)
		result, err := apply.Run(t.Context(), cluster{client, t.Context()}, made, apply.Options{})
		if err != nil || !result.OK() {
			continue
		}
		fresh, err := p.plan(t.Context())
		if err != nil || len(fresh.Changes) > 0 {
			continue
		}
		found, err := planfile.Compare(record, planfile.Fresh{Plan: fresh, Live: p.live})
		if err != nil || found.Count(planfile.Already) != len(made.Changes) {
			t.Errorf("%s: %v, %+v", b.name, err, found.Verdicts)
		}
		tried++
	}
	t.Logf("%d shapes", tried)
	if tried < 50 {
		t.Errorf("only %d were tried", tried)
	}
}

func recordOf(t *testing.T, made *plan.Plan) planfile.Record {
	t.Helper()
	h := planfile.Header{Workspace: made.Workspace, Secrets: planfile.Secrets{Function: "scrypt", Cost: planfile.Cost{N: 2, R: 1, P: 1}, Salt: planfile.NewSalt()}}
	r, err := planfile.New(h, made, planfile.Shown{JSON: orderedjson.NewObject()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
