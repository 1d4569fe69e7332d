package bodies

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// outcome is how a body comes out.
type outcome int

const (
	equal          outcome = iota
	refusedAlike           // neither here nor there is it read
	untold                 // it is read in both places; the search fails, so the node logs nothing
	rewrittenThere         // the node logs what it made of it for the search
	stricter               // a stray bracket, refused here, over which the node reads on
	foreign                // it holds what a plugin may know, and this node does not
	unequal
	refusedHere
	acceptedHere
	outcomes
)

func (o outcome) isFault() bool { return o >= unequal }

func (o outcome) String() string {
	return [...]string{"equal", "refused alike", "untold", "rewritten", "stray brackets", "unknown", "unequal", "refused here, read there", "read here, refused there"}[o]
}

// Tally counts bodies, over all and by what is in them.
type Tally struct {
	Version string
	All     [outcomes]int
	by      map[string]*[outcomes]int
}

func newTally(version string) *Tally {
	return &Tally{Version: version, by: map[string]*[outcomes]int{}}
}

func (t *Tally) count(made []string, o outcome) {
	t.All[o]++
	for _, name := range made {
		if t.by[name] == nil {
			t.by[name] = new([outcomes]int)
		}
		t.by[name][o]++
	}
}

// Faults is how many bodies come out differently.
func (t *Tally) Faults() int { return t.All[unequal] + t.All[refusedHere] + t.All[acceptedHere] }

// Summary says the counts in one line.
func (t *Tally) Summary() string {
	var parts []string
	for o, n := range t.All {
		parts = append(parts, fmt.Sprintf("%d %s", n, outcome(o)))
	}
	return strings.Join(parts, ", ")
}

// Markdown is the section of the table.
func (t *Tally) Markdown() string {
	var b strings.Builder
	b.WriteString("\n## Stored form of search bodies\n\n" +
		"Random bodies in every form in which clauses, aggregations and sections may be written, with values of every\n" +
		"JSON type. What the canonical form says is stored is held to what the node logs of the search, byte for byte.\n\n" +
		"- **equal**: the node says the same.\n" +
		"- **refused**: the node can't read the body, and neither can the canonical form.\n" +
		"- **untold**: both read it; the search fails then, and is not logged. Or the node logs what it rewrote for the\n" +
		"  search (an empty `bool`, `match_none`, `wrapper`, terms that are looked up).\n" +
		"- **unknown**: it holds what a plugin may add, and is let through here.\n" +
		"- **stray**: a brace or bracket in place of a value, over which the node's parser reads on with another meaning;\n" +
		"  it is refused here.\n\n")
	fmt.Fprintf(&b, "%s.\n", t.Summary())
	section := ""
	for _, name := range slices.Sorted(maps.Keys(t.by)) {
		kind, rest, _ := strings.Cut(name, " ")
		if kind != section {
			section = kind
			fmt.Fprintf(&b, "\n| %s | equal | refused | untold | unknown | stray | unequal |\n|---|---|---|---|---|---|---|\n", kind)
		}
		n := t.by[name]
		fmt.Fprintf(&b, "| `%s` | %d | %d | %d | %d | %d | %d |\n", rest, n[equal], n[refusedAlike], n[untold]+n[rewrittenThere], n[foreign], n[stricter], n[unequal]+n[refusedHere]+n[acceptedHere])
	}
	return b.String()
}
