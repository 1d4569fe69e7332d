package search_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Random rules of intervals within one another, over texts of few words, scored: here
// and on live nodes of each generation.
func TestRandomIntervals(t *testing.T) {
	onGenerations(t, func(p *pair) {
		p.create("ev-intervals", `{"settings":{"number_of_shards":1},"mappings":{"properties":{"t":{"type":"text"}}}}`)
		g := intervalsMaker{rand.New(rand.NewPCG(5, 6))}
		var texts []string
		for range 40 {
			texts = append(texts, fmt.Sprintf(`{"t":"%s"}`, strings.Join(g.words(1+g.IntN(7)), " ")))
		}
		p.add("ev-intervals", texts...)
		for range 300 {
			p.compare("ev-intervals", `{"size":50,"sort":["_score","_doc"],"query":{"intervals":{"t":`+g.rule(2)+`}}}`)
		}
	})
}

type intervalsMaker struct{ *rand.Rand }

func (g intervalsMaker) of(list ...string) string { return list[g.IntN(len(list))] }

func (g intervalsMaker) words(n int) (out []string) {
	for range n {
		out = append(out, g.of("aa", "ab", "ba", "bb", "cc"))
	}
	return out
}

func (g intervalsMaker) rule(depth int) string {
	if depth == 0 || g.IntN(3) == 0 {
		return `{"match":{"query":"` + strings.Join(g.words(1+g.IntN(3)), " ") + `"` + g.manner(`"ordered":true`, `"mode":"unordered"`, `"mode":"unordered_no_overlap"`) + g.filter(depth) + `}}`
	}
	switch g.IntN(6) {
	case 0:
		return g.of(`{"prefix":{"prefix":"a"}}`, `{"prefix":{"prefix":"b"}}`, `{"wildcard":{"pattern":"*a"}}`, `{"wildcard":{"pattern":"?b"}}`, `{"fuzzy":{"term":"ab"}}`, `{"wildcard":{"pattern":"*"}}`)
	case 1, 2:
		return `{"any_of":{"intervals":[` + g.rules(depth) + `]` + g.filter(depth) + `}}`
	}
	return `{"all_of":{"intervals":[` + g.rules(depth) + `]` + g.manner(`"ordered":true`, `"ordered":false`, `"mode":"ordered"`, `"mode":"unordered_no_overlap"`) + g.filter(depth) + `}}`
}

func (g intervalsMaker) rules(depth int) string {
	var list []string
	for range 1 + g.IntN(3) {
		list = append(list, g.rule(depth-1))
	}
	return strings.Join(list, ",")
}

func (g intervalsMaker) manner(modes ...string) string {
	out := ""
	if g.IntN(2) == 0 {
		out += "," + g.of(modes...)
	}
	if g.IntN(3) == 0 {
		out += "," + g.of(`"max_gaps":0`, `"max_gaps":1`, `"max_gaps":2`, `"max_gaps":-1`)
	}
	return out
}

func (g intervalsMaker) filter(depth int) string {
	if g.IntN(5) > 1 {
		return ""
	}
	how := g.of("containing", "not_containing", "contained_by", "not_contained_by", "overlapping", "not_overlapping", "before", "after")
	return `,"filter":{"` + how + `":` + g.rule(max(depth-1, 0)) + `}`
}
