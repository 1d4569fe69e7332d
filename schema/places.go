package schema

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/address"
)

// Spot is a part of a monitor or workflow: of the block itself, of one of its triggers,
// or of an action of that. Arguments says which arguments hold it, the likeliest first.
type Spot struct {
	Trigger, Action string // labels; "" for what belongs to none
	Arguments       []string
}

// Place is where a part of a monitor or workflow stands in the files: an argument of
// the innermost block that can be found, else that block's header; of a raw body all of
// it. It is false for an address that no block declares.
//
// Nothing is kept for this while files are read: few parts are ever asked for.
func (c *Config) Place(at address.Address, s Spot) (hcl.Range, bool) {
	def, ok := c.declaration(at)
	if !ok {
		return hcl.Range{}, false
	}
	file := c.Files[def.Filename]
	if file == nil {
		return def, true
	}
	root, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return def, true
	}
	for _, block := range root.Blocks {
		if block.DefRange() == def {
			return spotIn(block, s), true
		}
	}
	return def, true
}

func (c *Config) declaration(at address.Address) (hcl.Range, bool) {
	for _, list := range [][]Monitor{c.Monitors, c.Workflows} {
		for _, m := range list {
			if m.Address == at {
				return m.DeclRange, true
			}
		}
	}
	return hcl.Range{}, false
}

func spotIn(block *hclsyntax.Block, s Spot) hcl.Range {
	if body, raw := block.Body.Attributes["body"]; raw {
		return body.Expr.Range()
	}
	holders := []*hclsyntax.Block{block}
	if s.Trigger != "" {
		block = inner(block, "trigger", s.Trigger)
		holders = []*hclsyntax.Block{block}
	}
	if s.Action != "" {
		block = inner(block, "action", s.Action)
		holders = []*hclsyntax.Block{block}
	}
	if s.Trigger == "" {
		holders = append(holders, inputsOf(block)...)
	}
	for _, name := range s.Arguments {
		for _, holder := range holders {
			if attribute, ok := holder.Body.Attributes[name]; ok {
				return attribute.Expr.Range()
			}
		}
	}
	return holders[len(holders)-1].DefRange()
}

// inputsOf are the blocks that say what a monitor reads.
func inputsOf(block *hclsyntax.Block) []*hclsyntax.Block {
	var blocks []*hclsyntax.Block
	for _, b := range block.Body.Blocks {
		switch b.Type {
		case "extraction_query", "graph", "document_queries", "cluster_metrics":
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// inner is a block by its label, in this body or in a dynamic block's content; the
// block around it where it can't be told which one it is.
func inner(block *hclsyntax.Block, kind, label string) *hclsyntax.Block {
	for _, b := range block.Body.Blocks {
		if b.Type == kind && len(b.Labels) == 1 && b.Labels[0] == label {
			return b
		}
	}
	for _, b := range block.Body.Blocks {
		if b.Type != "dynamic" || len(b.Labels) != 1 || b.Labels[0] != kind {
			continue
		}
		for _, content := range b.Body.Blocks {
			if content.Type == "content" {
				return content
			}
		}
	}
	return block
}
