package conformance

import (
	"cmp"
	"slices"
)

// Row is what became of a feature's cases.
type Row struct {
	Feature
	Equal, Errors, Refused, Unequal int // only cases that discriminate are Equal
	Idle                            int // equal, but they tell nothing
	Reasons                         map[string]int
}

// Tally is the table: rows by feature.
type Tally struct {
	rows map[Feature]*Row
	// Cases are counts over all cases.
	Cases map[Outcome]int
	// Words are errors that are equal but for their wording.
	Words int
	// Refusals are what is refused here, by name.
	Refusals map[string]Refusal
	// Known are cases that differ for a reason, by the reason.
	Known map[string]int
	// Undone is what there was no time for.
	Undone []string
}

// Refusal is how often something is refused, and the shortest case of it.
type Refusal struct {
	Count   int
	Example string
}

// Refuse notes a refused case.
func (t *Tally) Refuse(what, example string) {
	r := t.Refusals[what]
	r.Count++
	if r.Example == "" || len(example) < len(r.Example) {
		r.Example = example
	}
	t.Refusals[what] = r
}

// NewTally makes a table with a row for each of the features that have to be in
// it.
func NewTally(expected []Feature) *Tally {
	t := &Tally{rows: map[Feature]*Row{}, Cases: map[Outcome]int{}, Refusals: map[string]Refusal{}, Known: map[string]int{}}
	for _, f := range expected {
		t.row(f)
	}
	return t
}

func (t *Tally) row(f Feature) *Row {
	r := t.rows[f]
	if r == nil {
		r = &Row{Feature: f, Reasons: map[string]int{}}
		t.rows[f] = r
	}
	return r
}

// Count adds a case: how it came out for a set of features.
func (t *Tally) Count(features []Feature, o Outcome, discriminates bool, reason string) {
	seen := map[Feature]bool{}
	for _, f := range features {
		if seen[f] {
			continue
		}
		seen[f] = true
		r := t.row(f)
		switch {
		case o == Unequal:
			r.Unequal++
		case o == Refused || o == Known:
			r.Refused++
			r.Reasons[reason]++
		case o == EqualError:
			r.Errors++
		case discriminates:
			r.Equal++
		default:
			r.Idle++
		}
	}
}

// Rows lists a section's rows by name.
func (t *Tally) Rows(section string) []*Row {
	var out []*Row
	for f, r := range t.rows {
		if f.Section == section {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *Row) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
