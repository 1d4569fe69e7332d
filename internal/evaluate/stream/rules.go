package stream

import (
	"bytes"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// rule is what is done with the values of a field: read, if they are looked at;
// else they are only held to be harmless, or tried.
type rule struct {
	field    *mapping.Field
	harmless func(raw []byte) bool // nil: no value is known to be
	wanted   bool
}

// readable tells whether a field of the mapping is read here: of a plain type, its
// values of its own only.
func readable(f *mapping.Field) bool {
	return len(f.CopyTo) == 0 && f.Root == "" && slices.Contains(plainTypes, f.Type)
}

// allReadable tells whether each field of a mapping is, aliases apart.
func allReadable(m *mapping.Mapping) bool {
	return !slices.ContainsFunc(m.Fields(), func(f *mapping.Field) bool { return f.Type != "alias" && !readable(f) })
}

var plainTypes = []string{"text", "keyword", "boolean", "long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "date", "ip"}

// field makes the node of a field.
func (w *walker) field(f *mapping.Field) *node {
	n := &node{kind: fieldNode}
	for _, x := range append([]*mapping.Field{f}, f.Multi...) {
		if !readable(x) {
			return &node{kind: wholeNode}
		}
		r := rule{field: x, wanted: w.table.wanted(x)}
		if x.NullValue == nil {
			r.harmless = w.harmless(x)
		}
		n.rules = append(n.rules, r)
	}
	return n
}

// read gives a scalar to a field and its sub-fields.
func (w *walker) read(n *node, raw []byte, escaped escapes) bool {
	var v any
	decoded := false
	for i := range n.rules {
		r := &n.rules[i]
		if !r.wanted && r.harmless != nil && r.harmless(raw) {
			continue
		}
		if !decoded {
			var ok bool
			if v, ok = w.decoded(raw, escaped); !ok {
				return false
			}
			decoded = true
		}
		into := w.doc
		if !r.wanted {
			into = w.scratch
			into.Values.Clear()
		}
		if err := r.field.ReadInto(into, v); err != nil {
			return false
		}
	}
	return true
}

// harmless is a test of values that the field surely takes.
func (w *walker) harmless(f *mapping.Field) func(raw []byte) bool {
	switch f.Type {
	case "text":
		if plainAnalysis(w.table, f) {
			return func([]byte) bool { return true } // longer words are cut
		}
		return atMost(longestPlain)
	case "keyword":
		switch {
		case f.Normalize != nil:
			return atMost(longestPlain)
		case f.IgnoreAbove >= 0 && f.IgnoreAbove <= longestPlain:
			return func([]byte) bool { return true }
		}
		return atMost(longestTerm)
	case "boolean":
		return isBoolean
	case "long":
		return wholeNumber(18)
	case "integer":
		return wholeNumber(9)
	case "short":
		return wholeNumber(4)
	case "byte":
		return wholeNumber(2)
	case "float", "double":
		return plainDecimal
	case "date":
		if f.Format != nil && f.Format.Pattern == datetime.Default {
			return isInstant
		}
	}
	return nil
}

// longestTerm is the limit of a term in bytes; of texts up to longestPlain an
// analyzer or a normalizer makes no longer ones.
const (
	longestTerm  = 32766
	longestPlain = 5000
)

// plainAnalysis tells of a field with the standard analyzer.
func plainAnalysis(t *table, f *mapping.Field) bool {
	if f.Params.Has("analyzer") {
		return false
	}
	return !slices.ContainsFunc(t.index.Settings.Keys(), func(k string) bool { return strings.HasPrefix(k, "index.analysis.") })
}

func atMost(n int) func([]byte) bool { return func(raw []byte) bool { return len(raw) <= n } }

func isBoolean(raw []byte) bool {
	switch string(raw) {
	case "true", "false", "null", `"true"`, `"false"`, `""`:
		return true
	}
	return false
}

func wholeNumber(digits int) func([]byte) bool {
	return func(raw []byte) bool {
		return raw[0] == 'n' || len(raw) <= digits && isNumber(raw) && !bytes.ContainsAny(raw, ".eE")
	}
}

func plainDecimal(raw []byte) bool {
	return raw[0] == 'n' || len(raw) <= 15 && isNumber(raw) && !bytes.ContainsAny(raw, "eE")
}

func isNumber(raw []byte) bool { return raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9' }

func isInstant(raw []byte) bool {
	if raw[0] != '"' {
		return raw[0] == 'n'
	}
	_, ok := datetime.Instant(raw[1 : len(raw)-1])
	return ok
}
