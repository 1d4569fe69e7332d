package apply

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// stage is a group of changes that may be carried out side by side, as far as none
// of them waits for another.
type stage struct {
	name     string
	contains func(plan.Change) bool

	// waiting tells which of these changes are carried out after others of them.
	waiting func([]plan.Change) func(plan.Change) bool
}

// stages are carried out one after the other. What is used comes before what
// uses it, and goes after it:
//
//	destinations → monitors          create, update, move, adopt, forget, replace
//	monitors     → destinations      delete
//
// A workflow is written among monitors, behind those that it needs, and deleted before
// its delegates.
var stages = []stage{
	{"write destinations", func(c plan.Change) bool { return c.Destination != nil && c.Action != plan.Delete }, needs},
	{"write monitors", func(c plan.Change) bool { return c.Monitor != nil && c.Action != plan.Delete }, needs},
	deleteMonitors,
	{"delete destinations", func(c plan.Change) bool { return c.Destination != nil && c.Action == plan.Delete }, isUsed},
}

var deleteMonitors = stage{"delete monitors", func(c plan.Change) bool { return c.Monitor != nil && c.Action == plan.Delete }, isUsed}

func needs(changes []plan.Change) func(plan.Change) bool {
	written := map[address.Address]bool{}
	for _, c := range changes {
		written[c.Address] = true
	}
	return func(c plan.Change) bool {
		return slices.ContainsFunc(c.Needs(), func(at address.Address) bool { return at != c.Address && written[at] })
	}
}

func isUsed(changes []plan.Change) func(plan.Change) bool {
	used := map[string]bool{}
	for _, c := range changes {
		for _, id := range c.Uses() {
			used[id] = used[id] || id != c.ID
		}
	}
	return func(c plan.Change) bool { return used[c.ID] }
}

// waves are the changes of a stage in groups, each of which waits for nothing but
// those before it. What waits in a circle comes last, all at once: the language
// refuses circles.
func (s stage) waves(all []plan.Change) [][]plan.Change {
	var rest []plan.Change
	for _, c := range all {
		if s.contains(c) {
			rest = append(rest, c)
		}
	}
	var waves [][]plan.Change
	for len(rest) > 0 {
		waits := s.waiting(rest)
		var wave, later []plan.Change
		for _, c := range rest {
			if waits(c) {
				later = append(later, c)
			} else {
				wave = append(wave, c)
			}
		}
		if len(wave) == 0 {
			wave, later = later, nil
		}
		waves, rest = append(waves, wave), later
	}
	return waves
}
