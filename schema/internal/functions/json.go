package functions

import (
	"encoding/json"
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// longestNumber keeps a number such as 1e999999999 from being computed.
const longestNumber = 400

// fromJSON makes objects and tuples of JSON, so that no two elements are
// brought to one type.
func fromJSON(v any) (cty.Value, error) {
	switch v := v.(type) {
	case *orderedjson.Object:
		attributes := make(map[string]cty.Value, v.Len())
		for _, m := range v.Members() {
			child, err := fromJSON(m.Value)
			if err != nil {
				return cty.NilVal, err
			}
			attributes[m.Key] = child
		}
		return cty.ObjectVal(attributes), nil
	case []any:
		list := make([]cty.Value, 0, len(v))
		for _, x := range v {
			child, err := fromJSON(x)
			if err != nil {
				return cty.NilVal, err
			}
			list = append(list, child)
		}
		return cty.TupleVal(list), nil
	case json.Number:
		if f, err := v.Float64(); len(v) > longestNumber || err != nil && f != 0 {
			return cty.NilVal, fmt.Errorf("a number in it is out of range")
		}
		return cty.ParseNumberVal(v.String())
	case string:
		return cty.StringVal(v), nil
	case bool:
		return cty.BoolVal(v), nil
	default:
		return cty.NullVal(cty.DynamicPseudoType), nil
	}
}
