package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// CheckQuery tells what is wrong with a query, whatever index it is for.
func CheckQuery(query *orderedjson.Object, d dialect.Dialect) error {
	_, err := canonical(orderedjson.NewObject(orderedjson.Member{Key: "query", Value: query}), d)
	return err
}

// CheckQueryOn tells what is wrong with a query on an index.
func CheckQueryOn(x *index.Index, query *orderedjson.Object, o Options) error {
	body, err := canonical(orderedjson.NewObject(orderedjson.Member{Key: "query", Value: query}), o.Dialect)
	if err != nil {
		return err
	}
	_, _, err = newShard(x, 0, o).prepare(body.Object("query"))
	return unwrapped(err)
}

// CanMatch tells whether a query could find something in an index, as a server tells
// from its mapping and from the extremes of its dates alone. Errors: a query that can't
// be read.
func CanMatch(x *index.Index, query *orderedjson.Object, o Options) (bool, error) {
	body, err := canonical(orderedjson.NewObject(orderedjson.Member{Key: "query", Value: query}), o.Dialect)
	if err != nil {
		return false, err
	}
	for n := range x.Shards() {
		if gone, err := newShard(x, n, o).rewrite(body.Object("query")); err != nil || !gone {
			return true, nil // what is wrong with it, is another's to say
		}
	}
	return false, nil
}
