package querydsl

import (
	"cmp"
	"slices"
	"strings"
)

// didYouMean lists the candidates near name, the nearest first, and says it in
// the server's words (" did you mean [match]?"); both empty if none is near.
func didYouMean(name string, candidates []string) (nearest, words string) {
	type scored struct {
		score float32
		name  string
	}
	var near []scored
	for _, c := range candidates {
		longest := max(len([]rune(name)), len([]rune(c)))
		if longest == 0 {
			continue
		}
		if score := 1 - float32(editDistance(name, c))/float32(longest); score > 0.5 {
			near = append(near, scored{score, c})
		}
	}
	if len(near) == 0 {
		return "", ""
	}
	slices.SortFunc(near, func(a, b scored) int {
		return cmp.Or(-cmp.Compare(a.score, b.score), strings.Compare(a.name, b.name))
	})
	names := make([]string, len(near))
	for i, n := range near {
		names[i] = n.name
	}
	if len(names) == 1 {
		return names[0], " did you mean [" + names[0] + "]?"
	}
	return names[0], " did you mean any of [" + strings.Join(names, ", ") + "]?"
}

func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, cost)
		}
	}
	return row[len(y)]
}
