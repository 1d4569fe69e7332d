package search

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// javaText is a JSON value as Java prints what it was parsed to: 1.50 is "1.5".
func javaText(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		if !strings.ContainsAny(v.String(), ".eE") {
			return v.String()
		}
		d, _ := v.Float64()
		return mapping.JavaDouble(d)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = javaText(v[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *orderedjson.Object:
		parts := make([]string, 0, v.Len())
		for _, m := range v.Members() {
			parts = append(parts, m.Key+"="+javaText(m.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return ""
}

func toFloat(v any) (float64, error) {
	switch v := v.(type) {
	case json.Number:
		return v.Float64()
	case string:
		return strconv.ParseFloat(v, 64)
	case float64:
		return v, nil
	case int:
		return float64(v), nil
	}
	return 0, strconv.ErrSyntax
}

func flag(o *orderedjson.Object, key string) bool {
	v, _ := o.Get(key)
	return v == true || v == "true"
}

func integer(o *orderedjson.Object, key string, orElse int) int {
	v, ok := o.Get(key)
	if !ok || v == nil {
		return orElse
	}
	n, err := toFloat(v)
	if err != nil {
		return orElse
	}
	return int(n)
}

func number(text string) json.Number { return json.Number(text) }

func whole(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

// double prints a double as the server does in JSON: 1.0, 1.0E10, and texts for
// what JSON has no number for.
func double(d float64) any {
	text := mapping.JavaDouble(d)
	if strings.HasSuffix(text, "Infinity") || text == "NaN" {
		return text
	}
	return json.Number(text)
}
