package monitors

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

func canonicalInput(input Input) (Input, error) {
	switch in := input.(type) {
	case *Search:
		body, err := canonicalBody(in.Body)
		if err != nil {
			return nil, err
		}
		return &Search{Indices: orNil(in.Indices), Body: body, Graph: in.Graph}, nil
	case *DocumentQueries:
		return in.canonical(), nil
	case *ClusterAPI:
		return in.canonical(), nil
	default:
		return input, nil
	}
}

// canonicalBody is exactly what the server stores for a search body.
func canonicalBody(body *orderedjson.Object) (*orderedjson.Object, error) {
	if body == nil {
		body = orderedjson.NewObject()
	}
	return querydsl.Canonical(body)
}

func (in *DocumentQueries) canonical() *DocumentQueries {
	filled := *in
	filled.Indices = orNil(in.Indices)
	filled.Queries = mapped(in.Queries, func(q DocumentQuery) DocumentQuery {
		q.Fields, q.Tags, q.QueryFieldNames = orNil(q.Fields), orNil(q.Tags), orNil(q.QueryFieldNames)
		return q
	})
	return &filled
}

// orNil copies a list; an empty one is nil, so that both compare equal.
func orNil(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}
