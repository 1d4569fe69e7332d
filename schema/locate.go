package schema

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// bodySource says that what lies under a JSON pointer of a body comes from an
// expression.
type bodySource struct {
	prefix string
	expr   hcl.Expression
}

// listSource are the sources of clauses that stand behind the window in a list
// under prefix: one for each element as it is written, if it is.
func listSource(prefix string, expr hcl.Expression) []bodySource {
	items, diags := hcl.ExprList(hcl.UnwrapExpression(expr))
	if diags.HasErrors() {
		return []bodySource{{prefix, wholeOnly{expr}}}
	}
	sources := []bodySource{{prefix, wholeOnly{expr}}}
	for i, item := range items {
		sources = append(sources, bodySource{prefix + "/" + strconv.Itoa(i+1), item})
	}
	return sources
}

// wholeOnly is an expression into which no pointer leads.
type wholeOnly struct{ hcl.Expression }

// at is the place nearest to a JSON pointer into the body.
func (q *queryFacts) at(pointer string) place {
	best, rest := bodySource{}, ""
	for _, s := range q.sources {
		inside, ok := strings.CutPrefix(pointer, s.prefix)
		if ok && (inside == "" || inside[0] == '/') && (best.expr == nil || len(s.prefix) > len(best.prefix)) {
			best, rest = s, inside
		}
	}
	if best.expr == nil {
		return place{subject: q.reading.block}
	}
	return place{locate(best.expr, rest), q.reading.block}
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// locate follows a JSON pointer into an expression as far as it is written out
// there: to the value, or for an object's key to the key.
func locate(expr hcl.Expression, pointer string) hcl.Range {
	_, at, _ := descend(expr, pointer)
	return at
}

// descend is what a JSON pointer leads to, and its range; false where it does
// not lead all the way.
func descend(expr hcl.Expression, pointer string) (hcl.Expression, hcl.Range, bool) {
	at := expr.Range()
	if pointer == "" {
		return expr, at, true
	}
	if _, whole := expr.(wholeOnly); whole {
		return expr, at, false
	}
	expr = hcl.UnwrapExpression(expr)
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next, key, ok := child(expr, unescape.Replace(step))
		if !ok {
			return wholeOnly{expr}, at, false
		}
		expr, at = next, key
	}
	return expr, at, true
}

// child is an element of an object or list literal. The range of an object's
// element begins with its key.
func child(expr hcl.Expression, step string) (hcl.Expression, hcl.Range, bool) {
	switch e := expr.(type) {
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if key, ok := literalKey(item.KeyExpr); ok && key == step {
				return item.ValueExpr, hcl.RangeBetween(item.KeyExpr.Range(), item.ValueExpr.Range()), true
			}
		}
	case *hclsyntax.TupleConsExpr:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(e.Exprs) {
			return e.Exprs[i], e.Exprs[i].Range(), true
		}
	case *hclsyntax.ParenthesesExpr:
		return child(e.Expression, step)
	}
	return nil, hcl.Range{}, false
}

// elementRange is the range of a list's element, the list's own where it is not
// written out.
func elementRange(expr hcl.Expression, i int) hcl.Range {
	return locate(expr, "/"+strconv.Itoa(i))
}
