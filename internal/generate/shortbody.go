package generate

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// ShortBody is a search body as somebody would have written it: without what a server
// fills in. It is the body itself where no shorter one is stored as it is. A body of a
// plugin's queries stays.
func ShortBody(body *orderedjson.Object) *orderedjson.Object {
	whole, err := querydsl.Read(querydsl.OpenSearch2, body)
	if err != nil || len(whole.Foreign) > 0 {
		return body
	}
	short := orderedjson.NewObject()
	for _, m := range body.Members() {
		switch m.Key {
		case "query":
			short.Set(m.Key, shortQuery(m.Value))
		case "aggregations", "aggs":
			short.Set("aggregations", shortAggregations(m.Value))
		default:
			short.Set(m.Key, m.Value)
		}
	}
	again, err := querydsl.Canonical(short)
	if err != nil || !orderedjson.Equal(querydsl.Portable(again), querydsl.Portable(whole.Body)) {
		return body
	}
	return short
}

// clauseLists are the lists of a bool, each clause of which is a query of its own.
var clauseLists = []string{"must", "filter", "should", "must_not"}

// shortQuery shortens clause by clause: what a clause means does not hang on others.
func shortQuery(query any) any {
	q, ok := query.(*orderedjson.Object)
	if !ok {
		return query
	}
	if inner := q.Object("bool"); q.Len() == 1 && inner != nil {
		said := orderedjson.NewObject(inner.Members()...)
		for _, name := range clauseLists {
			if list, isList := get(inner, name).([]any); isList {
				short := make([]any, len(list))
				for i, clause := range list {
					short[i] = shortQuery(clause)
				}
				said.Set(name, short)
			}
		}
		return shortBool(said)
	}
	return Shorten(q, sameQuery(q))
}

// shortBool leaves out what a bool says beside its lists.
func shortBool(inner *orderedjson.Object) *orderedjson.Object {
	said := one("bool", inner)
	same := sameQuery(said)
	for _, m := range inner.Members() {
		if _, isList := m.Value.([]any); isList {
			continue
		}
		without := orderedjson.NewObject(said.Object("bool").Members()...)
		without.Delete(m.Key)
		if same(one("bool", without)) {
			said = one("bool", without)
		}
	}
	return said
}

// sameQuery tells what is stored as a query is.
func sameQuery(query *orderedjson.Object) func(any) bool {
	stored, err := querydsl.CanonicalQuery(query)
	return func(v any) bool {
		o, ok := v.(*orderedjson.Object)
		if !ok || err != nil {
			return false
		}
		again, wrong := querydsl.CanonicalQuery(o)
		return wrong == nil && orderedjson.Equal(again, stored)
	}
}

// shortAggregations shortens aggregation by aggregation.
func shortAggregations(v any) any {
	all, ok := v.(*orderedjson.Object)
	if !ok {
		return v
	}
	short := orderedjson.NewObject()
	for _, m := range all.Members() {
		def, ok := m.Value.(*orderedjson.Object)
		if !ok {
			return v
		}
		own, inner := orderedjson.NewObject(), any(nil)
		for _, part := range def.Members() {
			if part.Key == "aggregations" || part.Key == "aggs" {
				inner = shortAggregations(part.Value)
				continue
			}
			own.Set(part.Key, part.Value)
		}
		said, ok := Shorten(own, sameAggregation(m.Key, own)).(*orderedjson.Object)
		if !ok {
			return v
		}
		said = orderedjson.NewObject(said.Members()...)
		if inner != nil {
			said.Set("aggregations", inner)
		}
		short.Set(m.Key, said)
	}
	return short
}

func sameAggregation(name string, def *orderedjson.Object) func(any) bool {
	stored, err := querydsl.CanonicalAggregations(one(name, def))
	return func(v any) bool {
		o, ok := v.(*orderedjson.Object)
		if !ok || err != nil {
			return false
		}
		again, wrong := querydsl.CanonicalAggregations(one(name, o))
		return wrong == nil && orderedjson.Equal(again, stored)
	}
}

func get(o *orderedjson.Object, key string) any {
	v, _ := o.Get(key)
	return v
}
