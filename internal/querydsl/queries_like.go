package querydsl

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var moreLikeThisShape = &shape{name: "mlt", manners: sections, finish: finishMoreLikeThis, fields: withStandard(
	opt("fields", kind{tArray, listOf(readText)}),
	opt("like", kind{tObject | tArray | tValue, listOf(readLike)}),
	opt("unlike", kind{tObject | tArray | tValue, listOf(readLike)}),
	opt("max_query_terms", atLeast(intKind, 1, "requires 'maxQueryTerms' to be greater than 0"), num(25)),
	opt("min_term_freq", intKind, num(2)), opt("min_doc_freq", intKind, num(5)), opt("max_doc_freq", intKind, num(1<<31-1)),
	opt("min_word_length", intKind, zero), opt("max_word_length", intKind, zero),
	opt("stop_words", kind{tArray, listOf(readText)}), opt("analyzer", textKind),
	opt("minimum_should_match", textKind, "30%"), opt("boost_terms", floatKind, zeroDot),
	opt("include", boolKind, false), opt("fail_on_unsupported_field", boolKind, true))}

func finishMoreLikeThis(_ *context, v values) *Error {
	likes, _ := v["like"].([]any)
	if len(likes) == 0 {
		return parsing("more_like_this requires 'like' to be specified")
	}
	if fields, given := v["fields"].([]any); given && len(fields) == 0 {
		return parsing("more_like_this requires 'fields' to be non-empty")
	}
	v["like"] = textsFirst(likes)
	unlikes, _ := v["unlike"].([]any)
	if len(unlikes) == 0 {
		v["unlike"] = omitted
	} else {
		v["unlike"] = textsFirst(unlikes)
	}
	return nil
}

// textsFirst is how the server prints what it keeps in two lists.
func textsFirst(likes []any) []any {
	var texts, items []any
	for _, like := range likes {
		if _, isText := like.(string); isText {
			texts = append(texts, like)
		} else {
			items = append(items, like)
		}
	}
	return append(texts, items...)
}

func readLike(c *context, v any) (any, *Error) {
	switch tokenOf(v) {
	case tArray, tNull:
		return nil, illegal("Content of 'like' parameter should either be a string or an object")
	case tObject:
		return readLikeItem(c, v.(*orderedjson.Object))
	}
	return readText(c, v)
}

var likeItemShape = &shape{fields: []field{
	opt("_index", textKind), opt("_id", textKind),
	opt("doc", kind{tObject, func(_ *context, v any) (any, *Error) { return asReadInOrder(v), nil }}),
	opt("fields", textsKind),
	opt("per_field_analyzer", kind{tAny, readAnalyzers}), opt("routing", textKind).or("_routing"),
	opt("version", unless(longKind, num(-3))).or("_version"), opt("version_type", versionTypeKind).or("_version_type"),
}}

// readAnalyzers: what is no object counts as none.
func readAnalyzers(_ *context, v any) (any, *Error) {
	o, _ := v.(*orderedjson.Object)
	for _, m := range o.Members() {
		if m.Value == nil {
			return nil, under(refuse(KindNullPointer, `Cannot invoke "Object.getClass()" because the return value of "java.util.Map$Entry.getValue()" is null`), m.Key)
		}
		if tokenOf(m.Value) != tString {
			return nil, under(refuse(KindOpenSearch, "expecting the analyzer at [%s] to be a String, but found [class %s] instead", m.Key, javaClassOf(m.Value)), m.Key)
		}
	}
	return asRead(orderedjson.NewObject(o.Members()...)), nil
}

// javaClassOf is the class as which the server's parser holds a value.
func javaClassOf(v any) string {
	switch v := v.(type) {
	case *orderedjson.Object:
		return "java.util.HashMap"
	case []any:
		return "java.util.ArrayList"
	case bool:
		return "java.lang.Boolean"
	case json.Number:
		if !isWhole(v) {
			return "java.lang.Double"
		}
		switch n, err := v.Int64(); {
		case err != nil:
			return "java.math.BigInteger"
		case n != int64(int32(n)):
			return "java.lang.Long"
		}
		return "java.lang.Integer"
	}
	return "java.lang.String"
}

var versionTypeKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch word {
	case "internal":
		return omitted, nil
	case "external", "external_gte":
		return word, nil
	case "external_gt":
		return "external", nil
	}
	return nil, illegal("No version type match [%s]", word)
}}

func readLikeItem(c *context, o *orderedjson.Object) (any, *Error) {
	read := values{}
	for _, m := range o.Members() {
		f := likeItemShape.field(m.Key)
		if f == nil {
			return nil, under(refuse(KindOpenSearch, "failed to parse More Like This item. unknown field [%s]", m.Key), m.Key)
		}
		if f.name == "fields" && tokenOf(m.Value) != tArray {
			return nil, under(refuse(KindOpenSearch, "failed to parse More Like This item. field [fields] must be an array"), m.Key)
		}
		value, err := f.kind.read(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		read[f.name] = value
	}
	switch {
	case read.has("_id") && read.has("doc"):
		return nil, refuse(KindOpenSearch, "failed to parse More Like This item. either [id] or [doc] can be specified, but not both!")
	case !read.has("_id") && !read.has("doc"):
		return nil, refuse(KindOpenSearch, "failed to parse More Like This item. neither [id] nor [doc] is specified!")
	}
	return likeItemShape.print(read), nil
}
