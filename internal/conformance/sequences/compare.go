package sequences

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Difference is one place in which two answers differ.
type Difference struct {
	Level Outcome // Wording or Different
	// At is the JSON pointer, or a word in brackets: (status).
	At         string
	Want, Have any
}

func (d Difference) String() string {
	return fmt.Sprintf("%s %s: want %.400s, have %.400s", d.Level, d.At, text(d.Want), text(d.Have))
}

func worst(found []Difference) Outcome {
	level := Equal
	for _, d := range found {
		level = max(level, d.Level)
	}
	return level
}

// comparer compares the answers of one sequence, in order.
type comparer struct {
	prefix string
	found  []Difference
	// replaced: a document was overwritten or deleted. A node counts it in the
	// statistics of scores until the day that it merges its segments.
	replaced bool
	// spread: an index may have several shards. Where a document with an id that a
	// server made up is one of them, the numbers of writes are chance from then on.
	spread, scattered bool
	// closed: an index was closed. Its shards are missing for a moment then, and come
	// back.
	closed bool
}

var madeUpID = regexp.MustCompile(`"_id":"[A-Za-z0-9_-]{20}"`)

var replacing = regexp.MustCompile(`"result":"(updated|deleted)"|"(deleted|updated)":[1-9]`)

func (c *comparer) compare(s Step, want, have Answer) []Difference {
	c.found = nil
	c.replaced = c.replaced || replacing.MatchString(text(want.Body))
	c.scattered = c.scattered || c.spread && madeUpID.MatchString(text(want.Body))
	c.closed = c.closed || strings.Contains(s.Path, "/_close") && want.Status == 200
	if want.Status != have.Status {
		c.add(Different, "(status)", fmt.Sprintf("%d %s", want.Status, text(want.Body)), fmt.Sprintf("%d %s", have.Status, text(have.Body)))
		return c.found
	}
	if want.Type != have.Type {
		c.add(Different, "(content type)", want.Type, have.Type)
	}
	if a, b := c.plainText(want.Location), c.plainText(have.Location); a != b {
		c.add(Different, "(location)", a, b)
	}
	c.values(c.plain(s, want.Body), c.plain(s, have.Body), "", "")
	return c.found
}

func (c *comparer) add(level Outcome, at string, want, have any) {
	c.found = append(c.found, Difference{level, at, want, have})
}

// worded are keys whose texts people read: a difference there counts less.
var worded = []string{"reason", "error", "message", "line", "col"}

func (c *comparer) values(want, have any, at, key string) {
	switch want := want.(type) {
	case *orderedjson.Object:
		if have, ok := have.(*orderedjson.Object); ok {
			c.objects(want, have, at)
			return
		}
	case []any:
		have, ok := have.([]any)
		if ok && len(want) == len(have) {
			for i := range want {
				c.values(want[i], have[i], fmt.Sprintf("%s/%d", at, i), key)
			}
			return
		}
	default:
		if orderedjson.Equal(want, have) || sameNumber(want, have) {
			return
		}
		if slices.Contains(worded, key) && fmt.Sprintf("%T", want) == fmt.Sprintf("%T", have) {
			c.add(Wording, at, want, have)
			return
		}
	}
	c.add(Different, at, want, have)
}

// sameNumber: 1.0E-7 is 1.0e-7.
func sameNumber(a, b any) bool {
	x, isX := a.(json.Number)
	y, isY := b.(json.Number)
	return isX && isY && strings.EqualFold(x.String(), y.String())
}

func (c *comparer) objects(want, have *orderedjson.Object, at string) {
	for _, m := range want.Members() {
		if other, ok := have.Get(m.Key); ok {
			c.values(m.Value, other, at+"/"+m.Key, m.Key)
		} else {
			c.add(Different, at+"/"+m.Key, m.Value, "(absent)")
		}
	}
	for _, m := range have.Members() {
		if !want.Has(m.Key) {
			c.add(Different, at+"/"+m.Key, "(absent)", m.Value)
		}
	}
}
