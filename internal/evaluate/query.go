package evaluate

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// Query is the search of the monitor's first input as the run sends it, with the
// period put in; a nil body where the monitor has no search. Errors are those of
// Run.
func (r Request) Query() (body *orderedjson.Object, err error) {
	inputs := r.Monitor.Body.Array("inputs")
	if len(inputs) == 0 {
		return nil, nil
	}
	first, _ := inputs[0].(*orderedjson.Object)
	asked := first.Object("search").Object("query")
	if asked == nil {
		return nil, nil
	}
	canonical, err := querydsl.Canonical(asked)
	if err != nil {
		return nil, refusedQuery(err)
	}
	return r.renderQuery(canonical)
}
