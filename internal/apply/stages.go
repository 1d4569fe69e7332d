package apply

import "github.com/alertplan/alertplan/internal/plan"

// stage is a group of changes that may be carried out side by side.
type stage struct {
	name     string
	contains func(plan.Change) bool
}

// stages are carried out one after the other. What is used comes before what
// uses it, and goes after it:
//
//	destinations → monitors          create, update, move, adopt, forget, replace
//	monitors     → destinations      delete
var stages = []stage{
	{"write destinations", func(c plan.Change) bool { return c.Destination != nil && c.Action != plan.Delete }},
	{"write monitors", func(c plan.Change) bool { return c.Monitor != nil && c.Action != plan.Delete }},
	{"delete monitors", func(c plan.Change) bool { return c.Monitor != nil && c.Action == plan.Delete }},
	{"delete destinations", func(c plan.Change) bool { return c.Destination != nil && c.Action == plan.Delete }},
}

func changesOf(all []plan.Change, s stage) []plan.Change {
	var changes []plan.Change
	for _, c := range all {
		if s.contains(c) {
			changes = append(changes, c)
		}
	}
	return changes
}
