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

	also []monitors.Schedule // of the workflows that run it
}

func (s standing) runs() bool { return s.monitor.Enabled || len(s.also) > 0 }

// after is everybody's monitors and workflows as they stand when the plan has been
// carried out, but for those that can't be read.
func (p *Plan) after(live Live) []standing {
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
	noteDelegates(all)
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
		m := compiles.Member{Monitor: s.monitor, Also: s.also}
		if !s.monitor.Enabled { // its own schedule stands still
			m.Monitor.Schedule = monitors.Schedule{}
		}
		running = append(running, m)
	}
	return running
}
