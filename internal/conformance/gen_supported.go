package conformance

import (
	"errors"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// refusal names what of an index's body is refused here, "" if nothing is.
func refusal(body *orderedjson.Object) string {
	err := index.NewStore(time.Now).Create("x", body)
	var no *fault.UnsupportedError
	if errors.As(err, &no) {
		return no.What
	}
	return ""
}

// supported leaves the columns whose definitions aren't refused here, and names
// what is refused of the others: first a parameter goes, then the column.
func supported(columns []column) ([]column, Refusals) {
	var out []column
	var refused Refusals
	for _, c := range columns {
		whole := func(def *orderedjson.Object) string {
			return refusal(settled(obj("mappings", obj("properties", obj("x", def, "all", obj("type", "text"))))))
		}
		for what := whole(c.def); what != ""; what = whole(c.def) {
			refused = append(refused, what)
			keys := c.def.Keys()
			if len(keys) == 1 {
				c.def = nil
				break
			}
			c.def = without(c.def, keys[len(keys)-1])
		}
		if c.def != nil {
			out = append(out, c)
		}
	}
	return out, refused
}

// taken leaves out of an index's body what is refused here beside its properties.
func taken(body *orderedjson.Object) (*orderedjson.Object, Refusals) {
	var refused Refusals
	for what := refusal(body); what != ""; what = refusal(body) {
		refused = append(refused, what)
		mappings := body.Object("mappings")
		switch keys := mappings.Keys(); {
		case len(keys) > 1:
			body.Set("mappings", without(mappings, keys[len(keys)-1]))
		case body.Has("settings"):
			body.Delete("settings")
		default:
			body.Delete("mappings")
		}
	}
	return body, refused
}
