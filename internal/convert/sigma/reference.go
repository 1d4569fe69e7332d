package sigma

import (
	"strings"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sameValue is true if one value of a field is one of another. It asks whether an index has
// the fields at all, as it may be one of many, and an error would keep all of them from
// being searched.
const sameValue = "if (!doc.containsKey(params.left) || !doc.containsKey(params.right)) { return false } " +
	"for (def a : doc[params.left]) { for (def b : doc[params.right]) { if (a.toString().EQUALS(b.toString())) { return true } } } return false"

// reference compares with another field of the event: a search can't, but by a script. The
// script's text is the same for all fields, so that a server compiles it once.
func (c *converter) reference(f field, i *item, v *value) clause.Clause {
	other, ok := c.known(&item{key: v.node, field: v.text, values: i.values})
	if !ok {
		return clause.Nothing()
	}
	method := "equalsIgnoreCase"
	if i.cased {
		method = "equals"
	}
	script := orderedjson.One("source", strings.Replace(sameValue, "EQUALS", method, 1))
	script.Set("params", orderedjson.NewObject(orderedjson.Member{Key: "left", Value: f.exact}, orderedjson.Member{Key: "right", Value: other.exact}))
	c.note(i.key, "Comparison of two fields", "Only a script can compare two fields of an event: it is run for each event that the other conditions find, which is slow where these are many.")
	return clause.Query("script", orderedjson.One("script", script))
}
