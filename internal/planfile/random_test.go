package planfile_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/monitors"
)

// TestAnyPartOfAPlanCanBeDoneAgain carries out random parts of random plans, as a run
// does that is killed, until nothing is left: each time what is done is as approved,
// and the rest goes on. In the end the cluster is as declared.
func TestAnyPartOfAPlanCanBeDoneAgain(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 7))
		w := randomWorld(t, r).applied()
		alter(w, r)
		made := w.plan()
		if len(made.Problems) > 0 {
			t.Fatalf("seed %d: %+v", seed, made.Problems)
		}
		record := w.record()
		for round := 0; ; round++ {
			found := w.compare(record)
			if !found.Whole() || round > 50 {
				t.Fatalf("seed %d, round %d:\n%s", seed, round, summary(found))
			}
			if len(found.Plan.Changes) == 0 {
				break
			}
			w.carryOut(somePart(r, found.Plan.Changes))
		}
		if again := w.plan(); len(again.Changes) > 0 {
			t.Fatalf("seed %d: all is carried out, and the next plan has %d changes", seed, len(again.Changes))
		}
	}
}

// TestNothingElseIsCarriedOut lets another hand at work, too: what is carried out has
// the version and content that were recorded.
func TestNothingElseIsCarriedOut(t *testing.T) {
	stale := 0
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 8))
		w := randomWorld(t, r).applied()
		alter(w, r)
		record, before := w.record(), w.plan()
		touched := map[string]bool{}
		for _, m := range slices.Clone(w.live.Monitors) {
			if r.IntN(4) == 0 {
				w.touch(m.Mark.Address.Label(), func(m *monitors.Live) { m.Monitor.Enabled = !m.Monitor.Enabled })
				touched[m.ID] = true
			}
		}
		alter(w, r)
		found := w.compare(record)
		for _, c := range found.Plan.Changes {
			i := slices.IndexFunc(before.Changes, func(b plan.Change) bool { return b.Address == c.Address && b.Action == c.Action && b.ID == c.ID })
			if i < 0 || touched[c.ID] {
				t.Fatalf("seed %d: %s of %s is carried out, and was not approved:\n%s", seed, c.Action, c.Address, summary(found))
			}
			if b := before.Changes[i]; c.Monitor != nil && c.Action != plan.Delete && b.Monitor.Desired.Hash() != c.Monitor.Desired.Hash() {
				t.Fatalf("seed %d: %s gets another content than was approved", seed, c.Address)
			}
		}
		stale += found.Count(planfile.Stale)
	}
	if stale < 30 {
		t.Errorf("only %d were stale: the test tries nothing", stale)
	}
}

func randomWorld(t *testing.T, r *rand.Rand) *world {
	w := newWorld(t)
	for i := range 1 + r.IntN(6) {
		w.declare("m" + strconv.Itoa(i))
	}
	return w
}

// alter changes the configuration: values, blocks, types, and the destination.
func alter(w *world, r *rand.Rand) {
	for _, d := range slices.Clone(w.desired.Monitors) {
		label := d.Address.Label()
		switch r.IntN(7) {
		case 0:
			w.monitor(label).Schedule.Interval = &monitors.Interval{Value: 6 + r.IntN(3), Unit: monitors.Minutes}
		case 1:
			w.monitor(label).Triggers[0].Severity = monitors.Severity(strconv.Itoa(1 + r.IntN(5)))
		case 2:
			w.drop(label)
		case 3:
			w.monitor(label).Type = monitors.BucketLevel
		}
	}
	for i := range r.IntN(3) {
		label := "n" + strconv.Itoa(i)
		if !slices.ContainsFunc(w.desired.Monitors, func(d plan.DesiredMonitor) bool { return d.Address.Label() == label }) {
			w.declare(label)
		}
	}
	if r.IntN(3) == 0 {
		w.desired.Destinations[0].Destination.Description = "page " + strconv.Itoa(r.IntN(9))
	}
}

// somePart is what was done of changes when a run was killed: it may have done half of
// a replacement.
func somePart(r *rand.Rand, changes []plan.Change) []plan.Change {
	var part []plan.Change
	for _, c := range changes {
		if r.IntN(2) == 0 {
			continue
		}
		if c.Action == plan.Replace && r.IntN(2) == 0 {
			c.Action = plan.Delete
		}
		part = append(part, c)
	}
	return part
}
