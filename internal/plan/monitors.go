package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

func (p *planner) planMonitors() {
	if !p.options.Destroy {
		p.planDeclared(func(d DesiredMonitor) bool { return !isWorkflow(d.Address) })
		p.planDeclared(func(d DesiredMonitor) bool { return isWorkflow(d.Address) })
	}
	for at, claims := range p.claims {
		if len(claims) > 0 {
			p.planUndeclared(at, claims)
		}
	}
}

// planDeclared plans those of the declared monitors and workflows that are wanted.
// Workflows come after monitors: they need to know which of them keep their ids.
func (p *planner) planDeclared(wanted func(DesiredMonitor) bool) {
	for _, d := range p.desired.Monitors {
		if wanted(d) {
			claims := p.claims[d.Address]
			delete(p.claims, d.Address)
			p.planMonitor(d, claims)
		}
	}
}

// planMonitor plans one that is declared.
func (p *planner) planMonitor(d DesiredMonitor, claims []claim) {
	if p.copied[d.Address] {
		return
	}
	if p.lacksFeatures(d) {
		return
	}
	if isWorkflow(d.Address) && p.live.NoWorkflows {
		p.problem(Problem{Kind: NoWorkflows, Address: d.Address, Word: d.Declared})
		return
	}
	if len(claims) == 0 {
		p.createOrAdopt(d)
		return
	}
	stays, ok := p.settleDoubles(d.Address, claims, d.Monitor.Type)
	if ok {
		p.updateMonitor(d, stays)
	}
}

// createOrAdopt plans a monitor that nothing claims. One of the same name is
// never silently doubled: the user says whether it is the same.
func (p *planner) createOrAdopt(d DesiredMonitor) {
	sameName := slices.DeleteFunc(slices.Clone(p.unmarked[d.Monitor.Name]), func(m *monitors.Live) bool { return !isKindOf(m, d.Address) })
	if _, unknown := monitors.Unknown(d.Monitor.Name); unknown {
		sameName = nil
	}
	switch {
	case len(sameName) == 0:
		p.createMonitor(d)
	case !p.options.Adopt || isWorkflow(d.Address): // nothing would tell it the next time
		p.problem(Problem{Kind: UnmarkedName, Address: d.Address, Objects: monitorObjects(sameName...), Word: d.Monitor.Name})
	case len(sameName) > 1:
		p.problem(Problem{Kind: AmbiguousName, Address: d.Address, Objects: monitorObjects(sameName...), Word: d.Monitor.Name})
	default:
		p.unmarked[d.Monitor.Name] = slices.DeleteFunc(p.unmarked[d.Monitor.Name], func(m *monitors.Live) bool { return m == sameName[0] })
		p.plan.Warnings = slices.DeleteFunc(p.plan.Warnings, func(w Warning) bool {
			return w.Kind == MarkGone && w.Object.ID == sameName[0].ID // it is left alone no longer
		})
		p.updateMonitor(d, claim{live: sameName[0], by: byName})
	}
}

func (p *planner) createMonitor(d DesiredMonitor) {
	m, needs, ok := p.resolve(d)
	if !ok {
		return
	}
	ids := idSource{workspace: p.desired.Workspace, at: d.Address}
	assignIDs(&m, ids, nil)
	m.Input = withQueryIDs(m.Input, nil, ids, nil)
	p.change(Change{
		Action: Create, Address: d.Address, Name: m.Name,
		Fields:  p.comparison().added(m),
		Unknown: unknownIn(m),
		Monitor: &MonitorChange{Desired: m, Mark: markFor(p.desired.Workspace, d.Address, m), Needs: needs},
	})
}

// resolve gives the actions of a desired monitor the ids of their destinations.
// It fails where an existing channel was not found, which is a problem already.
func (p *planner) resolve(d DesiredMonitor) (m monitors.Monitor, needs []address.Address, ok bool) {
	m = cloneReferences(d.Monitor)
	for i := range m.Triggers {
		t := &m.Triggers[i]
		t.ID = "" // ids come from the cluster or the address, never from a raw body
		for j := range t.Actions {
			t.Actions[j].ID = ""
			ref := &t.Actions[j].Destination
			if ref.Address.IsZero() {
				continue
			}
			needs = p.needs(d.Address, ref.Address, needs)
			if id, found := p.channelIDs[ref.Address]; found {
				ref.ID = id
			}
		}
	}
	if isWorkflow(d.Address) {
		m, needs = p.resolveDelegates(m, needs)
		p.checkDelegates(d.Address, m)
	}
	return m, needs, len(p.withoutChannel[d.Address]) == 0
}

