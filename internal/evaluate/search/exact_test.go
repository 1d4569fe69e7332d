package search_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// same searches on both sides as compare does, but wants numbers equal to the last
// bit, and errors with the same types and reasons. It tells what became of it:
// equal, error (the same one), refused, or wrong.
func (p *pair) same(targets, body string) string {
	p.t.Helper()
	status, want := p.call("POST", "/"+targets+"/_search?request_cache=false", body)
	answer, err := search.Search(p.store, strings.Split(targets, ","), parse(p.t, body), search.Options{Now: p.now, Dialect: p.dialect})
	outcome := p.outcome(status, want, answer, err)
	what, diff, _ := strings.Cut(outcome, ":")
	p.tally[what]++
	switch what {
	case "wrong":
		p.t.Errorf("wrong: %s %s\n%s\nnode: %s\nhere: %s %v", targets, body, diff, print(aggregationsOf(want)), print(aggregationsOf(answer)), err)
	case "refused":
		p.t.Logf("refused:%s: %s", diff, body)
	}
	return what
}

func (p *pair) outcome(status int, want, answer *orderedjson.Object, err error) string {
	var unsupported *fault.UnsupportedError
	if errors.As(err, &unsupported) {
		return "refused: " + unsupported.What
	}
	got := answer
	var refused *fault.Error
	if errors.As(err, &refused) {
		got = refused.Body()
		want, got = errorOf(want), errorOf(got)
	}
	if err == nil && status == 200 {
		for _, o := range []*orderedjson.Object{want, answer} {
			o.Delete("took")
			strip(o.Object("_shards"))
		}
	}
	if diff := exactly("", want, got); diff != "" {
		return "wrong: " + diff
	}
	if err != nil {
		return "error"
	}
	return "equal"
}

// aggregationsOf is what matters of an answer.
func aggregationsOf(o *orderedjson.Object) *orderedjson.Object {
	if aggs := o.Object("aggregations"); aggs != nil && len(o.Object("_shards").Array("failures")) == 0 {
		return aggs
	}
	return o
}

// place is a line and a column before a reason: not known here.
var place = regexp.MustCompile(`^(\[\d+:\d+\]|\[-1:-1\]) `)

// errorOf keeps of an answered error what is to be the same: status, types and
// reasons.
func errorOf(o *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	status, _ := o.Get("status")
	out.Set("status", status)
	e := o.Object("error")
	out.Set("type", e.Text("type"))
	out.Set("reason", place.ReplaceAllString(e.Text("reason"), ""))
	var roots []any
	for _, x := range e.Array("root_cause") {
		root, _ := x.(*orderedjson.Object)
		roots = append(roots, root.Text("type")+": "+place.ReplaceAllString(root.Text("reason"), ""))
	}
	slices.SortFunc(roots, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	out.Set("root_cause", roots)
	return out
}

// exactly is difference without tolerance.
func exactly(path string, want, got any) string {
	switch want := want.(type) {
	case *orderedjson.Object:
		got, ok := got.(*orderedjson.Object)
		if !ok || got == nil {
			return path + ": no object"
		}
		for _, m := range want.Members() {
			v, ok := got.Get(m.Key)
			if !ok {
				return path + "." + m.Key + ": missing here"
			}
			if d := exactly(path+"."+m.Key, m.Value, v); d != "" {
				return d
			}
		}
		for _, k := range got.Keys() {
			if !want.Has(k) {
				return path + "." + k + ": not on the node"
			}
		}
		return ""
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			return path + ": lists of different length: " + print(got)
		}
		for i := range want {
			if d := exactly(path+"["+strconv.Itoa(i)+"]", want[i], got[i]); d != "" {
				return d
			}
		}
		return ""
	case json.Number:
		n, ok := got.(json.Number)
		a, _ := want.Float64()
		b, _ := n.Float64()
		if strings.ContainsAny(want.String(), ".eE") != strings.ContainsAny(n.String(), ".eE") {
			ok = false
		}
		if !ok || a != b {
			return path + ": " + want.String() + " on the node, " + print(got) + " here"
		}
		return ""
	}
	if want != got {
		return path + ": " + print(want) + " on the node, " + print(got) + " here"
	}
	return ""
}
