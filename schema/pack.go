package schema

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/schema/grammar"
)

var packChecks = []Check{
	{"invalid-source", "Invalid source of a pack", hcl.DiagError, "A pack is a folder on this machine, whose name is written as it is: which files a configuration is made of must be known before any value is."},
	{"missing-pack", "Missing pack", hcl.DiagError, "The folder of a pack is not there, or can't be read."},
	{"pack-cycle", "Pack within itself", hcl.DiagError, "A pack uses itself, straight or by way of others."},
	{"too-many-packs", "Too many packs", hcl.DiagError, "Packs that use packs can become more than any machine can read."},
	{"unknown-pack-input", "Unknown input of a pack", hcl.DiagError, "A pack block gives a value to a variable that the pack does not have."},
	{"missing-pack-input", "Missing input of a pack", hcl.DiagError, "A pack has a variable without a default, and its block gives it no value."},
	{"not-in-pack", "Not in a pack", hcl.DiagError, "A pack holds what belongs to the configuration that uses it: the workspace, clusters, imports."},
}

// packBlock is a block that makes a pack a part of a configuration, or of a pack.
type packBlock struct {
	block      *hcl.Block
	at         address.Address
	user       *loader // whose files hold the block
	attributes hcl.Attributes
	inputs     map[string]result // what its arguments came to, once they are evaluated
}

// address is that of the pack; the zero value for the configuration itself.
func (p *packBlock) address() address.Address {
	if p == nil {
		return address.Address{}
	}
	return p.at
}

// source is where the directory of a pack is named.
func (p *packBlock) source() place { return p.argument("source") }

// argument is where an argument's value stands; the block's start if there is none.
func (p *packBlock) argument(name string) place {
	whole := p.user.root.wholeBlock(p.block)
	if attribute, ok := p.attributes[name]; ok {
		return place{attribute.Expr.Range(), whole}
	}
	return place{p.block.DefRange, whole}
}

// mostNamed is how many pack blocks a diagnostic names.
const mostNamed = 3

// broughtBy names the blocks for which a pack was read in which something is wrong.
func broughtBy(packs []*packBlock) string {
	var names []string
	for _, p := range packs {
		names = append(names, fmt.Sprintf("%s (%s:%d)", p.at, p.block.DefRange.Filename, p.block.DefRange.Start.Line))
	}
	slices.Sort(names)
	if len(names) > mostNamed {
		names = append(names[:mostNamed-1], fmt.Sprintf("%d more", len(names)-mostNamed+1))
	}
	last := len(names) - 1
	if last == 0 {
		return "Brought by " + names[0] + "."
	}
	return "Brought by " + strings.Join(names[:last], ", ") + " and " + names[last] + "."
}

// here is the address of what the directory declares, seen from the configuration.
func (l *loader) here(a address.Address) address.Address { return a.Within(l.pack.address()) }

// askedFor is who tells what is wrong with what a pack is given.
func (l *loader) askedFor() *loader {
	if l.pack != nil {
		return l.pack.user
	}
	return l
}

// withPacks are the directory and all packs that it leads to, as far as they could be
// resolved.
func (l *loader) withPacks() []*loader {
	all := []*loader{l}
	for _, label := range slices.Sorted(maps.Keys(l.packs)) {
		if inner := l.packs[label]; inner.scope != nil {
			all = append(all, inner.withPacks()...)
		}
	}
	return all
}

var packBlocksOnly = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "pack", LabelNames: []string{"label"}}}}

// mostPacks keeps packs that use packs twice from becoming endless.
const mostPacks = 500

// readPacks reads the directories that the files' pack blocks name, and those that these
// name, before any value is computed.
func (l *loader) readPacks() {
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		body := l.files[name].Body
		if body == nil {
			continue
		}
		content, _, _ := body.PartialContent(packBlocksOnly) // what is wrong is told by rootBlocks
		for _, block := range content.Blocks {
			if label := block.Labels[0]; l.validLabel(block, 0) && l.packs[label] == nil {
				l.readPack(block, label)
			}
		}
	}
}

func (l *loader) readPack(block *hcl.Block, label string) {
	attributes, diags := block.Body.JustAttributes()
	l.adopt(diags, l.root.wholeBlock(block))
	p := &packBlock{block: block, at: l.here(address.ForPack(label)), user: l, attributes: attributes}
	dir, ok := l.packDir(p)
	l.unread[p.at] = true
	if !ok {
		return
	}
	if len(l.config.Packs) >= mostPacks {
		l.report("too-many-packs", p.argument("source"), "With %s there are more than %d packs. Packs that use packs twice become many; use each once, and give what differs as lists.", p.at, mostPacks)
		return
	}
	inner := l.whole.loader(dir, l.reporter.within(p), p)
	inner.readDirectory()
	if len(inner.files) == 0 {
		return // told
	}
	l.packs[label] = inner
	delete(l.unread, p.at)
	l.config.Packs = append(l.config.Packs, Pack{Address: p.at, Dir: dir, Tests: inner.countTests(), DeclRange: block.DefRange})
	inner.readPacks()
}

func (l *loader) countTests() int {
	tests := 0
	for _, file := range l.files {
		if file.Body != nil {
			content, _, _ := file.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "test", LabelNames: []string{"name"}}}})
			tests += len(content.Blocks)
		}
	}
	return tests
}

// missing tells of a directory that can't be read.
func (p *packBlock) missing(dir string, err error) {
	if os.IsNotExist(err) {
		p.user.report("missing-pack", p.source(), "There is no folder %s.%s Name the one that holds the pack's *.hcl files, seen from the folder of this file.", dir, p.otherFolder(dir))
		return
	}
	p.user.report("missing-pack", p.source(), "The folder %s can't be read: %s. Name the one that holds the pack's *.hcl files.", dir, reason(err))
}

// refuseForeign tells of what a pack must not hold.
func (l *loader) refuseForeign() {
	for _, attribute := range l.blocks.workspace {
		l.report("not-in-pack", place{subject: attribute.NameRange}, "A pack has no workspace: what it declares is owned by that of the configuration that uses it. Take the line out; `alertplan test` runs the pack's tests without one.")
	}
	for _, block := range l.blocks.of("cluster") {
		l.report("not-in-pack", place{subject: block.DefRange}, "A pack names no cluster: which one is asked, and its policy, are said by the configuration that uses it. Take the block out; the dialect of the pack's own tests is that of --dialect.")
	}
	for _, block := range l.blocks.of("import") {
		l.report("not-in-pack", place{subject: block.DefRange}, "A pack imports nothing: an id is of one cluster, and the pack is for all. Write the import into the configuration that uses it, with to = %s.….", l.pack.at)
	}
}

// reservedInputs are arguments of modules of Terraform, and what to do instead.
var reservedInputs = map[string]string{
	"for_each":   "A pack block stands for one pack. Write one block for each, with a label and inputs of its own.",
	"count":      "A pack block stands for one pack. Write one block for each, with a label and inputs of its own.",
	"depends_on": "What a pack needs follows from its inputs, and destinations are made before monitors. Take the line out.",
	"version":    "A pack is a folder, and has the version that the folder has. Take the line out.",
	"providers":  "There are no providers: all of a configuration goes to one cluster. Take the line out.",
	"lifecycle":  "Blocks within the pack have a lifecycle; the pack itself has none. Take the line out.",
}

// isArgument tells whether a name means something of its own in a pack block.
func isArgument(name string) bool {
	_, known := grammar.Pack.Argument(name)
	return known || reservedInputs[name] != ""
}
