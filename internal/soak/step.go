package soak

import (
	"fmt"
	"slices"
)

// Change is how much a step may change.
type Change string

// The changes.
const (
	Anything Change = "anything"
	// Calm leaves addresses alone, and makes no workflow, which only a removed block
	// deletes: what two people who edit the same files at the same
	// time do without quarrelling about names.
	Calm Change = "calm"
)

// Step changes some of it.
func (w *World) Step(much Change) {
	w.moved = slices.DeleteFunc(w.moved, func(m move) bool { return m.kind != "workflow" })
	w.gone = slices.DeleteFunc(w.gone, func(g gone) bool { return !g.keep && g.kind != "workflow" })
	// Destinations last: by then those are pinned that monitors which are given up need.
	w.changeAll("workflow", much)
	w.changeAll("monitor", much)
	w.changeAll("destination", much)
	w.mend()
	for range w.IntN(3) {
		w.add(w.destinationKind())
	}
	for range w.IntN(3) {
		w.add(w.monitorKind())
	}
	if w.Manners.has("workflow") && much == Anything && w.IntN(6) == 0 {
		w.add("workflow")
	}
}

func (w *World) changeAll(kind string, much Change) {
	var left []block
	for _, b := range w.blocks {
		if kindOf(b.kind).block != kind || w.change(&b, much) {
			left = append(left, b)
		}
	}
	w.blocks = left
}

// change changes a block, and tells whether it stays.
func (w *World) change(b *block, much Change) (stays bool) {
	k := kindOf(b.kind)
	switch w.IntN(16) {
	case 0, 1:
		return w.remove(*b, much)
	case 2, 3, 4, 5:
		b.size++
	case 6, 7:
		if much == Anything {
			w.rename(b)
			b.size += w.IntN(2)
		}
	case 8:
		if k.block == "monitor" {
			w.born++
			b.trigger = fmt.Sprintf("t%d", w.born)
		}
	case 9:
		if b.keys != nil && !w.isPinned(*b) {
			b.keys = w.some(regions, 3)
			if len(b.keys) == 0 {
				b.keys = []string{w.pick(regions)}
			}
		}
	case 10, 11:
		if k.block == "monitor" {
			w.convert(b)
		}
	case 12:
		if !w.isPinned(*b) {
			w.refer(b)
		}
	case 13:
		b.plain = !b.plain
	}
	return true
}

func (w *World) isPinned(b block) bool {
	return slices.ContainsFunc(b.tags(), func(tag string) bool { return slices.Contains(w.pinned, tag) })
}

// remove takes a block out, or gives its object up.
func (w *World) remove(b block, much Change) (stays bool) {
	k := kindOf(b.kind)
	switch {
	case w.isPinned(b):
		return true
	case k.block == "workflow":
		w.dismiss(b)
	case k.block == "monitor" && b.keys == nil && much == Anything && !w.isUsed(b.tag) && w.IntN(3) == 0:
		w.gone = append(w.gone, gone{kind: "monitor", label: b.label, keep: true})
		want := w.want(b, "")
		want.Given = true
		w.given = append(w.given, want)
		w.pin(b.uses)
	}
	return false
}

// dismiss says that a workflow is to be deleted: only a removed block does. The block names
// the last label, and the moved blocks stay: its ids may be those of any label that it had,
// since somebody else's apply may have deleted it meanwhile, and the next one made it anew.
func (w *World) dismiss(b block) {
	w.gone = append(w.gone, gone{kind: "workflow", label: b.label})
}

// pin keeps destinations that an object needs that is no longer ours: the server would
// delete them all the same, and a plan refuses to.
func (w *World) pin(tags []string) {
	for _, tag := range tags {
		b, _, _ := w.find(tag)
		w.pinned = append(w.pinned, tag)
		w.pin(b.uses)
	}
}

func (w *World) isUsed(tag string) bool {
	return slices.ContainsFunc(w.blocks, func(b block) bool { return slices.Contains(b.uses, tag) })
}

func (w *World) rename(b *block) {
	w.born++
	k := kindOf(b.kind)
	kind := k.block
	if kind == "destination" {
		kind += "." + k.hcl
	}
	from := b.label
	b.label = fmt.Sprintf("b%d", w.born)
	w.moved = append(w.moved, move{kind: kind, from: from, to: b.label})
}

// convert makes a monitor one of another kind: where the server's type changes, too,
// it has to be made anew.
func (w *World) convert(b *block) {
	kind := w.monitorKind()
	used := slices.ContainsFunc(b.tags(), w.isUsed)
	if k := kindOf(kind); (b.keys == nil || k.repeats) && (!used || k.role == "delegate") {
		b.kind = kind
	}
}

// mend takes out what refers to something that is no longer there, or chooses anew.
func (w *World) mend() {
	defer func() { // what went has moved nowhere
		w.moved = slices.DeleteFunc(w.moved, func(m move) bool {
			return m.kind != "workflow" && !slices.ContainsFunc(w.blocks, func(b block) bool { return b.label == m.to })
		})
	}()
	for again := true; again; {
		again = false
		var all []string
		for _, b := range w.blocks {
			all = append(all, b.tags()...)
		}
		w.blocks = slices.DeleteFunc(w.blocks, func(b block) bool {
			if b.kind == "email" && !slices.Contains(all, b.uses[0]) {
				again = true
				return true
			}
			return false
		})
		for i := range w.blocks {
			b := &w.blocks[i]
			b.uses = slices.DeleteFunc(b.uses, func(tag string) bool { return !slices.Contains(all, tag) })
		}
		w.blocks = slices.DeleteFunc(w.blocks, func(b block) bool {
			if b.kind == "workflow" && w.lacksWhatItNeeds(b) {
				w.dismiss(b)
				again = true
				return true
			}
			return false
		})
	}
}

// Edit changes values here and there, and no object comes or goes.
func (w *World) Edit() {
	for i := range w.blocks {
		if w.IntN(2) == 0 {
			w.blocks[i].size += 1 + w.IntN(3)
		}
	}
}
