package monitortest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (x *checker) aggregations() {
	for _, want := range x.e.Aggregations {
		all := x.run.Outcome.Aggregations()
		got, missing := valueAt(all, want.Path)
		what := "aggregations " + want.Path
		if missing != "" {
			x.fail(Failure{What: what, Expected: printed(want.Value), Got: "nothing", Detail: missing})
			continue
		}
		if !agrees(want.Value, got) {
			x.fail(Failure{What: what, Expected: printed(want.Value), Got: printed(got)})
		}
	}
}

// valueAt goes down a path of keys and places, separated by dots; a key may hold
// dots itself. missing says where it ends too early.
func valueAt(v any, path string) (found any, missing string) {
	if path == "" {
		return v, ""
	}
	switch v := v.(type) {
	case *orderedjson.Object:
		best := ""
		for _, m := range v.Members() {
			if m.Key == path {
				return m.Value, ""
			}
			if strings.HasPrefix(path, m.Key+".") && len(m.Key) > len(best) {
				best = m.Key
			}
		}
		if best != "" {
			inner, _ := v.Get(best)
			return valueAt(inner, path[len(best)+1:])
		}
		step, _, _ := strings.Cut(path, ".")
		return nil, fmt.Sprintf("there is no %s; there is %s", step, cmp.Or(strings.Join(v.Keys(), ", "), "nothing"))
	case []any:
		step, rest, _ := strings.Cut(path, ".")
		i, err := strconv.Atoi(step)
		if err != nil || i < 0 || i >= len(v) {
			return nil, fmt.Sprintf("a list of %d has no %s", len(v), step)
		}
		return valueAt(v[i], rest)
	}
	return nil, fmt.Sprintf("%s is a value: nothing is below it", printed(v))
}

// agrees tells whether a value is as expected: numbers by their value, a text such
// as "> 2" by comparing numbers, anything else as JSON.
func agrees(want, got any) bool {
	number, isNumber := got.(json.Number)
	if text, ok := want.(string); ok && isNumber {
		return holds(text, number)
	}
	return orderedjson.Equal(want, got)
}

func holds(comparison string, got json.Number) bool {
	rest := strings.TrimSpace(comparison)
	operator := "=="
	for _, o := range []string{"==", "!=", ">=", "<=", ">", "<"} {
		if cut, ok := strings.CutPrefix(rest, o); ok {
			operator, rest = o, strings.TrimSpace(cut)
			break
		}
	}
	limit, ok := new(big.Float).SetString(rest)
	value, isNumber := new(big.Float).SetString(got.String())
	if !ok || !isNumber {
		return false
	}
	order := value.Cmp(limit)
	switch operator {
	case "!=":
		return order != 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	}
	return order == 0
}

func printed(v any) string {
	text, err := orderedjson.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
