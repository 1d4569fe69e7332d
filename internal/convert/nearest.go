package convert

import "github.com/agext/levenshtein"

// Nearest is a sentence that offers the name nearest to one that isn't known, with a
// blank before it; empty where none is near.
func Nearest(given string, names []string) string {
	best, shortest := "", 3
	for _, name := range names {
		if d := levenshtein.Distance(name, given, nil); d < shortest && name != given {
			best, shortest = name, d
		}
	}
	if best == "" {
		return ""
	}
	return " Did you mean " + best + "?"
}
