package schema

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/pattern"
)

// hitIndex is how a message reaches one of the hits.
var hitIndex = pattern.New(`^ctx\.results\.0\.hits\.hits\.([0-9]{1,9})(\.|$)`)

// defaultSize is how many hits a search brings back that says nothing.
const defaultSize = 10

// checkReach warns of a hit that is not there: beyond the size of the search, or
// more than the condition makes sure of. An index past the end is an error, so
// that the message is not sent (observed on 2.19.4).
func (b *monitorBlock) checkReach(name string, at place, query *queryFacts) {
	m := hitIndex.FindStringSubmatch(name)
	if m == nil {
		return
	}
	index, _ := strconv.ParseInt(m[1], 10, 64)
	size, given := wholeNumber(query.body, "size")
	if !given && query.body.Has("size") {
		return // not known in this run
	}
	if !given {
		size = defaultSize
	}
	switch {
	case query.graph != nil:
		b.report("missing-hit", at, "A graph brings back no documents, so there is no hit %d, and the message would never be sent. Name the figure, {{ctx.results.0.%s}}, or write the search as an extraction_query.", index, query.graph.FigurePath())
	case index >= size:
		b.report("missing-hit", at, "The search brings back %d hits, so there is no hit %d, and the message would never be sent. Make size %d at least, or use a section: {{#ctx.results.0.hits.hits}} … {{/ctx.results.0.hits.hits}}.", size, index, index+1)
	case b.least >= 0 && index >= b.least:
		b.report("missing-hit", at, "The trigger can fire with %d hits, and where there is no hit %d the message is not sent. Use a section: {{#ctx.results.0.hits.hits}} … {{/ctx.results.0.hits.hits}}.", b.least, index)
	}
}

// leastHits is the smallest number of hits with which a comparison holds.
func leastHits(operator string, number int64) int64 {
	switch operator {
	case ">":
		return number + 1
	case ">=", "==":
		return number
	case "!=":
		if number == 0 {
			return 1
		}
	}
	return 0
}
