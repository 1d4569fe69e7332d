package accept

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Reason says why a part of a drift was not written into the files.
type Reason string

// The reasons.
const (
	FromVariable   Reason = "variable"      // var.NAME
	FromLocal      Reason = "local"         // local.NAME
	FromForEach    Reason = "for_each"      // each.key or each.value, or a block of which there are several objects
	FromDynamic    Reason = "dynamic"       // the block is made by a dynamic block
	FromFile       Reason = "file"          // file, templatefile and the like
	FromFunction   Reason = "function"      // what another function makes
	FromExpression Reason = "expression"    // a template, a condition, an operation
	OfASecret      Reason = "secret"        // a secret must not stand in a file
	NoLiteral      Reason = "no-literal"    // no literal of the language can say it
	NoWords        Reason = "no-words"      // the arguments that stand there can't say it
	NoForm         Reason = "no-form"       // a graph's search is none that the editor makes
	IsLabel        Reason = "label"         // a name in a raw body is a label, too
	HasComments    Reason = "comments"      // what is to go holds comments
	Undeclared     Reason = "undeclared"    // a channel that no block declares
	IsMissing      Reason = "missing"       // gone from the cluster
	IsCopied       Reason = "copies"        // several objects of one address
	NotComparable  Reason = "uncomparable"  // it could not be read or compared
	IsRemoved      Reason = "removed"       // no block declares it any more
	IsRefused      Reason = "refused"       // the files would not be valid with it
	IsElsewhere    Reason = "not-in-a-file" // the block can't be found
)

// origin tells where an expression that is no literal comes from, and by which name;
// "" for a literal.
func origin(expr hclsyntax.Expression) (reason Reason, word string) {
	if variables := expr.Variables(); len(variables) > 0 {
		return originOf(variables[0])
	}
	_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		call, ok := n.(*hclsyntax.FunctionCallExpr)
		if !ok || reason != "" {
			return nil
		}
		reason, word = FromFunction, call.Name
		if call.Name == "templatefile" || strings.HasPrefix(call.Name, "file") {
			reason = FromFile
			if len(call.Args) > 0 {
				if path, ok := literalText(call.Args[0]); ok {
					word = path
				}
			}
		}
		return nil
	})
	if reason != "" {
		return reason, word
	}
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr, *hclsyntax.TemplateWrapExpr, *hclsyntax.ObjectConsExpr, *hclsyntax.TupleConsExpr:
	case *hclsyntax.TemplateExpr:
		for _, part := range e.Parts {
			if _, literal := part.(*hclsyntax.LiteralValueExpr); !literal {
				return FromExpression, ""
			}
		}
	case *hclsyntax.ParenthesesExpr:
		return origin(e.Expression)
	case *hclsyntax.UnaryOpExpr: // -5
		if v, diags := e.Value(nil); diags.HasErrors() || v.Type() != cty.Number {
			return FromExpression, ""
		}
	default:
		return FromExpression, ""
	}
	return "", ""
}

func originOf(variable hcl.Traversal) (reason Reason, word string) {
	name := traversalText(variable)
	switch variable.RootName() {
	case "var":
		return FromVariable, name
	case "local":
		return FromLocal, name
	case "each":
		return FromForEach, name
	default:
		return FromExpression, name
	}
}

func traversalText(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(s.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + s.Name)
		case hcl.TraverseIndex:
			if s.Key.Type() == cty.String {
				b.WriteString("[\"" + s.Key.AsString() + "\"]")
			}
		}
	}
	return b.String()
}
