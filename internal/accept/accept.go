// Package accept writes what a cluster has into the files: the reverse of an apply, for
// what somebody has changed there and what should stay.
//
// It knows how blocks, arguments and values are written, and proposes changes of them;
// whether one is right it does not reckon. A proposal is taken where the configuration,
// read again with it, equals the cluster in what was accepted and has not changed in
// anything else. It writes no file, and must not know how to reach a cluster.
package accept

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/schema"
)

// World is a configuration beside the cluster.
type World struct {
	Config  *schema.Config
	Desired plan.Desired
	Live    plan.Live
	Plan    *plan.Plan
	Drift   *plan.Drift
}

// Look reads the configuration with other contents of some files, by their names, and
// compares it with the cluster as it was. The error says why it is not valid.
type Look func(contents map[string][]byte) (World, error)

// Result is what became of a drift.
type Result struct {
	Accepted []Accepted
	Left     []Left
	Files    []File            // those that change, by name
	Same     []address.Address // have not drifted

	// Unmarked have no mark any more: the next apply restores it.
	Unmarked []address.Address
}

// Accepted is a field that the files now say as the cluster does.
type Accepted struct {
	Address address.Address
	Field   plan.FieldChange
	At      hcl.Range // in the new file
	Partly  bool      // a part of the value is left
}

// Left is a field that the user has to write.
type Left struct {
	Address address.Address
	Path    string // "" for the object as a whole
	At      hcl.Range
	Reason  Reason
	Word    string // the variable, file or function that it comes from; for IsRefused why

	Expression string // as it stands there; "" where that is a block
	Defined    hcl.Range
	InFiles    any
	OnCluster  any
}

// File is one that changes.
type File struct {
	Name          string
	Before, After []byte
}

// Accept finds what to write so that the files say of some addresses what the cluster
// has. Nothing is written.
func Accept(now World, targets []address.Address, look Look) (*Result, error) {
	a := &acceptor{now: now, look: look, sources: map[string]*source{}, result: &Result{}}
	for _, at := range targets {
		a.target(at)
	}
	a.search()
	return a.result, a.finish()
}

// acceptor is the state of one Accept.
type acceptor struct {
	now     World
	look    Look
	sources map[string]*source
	tasks   []task
	taken   []taken
	result  *Result
}

// task is a unit of an object that is to be accepted.
type task struct {
	*object
	unit      unit
	proposals []proposal
}

// taken is a task that was accepted, by a proposal.
type taken struct {
	task
	by proposal
}

func (a *acceptor) edits() []edit {
	var all []edit
	for _, t := range a.taken {
		all = append(all, t.by.edits...)
	}
	return all
}

// target gathers what has drifted at an address, or at the instances of a block.
func (a *acceptor) target(at address.Address) {
	is := func(d plan.Drifted) bool { return at.Names(d.Address) }
	found := 0
	for _, list := range []struct {
		drifted []plan.Drifted
		reason  Reason
	}{{a.now.Drift.Changed, ""}, {a.now.Drift.Missing, IsMissing}, {a.now.Drift.Copies, IsCopied}} {
		for _, d := range list.drifted {
			if !is(d) {
				continue
			}
			found++
			if list.reason != "" {
				a.leaveWhole(d, list.reason)
			} else {
				a.drifted(d)
			}
		}
	}
	if found == 0 && !slices.Contains(a.result.Same, at) {
		a.result.Same = append(a.result.Same, at)
	}
}

// drifted makes tasks of an object that was changed.
func (a *acceptor) drifted(d plan.Drifted) {
	if d.EditedByAnotherHand {
		a.result.Unmarked = append(a.result.Unmarked, d.Address)
	}
	switch o := a.object(d); {
	case d.Removal != nil:
		a.leaveWhole(d, IsRemoved)
	case d.Problem != nil:
		a.leaveWhole(d, NotComparable)
	case o == nil:
		a.leaveWhole(d, IsElsewhere)
	default:
		for _, u := range o.units(withoutLost(d)) {
			a.tasks = append(a.tasks, task{object: o, unit: u})
		}
	}
}

// withoutLost are the fields of a drift without those that only the mark of a monitor
// tells: where it is gone they were lost with it, by nobody's wish, and come back with it.
func withoutLost(d plan.Drifted) []plan.FieldChange {
	if !d.EditedByAnotherHand || d.Address.Kind() != address.Monitor {
		return d.Fields
	}
	return slices.DeleteFunc(slices.Clone(d.Fields), func(f plan.FieldChange) bool {
		return f.Path == "description" || f.Path == "rbac_roles"
	})
}

// units are those of a drift. What a raw body says is one, but for what it can't take
// over: a name there is a label, too, and what comes or goes has none yet.
func (o *object) units(fields []plan.FieldChange) []unit {
	units := unitsOf(fields)
	switch {
	case o.live == nil:
		return units
	case o.block.Body.Attributes["body"] == nil:
		return o.withoutForm(units)
	}
	raw, out := unit{kind: ofMonitor}, []unit{}
	for _, u := range units {
		named := (u.kind == ofTrigger || u.kind == ofAction) && u.last() == "name"
		if besideBody(u) || named || u.kind == wholeTrigger || u.kind == wholeAction {
			out = append(out, u)
		} else {
			raw.fields = append(raw.fields, u.fields...)
		}
	}
	if len(raw.fields) == 0 {
		return out
	}
	return append([]unit{raw}, out...)
}

// withoutForm makes one unit of all that a graph made, where the cluster has another
// search that no graph is: there is nothing to say in its words.
func (o *object) withoutForm(units []unit) []unit {
	isForm := func(u unit) bool {
		return strings.HasPrefix(u.fields[0].Path, "graph.") || u.kind == ofSearch || u.kind == ofInput ||
			u.kind == ofCondition && slices.ContainsFunc(u.fields, func(f plan.FieldChange) bool { return f.Before == nil && isThreshold(f.Path) })
	}
	lost := slices.ContainsFunc(units, func(u unit) bool { return u.fields[0].Path == "graph.indices" && u.fields[0].Before == nil })
	if !lost {
		return units
	}
	form, out := unit{kind: ofForm}, []unit{}
	for _, u := range units {
		if isForm(u) {
			form.fields = append(form.fields, u.fields...)
		} else {
			out = append(out, u)
		}
	}
	return append([]unit{form}, out...)
}

func isThreshold(path string) bool {
	return slices.Contains([]string{"above", "below", "equals"}, path[strings.LastIndexByte(path, '.')+1:])
}

func (a *acceptor) leaveWhole(d plan.Drifted, reason Reason) {
	left := Left{Address: d.Address, Reason: reason}
	if block, ok := a.now.Config.Block(d.Address); ok {
		left.At = block.DefRange()
	}
	a.result.Left = append(a.result.Left, left)
}
