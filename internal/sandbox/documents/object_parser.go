package documents

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// objectParser holds a body to what the server's parser of that name takes: which
// keys, and values of which kinds. Observed on 2.19.4.
type objectParser struct {
	name   string
	fields map[string]fieldParser
}

// fieldParser is what a key takes.
type fieldParser struct {
	kinds []jackson.Kind
	inner *objectParser // of an object, or of each one of a list
	whole bool          // a whole number, or a text of one
	truth bool          // true or false, or a text of it
	// refused says what is wrong with a key that is known, and may not be there.
	refused string
}

var (
	anObject  = []jackson.Kind{jackson.StartObject}
	textLists = []jackson.Kind{jackson.StartArray, jackson.String}
	wholeOnes = []jackson.Kind{jackson.Number, jackson.String}
)

var templateParser = &objectParser{"template", map[string]fieldParser{
	"settings": {kinds: anObject}, "mappings": {kinds: anObject}, "aliases": {kinds: anObject},
}}

var composableParser = &objectParser{"index_template", map[string]fieldParser{
	"index_patterns": {kinds: textLists}, "template": {kinds: anObject, inner: templateParser}, "composed_of": {kinds: textLists},
	"priority": {kinds: wholeOnes, whole: true}, "version": {kinds: wholeOnes, whole: true}, "_meta": {kinds: anObject}, "data_stream": {kinds: anObject},
	"context": {kinds: anObject},
}}

var componentParser = &objectParser{"component_template", map[string]fieldParser{
	"template": {kinds: anObject, inner: templateParser}, "version": {kinds: wholeOnes, whole: true}, "_meta": {kinds: anObject},
}}

// check refuses what the parser refuses; raw is only for places, path the way to o.
func (p *objectParser) check(raw []byte, o *orderedjson.Object, path ...any) error {
	for _, m := range o.Members() {
		here := append(slices.Clone(path), any(m.Key))
		at, _ := jackson.Locate(raw, here...)
		fail := func(at jackson.Place, format string, args ...any) *rest.Error {
			return rest.Errorf(http.StatusBadRequest, "x_content_parse_exception", "[%d:%d] [%s] %s", max(1, at.Line), max(1, at.Column), p.name, fmt.Sprintf(format, args...))
		}
		f, ok := p.fields[m.Key]
		if !ok {
			e := fail(jackson.Place{Line: at.Line, Column: at.Column - len(m.Key) - 3}, "unknown field [%s]%s", m.Key, p.suggest(m.Key))
			return parserFault{e, at}
		}
		if kind := jackson.KindOf(m.Value); !slices.Contains(f.kinds, kind) {
			return parserFault{fail(at, "%s doesn't support values of type: %s", m.Key, kind), at}
		}
		if text, isText := m.Value.(string); isText && f.whole && !isWhole(text) {
			return parserFault{fail(at, "failed to parse field [%s]", m.Key).Because(rest.IllegalArgument("For input string: %q", text)), at}
		}
		if text, isText := m.Value.(string); isText && f.truth && text != "true" && text != "false" {
			return parserFault{fail(at, "failed to parse field [%s]", m.Key).Because(
				rest.IllegalArgument("Failed to parse value [%s] as only [true] or [false] are allowed.", text)), at}
		}
		if f.refused != "" {
			return parserFault{fail(at, "failed to parse field [%s]", m.Key).Because(rest.IllegalArgument("%s", f.refused)), at}
		}
		if err := f.within(raw, m.Value, here); err != nil {
			cause := err.(parserFault) // the only kind that check returns
			e := fail(cause.at, "failed to parse field [%s]", m.Key).Because(cause.told)
			e.RootCause = []*rest.Error{rootCause(cause.told)}
			return parserFault{e, cause.at}
		}
	}
	return nil
}

// within checks the object that a key holds, or each of a list of them.
func (f fieldParser) within(raw []byte, v any, path []any) error {
	if f.inner == nil {
		return nil
	}
	list, isList := v.([]any)
	if !isList {
		inner, _ := v.(*orderedjson.Object)
		return f.inner.check(raw, inner, path...)
	}
	for i, x := range list {
		inner, _ := x.(*orderedjson.Object)
		if err := f.inner.check(raw, inner, append(slices.Clone(path), i)...); err != nil {
			return err
		}
	}
	return nil
}

// suggest says what may have been meant by an unknown key.
func (p *objectParser) suggest(key string) string {
	near := rest.Near(key, maps.Keys(p.fields), 0.5)
	switch len(near) {
	case 0:
		return ""
	case 1:
		return " did you mean [" + near[0] + "]?"
	}
	return " did you mean any of [" + strings.Join(near, ", ") + "]?"
}

// parserFault is a refusal with where the parser stood.
type parserFault struct {
	told *rest.Error
	at   jackson.Place
}

func (p parserFault) Error() string { return p.told.Error() }

func (p parserFault) Unwrap() error { return p.told }

func isWhole(s string) bool {
	for i, c := range s {
		if (c < '0' || c > '9') && (i > 0 || c != '-') {
			return false
		}
	}
	return s != "" && s != "-"
}
