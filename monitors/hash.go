package monitors

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// HashVersion is the version of Hash and Fingerprint. It changes whenever the
// fields or their order do, so that an old mark is not taken for a change.
const HashVersion = 2

// Hash is a digest of all that a monitor is, ids of triggers and actions
// included. Equal content gives an equal hash whatever the order of triggers,
// actions and keys.
func (m Monitor) Hash() string {
	all := m.Fields()
	all.Set("schedule", m.Schedule.hashed())
	if in, ok := m.Input.(*DocumentQueries); ok {
		all.Set("document_queries", in.hashed())
	}
	triggers := orderedjson.NewObject()
	for _, t := range m.Triggers {
		f := t.Fields()
		actions := orderedjson.NewObject()
		for _, a := range t.Actions {
			actions.Set(a.ID, a.Fields())
		}
		f.Set("actions", actions)
		triggers.Set(t.ID, f)
	}
	all.Set("triggers", triggers)
	var text strings.Builder
	writeSorted(&text, all)
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:16])
}

// Fingerprint is a short digest of one field's value, for Mark.Fields: equal
// values have equal ones. It says whether a field is as it was, not what it was.
func Fingerprint(value any) string {
	var text strings.Builder
	writeSorted(&text, value)
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:4])
}

// SearchDigest is a digest of what a monitor asks, for StoredForms: of a search's
// body, or of an input that alertplan does not model. It is "" for other inputs,
// whose stored form is known.
func SearchDigest(m Monitor) string {
	var text strings.Builder
	switch in := m.Input.(type) {
	case *Search:
		writeSorted(&text, querydsl.Portable(in.Body))
	case *OtherInput:
		writeSorted(&text, in.Body)
	default:
		return ""
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:16])
}

// writeSorted writes a value so that equal values give equal text: keys sorted,
// numbers in one spelling.
func writeSorted(b *strings.Builder, v any) {
	switch v := v.(type) {
	case *orderedjson.Object:
		b.WriteByte('{')
		for _, key := range slices.Sorted(slices.Values(v.Keys())) {
			b.WriteString(strconv.Quote(key) + ":")
			child, _ := v.Get(key)
			writeSorted(b, child)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for _, x := range v {
			writeSorted(b, x)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case string:
		b.WriteString(strconv.Quote(v))
	case json.Number:
		b.WriteString(orderedjson.CanonicalNumber(v))
	case bool:
		b.WriteString(strconv.FormatBool(v))
	default:
		b.WriteString("null")
	}
}
