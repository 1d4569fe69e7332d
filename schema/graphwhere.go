package schema

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors"
)

// whereSource is the expression that a filter's clause comes from.
type whereSource struct{ expr hcl.Expression }

// under is where the filter's clause stands in the body.
func (s whereSource) under(i int) bodySource {
	return bodySource{"/query/bool/filter/" + strconv.Itoa(i), wholeOnly{s.expr}}
}

// where reads a filter: a field and one operator.
func (b *monitorBlock) where() (monitors.Filter, whereSource, bool) {
	b.needed("field")
	f := monitors.Filter{}
	field, ok := b.plainText("field")
	ok = ok && b.notBlank("field", field)
	f.Field = field
	source := whereSource{}
	if a, there := b.attributes["field"]; there {
		source.expr = a.Expr
	} else {
		source.expr = hcl.StaticExpr(cty.NilVal, b.block)
	}
	operator, found := b.operator()
	if !found {
		return f, source, false
	}
	source.expr = b.attributes[string(operator)].Expr
	f.Operator = operator
	ok = b.operand(&f) && ok
	return f, source, b.fieldType(&f) && ok
}

// operator is the one operator of a filter.
func (b *monitorBlock) operator() (monitors.Operator, bool) {
	var given, known []string
	misspelt := false
	for _, o := range monitors.Operators {
		known = append(known, string(o.Operator))
		misspelt = misspelt || b.misspelt[string(o.Operator)]
		if b.has(string(o.Operator)) {
			given = append(given, string(o.Operator))
		}
	}
	switch {
	case len(given) == 1:
		return monitors.Operator(given[0]), true
	case len(given) > 1:
		b.report("invalid-filter", b.at(given[1]), "A filter has one operator, and %s is the second. Write another where block for it: all of them must hold.", given[1])
	case !misspelt:
		b.report("invalid-filter", place{b.def, b.block}, "A filter needs an operator: %s.", oneOf(known))
	}
	return "", false
}

// fieldType reads the type of a filter's field, or guesses it.
func (b *monitorBlock) fieldType(f *monitors.Filter) bool {
	f.Type = f.GuessType()
	if text, ok := b.plainText("type"); ok {
		if !slices.Contains(monitors.FieldTypes, text) {
			b.report("invalid-filter", b.at("type"), "type must be %s.%s", oneOf(quoted(monitors.FieldTypes)), didYouMean(text, monitors.FieldTypes))
			return false
		}
		f.Type = monitors.FieldType(text)
	} else if b.has("type") {
		return false
	}
	for _, o := range monitors.Operators {
		if o.Operator != f.Operator || slices.Contains(o.Types, f.Type) {
			continue
		}
		var types []string
		for _, t := range o.Types {
			types = append(types, string(t))
		}
		why := fmt.Sprintf("%s is of the type %s. Choose another operator, correct the type", f.Field, f.Type)
		if !b.has("type") {
			why = fmt.Sprintf("%s is taken for %s. Say type = \"…\" if it is none, choose another operator", f.Field, f.Type)
		}
		b.report("invalid-filter", b.at(string(f.Operator)), "The visual editor offers %s for fields of the type %s, and %s, or write a query in an extraction_query.", f.Operator, oneOf(types), why)
		return false
	}
	return b.fits(f)
}

// fits tells whether a filter's value is one of its type; a number stands in
// texts as it is written.
func (b *monitorBlock) fits(f *monitors.Filter) bool {
	if _, unknown := monitors.Unknown(f.Value); unknown || f.Value == nil {
		return true
	}
	_, isText := f.Value.(string)
	_, isBool := f.Value.(bool)
	at := b.at(string(f.Operator))
	switch {
	case f.Type == monitors.NumberField && (isText || isBool):
		b.report("invalid-filter", at, "A field of the type number is held against a number; this is none.")
		return false
	case f.Type == monitors.BooleanField && !isBool:
		b.report("invalid-filter", at, "A field of the type boolean is held against true or false.")
		return false
	case (f.Type == monitors.TextField || f.Type == monitors.KeywordField) && !isText:
		f.Value = scalarText(f.Value)
	}
	return true
}
