package converttest

import (
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Query is what a monitor searches for, without its window.
func Query(t testing.TB, o convert.Object) any {
	t.Helper()
	block := Block(t, o.Block, "extraction_query")
	var clauses []any
	switch filter := block.Get("filter").(type) {
	case []any:
		clauses = filter
	case nil:
	default:
		clauses = []any{filter}
	}
	if query := block.Get("query"); query != nil {
		clauses = append(clauses, query)
	}
	return member("bool", member("filter", clauses))
}

var member = orderedjson.One

// Block is the first inner block of a type.
func Block(t testing.TB, b generate.Block, kind string) generate.Block {
	t.Helper()
	for _, inner := range b.Blocks {
		if inner.Type == kind {
			return inner
		}
	}
	t.Fatalf("there is no block %s in %s", kind, b.Type)
	return generate.Block{}
}
