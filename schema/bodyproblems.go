package schema

import (
	"errors"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// bodyProblems takes a refused body apart, since the server, and querydsl as it,
// tells the first problem only: each clause and each aggregation is tried alone.
func bodyProblems(body *orderedjson.Object) []*querydsl.Error {
	var found []*querydsl.Error
	for _, m := range body.Members() {
		pointer := "/" + pointerKey(m.Key)
		switch m.Key {
		case "query", "post_filter":
			found = append(found, clauseProblems(m.Value, pointer)...)
		case "aggs", "aggregations":
			found = append(found, aggregationProblems(m.Value, pointer)...)
		default:
			found = append(found, alone(object(m.Key, m.Value), "", "")...)
		}
	}
	return found
}

// alone are the problems of a body that holds a part of another; what lies
// under inner there lies under outer in the other.
func alone(part *orderedjson.Object, inner, outer string) []*querydsl.Error {
	_, err := querydsl.Canonical(part)
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return nil
	}
	moved := *refused
	if len(moved.Path) >= len(inner) {
		moved.Path = outer + moved.Path[len(inner):]
	} else {
		moved.Path = outer
	}
	return []*querydsl.Error{&moved}
}

var clauseLists = []string{"must", "filter", "should", "must_not"}

// clauseProblems goes into bool queries, which hold others.
func clauseProblems(clause any, pointer string) []*querydsl.Error {
	whole := alone(object("query", clause), "/query", pointer)
	o, _ := clause.(*orderedjson.Object)
	inner := o.Object("bool")
	if len(whole) == 0 || inner == nil || o.Len() != 1 {
		return whole
	}
	var found []*querydsl.Error
	for _, name := range clauseLists {
		v, ok := inner.Get(name)
		if !ok {
			continue
		}
		list, isList := v.([]any)
		if !isList {
			found = append(found, clauseProblems(v, pointer+"/bool/"+name)...)
			continue
		}
		for i, x := range list {
			found = append(found, clauseProblems(x, pointer+"/bool/"+name+"/"+strconv.Itoa(i))...)
		}
	}
	if len(found) == 0 {
		return whole
	}
	return found
}

func aggregationProblems(v any, pointer string) []*querydsl.Error {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return alone(object("aggregations", v), "/aggregations", pointer)
	}
	var found []*querydsl.Error
	for _, m := range o.Members() {
		found = append(found, alone(object("aggregations", object(m.Key, m.Value)), "/aggregations", pointer)...)
	}
	return found
}
