package plan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// TestTargetsTouchNothingElse plans random estates for random targets: what is changed
// is a target or needed by one, no deletion but that of a target or of a double is
// there, and what a target needs and the cluster has not is made.
func TestTargetsTouchNothingElse(t *testing.T) {
	const runs = 500
	targeted, changes, along := 0, 0, 0
	for seed := range uint64(runs) {
		e := newEstate(t, seed)
		live := e.live()
		d := e.desired()
		options := plan.Options{Destroy: e.chance(8), Adopt: e.chance(8)}
		whole := plan.Make(d, live, options)
		options.Targets = e.targets(d)
		p := plan.Make(d, live, options)
		targets := slices.Clone(options.Targets) // an object that moves has two addresses
		for _, m := range d.Moved {
			if isNamed(options.Targets, m.From) {
				targets = append(targets, m.To)
			}
		}
		named := func(c plan.Change) bool { return isNamed(targets, c.Address) || isNamed(targets, c.Previous) }
		needed := neededBy(d, targets)
		for _, c := range p.Changes {
			changes++
			switch {
			case named(c):
				targeted++
			case options.Destroy || c.Action == plan.Delete && c.DoubleOf == "" || !needed[c.Address] && !needed[c.Previous]:
				t.Errorf("seed %d: targets %v, and %s %s is in the plan", seed, options.Targets, c.Action, c.Address)
			default:
				along++
			}
		}
		for _, c := range whole.Changes {
			if named(c) && !slices.ContainsFunc(p.Changes, func(x plan.Change) bool { return sameChange(x, c) }) {
				t.Errorf("seed %d: targets %v, and %s %s is not in the plan", seed, options.Targets, c.Action, c.Address)
			}
		}
		for _, c := range p.Changes {
			for _, at := range c.Needs() {
				made := slices.ContainsFunc(whole.Changes, func(x plan.Change) bool { return x.Address == at && x.Action == plan.Create })
				if made && !slices.ContainsFunc(p.Changes, func(x plan.Change) bool { return x.Address == at && x.Action == plan.Create }) {
					t.Errorf("seed %d: targets %v, and %s, which %s needs, is not made", seed, options.Targets, at, c.Address)
				}
			}
		}
	}
	t.Logf("%d plans for targets: %d changes of targets, %d of what they need, 0 of others", runs, targeted, along)
	if targeted < runs/2 || along < runs/20 {
		t.Errorf("of %d changes %d are of targets, and %d come along: the estates are too small to tell anything", changes, targeted, along)
	}
}

func sameChange(a, b plan.Change) bool {
	return a.Action == b.Action && a.Address == b.Address && a.ID == b.ID && a.DoubleOf == b.DoubleOf
}

func isNamed(targets []address.Address, a address.Address) bool {
	return slices.Contains(targets, a) || slices.Contains(targets, a.Block())
}

// neededBy are the addresses that targets refer to in the configuration, and those
// that these refer to.
func neededBy(d plan.Desired, targets []address.Address) map[address.Address]bool {
	refers := map[address.Address][]address.Address{}
	for _, m := range d.Monitors {
		for _, r := range m.Monitor.Refs() {
			refers[m.Address] = append(refers[m.Address], r.Address)
		}
		for _, trigger := range m.Monitor.Triggers {
			for _, a := range trigger.Actions {
				refers[m.Address] = append(refers[m.Address], a.Destination.Address)
			}
		}
	}
	for _, x := range d.Destinations {
		x.Destination.WithRefs(func(r destinations.Ref) destinations.Ref {
			refers[x.Address] = append(refers[x.Address], r.Address)
			return r
		})
	}
	var next []address.Address
	for at, to := range refers {
		if isNamed(targets, at) {
			next = append(next, to...)
		}
	}
	needed := map[address.Address]bool{}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if !needed[at] {
			needed[at] = true
			next = append(next, refers[at]...)
		}
	}
	return needed
}

// estate is a random configuration, and what of it was applied before it was edited.
type estate struct {
	*rand.Rand
	t            *testing.T
	monitors     []plan.DesiredMonitor
	destinations []plan.DesiredDestination
}

func newEstate(t *testing.T, seed uint64) *estate {
	e := &estate{Rand: rand.New(rand.NewPCG(seed, 9)), t: t}
	for i := range 1 + e.IntN(4) {
		where := fmt.Sprintf("destination.slack.d%d", i)
		if e.chance(3) {
			where += `["a"]`
		}
		e.destinations = append(e.destinations, slack(t, where))
	}
	if e.chance(2) {
		e.destinations = append(e.destinations, emails(t).Destinations...)
	}
	for i := range 1 + e.IntN(5) {
		where := fmt.Sprintf("monitor.m%d", i)
		if e.chance(3) {
			where += fmt.Sprintf(`["k%d"]`, e.IntN(2))
		}
		e.monitors = append(e.monitors, monitor(t, where))
		e.send(&e.monitors[i])
	}
	if e.chance(3) {
		e.monitors = append(e.monitors, flow(t, "workflow.w", e.monitors[0].Address.String(), e.monitors[len(e.monitors)-1].Address.String()))
	}
	return e
}

