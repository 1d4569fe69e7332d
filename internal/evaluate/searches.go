package evaluate

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// SearchInput is a search that a monitor makes: its targets, and its body with the
// period put in.
type SearchInput struct {
	Targets []string
	Body    *orderedjson.Object
}

// Searches are the searches of a run's inputs. ok is false where an input is none,
// or can't be read: what Run then says depends on no document.
func (r Request) Searches() (list []SearchInput, ok bool) {
	for _, in := range r.Monitor.Body.Array("inputs") {
		o, _ := in.(*orderedjson.Object)
		input := o.Object("search")
		if input == nil {
			return nil, false
		}
		query, err := querydsl.CanonicalFor(r.Dialect.Bodies, input.Object("query"))
		if err != nil {
			return nil, false
		}
		body, err := r.renderQuery(query)
		if err != nil {
			return nil, false
		}
		list = append(list, SearchInput{targetsOf(input), body})
	}
	return list, true
}

func targetsOf(input *orderedjson.Object) []string {
	var targets []string
	for _, x := range input.Array("indices") {
		if name, ok := x.(string); ok {
			targets = append(targets, name)
		}
	}
	return targets
}
