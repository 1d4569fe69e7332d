package conformance

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Difference is where an answer differs from a node's. No Kind: nowhere.
type Difference struct {
	Kind string // status, error, total, hits, score, aggregations, mapping, document, …
	Text string

	doc *Doc   // that only one side took
	put *Index // that only one side made
}

// Compare compares an answer with a node's: the whole of it, but for what a node
// makes up (took, node, uuid) and the wording of errors. otherWords tells that
// only the latter differs.
func Compare(want, got Answer) (d Difference, otherWords bool) {
	if want.Status != got.Status {
		said := fmt.Sprintf("status %d on the node, %d here", want.Status, got.Status)
		return Difference{Kind: said, Text: firstCause(want.Body).Text("reason") + " / " + firstCause(got.Body).Text("reason")}, false
	}
	if want.Status != 200 {
		return compareErrors(want.Body, got.Body)
	}
	a, b := plain(want.Body), plain(got.Body)
	for _, part := range []struct{ kind, key string }{{"shards", "_shards"}, {"hits", "hits"}, {"aggregations", "aggregations"}} {
		x, _ := a.Get(part.key)
		y, _ := b.Get(part.key)
		if part.key == "_shards" {
			var words bool
			x, y, words = withoutReasons(x, y)
			otherWords = otherWords || words
		}
		if text := differs(part.key, x, y); text != "" {
			return Difference{Kind: kindOf(part.kind, text), Text: text}, false
		}
	}
	return Difference{Kind: "answer", Text: differs("", a, b)}.orNone(), otherWords
}

func (d Difference) orNone() Difference {
	if d.Text == "" {
		return Difference{}
	}
	return d
}

// kindOf tells scores, sort values and the total from other parts of hits.
func kindOf(kind, text string) string {
	path, _, _ := strings.Cut(text, ": ")
	switch {
	case kind != "hits":
		return kind
	case strings.HasSuffix(path, "_score"):
		return "score"
	case strings.HasPrefix(path, "hits.total"):
		return "total"
	}
	return kind
}

func compareErrors(want, got *orderedjson.Object) (Difference, bool) {
	a, b := firstCause(want), firstCause(got)
	if a.Text("type") != b.Text("type") {
		return Difference{Kind: "error", Text: fmt.Sprintf("%s: %s on the node, %s: %s here", a.Text("type"), a.Text("reason"), b.Text("type"), b.Text("reason"))}, false
	}
	return Difference{}, a.Text("reason") != b.Text("reason")
}

// firstCause is the first of root_cause, else the error itself.
func firstCause(body *orderedjson.Object) *orderedjson.Object {
	e := body.Object("error")
	if roots := e.Array("root_cause"); len(roots) > 0 {
		if o, ok := roots[0].(*orderedjson.Object); ok {
			return o
		}
	}
	return e
}

// plain is an answer without what a node makes up.
func plain(body *orderedjson.Object) *orderedjson.Object {
	o := orderedjson.Clone(body).(*orderedjson.Object)
	o.Delete("took")
	shards := o.Object("_shards")
	list := shards.Array("failures")
	for _, f := range list {
		failure := f.(*orderedjson.Object)
		failure.Delete("node")
		failure.Object("reason").Delete("index_uuid")
		failure.Object("reason").Delete("caused_by")
	}
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(text(a), text(b)) })
	return o
}

// withoutReasons leaves the wording of shards' failures out, and tells whether it
// differed.
func withoutReasons(a, b any) (any, any, bool) {
	same := differs("", a, b) == ""
	for _, x := range []any{a, b} {
		o, _ := x.(*orderedjson.Object)
		for _, f := range o.Array("failures") {
			reason := f.(*orderedjson.Object).Object("reason")
			f.(*orderedjson.Object).Set("reason", reason.Text("type"))
		}
	}
	return a, b, !same && differs("", a, b) == ""
}

// differs says where two values differ first; numbers must be equal to the digit.
func differs(path string, want, got any) string {
	switch want := want.(type) {
	case *orderedjson.Object:
		got, ok := got.(*orderedjson.Object)
		if !ok {
			return path + ": " + short(want) + " on the node, " + short(got) + " here"
		}
		return differsInKeys(path, want, got)
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			return fmt.Sprintf("%s: %d elements on the node, %d here", path, len(want), len(got))
		}
		for i := range want {
			if d := differs(path+"["+strconv.Itoa(i)+"]", want[i], got[i]); d != "" {
				return d
			}
		}
		return ""
	case json.Number:
		if n, ok := got.(json.Number); ok && sameNumber(want, n) {
			return ""
		}
		return fmt.Sprintf("%s: %s on the node, %s here", path, want, short(got))
	}
	if want != got {
		return path + ": " + short(want) + " on the node, " + short(got) + " here"
	}
	return ""
}

func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	x, errX := a.Float64()
	y, errY := b.Float64()
	return errX == nil && errY == nil && x == y && strings.ContainsAny(a.String(), ".eE") == strings.ContainsAny(b.String(), ".eE")
}

func differsInKeys(path string, want, got *orderedjson.Object) string {
	at := func(key string) string { return strings.TrimPrefix(path+"."+key, ".") }
	for _, m := range want.Members() {
		v, ok := got.Get(m.Key)
		if !ok {
			return at(m.Key) + ": " + short(m.Value) + " on the node, missing here"
		}
		if d := differs(at(m.Key), m.Value, v); d != "" {
			return d
		}
	}
	for _, m := range got.Members() {
		if !want.Has(m.Key) {
			return at(m.Key) + ": missing on the node, " + short(m.Value) + " here"
		}
	}
	return ""
}

func short(v any) string {
	s := text(v)
	if len(s) > 300 {
		s = s[:300] + "…"
	}
	return s
}
