package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/schema/grammar"
)

var rootSchema = grammar.Root.Schema()

// root is what all files hold together.
type root struct {
	workspace []*hcl.Attribute
	blocks    map[string]hcl.Blocks

	// misspelt: there is no workspace, because it is written otherwise.
	misspelt bool
}

func (r root) of(kind string) hcl.Blocks { return r.blocks[kind] }

func (l *loader) rootBlocks() root {
	all := root{blocks: map[string]hcl.Blocks{}}
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		body := l.files[name].Body
		if body == nil {
			continue
		}
		content, diags := body.Content(rootSchema)
		l.adopt(diags, hcl.Range{})
		all.misspelt = all.misspelt || l.root.misspelt(diags, rootSchema)["workspace"]
		if attribute, ok := content.Attributes["workspace"]; ok {
			all.workspace = append(all.workspace, attribute)
		}
		for _, block := range content.Blocks {
			all.blocks[block.Type] = append(all.blocks[block.Type], block)
		}
	}
	return all
}

// open reads a block by its schema; what HCL finds wrong is told.
func (s *scope) open(block *hcl.Block, schema *hcl.BodySchema) (reading, hcl.Blocks) {
	return s.openBody(block, block.Body, schema, nil)
}

// openBody reads a block whose body is seen through another, such as one that
// expands dynamic blocks. Of what HCL finds wrong, what stands at told has been
// told already.
func (s *scope) openBody(block *hcl.Block, body hcl.Body, schema *hcl.BodySchema, told []hcl.Range) (reading, hcl.Blocks) {
	content, diags := body.Content(schema)
	r := reading{scope: s, block: s.wholeBlock(block), attributes: content.Attributes, results: map[string]result{}, misspelt: s.misspelt(diags, schema)}
	for _, d := range diags {
		if !r.isToldAlready(d) && !slices.ContainsFunc(told, func(at hcl.Range) bool { return d.Subject != nil && at.Overlaps(*d.Subject) }) {
			s.adopt(hcl.Diagnostics{d}, r.block)
		}
	}
	return r, content.Blocks
}

// misspelt are the names that are not there, because the argument or block that
// is means them.
func (s *scope) misspelt(diags hcl.Diagnostics, schema *hcl.BodySchema) map[string]bool {
	if len(diags) == 0 {
		return nil
	}
	var names []string
	for _, a := range schema.Attributes {
		names = append(names, a.Name)
	}
	for _, b := range schema.Blocks {
		names = append(names, b.Type)
	}
	meant := map[string]bool{}
	for _, d := range diags {
		if d.Subject == nil || !strings.HasPrefix(d.Summary, "Unsupported ") {
			continue
		}
		if written, ok := s.sourceOf(*d.Subject); ok {
			meant[nearest(written, names)] = true
		}
	}
	return meant
}

// isToldAlready is true for a missing argument that is only misspelt.
func (r reading) isToldAlready(d *hcl.Diagnostic) bool {
	if d.Summary != "Missing required argument" {
		return false
	}
	for name := range r.misspelt {
		if name != "" && strings.Contains(d.Detail, `"`+name+`"`) {
			return true
		}
	}
	return false
}

// blockStart is where a block begins.
type blockStart struct {
	file string
	byte int
}

func (l *loader) noteBlocks(body *hclsyntax.Body) {
	for _, block := range body.Blocks {
		l.ranges[blockStart{block.TypeRange.Filename, block.TypeRange.Start.Byte}] = block.Range()
		l.noteBlocks(block.Body)
	}
}

// wholeBlock is the range of a block from its type to its closing brace.
func (s *scope) wholeBlock(block *hcl.Block) hcl.Range {
	if whole, ok := s.ranges[blockStart{block.DefRange.Filename, block.DefRange.Start.Byte}]; ok {
		return whole
	}
	return block.DefRange
}

// forEachOnly reads of a block whether there are several of it.
var forEachOnly = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "for_each"}}}
