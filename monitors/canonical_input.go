package monitors

import (
	"slices"

	"github.com/alertplan/alertplan/internal/querydsl"
)

func canonicalInput(input Input) (Input, error) {
	switch in := input.(type) {
	case *Search:
		form, err := querydsl.Read(querydsl.OpenSearch2, in.Body)
		if err != nil {
			return nil, err
		}
		return &Search{Indices: orNil(in.Indices), Body: form.Body, Graph: in.Graph, Foreign: form.Foreign}, nil
	case *DocumentQueries:
		return in.canonical(), nil
	case *ClusterAPI:
		return in.canonical(), nil
	case *Sequence:
		return in.clone(), nil
	default:
		return input, nil
	}
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
