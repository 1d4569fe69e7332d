package accept

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// search takes the proposals that hold: first the first of each task all together,
// which mostly do; else task by task.
func (a *acceptor) search() {
	for i := range a.tasks {
		a.tasks[i].proposals = a.proposals(a.tasks[i])
	}
	if a.takeAll() {
		return
	}
	a.taken = nil
	for _, t := range a.tasks {
		a.take(t)
	}
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

func (a *acceptor) takeAll() bool {
	for _, t := range a.tasks {
		if len(t.proposals) == 0 || len(t.proposals[0].edits) == 0 || len(t.proposals[0].left) > 0 {
			return false
		}
		a.taken = append(a.taken, taken{t, t.proposals[0]})
	}
	return a.holds(a.taken) == nil
}

// take accepts a task by the first of its proposals that holds, or tells why none does.
func (a *acceptor) take(t task) {
	var why *failure
	for _, p := range t.proposals {
		if len(p.edits) == 0 {
			continue
		}
		with := append(slices.Clone(a.taken), taken{t, p})
		if f := a.holds(with); f != nil {
			if why == nil || f.rank() > why.rank() {
				why = f
			}
			continue
		}
		a.taken = with
		a.leaveParts(t, p)
		return
	}
	a.leave(t, why)
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
