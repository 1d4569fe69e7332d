package model

import "github.com/agext/levenshtein"

// likeness is 1 for equal words and falls to 0 with each letter that differs, as
// Lucene's LevenshteinDistance counts.
func likeness(a, b string) float64 {
	longest := max(len(a), len(b))
	if longest == 0 {
		return 1
	}
	return 1 - float64(levenshtein.Distance(a, b, nil))/float64(longest)
}
