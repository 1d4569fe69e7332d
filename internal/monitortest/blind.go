package monitortest

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// blindness says why a document-level query does not see what it names in an
// event; "" where nothing of the kind is known (evaluate/doc_fields.go tells the
// facts).
func blindness(q monitors.DocumentQuery, source *orderedjson.Object) string {
	names := querydsl.NamesOf(q.Query)
	if len(names.Bare) > 0 && len(q.Fields) == 0 {
		return fmt.Sprintf(" (the server does not keep this query, since %[1]q names no field: write FIELD:%[1]s)", names.Bare[0])
	}
	for _, field := range q.Fields {
		if !strings.Contains(field, "*") {
			return fmt.Sprintf(" (the server does not keep this query, since its fields name %[1]q, which is called otherwise there: write %[1]s*)", field)
		}
	}
	for _, field := range names.Fields {
		switch whole := sourceOf(field); {
		case whole != field && len(valuesAt(source, whole)) > 0:
			return fmt.Sprintf(" (document-level queries have no %s: write %s:\"…\")", field, whole)
		case belowList(source, field):
			return fmt.Sprintf(" (%s lies in a list of objects, where document-level queries don't look)", field)
		}
	}
	return ""
}

// belowList tells whether a field of an event lies inside a list of objects.
func belowList(source *orderedjson.Object, field string) bool {
	for i, c := range field {
		if c != '.' {
			continue
		}
		if inner := source.Object(field[:i]); inner != nil {
			return belowList(inner, field[i+1:])
		}
		for _, x := range source.Array(field[:i]) {
			if o, ok := x.(*orderedjson.Object); ok && len(valuesAt(o, field[i+1:])) > 0 {
				return true
			}
		}
	}
	return false
}
