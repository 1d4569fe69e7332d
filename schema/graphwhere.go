package schema

import (
	"encoding/json"
	"fmt"
	"math/big"
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

// operand reads what a filter is held against.
func (b *monitorBlock) operand(f *monitors.Filter) bool {
	name := string(f.Operator)
	switch f.Operator {
	case monitors.IsNull, monitors.IsNotNull:
		return b.nullOperand(f.Operator)
	case monitors.InRange, monitors.NotInRange:
		return b.rangeOperand(f)
	case monitors.IsGreater, monitors.IsGreaterEqual, monitors.IsLess, monitors.IsLessEqual:
		v, ok := b.converted(name, cty.Number)
		return ok && b.scalar(v, b.at(name), &f.Value)
	case monitors.Is, monitors.IsNot:
		v, ok := b.value(name)
		return ok && b.scalar(v, b.at(name), &f.Value)
	default:
		text, ok := b.publicText(name)
		f.Value = text
		return ok && b.notBlank(name, text)
	}
}

func (b *monitorBlock) nullOperand(operator monitors.Operator) bool {
	yes, ok := b.flag(string(operator))
	if ok && !yes {
		other := monitors.IsNotNull
		if operator == other {
			other = monitors.IsNull
		}
		b.report("invalid-filter", b.at(string(operator)), "%s can be true only. For the contrary write %s = true.", operator, other)
	}
	return ok && yes
}

// rangeOperand reads the two ends of a range.
func (b *monitorBlock) rangeOperand(f *monitors.Filter) bool {
	name := string(f.Operator)
	v, ok := b.value(name)
	if !ok {
		return false
	}
	plain, marks := v.Unmark()
	t := plain.Type()
	if !plain.IsKnown() {
		f.From, f.To = unknownText(v), unknownText(v)
		return true
	}
	if !t.IsTupleType() && !t.IsListType() || plain.LengthInt() != 2 {
		b.report("invalid-filter", b.at(name), "%s must be a list of two numbers, the first and the last of the range, such as [400, 499].", name)
		return false
	}
	ends := [2]any{}
	for i, end := range plain.AsValueSlice() {
		at := place{elementRange(b.attributes[name].Expr, i), b.block}
		bare, _ := end.Unmark()
		if bare.IsNull() || bare.Type() != cty.Number && bare.Type() != cty.DynamicPseudoType {
			b.report("invalid-filter", at, "The ends of a range must be numbers.")
			return false
		}
		if !b.scalar(end.WithMarks(marks), at, &ends[i]) {
			return false
		}
	}
	f.From, f.To = ends[0], ends[1]
	if from, to, known := bothNumbers(plain); known && from.Cmp(to) >= 0 {
		b.report("invalid-filter", b.at(name), "The range ends before it begins: the first number must be the smaller one.")
		return false
	}
	return true
}

func bothNumbers(list cty.Value) (from, to *big.Float, known bool) {
	ends := list.AsValueSlice()
	a, _ := ends[0].Unmark()
	z, _ := ends[1].Unmark()
	if !a.IsKnown() || !z.IsKnown() {
		return nil, nil, false
	}
	return a.AsBigFloat(), z.AsBigFloat(), true
}

// scalar is a text, a number or a bool as JSON; of a secret it warns, since it is
// stored in clear.
func (b *monitorBlock) scalar(v cty.Value, at place, into *any) bool {
	plain, marks := v.UnmarkDeep()
	if hasSecret(marks) {
		b.report("sensitive-value", at, "A filter must not hold a secret, since it is printed and stored in clear. If it is none, use nonsensitive().")
		return false
	}
	if t := plain.Type(); plain.IsKnown() && (plain.IsNull() || !t.IsPrimitiveType()) {
		b.report("invalid-filter", at, "A filter is held against a text, a number, true or false, and this is %s. For several values write a query in an extraction_query.", article(t))
		return false
	}
	value, err := toJSON(v)
	if text, ok := value.(string); err != nil || ok && text == "" {
		b.report("invalid-filter", at, "This value is empty. For fields without a value write is_null = true.")
		return false
	}
	if n, ok := value.(json.Number); ok {
		value = monitors.EditorNumber(n)
	}
	*into = value
	return true
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
		why := fmt.Sprintf("%s is of the type %s. Choose another operator, or correct the type", f.Field, f.Type)
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
