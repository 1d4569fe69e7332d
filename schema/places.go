package schema

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/address"
)

// Spot is a part of a monitor or workflow: of the block itself, of one of its triggers,
// or of an action of that. Arguments says which arguments may hold it; none: it is the
// block as a whole.
type Spot struct {
	Trigger, Action string // labels; "" for what belongs to none
	Arguments       []string
}

// Place is where a part of a monitor or workflow stands in the files: the argument of
// the innermost block that can be found; where it has none of them, or several, that
// block's header; of a raw body all of it. It is false for an address that no block
// declares.
//
// Nothing is kept for this while files are read: few parts are ever asked for.
func (c *Config) Place(at address.Address, s Spot) (hcl.Range, bool) {
	def, ok := c.declaration(at)
	if !ok {
		return hcl.Range{}, false
	}
	if block, ok := c.Block(at); ok {
		return spotIn(block, s), true
	}
	return def, true
}

func spotIn(block *hclsyntax.Block, s Spot) hcl.Range {
	if body, raw := block.Body.Attributes["body"]; raw {
		return body.Expr.Range()
	}
	if s.Trigger != "" {
		block = inner(block, "trigger", s.Trigger)
	}
	if s.Action != "" {
		block = inner(block, "action", s.Action)
	}
	if s.Trigger == "" && len(s.Arguments) > 0 {
		if input := inputOf(block); input != nil {
			block = input
		}
	}
	at, found := block.DefRange(), 0
	for _, name := range s.Arguments {
		if attribute, ok := block.Body.Attributes[name]; ok {
			at, found = attribute.Expr.Range(), found+1
		}
	}
	if found > 1 {
		return block.DefRange()
	}
	return at
}

// inputOf is the block that says what a monitor reads; nil where there is none.
func inputOf(block *hclsyntax.Block) *hclsyntax.Block {
	for _, b := range block.Body.Blocks {
		switch b.Type {
		case "extraction_query", "graph", "document_queries", "cluster_metrics":
			return b
		}
	}
	return nil
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
