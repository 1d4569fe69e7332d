package planfile

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// notApproved are the changes and problems of which the record has nothing.
func (c *comparer) notApproved(verdicts []Verdict) []Verdict {
	known := map[address.Address]bool{}
	for _, v := range verdicts {
		known[v.Address] = true
	}
	judged := map[*plan.Change]bool{}
	for _, v := range verdicts {
		judged[v.Fresh] = true
	}
	var found []Verdict
	for i := range c.fresh.Plan.Changes {
		change := &c.fresh.Plan.Changes[i]
		switch {
		case judged[change]:
		case c.isLeftover(*change):
			found = append(found, Verdict{State: Carried, Address: change.Address, Recorded: change.Action, Fresh: change})
		default:
			found = append(found, Verdict{State: NotApproved, Address: change.Address, Fresh: change, Problems: c.problems[change.Address]})
			known[change.Address] = true
		}
	}
	for _, p := range c.fresh.Plan.Problems {
		if len(c.problems[p.Address]) > 0 && !known[p.Address] {
			found = append(found, Verdict{State: NotApproved, Address: p.Address, Problems: c.problems[p.Address]})
			known[p.Address] = true
		}
	}
	return found
}

// isLeftover tells whether a change is the end of a recorded one that was killed in
// between, or what two runs at once have left: the deletion of a double, where the
// record makes the monitor that stays.
func (c *comparer) isLeftover(change plan.Change) bool {
	if change.DoubleOf == "" || change.Action != plan.Delete {
		return false
	}
	return slices.ContainsFunc(c.record.Changes, func(r Change) bool {
		return r.Address == change.Address.String() && (r.Action == string(plan.Create) || r.Action == string(plan.Replace))
	})
}

// leaveDependants skips what needs an object that is not carried out, and what such an
// object still uses, as long as there is any.
func leaveDependants(verdicts []Verdict) {
	for {
		left := leftOut(verdicts)
		again := false
		for i := range verdicts {
			v := &verdicts[i]
			if v.State != Carried {
				continue
			}
			if reason, because, skip := left.skips(*v.Fresh); skip {
				v.State, v.Reason, v.Because = Skipped, reason, because
				again = true
			}
		}
		if !again {
			return
		}
	}
}

// omitted is what of the fresh plan is not carried out.
type omitted struct {
	objects   map[address.Address]bool   // that would be written
	stillUsed map[string]address.Address // id → what does not let go of it
}

func leftOut(verdicts []Verdict) omitted {
	left := omitted{objects: map[address.Address]bool{}, stillUsed: map[string]address.Address{}}
	for _, v := range verdicts {
		if v.State == Carried || v.State == Already {
			continue
		}
		if v.Fresh == nil {
			left.objects[v.Address] = left.objects[v.Address] || len(v.Problems) > 0
			continue
		}
		if v.Fresh.Action != plan.Delete {
			left.objects[v.Address] = true
		}
		for _, id := range v.Fresh.Uses() {
			left.stillUsed[id] = v.Address
		}
	}
	return left
}

func (o omitted) skips(c plan.Change) (reason Reason, because address.Address, skip bool) {
	for _, at := range c.Needs() {
		if c.Action != plan.Delete && o.objects[at] {
			return NeedsOther, at, true
		}
	}
	goes := c.Action == plan.Delete || c.Action == plan.Replace && c.Monitor != nil && c.Monitor.IsDelegate
	if at, used := o.stillUsed[c.ID]; goes && used && at != c.Address {
		return UsedByOther, at, true
	}
	return "", address.Address{}, false
}

// approved is the part of a plan that is carried out. That it deletes too much stays a
// problem, as far as this part does.
func approved(fresh *plan.Plan, verdicts []Verdict) *plan.Plan {
	part := *fresh
	part.Changes, part.Problems, part.Warnings = nil, nil, nil
	carried := map[*plan.Change]bool{}
	at := map[address.Address]bool{{}: true} // warnings of the whole plan stay, too
	for _, v := range verdicts {
		if v.State == Carried {
			carried[v.Fresh], at[v.Address] = true, true
		}
	}
	for i := range fresh.Changes {
		if carried[&fresh.Changes[i]] {
			part.Changes = append(part.Changes, fresh.Changes[i])
		}
	}
	for _, p := range fresh.Problems {
		if p.Kind == plan.TooManyDeletes && p.Deletes != nil {
			if p = withinDeletes(p, part.Changes); p.Deletes.OverPolicy() || p.Deletes.OverMost() {
				part.Problems = append(part.Problems, p)
			}
		}
	}
	for _, w := range fresh.Warnings {
		if at[w.Address] {
			part.Warnings = append(part.Warnings, w)
		}
	}
	return &part
}

// withinDeletes is the problem of too many deletes as far as some changes make it.
func withinDeletes(p plan.Problem, changes []plan.Change) plan.Problem {
	deletes := *p.Deletes
	deletes.Changes, p.Objects = nil, nil
	for _, d := range p.Deletes.Changes {
		if slices.ContainsFunc(changes, func(c plan.Change) bool { return c.Address == d.Address && c.ID == d.ID && c.Action == d.Action }) {
			deletes.Changes = append(deletes.Changes, d)
			p.Objects = append(p.Objects, plan.Object{ID: d.ID, Name: d.Name})
		}
	}
	p.Deletes = &deletes
	return p
}