// cloneReferences is a monitor whose actions can be changed without changing those
// of m.
func cloneReferences(m monitors.Monitor) monitors.Monitor {
	m.Triggers = slices.Clone(m.Triggers)
	for i := range m.Triggers {
		m.Triggers[i].Actions = slices.Clone(m.Triggers[i].Actions)
	}
	return m
}

// updateMonitor plans a monitor that is there.
func (p *planner) updateMonitor(d DesiredMonitor, c claim) {
	p.stays(d.Address, c.live.ID)
	if c.live.Unreadable != "" {
		p.problem(Problem{Kind: Unreadable, Address: d.Address, Objects: monitorObjects(c.live), Word: c.live.Unreadable})
		return
	}
	m, needs, ok := p.resolve(d)
	if !ok {
		return
	}
	live := p.withDelegates(c.live.Monitor)
	if c.live.Mark != nil {
		live.Description, live.Roles = c.live.Mark.Description, c.live.Mark.Roles
	}
	ids := idSource{workspace: p.desired.Workspace, at: d.Address}
	if c.live.Mark != nil {
		ids.previous = c.live.Mark.Address
	} else if isWorkflow(d.Address) {
		ids.previous = p.derivedFrom(c.live)
	}
	matches := matchTriggers(&m, live, ids, c.live.Mark)
	assignIDs(&m, ids, matches.liveIDs(live))
	m.Input = withQueryIDs(m.Input, live.Input, ids, c.live.Mark)
	p.leaveOpenUnseenChannels(&m, live, matches)
	matches = ignoreInMonitor(&m, live, d.Lifecycle.IgnoreChanges, matches)

	found := p.comparison().monitors(asDeclared(live, m, c.live.Mark), m, matches)
	fields, notCompared := found.fields, found.unknown
	both := sides{live: live, desired: m, found: matches, mark: c.live.Mark, hidden: found.hidden}
	p.lookAtHidden(d.Address, c, both)
	change := Change{
		Action: Update, Address: d.Address, ID: c.live.ID, Name: m.Name, Fields: fields,
		EditedByAnotherHand: c.by == byIDs && !isWorkflow(d.Address),
		Monitor:             &MonitorChange{Desired: m, Live: c.live, Needs: needs},
	}
	ended := p.keepMutes(change, matches)
	switch {
	case m.Type != live.Type:
		if d.Lifecycle.PreventDestroy {
			p.problem(Problem{Kind: PreventDestroy, Address: d.Address, Objects: monitorObjects(c.live)})
			return
		}
		change.Action = Replace
		p.goes(d.Address, c.live.ID)
	case len(fields) == 0 && isWorkflow(d.Address): // there is no mark to be written
		p.leave(change, notCompared)
		return
	case c.by == byName || c.by == byImport:
		change.Action = Adopt
	case c.by == byIDs: // its mark is restored, even where nothing else is
	case c.live.Mark.Address != d.Address:
		change.Action, change.Previous = Move, c.live.Mark.Address
	case len(fields)+len(ended) == 0:
		p.leave(change, notCompared)
		return
	}
	if c.by == byMark || c.by == byIDs {
		tellOrigins(fields, both)
	}
	change.Fields = append(fields, ended...)
	if len(fields)+len(notCompared) == 0 && change.Action != Replace {
		change.Monitor.Desired = asStored(change.Monitor.Desired, c.live.Monitor, matches)
	}
	change.Monitor.Mark = change.Monitor.markAt(change.Action, p.desired.Workspace, d.Address)
	change.Unknown = notCompared
	p.warnOfForeignSearch(change)
	p.change(change)
}

// leave counts an object that stays as it is.
func (p *planner) leave(c Change, notCompared []string) {
	p.plan.Unchanged++
	if len(notCompared) > 0 {
		p.warn(Warning{Kind: NotCompared, Address: c.Address, Unknown: notCompared})
		return
	}
	c.Action = ""
	p.plan.Kept = append(p.plan.Kept, c)
}
