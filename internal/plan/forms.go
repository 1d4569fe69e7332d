package plan

import (
	"slices"
	"strings"
)

// form is what the Dashboards' editor keeps of a form that somebody has filled in,
// beside what it has made of it and the cluster runs.
type form struct {
	words []string // where the form's fields are
	made  []string // where that is
}

// thresholdAt is the form of the condition of a trigger of a graph.
func thresholdAt(trigger string) form {
	f := form{made: []string{trigger + ".condition", trigger + ".buckets"}}
	for _, comparison := range []string{"above", "below", "equals"} {
		f.words = append(f.words, trigger+"."+comparison)
	}
	return f
}

// markForms marks the differences of a form that the cluster does not have, where
// what is made of it does not differ.
func markForms(fields []FieldChange, of form) {
	within := func(f FieldChange, path string) bool {
		return f.Path == path || strings.HasPrefix(f.Path, path+".")
	}
	isWord := func(f FieldChange) bool {
		return slices.ContainsFunc(of.words, func(word string) bool { return within(f, word) })
	}
	isMade := func(f FieldChange) bool {
		return slices.ContainsFunc(of.made, func(path string) bool { return within(f, path) })
	}
	runsOtherwise := func(f FieldChange) bool { return isMade(f) || isWord(f) && f.Before != nil }
	if slices.ContainsFunc(fields, runsOtherwise) {
		return
	}
	for i := range fields {
		fields[i].FormOnly = isWord(fields[i])
	}
}
