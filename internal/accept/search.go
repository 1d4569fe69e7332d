package accept

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
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

// failure says why a proposal does not hold.
type failure struct {
	reason Reason
	word   string
}

func (f *failure) rank() int {
	return slices.Index([]Reason{NoWords, IsRefused, HasComments, OfASecret}, f.reason)
}

// contents are the files with all edits; false where these are in each other's way.
func (a *acceptor) contents(edits []edit) (map[string][]byte, bool) {
	files := map[string][]byte{}
	for name, s := range a.sources {
		content, ok := s.apply(edits)
		if !ok {
			return nil, false
		}
		files[name] = content
	}
	return files, true
}

// holds tells whether the configuration with what is taken equals the cluster in it,
// and is unchanged in all else; nil where it does.
func (a *acceptor) holds(all []taken) *failure {
	var edits []edit
	for _, t := range all {
		edits = append(edits, t.by.edits...)
	}
	files, ok := a.contents(edits)
	if !ok {
		return &failure{reason: NoWords}
	}
	return a.sound(files, all)
}

func (a *acceptor) sound(files map[string][]byte, all []taken) *failure {
	for name, content := range files {
		if !keepsAll(comments(a.sources[name].bytes), comments(content)) {
			return &failure{reason: HasComments}
		}
		if a.tells(a.sources[name].bytes, content) {
			return &failure{reason: OfASecret}
		}
	}
	then, err := a.look(files)
	if err != nil {
		return &failure{reason: IsRefused, word: err.Error()}
	}
	if !a.isAccepted(then, all) || !a.othersAreSame(then, all) {
		return &failure{reason: NoWords}
	}
	return nil
}

// keepsAll tells whether each comment is still there, as often.
func keepsAll(before, after []string) bool {
	for _, c := range after {
		if i := slices.Index(before, c); i >= 0 {
			before = slices.Delete(before, i, i+1)
		}
	}
	return len(before) == 0
}

// fieldKey names a difference.
type fieldKey struct {
	at   address.Address
	path string
}

// differencesOf are all differences between files and cluster, on whichever side they
// came about.
func differencesOf(w World) map[fieldKey]plan.FieldChange {
	all := map[fieldKey]plan.FieldChange{}
	for _, d := range w.Drift.Changed {
		for _, f := range d.Fields {
			all[fieldKey{d.Address, f.Path}] = f
		}
	}
	for _, c := range w.Plan.Changes {
		for _, f := range c.Fields {
			all[fieldKey{c.Address, f.Path}] = f
		}
	}
	return all
}

// isAccepted tells whether what is taken differs no more, and nothing else differs that
// did not before, or otherwise.
func (a *acceptor) isAccepted(then World, all []taken) bool {
	before, after := differencesOf(a.now), differencesOf(then)
	partly := map[fieldKey]bool{}
	for _, t := range all {
		for _, f := range t.unit.fields {
			key := fieldKey{t.at, f.Path}
			if len(t.by.left) > 0 {
				partly[key] = true
			} else if _, still := after[key]; still {
				return false
			}
		}
	}
	for key, f := range after {
		was, there := before[key]
		switch {
		case !there || !equalValue(was.Before, f.Before):
			return false
		case partly[key] && weigh(differences(f.After, f.Before)) < weigh(differences(was.After, was.Before)):
		case !equalValue(was.After, f.After):
			return false
		}
	}
	return maps.Equal(countsOf(a.now), countsOf(then))
}

// countsOf are how many objects of each kind of finding there are.
func countsOf(w World) map[string]int {
	return map[string]int{
		"missing": len(w.Drift.Missing), "copies": len(w.Drift.Copies), "problems": len(w.Drift.Problems),
		"objects": len(w.Desired.Monitors)<<20 + len(w.Desired.Destinations),
	}
}
