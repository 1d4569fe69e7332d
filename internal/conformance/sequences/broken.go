package sequences

import (
	"regexp"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// garbage are exceptions that a server doesn't mean: it fell over a request, and what
// it did of it is chance. The other one is to answer sanely.
var garbage = []string{"null_pointer_exception", "class_cast_exception", "index_out_of_bounds_exception", "array_index_out_of_bounds_exception"}

// broken tells whether a server fell over a request, or over its own time.
func broken(a Answer) bool {
	found := false
	walk(a.Body, func(o *orderedjson.Object) {
		for _, kind := range garbage {
			found = found || o.Text("type") == kind
		}
		found = found || strings.HasPrefix(o.Text("reason"), "timed out while waiting for a dynamic mapping update")
	})
	return found
}

// mappingFault is what a document says that came too late for a mapping.
var mappingFault = regexp.MustCompile(`^mapper \[|^failed to parse field \[|^object mapping for \[`)

// raced tells whether shards of an index may have raced for its mapping: of documents
// of one _bulk that are new in it, on several shards, it is chance which comes first.
func (c *comparer) raced(s Step, a Answer) bool {
	if !c.spread || !s.Lines || !strings.Contains(s.Path, "_bulk") {
		return false
	}
	found := false
	walk(a.Body, func(o *orderedjson.Object) { found = found || mappingFault.MatchString(o.Text("reason")) })
	return found
}

// walk visits the objects of an answer.
func walk(v any, visit func(*orderedjson.Object)) {
	switch v := v.(type) {
	case *orderedjson.Object:
		visit(v)
		for _, m := range v.Members() {
			walk(m.Value, visit)
		}
	case []any:
		for _, x := range v {
			walk(x, visit)
		}
	}
}
