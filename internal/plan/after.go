package plan

import (
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/monitors"
)

// standing is a monitor or a workflow that is on the cluster when a plan has been
// carried out.
type standing struct {
	address address.Address // zero for what is not ours
	id      string          // "" for what is not there yet
	monitor monitors.Monitor

	also    []monitors.Schedule // of the workflows that run it
	scripts []compiles.Script   // that it needs, if it runs
}

func (s standing) runs() bool { return s.monitor.Enabled || len(s.also) > 0 }

// Estate is everybody's monitors and workflows as they stand when a plan has been
// carried out, but for those that can't be read.
type Estate struct{ standing []standing }

// After is the estate that the plan leaves.
func (p *Plan) After(live Live) Estate {
	all := p.standing(live)
	noteDelegates(all)
	for i := range all {
		if all[i].runs() {
			all[i].scripts = compiles.Of(all[i].monitor)
		}
	}
	return Estate{all}
}

func (p *Plan) standing(live Live) []standing {
	changes := map[string]Change{}
	var all []standing
	for _, c := range p.Changes {
		switch {
		case c.Monitor == nil:
		case c.ID != "":
			changes[c.ID] = c
		case c.Action == Create:
			all = append(all, standing{address: c.Address, monitor: c.Monitor.Desired})
		}
	}
	for _, m := range live.Monitors {
		s := standing{id: m.ID, monitor: m.Monitor}
		if m.Mark != nil && m.Mark.Workspace == p.Workspace {
			s.address = m.Mark.Address
		}
		c, changed := changes[m.ID]
		switch {
		case m.Unreadable != "", changed && c.Action == Delete:
			continue
		case changed && c.Action != Forget:
			s.address, s.monitor = c.Address, c.Monitor.Desired
		}
		all = append(all, s)
	}
	return all
}

// noteDelegates tells each monitor of the schedules of workflows that run it.
func noteDelegates(all []standing) {
	byID, byAddress := map[string]*standing{}, map[address.Address]*standing{}
	for i := range all {
		byID[all[i].id] = &all[i]
		if all[i].address != (address.Address{}) {
			byAddress[all[i].address] = &all[i]
		}
	}
	for _, workflow := range all {
		sequence, ok := workflow.monitor.Input.(*monitors.Sequence)
		if !ok || !workflow.monitor.Enabled {
			continue
		}
		for _, d := range sequence.Delegates {
			s := byID[d.Monitor.ID]
			if d.Monitor.ID == "" {
				s = byAddress[d.Monitor.Address]
			}
			if s != nil {
				s.also = append(s.also, workflow.monitor.Schedule)
			}
		}
	}
}

// members are those that run.
func members(all []standing) []compiles.Member {
	var running []compiles.Member
	for _, s := range all {
		if !s.runs() {
			continue
		}
		schedules := s.also
		if s.monitor.Enabled { // else its own schedule stands still
			schedules = append([]monitors.Schedule{s.monitor.Schedule}, schedules...)
		}
		running = append(running, compiles.Member{Scripts: s.scripts, Schedules: schedules})
	}
	return running
}
