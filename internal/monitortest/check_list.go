package monitortest

import (
	"fmt"
	"slices"
	"strings"
)

// lists holds documents and buckets against what is expected, in any order.
func (x *checker) lists() {
	if x.e.Documents != nil {
		got := x.run.Outcome.IDs()
		if x.run.Outcome.Found != nil {
			got = x.got.Documents // of this trigger
		}
		x.list("documents", x.e.Documents, got)
	}
	if x.e.Buckets != nil {
		got := []string{}
		for _, b := range x.got.Buckets {
			got = append(got, b.Keys)
		}
		x.list("buckets", x.e.Buckets, got)
	}
}

func (x *checker) list(what string, want, got []string) {
	want, got = slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))
	if slices.Equal(want, got) {
		return
	}
	missing := slices.DeleteFunc(slices.Clone(want), func(id string) bool { return slices.Contains(got, id) })
	f := Failure{What: what, Expected: listed(want), Got: listed(got)}
	if what == "documents" && len(missing) > 0 {
		x.explained = false
		f.Evidence = x.once(nil, wanted{documents: missing})
	} else {
		f.Evidence = x.evidence()
	}
	x.fail(f)
}

func listed(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(quoted, ", ")
}
