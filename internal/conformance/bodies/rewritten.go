package bodies

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// rewritten says of a canonical body that a node changes it before it logs it: what
// the log says of it is not what would be stored.
func rewritten(canonical *orderedjson.Object) bool {
	found := false
	querydsl.Walk(canonical, func(c querydsl.Clause) {
		body, _ := c.Body.(*orderedjson.Object)
		switch c.Kind {
		case "wrapper", "match_none", "template":
			found = true
		case "bool":
			found = found || !body.Has("must") && !body.Has("filter") && !body.Has("should") && !body.Has("must_not")
		case "terms":
			_, lookup := fieldValue(body).(*orderedjson.Object)
			list, isList := fieldValue(body).([]any)
			found = found || lookup || isList && len(list) == 0
		case "ids":
			found = found || len(body.Array("values")) == 0
		case "percolate":
			found = found || body.Has("id")
		}
	})
	return found
}

func fieldValue(body *orderedjson.Object) any {
	if body.Len() == 0 {
		return nil
	}
	return body.Members()[0].Value
}
