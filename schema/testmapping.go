package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// mappingFields are those by which a mapping, an index's body or a template is
// known as such.
var mappingFields = []string{
	"properties", "dynamic", "dynamic_templates", "dynamic_date_formats", "date_detection", "numeric_detection", "_source", "_routing", "_meta",
	"mappings", "settings", "aliases", "template", "index_patterns",
}

// mapping is how an index is made, nil where nothing is said of it.
func (r reading) mapping() *orderedjson.Object {
	v, ok := r.knownValue("mapping")
	if !ok {
		return nil
	}
	var body any
	var err error
	if v.Type() == cty.String {
		body, err = orderedjson.Parse([]byte(v.AsString()))
	} else {
		body, err = toJSON(v)
	}
	var twice *orderedjson.DuplicateKeyError
	switch {
	case errors.As(err, &twice):
		r.report("invalid-mapping", r.at("mapping"), "The key %q stands twice in an object of this mapping, which the server refuses. Keep one of them.", twice.Key)
		return nil
	case err != nil:
		r.report("invalid-mapping", r.at("mapping"), "mapping is no JSON%s", wrongJSON(v, err))
		return nil
	}
	o, ok := body.(*orderedjson.Object)
	if !ok || o.Len() > 0 && !slices.ContainsFunc(o.Keys(), func(key string) bool { return slices.Contains(mappingFields, key) }) {
		r.report("invalid-mapping", r.at("mapping"), "mapping must be a mapping ({\"properties\": …}), the body of an index ({\"mappings\": …}) or an index template ({\"index_patterns\": …}), as the API has them.")
		return nil
	}
	return o
}

// knownValue is an attribute's value without marks: known to its leaves, and no
// secret.
func (r reading) knownValue(name string) (cty.Value, bool) {
	v, ok := r.value(name)
	if !ok {
		return cty.NilVal, false
	}
	plain, marks := v.UnmarkDeep()
	if hasSecret(marks) {
		r.report("sensitive-value", r.at(name), "%s must not hold a secret, since what a test says is printed. If it is none, use nonsensitive().", name)
		return cty.NilVal, false
	}
	if !plain.IsWhollyKnown() {
		r.report("unknown-value", r.at(name), "%s must be known, but depends on %s. Give it a value.", name, r.missingFor(name, v))
		return cty.NilVal, false
	}
	return plain, true
}

// missingFor says what is missing for an attribute. An unknown key of an object
// takes along the marks that say why.
func (r reading) missingFor(name string, v cty.Value) string {
	if reasons := missingIn(v); reasons != noReason {
		return reasons
	}
	for _, t := range r.attributes[name].Expr.Variables() {
		if value, diags := t.TraverseAbs(r.ctx); !diags.HasErrors() {
			v = v.WithSameMarks(value)
		}
	}
	return missingIn(v)
}

// wrongJSON ends a sentence on a text that is no JSON: one that is a path was
// meant to be read, and of a file that was read the line tells more.
func wrongJSON(v cty.Value, err error) string {
	var syntax *json.SyntaxError
	if v.Type() != cty.String || !strings.HasPrefix(strings.TrimSpace(v.AsString()), "{") {
		return ". A file is read by file(): mapping = file(\"testdata/template.json\")."
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ": a bracket or a text in it is not closed."
	case errors.As(err, &syntax):
		before := v.AsString()[:min(len(v.AsString()), int(syntax.Offset))]
		return fmt.Sprintf(" at line %d of its text: %s.", 1+strings.Count(before, "\n"), syntax.Error())
	}
	return ": " + strings.TrimSuffix(err.Error(), ".") + "."
}
