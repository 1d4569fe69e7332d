package accept

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
)

// search takes the proposals that hold: first the first of all tasks together, which
// mostly do; else task by task, again as long as another one was taken, since one may
// need the other; at last by pairs.
func (a *acceptor) search() {
	var ready, none []task
	for _, t := range a.tasks {
		if t.proposals = a.proposals(t); len(t.proposals) > 0 {
			ready = append(ready, t)
		} else {
			none = append(none, t)
		}
	}
	if !a.takeAll(ready) {
		ready = a.takeEach(ready)
		ready = a.takePairs(ready)
		for _, t := range ready {
			if why := a.take(t); why != nil {
				a.leave(t, why)
			}
		}
	}
	for _, t := range none {
		a.leave(t, nil)
	}
}

// takeEach takes what holds by itself, or with what was taken; it returns the rest.
func (a *acceptor) takeEach(pending []task) []task {
	for more := true; more; {
		more = false
		var rest []task
		for _, t := range pending {
			if a.take(t) == nil {
				more = true
			} else {
				rest = append(rest, t)
			}
		}
		pending = rest
	}
	return pending
}

// takePairs takes what holds by two, such as an interval and the window that must not
// be shorter; it returns the rest.
func (a *acceptor) takePairs(pending []task) []task {
	for i, t := range pending {
		for j, u := range pending[i+1:] {
			if t.object != u.object || len(t.proposals[0].left)+len(u.proposals[0].left) > 0 {
				continue
			}
			with := append(slices.Clone(a.taken), taken{t, t.proposals[0]}, taken{u, u.proposals[0]})
			if a.holds(with) == nil {
				a.taken = with
				return a.takePairs(slices.Delete(slices.Delete(slices.Clone(pending), i+1+j, i+2+j), i, i+1))
			}
		}
	}
	return pending
}

// proposals are those of a task; none for what must not be written.
func (a *acceptor) proposals(t task) []proposal {
	if _, keyed := t.at.Key(); keyed || t.block.Body.Attributes["for_each"] != nil {
		return nil
	}
	if slices.ContainsFunc(t.unit.fields, func(f plan.FieldChange) bool { return isSecret(f.Before) || isSecret(f.After) }) {
		return nil
	}
	return t.propose(t.unit)
}

func isSecret(v any) bool {
	_, secret := v.(destinations.Secret)
	return secret
}

func (a *acceptor) takeAll(tasks []task) bool {
	var all []taken
	for _, t := range tasks {
		if len(t.proposals[0].edits) == 0 || len(t.proposals[0].left) > 0 {
			return false
		}
		all = append(all, taken{t, t.proposals[0]})
	}
	if a.holds(all) != nil {
		return false
	}
	a.taken = all
	return true
}

// take accepts a task by the first of its proposals that holds, or tells why none does.
func (a *acceptor) take(t task) *failure {
	why := &failure{reason: NoWords}
	for _, p := range t.proposals {
		if len(p.edits) == 0 {
			continue
		}
		with := append(slices.Clone(a.taken), taken{t, p})
		f := a.holds(with)
		if f == nil {
			a.taken = with
			a.leaveParts(t, p)
			return nil
		}
		if f.rank() > why.rank() {
			why = f
		}
	}
	return why
}
