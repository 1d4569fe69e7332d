package conformance

import (
	"fmt"
	"strings"
)

// Print writes a difference so that it can be looked into: world, search, both
// answers.
func (x Result) Print() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", x.Difference.Kind, x.Difference.Text)
	if x.Case.Body == nil {
		return b.String()
	}
	if len(x.Case.World.Docs) > 12 {
		fmt.Fprintf(&b, "(not made smaller)\n")
	}
	for _, i := range x.Case.World.Indices {
		fmt.Fprintf(&b, "PUT %s %s\n", i.Name, text(i.Body))
	}
	for _, d := range x.Case.World.Docs[:min(12, len(x.Case.World.Docs))] {
		fmt.Fprintf(&b, "  %s/%s %s\n", d.Index, d.ID, text(d.Source))
	}
	fmt.Fprintf(&b, "search %s %s\n", x.Case.Targets, text(x.Case.Body))
	fmt.Fprintf(&b, "node: %s\nhere: %s\n", clipped(plain(x.Node.Body)), clipped(plain(x.Here.Body)))
	return b.String()
}

func clipped(v any) string {
	s := text(v)
	if len(s) > 1500 {
		s = s[:1500] + "…"
	}
	return s
}
