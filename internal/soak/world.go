package soak

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// World is a random configuration.
type World struct {
	*rand.Rand
	Manners Manners

	blocks []block
	moved  []move // the last step's; those of workflows for good
	gone   []gone // removed blocks: the last step's, and for good where an object is given up
	given  []Want // objects that are given up: they stay as they were
	pinned []string
	born   int
}

// block is a declared object, or several by for_each.
type block struct {
	kind    string // see kinds
	tag     string // for life
	label   string
	keys    []string // of for_each; nil: one object without
	size    int      // a number that changes with each update
	uses    []string // tags of objects that it refers to
	trigger string   // the trigger's label; its name stays
	plain   bool     // not enabled
}

type move struct{ kind, from, to string }

// gone is a removed block.
type gone struct {
	kind, label string
	keep        bool // destroy = false
}

// regions are the keys that for_each has.
var regions = []string{"eu", "ap", "us"}

// NewWorld makes a world of a few blocks.
func NewWorld(random *rand.Rand, m Manners) *World {
	w := &World{Rand: random, Manners: m}
	for range 2 + w.IntN(3) {
		w.add(w.destinationKind())
	}
	w.add("query") // there is always one whose alerts can be opened
	for range 2 + w.IntN(4) {
		w.add(w.monitorKind())
	}
	if m.has("workflow") && w.IntN(2) == 0 {
		w.add("workflow")
	}
	return w
}

// Clone is a copy that changes by itself.
func (w *World) Clone() *World {
	c := *w
	c.blocks = slices.Clone(w.blocks)
	for i := range c.blocks {
		c.blocks[i].keys, c.blocks[i].uses = slices.Clone(c.blocks[i].keys), slices.Clone(c.blocks[i].uses)
	}
	c.moved, c.gone, c.given, c.pinned = slices.Clone(w.moved), slices.Clone(w.gone), slices.Clone(w.given), slices.Clone(w.pinned)
	return &c
}

func (w *World) pick(all []string) string { return all[w.IntN(len(all))] }

func (w *World) ofBlock(name string) (names []string) {
	for _, k := range kinds {
		if k.block == name && w.Manners.has(k.name) {
			names = append(names, k.name)
		}
	}
	return names
}

func (w *World) monitorKind() string     { return w.pick(w.ofBlock("monitor")) }
func (w *World) destinationKind() string { return w.pick(w.ofBlock("destination")) }

// add makes a new block, with what it needs; it fails to where that can't be had.
func (w *World) add(kind string) {
	w.born++
	b := block{
		kind: kind, tag: fmt.Sprintf("thing_%d", w.born), label: fmt.Sprintf("b%d", w.born),
		size: 1 + w.IntN(20), trigger: "t", plain: w.IntN(8) == 0,
	}
	if w.IntN(4) == 0 && kindOf(kind).repeats {
		b.keys = slices.Clone(regions[:1+w.IntN(3)])
	}
	if kind == "email" && len(w.objects("account")) == 0 {
		w.add("account")
	}
	w.refer(&b)
	if w.lacksWhatItNeeds(b) {
		return
	}
	w.blocks = append(w.blocks, b)
}

// refer chooses what a block refers to.
func (w *World) refer(b *block) {
	b.uses = nil
	switch kindOf(b.kind).block {
	case "monitor":
		b.uses = w.some(w.objects("message"), 2)
	case "workflow":
		b.uses = append(w.some(w.objects("delegate"), 3), w.some(w.objects("message"), 1)...)
	}
	if b.kind == "email" {
		accounts := w.objects("account")
		if len(accounts) > 0 {
			b.uses = append([]string{w.pick(accounts)}, w.some(w.objects("group"), 2)...)
		}
	}
}

func (w *World) lacksWhatItNeeds(b block) bool {
	switch b.kind {
	case "email":
		return len(b.uses) == 0
	case "workflow":
		return len(w.ofRole(b.uses, "delegate")) == 0
	}
	return false
}

// some are up to n of them, in their order.
func (w *World) some(all []string, n int) []string {
	var chosen []string
	for _, tag := range all {
		if len(chosen) < n && w.IntN(2) == 0 {
			chosen = append(chosen, tag)
		}
	}
	return chosen
}

// objects are the tags of all objects that can play a role.
func (w *World) objects(role string) (tags []string) {
	for _, b := range w.blocks {
		if kindOf(b.kind).role == role {
			tags = append(tags, b.tags()...)
		}
	}
	return tags
}

func (w *World) ofRole(tags []string, role string) (some []string) {
	all := w.objects(role)
	for _, tag := range tags {
		if slices.Contains(all, tag) {
			some = append(some, tag)
		}
	}
	return some
}

// tags are those of a block's objects.
func (b block) tags() []string {
	if b.keys == nil {
		return []string{b.tag}
	}
	var tags []string
	for _, key := range b.keys {
		tags = append(tags, b.tag+"_"+key)
	}
	return tags
}

// find is the block that an object belongs to, and its key.
func (w *World) find(tag string) (b block, key string, ok bool) {
	for _, b := range w.blocks {
		if i := slices.Index(b.tags(), tag); i >= 0 {
			if b.keys != nil {
				key = b.keys[i]
			}
			return b, key, true
		}
	}
	return block{}, "", false
}

// address of an object, as the files write it.
func (w *World) address(tag string) string {
	b, key, _ := w.find(tag)
	return b.address(key)
}

func (b block) address(key string) string {
	k := kindOf(b.kind)
	parts := []string{k.block, b.label}
	if k.block == "destination" {
		parts = []string{k.block, k.hcl, b.label}
	}
	text := strings.Join(parts, ".")
	if key != "" {
		text += fmt.Sprintf("[%q]", key)
	}
	return text
}
