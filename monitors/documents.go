package monitors

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// fields is the input as a tree, in the words of the configuration: queries by their
// labels or names.
func (in *DocumentQueries) fields() *orderedjson.Object {
	f := orderedjson.NewObject()
	f.Set("description", in.Description)
	f.Set("indices", texts(in.Indices))
	setIf(f, "fan_out_enabled", false, !in.FanOut)
	if len(in.Queries) == 0 {
		return f
	}
	queries := orderedjson.NewObject()
	for i, key := range in.keys() {
		q := in.Queries[i]
		one := orderedjson.NewObject(
			orderedjson.Member{Key: "name", Value: q.Name},
			orderedjson.Member{Key: "query", Value: q.Query})
		for _, list := range []struct {
			name   string
			values []string
		}{{"fields", q.Fields}, {"tags", q.Tags}, {"query_field_names", q.QueryFieldNames}} {
			setIf(one, list.name, texts(list.values), len(list.values) > 0)
		}
		queries.Set(key, one)
	}
	f.Set("query", queries)
	return f
}

// keys are what the queries are called, one each: the label, else the name, with the
// id where two have one name, which the server takes.
func (in *DocumentQueries) keys() []string {
	keys := make([]string, len(in.Queries))
	for i, q := range in.Queries {
		keys[i] = q.Key()
		if slices.Contains(keys[:i], keys[i]) {
			keys[i] += " (" + q.ID + ")"
		}
	}
	return keys
}

// Key is what a query is called: its label, or its name where it has none.
func (q DocumentQuery) Key() string {
	if q.Label != "" {
		return q.Label
	}
	return q.Name
}

// ByID is all queries by their ids, for digests: an id stays when a label or a name
// does not.
func (in *DocumentQueries) ByID() *orderedjson.Object {
	queries := orderedjson.NewObject()
	for _, q := range in.Queries {
		queries.Set(q.ID, orderedjson.NewObject(
			orderedjson.Member{Key: "name", Value: q.Name},
			orderedjson.Member{Key: "query", Value: q.Query},
			orderedjson.Member{Key: "fields", Value: texts(q.Fields)},
			orderedjson.Member{Key: "tags", Value: texts(q.Tags)},
			orderedjson.Member{Key: "query_field_names", Value: texts(q.QueryFieldNames)}))
	}
	return queries
}

// hashed is what the hash is made of.
func (in *DocumentQueries) hashed() *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "description", Value: in.Description},
		orderedjson.Member{Key: "indices", Value: texts(in.Indices)},
		orderedjson.Member{Key: "fan_out_enabled", Value: in.FanOut},
		orderedjson.Member{Key: "queries", Value: in.ByID()})
}

// calledAs is a live input whose queries are called as those of another with their
// ids; any other keeps its name, with its id where that is another's.
func (in *DocumentQueries) calledAs(wanted *DocumentQueries) *DocumentQueries {
	called := *in
	called.Queries = slices.Clone(in.Queries)
	keys := wanted.keys()
	for i := range called.Queries {
		q := &called.Queries[i]
		if w := slices.IndexFunc(wanted.Queries, func(other DocumentQuery) bool { return other.ID == q.ID }); w >= 0 {
			q.Label = keys[w]
		} else if slices.Contains(keys, q.Name) {
			q.Label = q.Name + " (" + q.ID + ")"
		}
	}
	return &called
}

// QueryID derives the id of a document query, as those of triggers are derived,
// whose labels hold no #.
func QueryID(workspace string, at address.Address, key string) string {
	return address.TriggerID(workspace, at, "query#"+key)
}

// markedQueries are the ids by label that can't be told from the labels themselves:
// nil for a monitor that was made here and stays where it is.
func markedQueries(workspace string, at address.Address, m Monitor) map[string]string {
	in, ok := m.Input.(*DocumentQueries)
	if !ok {
		return nil
	}
	var marked map[string]string
	for _, q := range in.Queries {
		if q.Label == "" || q.ID == QueryID(workspace, at, q.Label) {
			continue
		}
		if marked == nil {
			marked = map[string]string{}
		}
		marked[q.Label] = q.ID
	}
	return marked
}
