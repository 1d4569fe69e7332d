package querydsl

import (
	"encoding/base64"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var specialQueries = map[string]queryParser{
	"script":           parseScriptQuery,
	"script_score":     byShape(scriptScoreShape),
	"wrapper":          parseWrapper,
	"template":         parseTemplate,
	"percolate":        parsePercolate,
	"more_like_this":   byShape(moreLikeThisShape),
	"distance_feature": byShape(distanceFeatureShape),
	"rank_feature":     parseRankFeature,
	"intervals":        parseIntervals,
	"type":             byShape(typeShape),
	"combined_fields":  byShape(combinedFieldsShape),
}

var scriptQueryShape = &shape{name: "script", manners: scriptManners, fields: withStandard(
	opt("script", scriptKind).taking(tObject | tValue)),
	finish: func(_ *context, v values) *Error {
		if !v.has("script") {
			return parsing("script must be provided with a [script] filter")
		}
		return nil
	}}

// parseScriptQuery refuses null as an option before anything else: on a server
// (1.3.14, 2.19.4, 3.5.0) it is an AssertionError, which ends the node.
func parseScriptQuery(c *context, body *orderedjson.Object) (any, *Error) {
	for _, m := range body.Members() {
		if m.Value == nil {
			return nil, under(refuse(KindAssertion, "Impossible token received: VALUE_NULL"), m.Key)
		}
	}
	return scriptQueryShape.canonical(c, body)
}

var scriptManners = manners{
	says: tValue | tObject, unknownText: notSupported,
	listText: "[%[1]s] query does not support an array of scripts. Use a bool query with a clause per script instead.",
}

var scriptScoreShape = &shape{name: "script_score", manners: declared, required: []string{"query", "script"}}

func init() {
	scriptScoreShape.fields = withStandard(opt("query", queryKind), opt("script", scriptKind).taking(tObject), opt("min_score", floatKind))
}

// parseWrapper keeps what is wrapped, which is a query in base64.
func parseWrapper(_ *context, body *orderedjson.Object) (any, *Error) {
	if body.Len() == 0 {
		return nil, parsing("[wrapper] query malformed")
	}
	m := body.Members()[0]
	if m.Key != "query" {
		return nil, under(parsing("[wrapper] query malformed, expected `query` but was %s", m.Key), m.Key)
	}
	encoded, ok := m.Value.(string)
	if !ok {
		return nil, under(refuse(KindJSONParse, "Current token (%s) not VALUE_STRING or VALUE_EMBEDDED_OBJECT, can not access as binary", jacksonToken(m.Value)), m.Key)
	}
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	switch {
	case err != nil:
		return nil, under(refuse(KindJSONParse, "Failed to decode VALUE_STRING as base64"), m.Key)
	case len(decoded) == 0:
		return nil, illegal("query source text cannot be null or empty")
	case body.Len() > 1:
		return nil, parsing("[wrapper] malformed query, expected [END_OBJECT] but found [FIELD_NAME]")
	}
	return body, nil
}

// parseTemplate keeps a query with placeholders as a tree.
func parseTemplate(_ *context, body *orderedjson.Object) (any, *Error) { return asRead(body), nil }

var percolateShape = &shape{name: "percolate", manners: declared, required: []string{"field"}, fields: []field{
	opt("field", textKind), {name: "document_type", kind: textKind, since: only1}, {name: "type", kind: textKind, since: only1},
	opt("document", kind{tObject, func(_ *context, v any) (any, *Error) { return []any{asReadInOrder(v)}, nil }}).silent(),
	opt("documents", kind{tObject | tArray, listOf(readDocument)}),
	opt("index", textKind), opt("id", textKind), opt("routing", textKind), opt("preference", textKind), opt("version", longKind),
	opt("boost", boostKind, one), opt("name", textKind).silent(), opt("_name", textKind),
}}

func readDocument(_ *context, v any) (any, *Error) {
	switch tokenOf(v) {
	case tObject:
		return asReadInOrder(v), nil
	case tArray:
		return nil, refuse(KindIllegalState, "expected value but got [START_ARRAY]")
	}
	return nil, refuse(KindNotXContent, "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes")
}

func parsePercolate(c *context, body *orderedjson.Object) (any, *Error) {
	read, err := percolateShape.parse(c, body)
	if err != nil {
		return nil, err
	}
	given := []string{}
	for _, name := range []string{"document", "documents", "id"} {
		if body.Has(name) {
			given = append(given, name)
		}
	}
	switch {
	case len(given) > 1:
		ordered := []string{}
		for _, key := range body.Keys() {
			if key == "document" || key == "documents" || key == "id" {
				ordered = append(ordered, key)
			}
		}
		return nil, illegal("The following fields are not allowed together: %s ", javaList(ordered))
	case len(given) == 0:
		return nil, illegal("Required one of fields [document, documents, id], but none were specified. ")
	}
	if read.has("document") {
		read["documents"] = read["document"]
	}
	if read.has("id") && !read.has("index") {
		return nil, failedToBuild("percolate", illegal("[index] is a required argument"))
	}
	if list, ok := read["documents"].([]any); ok && len(list) == 0 {
		read["documents"] = omitted
	}
	if !read.has("id") {
		for _, name := range []string{"index", "routing", "preference", "version"} {
			read[name] = omitted // dropped beside documents
		}
	}
	printed := percolateShape.print(read)
	if c.dialect == OpenSearch1 {
		return percolateOf1(printed, read), nil
	}
	if name, ok := read["name"]; ok {
		members := append([]orderedjson.Member{printed.Members()[0], {Key: "name", Value: name}}, printed.Members()[1:]...)
		printed = orderedjson.NewObject(members...)
	}
	return printed, nil
}

// percolateOf1 is how 1.3 prints: with the type of the document, be it null.
func percolateOf1(printed *orderedjson.Object, read values) *orderedjson.Object {
	members := []orderedjson.Member{{Key: "document_type", Value: nil}}
	if given, ok := read["document_type"]; ok {
		members[0].Value = given
	}
	for _, m := range printed.Members() {
		if m.Key == "type" {
			continue
		}
		members = append(members, m)
		if name, ok := read["name"]; ok && m.Key == "field" {
			members = append(members, orderedjson.Member{Key: "name", Value: name})
		}
		if kind, ok := read["type"]; ok && m.Key == "index" {
			members = append(members, orderedjson.Member{Key: "type", Value: kind})
		}
	}
	return orderedjson.NewObject(members...)
}

// typeShape is the clause on mapping types, which ended with 1.x.
var typeShape = &shape{name: "type", manners: scalarsOnly, fields: withStandard(opt("value", textKind)),
	finish: func(_ *context, v values) *Error {
		if !v.has("value") {
			return parsing("[type] filter needs to be provided with a value for the type")
		}
		return nil
	}}

// combinedFieldsShape came with 3.x.
var combinedFieldsShape = &shape{name: "combined_fields", manners: declared, required: []string{"query"}, fields: withStandard(
	opt("query", textKind), opt("fields", kind{tArray | tString, boostedFields(copiedHashOrder, bareYields)}, []any{}),
	opt("operator", operatorKind, "OR"), opt("minimum_should_match", kind{tScalar, readTextOrNull}))}

var distanceFeatureShape = &shape{name: "distance_feature", manners: declared, required: []string{"field", "origin", "pivot"},
	fields: withStandard(opt("field", textKind), opt("origin", kind{tObject | tArray | tString | tNumber, readOrigin}), opt("pivot", textKind))}

// readOrigin reads a date, as a number or as text, or a point on the globe.
func readOrigin(c *context, v any) (any, *Error) {
	switch v.(type) {
	case *orderedjson.Object, []any:
		point, err := geoPoint(c, v)
		if err != nil {
			return nil, err
		}
		return point.latLon(), nil
	case string:
		return v, nil
	}
	return readLong(c, v)
}

var featureFunctions = map[string]*shape{
	"log":        {name: "log", manners: declared, required: []string{"scaling_factor"}, fields: []field{opt("scaling_factor", floatKind)}},
	"saturation": {name: "saturation", manners: declared, fields: []field{opt("pivot", floatKind)}},
	"sigmoid":    {name: "sigmoid", manners: declared, required: []string{"pivot", "exponent"}, fields: []field{opt("pivot", floatKind), opt("exponent", floatKind)}},
	"linear":     {name: "linear", manners: declared},
}

var rankFeatureShape = &shape{name: "feature", manners: declared, required: []string{"field"}, fields: withStandard(opt("field", textKind),
	opt("log", featureKind("log")), opt("saturation", featureKind("saturation")),
	opt("sigmoid", featureKind("sigmoid")), opt("linear", featureKind("linear")))}

func featureKind(name string) kind {
	return kind{tObject, func(c *context, v any) (any, *Error) { return featureFunctions[name].canonical(c, v) }}
}

func parseRankFeature(c *context, body *orderedjson.Object) (any, *Error) {
	read, err := rankFeatureShape.parse(c, body)
	if err != nil {
		return nil, err
	}
	functions := 0
	for name := range featureFunctions {
		if read.has(name) {
			functions++
		}
	}
	if functions > 1 {
		return nil, failedToBuild("feature", illegal("Can only specify one of [log], [saturation], [sigmoid] and [linear]"))
	}
	if functions == 0 {
		read["saturation"] = &orderedjson.Object{}
	}
	return rankFeatureShape.print(read), nil
}
