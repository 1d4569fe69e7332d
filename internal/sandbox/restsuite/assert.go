package restsuite

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// assert holds the last answer against an assertion.
func (r *runner) assert(s step) error {
	switch s.name {
	case "is_true", "is_false":
		path, _ := s.argument.(string)
		if truth := isTrue(r.at(path)); truth != (s.name == "is_true") {
			return fmt.Errorf("%s: %s is %s", s.name, path, printed(r.at(path)))
		}
		return nil
	}
	o, ok := s.argument.(*orderedjson.Object)
	if !ok {
		return &skipError{"an assertion " + s.name + " of another form"}
	}
	for _, m := range o.Members() {
		got, want := r.at(m.Key), r.fill(m.Value)
		if !holds(s.name, got, want) {
			return fmt.Errorf("%s: %s is %s, want %s", s.name, m.Key, printed(got), printed(want))
		}
	}
	return nil
}

func isTrue(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != "" && v != "false"
	case json.Number:
		f, _ := v.Float64()
		return f != 0
	}
	return true
}

func holds(assertion string, got, want any) bool {
	switch assertion {
	case "match":
		return matches(got, want)
	case "length":
		n, err := strconv.Atoi(fmt.Sprint(want))
		return err == nil && length(got) == n
	case "gt", "gte", "lt", "lte":
		a, b := number(got), number(want)
		return map[string]bool{"gt": a > b, "gte": a >= b, "lt": a < b, "lte": a <= b}[assertion]
	case "contains":
		list, _ := got.([]any)
		for _, x := range list {
			if matches(x, want) {
				return true
			}
		}
		return false
	case "close_to":
		o, _ := want.(*orderedjson.Object)
		value, _ := o.Get("value")
		within, _ := o.Get("error")
		difference := number(got) - number(value)
		return max(difference, -difference) <= number(within)
	}
	return false
}

func number(v any) float64 {
	switch v := v.(type) {
	case json.Number:
		f, _ := v.Float64()
		return f
	case string:
		f, _ := strconv.ParseFloat(v, 64)
		return f
	}
	return 0
}

func length(v any) int {
	switch v := v.(type) {
	case []any:
		return len(v)
	case *orderedjson.Object:
		return v.Len()
	case string:
		return len(v)
	}
	return -1
}

// matches compares: patterns by /…/, numbers as numbers.
func matches(got, want any) bool {
	if text, ok := want.(string); ok {
		trimmed := strings.TrimSpace(text)
		if strings.HasPrefix(trimmed, "/") && strings.HasSuffix(trimmed, "/") && len(trimmed) > 1 {
			pattern, err := regexp.Compile(`(?s)` + uncommented(trimmed[1:len(trimmed)-1]))
			return err == nil && pattern.MatchString(fmt.Sprint(got))
		}
	}
	switch want := want.(type) {
	case json.Number:
		n, ok := got.(json.Number)
		return ok && number(n) == number(want)
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return false
		}
		for i := range list {
			if !matches(list[i], want[i]) {
				return false
			}
		}
		return true
	case *orderedjson.Object:
		o, ok := got.(*orderedjson.Object)
		if !ok || o.Len() != want.Len() {
			return false
		}
		for _, m := range want.Members() {
			if v, has := o.Get(m.Key); !has || !matches(v, m.Value) {
				return false
			}
		}
		return true
	}
	return got == want
}

// uncommented takes blanks and comments out of a pattern, which are free there.
func uncommented(pattern string) string {
	pattern = regexp.MustCompile(`\s+#.*`).ReplaceAllString(pattern, "")
	return regexp.MustCompile(`(^|[^\\])\s+`).ReplaceAllString(pattern, "$1")
}

func printed(v any) string {
	text, err := orderedjson.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return shortened(string(text))
}
