package schema

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// documentFacts are the queries that conditions are held against.
type documentFacts struct {
	queries []monitors.DocumentQuery

	// raw: they stand in a body, where ids are written, too.
	raw bool

	// at is where a field of a query stands; an element of a list is name/0.
	at func(query int, field string) place
}

// documentQueries reads the input of a document-level monitor.
func (b *monitorBlock) documentQueries() (*monitors.DocumentQueries, *documentFacts) {
	in := &monitors.DocumentQueries{Indices: b.indices(), FanOut: b.unlessFalse("fan_out_enabled")}
	in.Description, _ = b.publicText("description")
	var blocks []*monitorBlock
	var labels []place
	for _, block := range b.labelled(b.blocks.OfType("query")) {
		inner := b.inBlock(block, grammar.DocumentQueries.Block("query").Schema())
		in.Queries = append(in.Queries, inner.documentQuery(block))
		blocks, labels = append(blocks, inner), append(labels, place{block.LabelRanges[0], inner.block})
	}
	if len(b.blocks.OfType("query")) == 0 && !b.misspelt["query"] && len(b.dynamic) == 0 {
		b.report("missing-block", place{b.def, b.block}, "document_queries needs a block query \"LABEL\" { query = … }: without one nothing is ever found.")
	}
	facts := &documentFacts{queries: in.Queries, at: func(i int, field string) place {
		name, element, inList := strings.Cut(field, "/")
		attribute, there := blocks[i].attributes[name]
		switch {
		case !there:
			return labels[i] // the name is the label
		case inList:
			return blocks[i].at(name).at(locate(attribute.Expr, "/"+element))
		}
		return blocks[i].at(name)
	}}
	b.checkDocumentQueries(facts)
	return in, facts
}

func (b *monitorBlock) documentQuery(block *hcl.Block) monitors.DocumentQuery {
	q := monitors.DocumentQuery{Label: block.Labels[0], Name: block.Labels[0]}
	if name, ok := b.publicText("name"); ok && b.notBlank("name", name) {
		q.Name = name
	}
	b.needed("query")
	q.Query, _ = b.text("query")
	q.Tags = b.textsOf("tags")
	q.Fields = b.textsOf("fields")
	return q
}

func (b *monitorBlock) textsOf(name string) []string {
	list, _ := b.knownTexts(name)
	var out []string
	for _, element := range list {
		out = append(out, element.text)
	}
	return out
}

// documentOptions are the switches that the API has at the monitor itself.
func (b *monitorBlock) documentOptions() monitors.Options {
	deletes, _ := b.flag("delete_query_index_in_every_run")
	single, _ := b.flag("should_create_single_alert_for_findings")
	return monitors.Options{DeleteQueryIndexInEveryRun: deletes, ShouldCreateSingleAlertForFinding: single}
}
