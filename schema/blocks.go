package schema

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// rootSchema is what a file may hold. The content of test blocks is read by
// whoever runs tests.
var rootSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{{Name: "workspace"}},
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "locals"},
		{Type: "cluster", LabelNames: []string{"name"}},
		{Type: "destination", LabelNames: []string{"kind", "label"}},
		{Type: "existing", LabelNames: []string{"kind", "label"}},
		{Type: "monitor", LabelNames: []string{"label"}},
		{Type: "import"},
		{Type: "moved"},
		{Type: "removed"},
		{Type: "test", LabelNames: []string{"name"}},
	},
}

// root is what all files hold together.
type root struct {
	workspace []*hcl.Attribute
	blocks    map[string]hcl.Blocks
}

func (r root) of(kind string) hcl.Blocks { return r.blocks[kind] }

func (l *loader) rootBlocks() root {
	all := root{blocks: map[string]hcl.Blocks{}}
	for _, name := range slices.Sorted(maps.Keys(l.config.Files)) {
		body := l.config.Files[name].Body
		if body == nil {
			continue
		}
		content, diags := body.Content(rootSchema)
		l.adopt(diags, hcl.Range{})
		if attribute, ok := content.Attributes["workspace"]; ok {
			all.workspace = append(all.workspace, attribute)
		}
		for _, block := range content.Blocks {
			all.blocks[block.Type] = append(all.blocks[block.Type], block)
		}
	}
	return all
}

// content reads a block by its schema; what HCL finds wrong is told.
func (l *loader) content(block *hcl.Block, schema *hcl.BodySchema) *hcl.BodyContent {
	content, diags := block.Body.Content(schema)
	l.adopt(diags, wholeBlock(block))
	return content
}

// wholeBlock is the range of a block from its type to its brace.
func wholeBlock(block *hcl.Block) hcl.Range {
	switch body := block.Body.(type) {
	case *hclsyntax.Body:
		return hcl.RangeBetween(block.DefRange, body.SrcRange)
	default:
		return block.DefRange
	}
}

func attributes(required []string, optional ...string) []hcl.AttributeSchema {
	var list []hcl.AttributeSchema
	for _, name := range required {
		list = append(list, hcl.AttributeSchema{Name: name, Required: true})
	}
	for _, name := range optional {
		list = append(list, hcl.AttributeSchema{Name: name})
	}
	return list
}
