package schema

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/address"
)

// Block is the block that declares a monitor, a workflow or a destination, as it is
// written; false for an address that no block declares.
func (c *Config) Block(at address.Address) (*hclsyntax.Block, bool) {
	def, ok := c.declaration(at)
	if !ok || c.Files[def.Filename] == nil {
		return nil, false
	}
	root, ok := c.Files[def.Filename].Body.(*hclsyntax.Body)
	if !ok {
		return nil, false
	}
	for _, block := range root.Blocks {
		if block.DefRange() == def {
			return block, true
		}
	}
	return nil, false
}

// Value is what an expression in the block of an object comes to.
type Value struct {
	// JSON is the value; what is not known in this run is monitors.UnknownText, and
	// a destination is its address.
	JSON any

	// Secret: a part of it must not be printed.
	Secret bool
}

// Value computes an expression of the block that declares an object, by the names
// that can be used there; false where it has no value, or none that JSON has. It
// reports nothing: reading the configuration did.
func (c *Config) Value(at address.Address, expr hcl.Expression) (Value, bool) {
	s := c.scopes[at.Pack()]
	if s == nil {
		return Value{}, false
	}
	if key, keyed := at.Key(); keyed {
		if s = c.instanceScope(at, key); s == nil {
			return Value{}, false
		}
	}
	v, diags := expr.Value(s.ctx)
	if diags.HasErrors() || hasFailed(v) {
		return Value{}, false
	}
	_, marks := v.UnmarkDeep()
	if plain, _ := v.Unmark(); plain.Type() == addressType && plain.IsKnown() && !plain.IsNull() {
		return Value{JSON: plain.EncapsulatedValue().(*address.Address).String()}, true
	}
	json, err := toJSON(v)
	return Value{JSON: json, Secret: hasSecret(marks)}, err == nil
}

// instanceScope is the scope of one instance of a for_each; nil where there is none.
func (c *Config) instanceScope(at address.Address, key string) *scope {
	block, ok := c.Block(at)
	if !ok || block.Body.Attributes["for_each"] == nil {
		return nil
	}
	v, diags := block.Body.Attributes["for_each"].Expr.Value(c.scopes[at.Pack()].ctx)
	plain, _ := v.Unmark()
	if diags.HasErrors() || !plain.IsKnown() || plain.IsNull() || !plain.CanIterateElements() {
		return nil
	}
	for name, value := range plain.Elements() {
		if plain.Type().IsSetType() {
			name = value
		}
		if text, ok := keyText(name); ok && text == key {
			return c.scopes[at.Pack()].with("each", each(key, value))
		}
	}
	return nil
}

// declaration is where an object is declared.
func (c *Config) declaration(at address.Address) (hcl.Range, bool) {
	for _, list := range [][]Monitor{c.Monitors, c.Workflows} {
		for _, m := range list {
			if m.Address == at {
				return m.DeclRange, true
			}
		}
	}
	for _, d := range c.Destinations {
		if d.Address == at {
			return d.DeclRange, true
		}
	}
	return hcl.Range{}, false
}