func (e *estate) chance(in int) bool { return e.IntN(in) == 0 }

// send lets a monitor send to one of the destinations that messages are sent to.
func (e *estate) send(m *plan.DesiredMonitor) {
	to := e.destinations[e.IntN(len(e.destinations))].Address
	for to.Type() == "smtp_account" || to.Type() == "email_group" {
		to = e.destinations[e.IntN(len(e.destinations))].Address
	}
	*m = sendingTo(*m, to)
}

func sendingTo(m plan.DesiredMonitor, to address.Address) plan.DesiredMonitor {
	m.Monitor.Triggers = slices.Clone(m.Monitor.Triggers)
	m.Monitor.Triggers[0].Actions = slices.Clone(m.Monitor.Triggers[0].Actions)
	m.Monitor.Triggers[0].Actions[0].Destination = monitors.DestinationRef{Address: to}
	return m
}

// live is a cluster onto which all was applied, some of it lost since, some doubled,
// beside what others have.
func (e *estate) live() plan.Live {
	none := plan.Desired{Workspace: workspace, Destinations: e.destinations}
	for _, m := range e.monitors {
		if m.Address.Kind() != address.Workflow {
			none.Monitors = append(none.Monitors, m)
		}
	}
	live := applied(e.t, none)
	live.AlertsKnown = true
	for _, m := range e.monitors {
		if m.Address.Kind() == address.Workflow {
			live.Monitors = append(live.Monitors, liveFlow("flow-id", m, idsOf(live)))
		}
	}
	live.Monitors = slices.DeleteFunc(live.Monitors, func(monitors.Live) bool { return e.chance(4) })
	live.Channels = slices.DeleteFunc(live.Channels, func(destinations.Live) bool { return e.chance(4) })
	for _, m := range slices.Clone(live.Monitors) {
		if m.Mark == nil || !e.chance(6) {
			continue
		}
		m.ID += "-double"
		if e.chance(2) {
			mark := *m.Mark
			mark.Workspace = "theirs"
			m.Mark = &mark
		}
		live.Monitors = append(live.Monitors, m)
	}
	return live
}

// desired is the configuration, edited: some of it is gone, some changed, some moved.
func (e *estate) desired() plan.Desired {
	d := plan.Desired{Workspace: workspace}
	moved, gone := map[address.Address]address.Address{}, map[address.Address]bool{}
	for i, m := range e.monitors {
		if m.Address.Kind() == address.Workflow {
			refs := m.Monitor.Refs()
			if slices.ContainsFunc(refs, func(r monitors.Ref) bool { return gone[r.Address] }) {
				continue
			}
			m.Monitor = m.Monitor.MapRefs(func(r monitors.Ref) monitors.Ref {
				if to, ok := moved[r.Address]; ok {
					r.Address = to
				}
				return r
			})
			d.Monitors = append(d.Monitors, m)
			continue
		}
		switch e.IntN(6) {
		case 0:
			gone[m.Address] = true
			continue
		case 1:
			m.Monitor.Name += " edited"
		case 2:
			e.send(&m)
		case 3:
			to := at(e.t, fmt.Sprintf("monitor.moved%d", i))
			d.Moved = append(d.Moved, plan.Moved{From: m.Address, To: to})
			moved[m.Address], m.Address = to, to
		}
		d.Monitors = append(d.Monitors, m)
	}
	for _, x := range e.destinations {
		if e.chance(3) {
			x.Destination.Name += " edited"
		}
		d.Destinations = append(d.Destinations, x)
	}
	if e.chance(3) {
		d.Destinations = append(d.Destinations, slack(e.t, "destination.slack.new"))
		for i, m := range d.Monitors {
			if m.Address.Kind() != address.Workflow && e.chance(2) {
				d.Monitors[i] = sendingTo(m, at(e.t, "destination.slack.new"))
			}
		}
	}
	return d
}

// targets are some of what is declared or was applied: instances or whole blocks.
func (e *estate) targets(d plan.Desired) []address.Address {
	var all []address.Address
	for _, m := range slices.Concat(e.monitors, d.Monitors) {
		all = append(all, m.Address)
	}
	for _, x := range d.Destinations {
		all = append(all, x.Address)
	}
	var targets []address.Address
	for range 1 + e.IntN(2) {
		a := all[e.IntN(len(all))]
		if e.chance(2) {
			a = a.Block()
		}
		targets = append(targets, a)
	}
	return targets
}
