package replay

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var token = regexp.MustCompile(`<<(\w+)>>`)

// names are the values that answers gave a name to.
type names map[string]any

// wholeToken is the name of a text that is nothing but a token.
func wholeToken(s string) (string, bool) {
	m := token.FindStringSubmatch(s)
	if m == nil || m[0] != s {
		return "", false
	}
	return m[1], true
}

// fill puts named values in place of tokens. A text that is nothing but a token
// becomes the value itself, be it no text.
func (n names) fill(v any) any {
	switch v := v.(type) {
	case string:
		if name, ok := wholeToken(v); ok {
			if value, ok := n[name]; ok {
				return value
			}
		}
		return n.fillText(v)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = n.fill(v[i])
		}
		return list
	case *orderedjson.Object:
		o := &orderedjson.Object{}
		for _, m := range v.Members() {
			o.Set(n.fillText(m.Key), n.fill(m.Value))
		}
		return o
	}
	return v
}

func (n names) fillText(s string) string {
	return token.ReplaceAllStringFunc(s, func(t string) string {
		if value, ok := n[t[2:len(t)-2]]; ok {
			return fmt.Sprint(value)
		}
		return t
	})
}

// pointed finds the value at a JSON pointer.
func pointed(v any, pointer string) (any, bool) {
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for _, step := range strings.Split(pointer, "/")[1:] {
		step = unescape.Replace(step)
		switch here := v.(type) {
		case *orderedjson.Object:
			next, ok := here.Get(step)
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(here) {
				return nil, false
			}
			v = here[i]
		default:
			return nil, false
		}
	}
	return v, true
}

func isNumber(v any) bool {
	_, ok := v.(json.Number)
	return ok
}
