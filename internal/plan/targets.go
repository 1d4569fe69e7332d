package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
)

// keepToTargets drops all that the targets do not ask for and do not need: the
// destinations that a targeted monitor sends to come along.
func (p *planner) keepToTargets() {
	if len(p.options.Targets) == 0 {
		return
	}
	needed := p.neededByTargets()
	for at, missing := range p.withoutChannel {
		if p.isTarget(at) {
			for _, channel := range missing {
				needed[channel] = true
			}
		}
	}
	p.plan.Changes = slices.DeleteFunc(p.plan.Changes, func(c Change) bool {
		return !p.isTarget(c.Address) && !p.isTarget(c.Previous) && !needed[c.Address]
	})
	p.plan.Problems = slices.DeleteFunc(p.plan.Problems, func(problem Problem) bool {
		return !p.isTarget(problem.Address) && !needed[problem.Address]
	})
	p.plan.Warnings = slices.DeleteFunc(p.plan.Warnings, func(w Warning) bool { return !p.isTarget(w.Address) })
	p.plan.Mutes = slices.DeleteFunc(p.plan.Mutes, func(m Muted) bool { return !p.isTarget(m.Address) })
	p.plan.ByMark = slices.DeleteFunc(p.plan.ByMark, func(m ByMark) bool { return !p.isTarget(m.Address) })
	for _, t := range p.options.Targets {
		if !p.exists(t) {
			p.problem(Problem{Kind: UnknownTarget, Address: t, Word: t.String()})
		}
	}
}

// neededByTargets is what the changes of the targets need, and what that needs.
func (p *planner) neededByTargets() map[address.Address]bool {
	needs := map[address.Address][]address.Address{}
	var next []address.Address
	for _, c := range p.plan.Changes {
		needs[c.Address] = append(needs[c.Address], c.Needs()...)
		if p.isTarget(c.Address) {
			next = append(next, c.Needs()...)
		}
	}
	needed := map[address.Address]bool{}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if !needed[at] {
			needed[at] = true
			next = append(next, needs[at]...)
		}
	}
	return needed
}

func (p *planner) isTarget(a address.Address) bool { return isAmong(p.targets, a) }

// withMoved are targets, and where what they name has moved to: an object that moves
// has either address.
func (p *planner) withMoved(targets []address.Address) []address.Address {
	all := slices.Clone(targets)
	for _, t := range targets {
		all = append(all, p.moved(t))
		for from := range p.moves {
			if from.Block() == t || t.Holds(from) {
				all = append(all, p.moved(from))
			}
		}
	}
	return all
}

// isAmong tells whether targets name an address: by itself, with its whole block, or with
// a pack that it lies in.
func isAmong(targets []address.Address, a address.Address) bool {
	return slices.ContainsFunc(targets, func(t address.Address) bool { return t.Names(a) })
}

// exists tells whether a target is declared, or live and ours.
func (p *planner) exists(t address.Address) bool {
	is := t.Names
	for _, m := range p.desired.Monitors {
		if is(m.Address) {
			return true
		}
	}
	for _, d := range p.desired.Destinations {
		if is(d.Address) {
			return true
		}
	}
	for _, m := range p.live.Monitors {
		if m.Mark != nil && m.Mark.Workspace == p.desired.Workspace && is(m.Mark.Address) {
			return true
		}
	}
	for _, a := range p.channelAddresses {
		if is(a) {
			return true
		}
	}
	for _, c := range p.plan.Changes {
		if is(c.Address) || is(c.Previous) {
			return true
		}
	}
	return false
}
