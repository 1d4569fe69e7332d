package monitors

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Filter is one of a graph's filters: a field, an operator and what it is held
// against.
type Filter struct {
	Field    string
	Type     FieldType
	Operator Operator

	// Value is a text, a json.Number or a bool; nil for operators that take none or
	// a range.
	Value any

	// From and To are a range's ends, both within it; nil for other operators.
	From, To any
}

// FieldType is the type of a field as the editor tells them apart. Equality and
// containment are asked otherwise of analysed text.
type FieldType string

// The types of fields that filters can be on.
const (
	TextField    FieldType = "text"
	KeywordField FieldType = "keyword"
	NumberField  FieldType = "number"
	BooleanField FieldType = "boolean"
)

// FieldTypes are all of them.
var FieldTypes = []string{string(TextField), string(KeywordField), string(NumberField), string(BooleanField)}

// Operator is how a filter holds a field against a value, in the words of the
// configuration; the editor's are the same, but one (EditorName).
type Operator string

// The operators that the editor offers.
const (
	Is             Operator = "is"
	IsNot          Operator = "is_not"
	IsNull         Operator = "is_null"
	IsNotNull      Operator = "is_not_null"
	IsGreater      Operator = "is_greater"
	IsGreaterEqual Operator = "is_greater_equal"
	IsLess         Operator = "is_less"
	IsLessEqual    Operator = "is_less_equal"
	InRange        Operator = "in_range"
	NotInRange     Operator = "not_in_range"
	StartsWith     Operator = "starts_with"
	EndsWith       Operator = "ends_with"
	Contains       Operator = "contains"
	DoesNotContain Operator = "does_not_contain"
)

// Operators are all operators with the types of fields for which the editor
// offers them.
var Operators = []struct {
	Operator Operator
	Types    []FieldType
}{
	{Is, []FieldType{NumberField, TextField, KeywordField, BooleanField}},
	{IsNot, []FieldType{NumberField, TextField, KeywordField, BooleanField}},
	{IsNull, []FieldType{NumberField, TextField, KeywordField, BooleanField}},
	{IsNotNull, []FieldType{NumberField, TextField, KeywordField}},
	{IsGreater, []FieldType{NumberField}},
	{IsGreaterEqual, []FieldType{NumberField}},
	{IsLess, []FieldType{NumberField}},
	{IsLessEqual, []FieldType{NumberField}},
	{InRange, []FieldType{NumberField}},
	{NotInRange, []FieldType{NumberField}},
	{StartsWith, []FieldType{TextField, KeywordField}},
	{EndsWith, []FieldType{TextField, KeywordField}},
	{Contains, []FieldType{TextField, KeywordField}},
	{DoesNotContain, []FieldType{TextField}},
}

// EditorName is the operator in ui_metadata.
func (o Operator) EditorName() string {
	if o == DoesNotContain {
		return "does_not_contains"
	}
	return string(o)
}

// OperatorOf finds an operator by its name in ui_metadata.
func OperatorOf(editorName string) (Operator, bool) {
	for _, o := range Operators {
		if o.Operator.EditorName() == editorName {
			return o.Operator, true
		}
	}
	return "", false
}

// GuessType is the type that a field has if nobody says it: a number or a truth
// value has its own, names that end in .keyword are keywords, any other text is
// analysed.
func (f Filter) GuessType() FieldType {
	_, isBool := f.Value.(bool)
	_, isText := f.Value.(string)
	switch {
	case isBool:
		return BooleanField
	case f.Operator == IsGreater, f.Operator == IsGreaterEqual, f.Operator == IsLess, f.Operator == IsLessEqual,
		f.Operator == InRange, f.Operator == NotInRange, f.Value != nil && !isText:
		return NumberField
	case strings.HasSuffix(f.Field, ".keyword"):
		return KeywordField
	default:
		return TextField
	}
}

// Query is the clause that the editor makes of a filter (alerting-api 7,
// whereFilters).
func (f Filter) Query() *orderedjson.Object {
	switch f.Operator {
	case IsNot, DoesNotContain, NotInRange, IsNull:
		return one("bool", one("must_not", f.affirmed()))
	default:
		return f.affirmed()
	}
}

// affirmed is the clause without a negation.
func (f Filter) affirmed() *orderedjson.Object {
	switch f.Operator {
	case IsNull, IsNotNull:
		return one("exists", one("field", f.Field))
	case IsGreater:
		return f.bounded("gt")
	case IsGreaterEqual:
		return f.bounded("gte")
	case IsLess:
		return f.bounded("lt")
	case IsLessEqual:
		return f.bounded("lte")
	case InRange, NotInRange:
		return one("range", one(f.Field, orderedjson.NewObject(
			orderedjson.Member{Key: "gte", Value: f.From}, orderedjson.Member{Key: "lte", Value: f.To})))
	case StartsWith:
		return one("prefix", one(f.Field, f.Value))
	case EndsWith:
		return one("wildcard", one(f.Field, f.around("*", "")))
	case Contains, DoesNotContain:
		if f.Type == TextField {
			return one("query_string", orderedjson.NewObject(
				orderedjson.Member{Key: "query", Value: f.around("*", "*")}, orderedjson.Member{Key: "default_field", Value: f.Field}))
		}
		return one("wildcard", one(f.Field, f.around("*", "*")))
	default:
		if f.Type == TextField {
			return one("match_phrase", one(f.Field, f.Value))
		}
		return one("term", one(f.Field, f.Value))
	}
}

func (f Filter) bounded(bound string) *orderedjson.Object {
	return one("range", one(f.Field, one(bound, f.Value)))
}

// around is the value between two texts; one that is not known stays.
func (f Filter) around(before, after string) any {
	if _, unknown := Unknown(f.Value); unknown {
		return f.Value
	}
	return before + fmt.Sprint(f.Value) + after
}

// fields are a filter in the words of the configuration; a type that goes
// without saying is not said.
func (f Filter) fields() *orderedjson.Object {
	o := one("field", f.Field)
	switch f.Operator {
	case IsNull, IsNotNull:
		o.Set(string(f.Operator), true)
	case InRange, NotInRange:
		o.Set(string(f.Operator), []any{f.From, f.To})
	default:
		o.Set(string(f.Operator), f.Value)
	}
	setIf(o, "type", string(f.Type), f.Type != f.GuessType())
	return o
}
