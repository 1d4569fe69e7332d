package bodies

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// same compares two stored forms byte for byte, but for what differs from JDK to JDK,
// or from start to start of one node: the digits of a floating number, of which some
// print one more, and the order of what stands in hash tables (script_fields, the
// fields of simple_query_string and combined_fields, params of collate).
func same(a, b any) bool { return sameAt("", a, b) }

func sameAt(key string, a, b any) bool {
	switch a := a.(type) {
	case *orderedjson.Object:
		b, ok := b.(*orderedjson.Object)
		if !ok || a.Len() != b.Len() {
			return false
		}
		x, y := a.Members(), b.Members()
		if key == "script_fields" || key == "params" {
			x, y = byName(x), byName(y)
		}
		for i := range x {
			if x[i].Key != y[i].Key || !sameAt(x[i].Key, x[i].Value, y[i].Value) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		if key == "fields" {
			a, b = byText(a), byText(b)
		}
		for i := range a {
			if !sameAt(key, a[i], b[i]) {
				return false
			}
		}
		return true
	case json.Number:
		b, ok := b.(json.Number)
		return ok && sameNumber(a.String(), b.String())
	default:
		return a == b
	}
}

// byText sorts a list of weighted names; others stay as they are.
func byText(list []any) []any {
	if slices.ContainsFunc(list, func(v any) bool { name, ok := v.(string); return !ok || !strings.Contains(name, "^") }) {
		return list
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b any) int { return cmp.Compare(a.(string), b.(string)) })
	return sorted
}

func byName(members []orderedjson.Member) []orderedjson.Member {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b orderedjson.Member) int { return cmp.Compare(a.Key, b.Key) })
	return sorted
}

// sameNumber holds whole numbers to their digits, and floating ones to their value.
// One of few digits may be a float of 32 bits.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	if !strings.ContainsAny(a, ".") || !strings.ContainsAny(b, ".") {
		return false
	}
	bits := 64
	if len(a) <= 14 && len(b) <= 14 {
		bits = 32
	}
	x, errA := strconv.ParseFloat(a, bits)
	y, errB := strconv.ParseFloat(b, bits)
	return errA == nil && errB == nil && x == y
}
