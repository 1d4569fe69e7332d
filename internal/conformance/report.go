package conformance

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Print writes a difference so that it can be looked into: world, search, both
// answers.
func (x Result) Print() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", x.Difference.Text)
	if x.Case == nil || x.Case.Body == nil {
		return b.String()
	}
	w := x.Case.World
	plainly := func(s string) string { return strings.ReplaceAll(s, w.Name, "w") }
	for _, i := range w.Indices[:min(3, len(w.Indices))] {
		fmt.Fprintf(&b, "PUT %s %.1000s\n", plainly(i.Name), text(i.Body))
	}
	for _, d := range w.Docs[:min(12, len(w.Docs))] {
		fmt.Fprintf(&b, "  %s/%s %.1000s\n", plainly(d.Index), d.ID, text(d.Source))
	}
	if len(w.Docs) > 12 {
		fmt.Fprintf(&b, "  … %d documents\n", len(w.Docs))
	}
	fmt.Fprintf(&b, "search %s %s\n", plainly(x.Case.Targets), plainly(text(x.Case.Body)))
	fmt.Fprintf(&b, "node: %s\nhere: %s\n", x.part(x.Node), x.part(x.Here))
	return b.String()
}

// part is what of an answer has to do with the difference.
func (x Result) part(a Answer) string {
	var v any = a.Body
	key := map[string]string{"aggregations": "aggregations", "shards": "_shards", "hits": "hits", "score": "hits", "total": "hits"}[x.Difference.Kind]
	if a.Status != 200 {
		v = firstCause(a.Body)
		if e, ok := a.Body.Get("error"); ok && e != v {
			o, _ := v.(*orderedjson.Object)
			v = obj("type", a.Body.Object("error").Text("type"), "root_cause", o)
		}
	} else if part, ok := plain(a.Body).Get(key); ok {
		v = part
	}
	s := strings.ReplaceAll(text(v), x.Case.World.Name, "w")
	if len(s) > 1200 {
		s = s[:1200] + "…"
	}
	return s
}
