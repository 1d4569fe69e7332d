package monitortest

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// valuesAt are the leaves at a field's path, through lists, and through keys that
// hold dots themselves.
func valuesAt(v any, path string) []any {
	switch v := v.(type) {
	case []any:
		var out []any
		for _, x := range v {
			out = append(out, valuesAt(x, path)...)
		}
		return out
	case *orderedjson.Object:
		if path == "" {
			return []any{v}
		}
		var out []any
		for _, m := range v.Members() {
			if m.Key == path {
				out = append(out, valuesAt(m.Value, "")...)
			} else if rest, ok := strings.CutPrefix(path, m.Key+"."); ok {
				out = append(out, valuesAt(m.Value, rest)...)
			}
		}
		return out
	}
	if path != "" {
		return nil
	}
	return []any{v}
}
