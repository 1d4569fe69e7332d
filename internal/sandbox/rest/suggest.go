package rest

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// unrecognized words the 400 of unknown parameters. A known name is suggested
// where more than half of the letters agree, the nearest first.
func unrecognized(path string, unknown []string, known map[string]bool) *Error {
	plural := ""
	if len(unknown) > 1 {
		plural = "s"
	}
	parts := []string{}
	for _, name := range unknown {
		part := "[" + name + "]"
		switch near := nearNames(name, known); len(near) {
		case 0:
		case 1:
			part += " -> did you mean [" + near[0] + "]?"
		default:
			part += " -> did you mean any of [" + strings.Join(near, ", ") + "]?"
		}
		parts = append(parts, part)
	}
	return IllegalArgument("%s", fmt.Sprintf("request [%s] contains unrecognized parameter%s: %s", path, plural, strings.Join(parts, ", ")))
}

func nearNames(name string, known map[string]bool) []string {
	return Near(name, maps.Keys(known), 0.5)
}

// Near are the candidates of which more than a share of the letters agree with a
// name's, the nearest first.
func Near(name string, candidates iter.Seq[string], share float32) []string {
	type scored struct {
		name  string
		score float32
	}
	near := []scored{}
	for candidate := range candidates {
		// They agree in as many letters as the shorter one has, at most: a name of
		// thousands of letters is not compared.
		x, y := utf8.RuneCountInString(name), utf8.RuneCountInString(candidate)
		if float32(min(x, y)) < share*float32(max(x, y))-1 {
			continue
		}
		if score := similarity(name, candidate); score > share {
			near = append(near, scored{candidate, score})
		}
	}
	slices.SortFunc(near, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name))
	})
	names := []string{}
	for _, s := range near {
		names = append(names, s.name)
	}
	return names
}

// similarity is 1 for equal names and 0 for names without a letter in common: 1
// less the edit distance in parts of the longer name.
func similarity(a, b string) float32 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return 1 - float32(row[len(y)])/float32(max(len(x), len(y)))
}
