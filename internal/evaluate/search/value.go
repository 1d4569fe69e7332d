package search

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// javaText is a JSON value as Java prints what it was parsed to: 1.50 is "1.5".
func javaText(v any) string { return javavalue.PrintJSON(v, javaNumber) }

func javaNumber(n json.Number) string { return javaNumberOf(n, javavalue.JDK21) }

func javaNumberOf(n json.Number, jdk javavalue.JDK) string {
	if !strings.ContainsAny(n.String(), ".eE") {
		return n.String()
	}
	d, _ := n.Float64()
	return javavalue.DoubleText(d, jdk)
}

// textOf is a query's value as the server's Java prints it, where texts are looked for: of
// 1e23, older ones make 9.999999999999999E22.
func (s *shard) textOf(v any) string { return textFor(v, s.dialect.JDK) }

func textFor(v any, jdk javavalue.JDK) string {
	return javavalue.PrintJSON(v, func(n json.Number) string { return javaNumberOf(n, jdk) })
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
