package restsuite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// at is the value at a path of the last answer, such as hits.hits.0._id. A dot in
// a name stands behind a backslash; "" and $body are the whole answer.
func (r *runner) at(path string) any {
	path = r.replaced(path)
	if path == "" || path == "$body" {
		return r.answer
	}
	v := r.answer
	const dot = "\x00"
	for _, name := range strings.Split(strings.ReplaceAll(strings.TrimPrefix(path, "$body."), `\.`, dot), ".") {
		name = strings.ReplaceAll(name, dot, ".")
		switch parent := v.(type) {
		case *orderedjson.Object:
			v, _ = parent.Get(name)
			if name == "_arbitrary_key_" && parent.Len() > 0 {
				v = parent.Keys()[0]
			}
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(parent) {
				return nil
			}
			v = parent[i]
		default:
			return nil
		}
	}
	return v
}

// set keeps values of the answer for later.
func (r *runner) set(argument any) error {
	o, ok := argument.(*orderedjson.Object)
	if !ok {
		return &skipError{"a set of another form"}
	}
	for _, m := range o.Members() {
		name, _ := m.Value.(string)
		r.stash[name] = r.at(m.Key)
	}
	return nil
}

// fill puts kept values in place of $name.
func (r *runner) fill(v any) any {
	switch v := v.(type) {
	case string:
		if kept, ok := r.stash[strings.TrimPrefix(v, "$")]; ok && strings.HasPrefix(v, "$") {
			return kept
		}
		return r.replaced(v)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = r.fill(x)
		}
		return out
	case *orderedjson.Object:
		out := orderedjson.NewObject()
		for _, m := range v.Members() {
			out.Set(m.Key, r.fill(m.Value))
		}
		return out
	}
	return v
}

// replaced puts kept values into a text.
func (r *runner) replaced(text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	for name, value := range r.stash {
		text = strings.ReplaceAll(text, "${"+name+"}", fmt.Sprint(value))
		text = strings.ReplaceAll(text, "$"+name, fmt.Sprint(value))
	}
	return text
}

// featuresKnown are what a case may ask its runner for, and this one has.
var featuresKnown = []string{"allowed_warnings", "warnings", "contains", "close_to", "stash_in_path", "stash_in_key", "stash_path_replace", "headers", "embedded_stash_key", "arbitrary_key", "default_shards", "yaml"}

// skip tells whether a case is for another version or another runner.
func (r *runner) skip(argument any) error {
	o, _ := argument.(*orderedjson.Object)
	for _, m := range o.Members() {
		switch m.Key {
		case "version":
			text, _ := m.Value.(string)
			if within(text, r.target.Version) {
				return &skipError{"not for this version: " + text}
			}
		case "features":
			list, isList := m.Value.([]any)
			if !isList {
				list = []any{m.Value}
			}
			for _, f := range list {
				if name, _ := f.(string); !slices.Contains(featuresKnown, name) {
					return &skipError{"the feature " + name}
				}
			}
		}
	}
	return nil
}

// within tells whether a version lies in ranges such as " - 2.4.99, 3.0.0 - ".
func within(ranges, version string) bool {
	for _, one := range strings.Split(ranges, ",") {
		if strings.TrimSpace(one) == "all" {
			return true
		}
		low, high, ok := strings.Cut(one, "-")
		if !ok {
			continue
		}
		low, high = strings.TrimSpace(low), strings.TrimSpace(high)
		if (low == "" || compareVersions(low, version) <= 0) && (high == "" || compareVersions(version, high) <= 0) {
			return true
		}
	}
	return false
}

// compareVersions compares releases; those of Elasticsearch, 5 to 7, came before
// OpenSearch 1.
func compareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	if inherited(x) != inherited(y) {
		if inherited(x) {
			return -1
		}
		return 1
	}
	for i := range max(len(x), len(y)) {
		var m, n int
		if i < len(x) {
			m, _ = strconv.Atoi(x[i])
		}
		if i < len(y) {
			n, _ = strconv.Atoi(y[i])
		}
		if m != n {
			return m - n
		}
	}
	return 0
}

func inherited(version []string) bool {
	major, _ := strconv.Atoi(version[0])
	return major >= 5 && major <= 7
}
