package schema

import (
	"strings"

	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// checkForgotten warns of what the server takes in a search and forgets.
func (b *monitorBlock) checkForgotten(m monitors.Monitor) {
	search, ok := m.Input.(*monitors.Search)
	switch {
	case !ok:
	case b.query != nil && b.query.body != nil:
		for _, pointer := range querydsl.Dropped(querydsl.OpenSearch2, b.query.body) {
			if b.isToldOtherwise(pointer) {
				continue
			}
			b.report("dropped-option", b.query.at(pointer), "The server takes %s and forgets it: whatever stands here, the same is stored. Take it out, or look which option beside it was meant.", pointer)
		}
	case b.written != nil:
		dropped := querydsl.Dropped(querydsl.OpenSearch2, search.Body)
		if len(dropped) > 0 {
			b.report("dropped-option", b.at("body"), "The server takes %s of the search and forgets it: whatever stands there, the same is stored. Take it out, or look which option beside it was meant.", strings.Join(dropped, ", "))
		}
	}
}

// isToldOtherwise: aggregations that are written twice have a check of their own.
func (b *monitorBlock) isToldOtherwise(pointer string) bool {
	return strings.HasSuffix(pointer, "/aggs") || strings.HasSuffix(pointer, "/aggregations")
}
