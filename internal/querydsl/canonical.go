package querydsl

import "github.com/alertplan/alertplan/internal/orderedjson"

// Canonical brings a whole search body to the form in which OpenSearch 2.19
// stores it. The body is not changed, and shares nothing with the result.
// Errors are *Error.
func Canonical(body *orderedjson.Object) (*orderedjson.Object, error) {
	return CanonicalFor(OpenSearch2, body)
}

// CanonicalFor is Canonical for another generation.
func CanonicalFor(d Dialect, body *orderedjson.Object) (*orderedjson.Object, error) {
	return canonicalObject(d, readBody, body)
}

// CanonicalQuery brings one query clause, {"name": {...}}, to its stored form.
func CanonicalQuery(query *orderedjson.Object) (*orderedjson.Object, error) {
	return canonicalObject(OpenSearch2, readQuery, query)
}

// CanonicalAggregations brings the object under "aggs" to its stored form; an
// empty one stays empty, though a body stores it as nothing.
func CanonicalAggregations(aggs *orderedjson.Object) (*orderedjson.Object, error) {
	return canonicalObject(OpenSearch2, readAggregations, aggs)
}

func canonicalObject(d Dialect, read reader, o *orderedjson.Object) (*orderedjson.Object, error) {
	return canonicalIn(&context{dialect: d}, read, o)
}

func canonicalIn(c *context, read reader, o *orderedjson.Object) (*orderedjson.Object, error) {
	if o == nil {
		o = &orderedjson.Object{}
	}
	canonical, err := read(c, orderedjson.Clone(o))
	if err != nil {
		return nil, err
	}
	if canonical == omitted {
		return &orderedjson.Object{}, nil
	}
	return canonical.(*orderedjson.Object), nil
}
