package plan

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// Make compares desired with live. It is pure: where the answer depends on open
// alerts that live does not hold, it says so (Plan.WantsAlerts).
//
// Words: a live monitor claims an address when its mark, its ids, an import
// block or, with Adopt, its name say that it is the one at that address. What
// claims nothing is not ours, and is looked at only to see whether its name or
// its use of a channel is in the way.
func Make(desired Desired, live Live, options Options) *Plan {
	p := newPlanner(desired, live, options)
	p.planChannels()
	p.noteWorkflows()
	p.claimMonitors()
	p.countOwned()
	p.settleWorkflows()
	p.planMonitors()
	p.warnOfStrangers()
	p.keepToTargets()
	p.refuseDeletingUsedChannels()
	p.refuseDeletingDelegates()
	p.countOrphanedAlerts()
	p.warnOfSight()
	p.sort()
	p.refuseManyDeletes()
	return p.plan
}

// planner is the state of one Make.
type planner struct {
	desired Desired
	live    Live
	options Options
	plan    *Plan

	targets  []address.Address                   // Options.Targets, by their addresses before and after a move
	moves    map[address.Address]address.Address // from → to, followed to the end
	removals map[address.Address]Removed

	channelIDs       map[address.Address]string            // destination or existing → id it has or will have
	channelAddresses map[string]address.Address            // the reverse
	handles          map[address.Address]string            // destination → what says on the cluster whose it is
	unknownChannels  map[address.Address]bool              // existing ones that were not found
	withoutChannel   map[address.Address][]address.Address // monitor or e-mail → those of them that it needs

	monitorIDs       map[address.Address]string  // monitors that stay → their ids
	monitorAddresses map[string]address.Address  // the reverse
	delegateOf       map[string][]*monitors.Live // a monitor's id → the live workflows that it is a delegate of
	copied           map[address.Address]bool    // workflows of which there are several, which is a problem already

	claims   map[address.Address][]claim
	owned    int                         // addresses that objects of the workspace have on the cluster
	unmarked map[string][]*monitors.Live // by name: those that claim nothing
}

func newPlanner(desired Desired, live Live, options Options) *planner {
	p := &planner{
		desired: desired.in(live.Generation), live: live, options: options,
		plan:             &Plan{Workspace: desired.Workspace, Destroy: options.Destroy},
		moves:            map[address.Address]address.Address{},
		removals:         map[address.Address]Removed{},
		channelIDs:       map[address.Address]string{},
		channelAddresses: map[string]address.Address{},
		handles:          map[address.Address]string{},
		unknownChannels:  map[address.Address]bool{},
		withoutChannel:   map[address.Address][]address.Address{},
		monitorIDs:       map[address.Address]string{},
		monitorAddresses: map[string]address.Address{},
		delegateOf:       map[string][]*monitors.Live{},
		copied:           map[address.Address]bool{},
		claims:           map[address.Address][]claim{},
		unmarked:         map[string][]*monitors.Live{},
	}
	// A fixed order of what is live makes equal inputs give an equal plan.
	p.live.Monitors = slices.SortedFunc(slices.Values(live.Monitors), func(a, b monitors.Live) int { return cmp.Compare(a.ID, b.ID) })
	p.live.Channels = slices.SortedFunc(slices.Values(live.Channels), func(a, b destinations.Live) int { return cmp.Compare(a.ID, b.ID) })
	for _, m := range desired.Moved {
		p.moves[m.From] = m.To
	}
	for _, r := range desired.Removed {
		p.removals[r.From] = r
	}
	p.targets = p.withMoved(options.Targets)
	return p
}

// moved follows the moved blocks from an address to where the object is now. A
// move of a block moves the instances of its for_each. The language refuses
// cycles; the bound keeps a plan of unchecked input finite.
func (p *planner) moved(a address.Address) address.Address {
	for range len(p.moves) {
		if to, ok := p.moves[a]; ok {
			a = to
			continue
		}
		key, keyed := a.Key()
		to, ok := p.moves[a.Block()]
		if _, toKeyed := to.Key(); !keyed || !ok || toKeyed {
			break
		}
		a = to.WithKey(key)
	}
	return a
}

func (p *planner) removal(a address.Address) (Removed, bool) {
	if r, ok := p.removals[a]; ok {
		return r, true
	}
	if r, ok := p.removals[a.Block()]; ok {
		return r, true
	}
	for pack := a.Pack(); !pack.IsZero(); pack = pack.Pack() {
		if r, ok := p.removals[pack]; ok {
			return r, true
		}
	}
	return Removed{}, false
}

func (p *planner) problem(problem Problem) { p.plan.Problems = append(p.plan.Problems, problem) }
func (p *planner) warn(warning Warning)    { p.plan.Warnings = append(p.plan.Warnings, warning) }

// change plans a change, unless what has to be written back with it must not be sent.
func (p *planner) change(change Change) {
	if m := change.Monitor; m != nil && change.keepsOthers() && orderedjson.DeeperThan(m.Live.UIMetadata, monitors.MaxNesting-1) {
		p.problem(Problem{Kind: TooDeep, Address: change.Address, Objects: monitorObjects(m.Live), Word: strconv.Itoa(monitors.MaxNesting)})
		return
	}
	p.plan.Changes = append(p.plan.Changes, change)
}

// keepsOthers tells whether the change writes back what others keep in the object.
func (c Change) keepsOthers() bool {
	return c.Action == Update || c.Action == Adopt || c.Action == Move || c.Action == Forget
}

func (p *planner) sort() {
	byAddress := func(a, b Change) int {
		return cmp.Or(address.Compare(a.Address, b.Address), cmp.Compare(a.ID, b.ID))
	}
	slices.SortStableFunc(p.plan.Changes, byAddress)
	slices.SortStableFunc(p.plan.Kept, byAddress)
	slices.SortStableFunc(p.plan.Mutes, func(a, b Muted) int { return address.Compare(a.Address, b.Address) })
	slices.SortStableFunc(p.plan.Problems, func(a, b Problem) int {
		return cmp.Or(address.Compare(a.Address, b.Address), cmp.Compare(a.Kind, b.Kind))
	})
	slices.SortStableFunc(p.plan.Warnings, func(a, b Warning) int {
		return cmp.Or(address.Compare(a.Address, b.Address), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Object.ID, b.Object.ID))
	})
}
