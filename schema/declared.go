package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
)

var referenceChecks = []Check{
	{"duplicate-name", "Duplicate declaration", hcl.DiagError, "Two blocks have one label, or two locals one name."},
	{"invalid-label", "Invalid label", hcl.DiagError, "References to a label must be writable: letters, digits, _ and -, beginning with a letter or _, at most 64."},
	{"unknown-reference", "Unknown reference", hcl.DiagError, "An expression refers to something that is not declared."},
	{"unknown-instance", "Unknown instance", hcl.DiagError, "An expression refers to a key that the block's for_each does not have, or to a block with for_each as a whole."},
	{"reference-cycle", "Reference cycle", hcl.DiagError, "A local value or a for_each depends on itself."},
	{"invalid-for-each", "Invalid for_each", hcl.DiagError, "for_each is neither a map nor a set of texts, or is sensitive or unknown, so that addresses can't be told."},
}

// declared are the names that references may use.
type declared struct {
	variables    map[string]hcl.Range
	locals       map[string]*hcl.Attribute
	destinations map[blockName]*hcl.Block
	existing     map[blockName]*hcl.Block
	monitors     map[string]*hcl.Block
	workflows    map[string]*hcl.Block
	packs        map[string]*hcl.Block
	clusters     map[string]hcl.Range
}

// blocks are the destination or existing blocks.
func (d *declared) blocks(kind string) map[blockName]*hcl.Block {
	if kind == "existing" {
		return d.existing
	}
	return d.destinations
}

// blockName is the kind and label of a destination or existing block.
type blockName struct{ kind, label string }

func newDeclared() declared {
	return declared{
		variables: map[string]hcl.Range{}, locals: map[string]*hcl.Attribute{}, clusters: map[string]hcl.Range{},
		destinations: map[blockName]*hcl.Block{}, existing: map[blockName]*hcl.Block{}, monitors: map[string]*hcl.Block{}, workflows: map[string]*hcl.Block{},
		packs: map[string]*hcl.Block{},
	}
}

// declare gathers the names of what may be referred to.
func (l *loader) declare(blocks root) {
	for _, block := range blocks.of("locals") {
		found, diags := block.Body.JustAttributes()
		l.adopt(diags, l.root.wholeBlock(block))
		for _, attribute := range inOrder(found) {
			if before, twice := l.declared.locals[attribute.Name]; twice {
				l.twice(attribute.NameRange, "local value", attribute.Name, before.Range)
				continue
			}
			l.declared.locals[attribute.Name] = attribute
		}
	}
	l.declareTyped(blocks.of("destination"), l.declared.destinations)
	l.declareTyped(blocks.of("existing"), l.declared.existing)
	l.declareLabelled(blocks.of("monitor"), l.declared.monitors)
	l.declareLabelled(blocks.of("workflow"), l.declared.workflows)
	l.declareLabelled(blocks.of("pack"), l.declared.packs)
}

// declareLabelled gathers blocks that have one label, their name.
func (l *loader) declareLabelled(blocks hcl.Blocks, names map[string]*hcl.Block) {
	for _, block := range blocks {
		if !l.validLabel(block, 0) {
			continue
		}
		if before, twice := names[block.Labels[0]]; twice {
			l.twice(block.LabelRanges[0], block.Type, block.Labels[0], before.DefRange)
			continue
		}
		names[block.Labels[0]] = block
	}
}

func (l *loader) declareTyped(blocks hcl.Blocks, names map[blockName]*hcl.Block) {
	for _, block := range blocks {
		name := blockName{block.Labels[0], block.Labels[1]}
		if !l.validLabel(block, 1) {
			continue
		}
		if before, twice := names[name]; twice {
			l.twice(block.LabelRanges[1], block.Type+" "+name.kind, name.label, before.DefRange)
			continue
		}
		names[name] = block
	}
}

func (l *loader) twice(at hcl.Range, what, name string, before hcl.Range) {
	l.report("duplicate-name", place{subject: at}, "There is %s %q already, at %s:%d. Give one of the two another name.", withArticle(what), name, before.Filename, before.Start.Line)
}

// onlyOne is the first of blocks of which one can stand there, nil for none; those
// behind it are told.
func (l *loader) onlyOne(blocks hcl.Blocks) *hcl.Block {
	if len(blocks) == 0 {
		return nil
	}
	for _, again := range blocks[1:] {
		l.report("duplicate-block", place{subject: again.DefRange}, "There is a block %s in line %d already. Make one of the two.", again.Type, blocks[0].DefRange.Start.Line)
	}
	return blocks[0]
}

func (l *loader) validLabel(block *hcl.Block, i int) bool {
	if address.ValidLabel(block.Labels[i]) {
		return true
	}
	l.report("invalid-label", place{block.LabelRanges[i], block.DefRange},
		"%q is no label that references could be written to: labels hold letters, digits, _ and -, begin with a letter or _, and are 64 characters at most. What people read goes into name.", block.Labels[i])
	return false
}

// inOrder lists attributes as they stand in the file.
func inOrder(found hcl.Attributes) []*hcl.Attribute {
	list := slices.Collect(maps.Values(found))
	slices.SortFunc(list, func(a, b *hcl.Attribute) int { return a.Range.Start.Byte - b.Range.Start.Byte })
	return list
}

func withArticle(what string) string {
	if strings.ContainsRune("aeiou", rune(what[0])) {
		return "an " + what
	}
	return "a " + what
}
