package grammar

import (
	"slices"
	"strings"
)

// Entry is a place of the language: a block, or an argument of one.
type Entry struct {
	Path  string   // such as monitor.trigger.severity; "" for a whole file
	Outer []*Block // the blocks around, the outermost first
	Block *Block   // the block, or the one whose argument it is

	Argument *Argument // nil for a block
}

// Find finds a place by its path.
func Find(path string) (Entry, bool) {
	e := Entry{Path: path, Block: Root}
	left := path
	for left != "" {
		inner, rest := step(e.Block, left)
		if inner == nil {
			a, ok := e.Block.Argument(left)
			e.Argument = &a
			return e, ok
		}
		if e.Block != Root {
			e.Outer = append(e.Outer, e.Block)
		}
		e.Block, left = inner, rest
	}
	return e, true
}

// step goes into the block that a path begins with; the longest name first, since
// destination.sns is one.
func step(from *Block, path string) (inner *Block, rest string) {
	parts := strings.Split(path, ".")
	for n := min(2, len(parts)); n > 0; n-- {
		if b := from.Block(strings.Join(parts[:n], ".")); b != nil {
			return b, strings.Join(parts[n:], ".")
		}
	}
	return nil, path
}

// Paths are the paths of all blocks and arguments, sorted.
func Paths() []string {
	var all []string
	Root.Visit(func(path string, b *Block) {
		if path != "" {
			all = append(all, path)
		}
		for _, a := range b.Arguments {
			all = append(all, strings.TrimPrefix(path+"."+a.Name, "."))
		}
	})
	slices.Sort(all)
	return slices.Compact(all)
}

// Meant are the paths that a text can stand for: those that end with it, and those
// of a block's kinds where it is the block's name.
func Meant(text string) []string {
	var all []string
	for _, path := range Paths() {
		block, kind, _ := strings.Cut(path, ".")
		if strings.HasSuffix(path, "."+text) || block == text && Root.Block(path) != nil && kind != "" {
			all = append(all, path)
		}
	}
	return all
}
