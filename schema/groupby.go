package schema

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// groupPage is how many buckets a page of group_by has: a run reads page by page,
// and each is a search.
const groupPage = 1000

// aggregations puts what is aggregated into the body: as it is written or, with
// group_by, within the buckets of a composite aggregation. It is named, and so are
// its sources, as the visual editor of the Dashboards has them.
func (b *monitorBlock) aggregations(facts *queryFacts) {
	written, given := b.json("aggregations")
	groups, grouped := b.groups()
	switch {
	case !grouped && given:
		facts.body.Set("aggregations", written)
		facts.sources = append(facts.sources, bodySource{"/aggregations", b.attributes["aggregations"].Expr})
		return
	case !grouped:
		return
	}
	var sources []any
	for _, field := range groups {
		sources = append(sources, object(field.text, object("terms", object("field", field.text))))
	}
	composite := orderedjson.NewObject(
		orderedjson.Member{Key: "size", Value: json.Number(strconv.Itoa(groupPage))},
		orderedjson.Member{Key: "sources", Value: sources})
	parent := object("composite", composite)
	const at = "/aggregations/" + monitors.GroupsName
	facts.sources = append(facts.sources, bodySource{at, wholeOnly{b.attributes["group_by"].Expr}})
	if given {
		parent.Set("aggregations", written)
		facts.sources = append(facts.sources, bodySource{at + "/aggregations", b.attributes["aggregations"].Expr})
	}
	for i, field := range groups {
		facts.sources = append(facts.sources, bodySource{at + "/composite/sources/" + strconv.Itoa(i), wholeOnly{hcl.StaticExpr(cty.NilVal, field.at.subject)}})
	}
	facts.body.Set("aggregations", object(monitors.GroupsName, parent))
}

// groups are the fields of group_by.
func (b *monitorBlock) groups() ([]listed, bool) {
	list, ok := b.knownTexts("group_by")
	if !ok {
		return nil, false
	}
	var good []listed
	for _, field := range list {
		switch {
		case field.text == "":
			b.report("empty-text", field.at, "The name of a field is empty. Write which it is, or take it out.")
		case slices.ContainsFunc(good, func(before listed) bool { return before.text == field.text }):
			b.report("bucket-parent", field.at, "%s is there already: the server refuses a source twice. Take one out.", field.text)
		default:
			good = append(good, field)
		}
	}
	if len(list) == 0 {
		b.report("bucket-parent", b.at("group_by"), "group_by names no field, so there are no buckets. Name one, or take the line out.")
	}
	return good, len(good) > 0
}
