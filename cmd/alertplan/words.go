package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// nearest is a sentence that offers the nearest name, with a blank before it, ""
// where none is near.
func nearest(given string, names []string) string {
	best, shortest := "", max(2, len(given)/3)+1
	for _, name := range names {
		if d := levenshtein.Distance(given, name, nil); d < shortest && name != given {
			best, shortest = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %s?", best)
}

// didYouMean is nearest, or else the names that there are.
func didYouMean(given string, names []string) string {
	suggestion := nearest(given, names)
	switch {
	case suggestion != "":
		return suggestion
	case len(names) > 0:
		slices.Sort(names)
		return " There are: " + strings.Join(names, ", ") + "."
	default:
		return ""
	}
}
