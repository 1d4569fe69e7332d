package view

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/plan"
)

// openNote gathers what was left out of the comparison for want of the same: one
// note says it of all objects.
type openNote struct {
	words       string
	at, unknown []string
}

func (n *openNote) add(w plan.Warning) {
	n.at = append(n.at, w.Address.String())
	n.unknown = append(n.unknown, w.Unknown...)
}

// text is the note, none where nothing was left out.
func (n *openNote) text() []string {
	if len(n.at) == 0 {
		return nil
	}
	slices.Sort(n.unknown)
	unknown := slices.Compact(n.unknown)
	return []string{fmt.Sprintf("%s: what depends on %s, which %s not known in this run (%s).", n.words, and(unknown), pick(len(unknown), "is", "are"), and(firsts(n.at)))}
}
