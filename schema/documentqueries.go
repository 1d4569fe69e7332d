package schema

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// checkDocumentQueries finds queries that find nothing, whatever comes: the server
// puts them into a percolator, which does not keep them, and nobody is told (asked
// of the percolator of 2.19.4). What depends on the mapping is left to tests.
func (b *monitorBlock) checkDocumentQueries(input *monitors.DocumentQueries) {
	for i, q := range input.Queries {
		if isUnknown(q.Query) {
			continue
		}
		at := b.bodyAt(fmt.Sprintf("/inputs/0/doc_level_input/queries/%d/query", i))
		s := &queryScanner{text: q.Query, words: map[string]bool{}}
		if problem := s.scan(); problem != "" {
			b.report("blind-document-query", at, "The query string %s. The server takes the monitor, and this query finds nothing.", problem)
			continue
		}
		names := querydsl.NamesOf(q.Query)
		if len(names.Bare) > 0 && len(q.Fields) == 0 {
			b.report("blind-document-query", at, "The word %[1]q names no field, so the server drops the query without a word, and it finds nothing. Write FIELD:%[1]s, or \"%[1]s\" in quotes to look at all fields.", names.Bare[0])
		}
		for _, field := range names.Fields {
			if text, found := strings.CutSuffix(field, ".keyword"); found && text != "" {
				b.report("blind-document-query", at, "Document-level queries do not see the part .keyword of a text: the server drops the query without a word, and it finds nothing. Write %s:\"…\", which looks for these words in this order.", text)
				break
			}
		}
	}
}
