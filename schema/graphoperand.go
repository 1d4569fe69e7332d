package schema

import (
	"encoding/json"
	"math/big"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors"
)

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
