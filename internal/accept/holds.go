package accept

import (
	"bytes"
	"maps"
	"reflect"
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
)

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

func equalValue(a, b any) bool {
	return reflect.DeepEqual(a, b) || !isSecret(a) && !isSecret(b) && orderedjson.Equal(a, b)
}

// othersAreSame tells whether no object that nothing was accepted of has changed.
func (a *acceptor) othersAreSame(then World, all []taken) bool {
	ours := map[address.Address]bool{}
	for _, t := range all {
		ours[t.at] = true
	}
	if len(a.now.Desired.Monitors) != len(then.Desired.Monitors) || len(a.now.Desired.Destinations) != len(then.Desired.Destinations) {
		return false
	}
	for i, m := range a.now.Desired.Monitors {
		other := then.Desired.Monitors[i]
		if m.Address != other.Address || !ours[m.Address] && !reflect.DeepEqual(m.Monitor, other.Monitor) || !reflect.DeepEqual(m.Lifecycle, other.Lifecycle) {
			return false
		}
	}
	for i, d := range a.now.Desired.Destinations {
		other := then.Desired.Destinations[i]
		if d.Address != other.Address || !ours[d.Address] && !d.Destination.Equal(other.Destination) {
			return false
		}
	}
	return true
}

// shortestSecret is the length from which a text is looked for in what is written.
const shortestSecret = 4

// tells whether a file would hold a secret that it does not hold now.
func (a *acceptor) tells(before, after []byte) bool {
	for _, secret := range a.now.Config.Secrets {
		if len(secret) >= shortestSecret && bytes.Count(after, []byte(secret)) > bytes.Count(before, []byte(secret)) {
			return true
		}
	}
	return false
}
