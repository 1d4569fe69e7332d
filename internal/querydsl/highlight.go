package querydsl

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var (
	highlightShape      = &shape{name: "highlight", manners: declared, finish: finishHighlight}
	highlightFieldShape = &shape{name: "highlight_field", manners: declared, finish: finishHighlight}
)

func init() {
	common := []field{
		opt("pre_tags", textsKind), opt("post_tags", textsKind), opt("fragment_size", intKind),
		opt("number_of_fragments", intKind), opt("type", textKind), opt("fragmenter", textKind),
		opt("highlight_query", queryKind), opt("order", kind{tString, readHighlightOrder}), opt("highlight_filter", boolKind),
		opt("boundary_scanner", upperWords("org.opensearch.search.fetch.subphase.highlight.HighlightBuilder.BoundaryScannerType",
			"CHARS", "WORD", "SENTENCE").kind()),
		opt("boundary_max_scan", intKind), opt("boundary_chars", textKind),
		opt("boundary_scanner_locale", kind{tString, readLocale}), opt("options", kind{tObject, readHighlightOptions}),
		opt("force_source", boolKind), opt("require_field_match", boolKind), opt("no_match_size", intKind),
		opt("phrase_limit", intKind), opt("max_analyzer_offset", intKind).notIn1(),
	}
	highlightShape.fields = append(append([]field{}, common...), opt("encoder", textKind),
		opt("fields", kind{tObject | tArray, readHighlightFields}), opt("tags_schema", kind{tString, readTagsSchema}).silent())
	highlightFieldShape.fields = append(append([]field{}, common...),
		opt("fragment_offset", unless(intKind, num(-1))), opt("matched_fields", textsKind))
	highlightShape.before = func(v values, name string, _ any) *Error {
		if name != "tags_schema" {
			return nil
		}
		delete(v, "pre_tags")
		delete(v, "post_tags")
		return nil
	}
}

func finishHighlight(_ *context, v values) *Error {
	if schema, ok := v["tags_schema"].(string); ok {
		v.setDefault("pre_tags", tagSchemas[schema].pre)
		v.setDefault("post_tags", tagSchemas[schema].post)
	}
	if v.has("pre_tags") && !v.has("post_tags") {
		return parsing("pre_tags are set but post_tags are not set")
	}
	return nil
}

// tagSchemas are the named sets of tags.
var tagSchemas = map[string]struct{ pre, post []any }{
	"default": {[]any{"<em>"}, []any{"</em>"}},
	"styled": {[]any{
		`<em class="hlt1">`, `<em class="hlt2">`, `<em class="hlt3">`, `<em class="hlt4">`, `<em class="hlt5">`,
		`<em class="hlt6">`, `<em class="hlt7">`, `<em class="hlt8">`, `<em class="hlt9">`, `<em class="hlt10">`,
	}, []any{"</em>"}},
}

func readTagsSchema(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	if _, ok := tagSchemas[word]; !ok {
		return nil, illegal("Unknown tag schema [%s]", word)
	}
	return word, nil
}

// readHighlightOrder knows one order; every other word means none.
func readHighlightOrder(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(word, "score") {
		return "score", nil
	}
	return "none", nil
}

func readHighlightOptions(_ *context, v any) (any, *Error) {
	if v.(*orderedjson.Object).Len() == 0 {
		return omitted, nil
	}
	return asRead(v), nil
}

// readLocale prints a locale as a language tag: en_US is en-US.
func readLocale(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	parts := strings.Split(word, "-")
	for i := range parts {
		switch {
		case i == 0:
			parts[i] = strings.ToLower(parts[i])
		case len(parts[i]) == 2:
			parts[i] = strings.ToUpper(parts[i])
		}
	}
	return strings.Join(parts, "-"), nil
}

func readHighlight(c *context, v any) (any, *Error) { return highlightShape.canonical(c, v) }

// readHighlightFields keeps an object as an object, a list as a list.
func readHighlightFields(c *context, v any) (any, *Error) {
	if o, isObject := v.(*orderedjson.Object); isObject {
		printed := &orderedjson.Object{}
		for _, m := range o.Members() {
			options, err := readHighlightField(c, m)
			if err != nil {
				return nil, under(err, m.Key)
			}
			printed.Set(m.Key, options)
		}
		if printed.Len() == 0 {
			return omitted, nil
		}
		return printed, nil
	}
	list := []any{}
	for i, item := range v.([]any) {
		o, isObject := item.(*orderedjson.Object)
		if !isObject || o.Len() != 1 {
			return nil, underIndex(xContent("[fields] can be a single object with any number of fields or an array where each entry is an object with a single field"), i)
		}
		m := o.Members()[0]
		options, err := readHighlightField(c, m)
		if err != nil {
			return nil, underIndex(under(err, m.Key), i)
		}
		list = append(list, orderedjson.NewObject(orderedjson.Member{Key: m.Key, Value: options}))
	}
	if len(list) == 0 {
		return omitted, nil
	}
	return list, nil
}

func readHighlightField(c *context, m orderedjson.Member) (any, *Error) {
	options, err := highlightFieldShape.canonical(c, m.Value)
	if err != nil {
		return nil, wrap(KindXContentParse, "[fields] failed to parse field ["+m.Key+"]", err)
	}
	return options, nil
}
