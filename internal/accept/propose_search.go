package accept

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// searchArguments are those that make a search body.
var searchArguments = []string{"time_field", "last", "lag", "filter", "query", "aggregations", "group_by", "size", "body"}

// proposeSearch is for the body of a search: the difference of what is stored is
// carried back into what the arguments compose, and that is taken apart again.
func (o *object) proposeSearch() []proposal {
	blocks := innerBlocks(o.block, "extraction_query")
	live, isSearch := o.live.Input.(*monitors.Search)
	desired, wasSearch := o.desired.Input.(*monitors.Search)
	if len(blocks) != 1 || !isSearch || !wasSearch {
		return nil
	}
	written, ok := o.search(blocks[0])
	if !ok {
		return nil
	}
	body, ok := written.Compose()
	if !ok {
		return nil
	}
	form := written.Form()
	total, _ := desired.Body.Get("track_total_hits")
	implied := form != generate.Raw && total == true
	if implied {
		body.Set("track_total_hits", true)
	}
	changed, ok := carry(body, any(querydsl.Portable(live.Body)), storedBody)
	if !ok {
		return nil
	}
	said, ok := generate.ReadSearch(changed.(*orderedjson.Object), form, implied)
	if ok && written.GroupBy != nil {
		said, ok = said.Grouped()
	}
	if !ok {
		return nil
	}
	if _, single := written.Filter.(*orderedjson.Object); single { // one clause without a list
		if list, _ := said.Filter.([]any); len(list) == 1 {
			said.Filter = list[0]
		}
	}
	w := o.writer()
	w.block(blocks[0], generate.Block{Attributes: said.Arguments()}, within{attributes: searchArguments}, o.root()+".extraction_query")
	return w.proposal()
}

// search reads the arguments of an extraction_query block.
func (o *object) search(block *hclsyntax.Block) (generate.Search, bool) {
	values := map[string]any{}
	for _, name := range searchArguments {
		if a := block.Body.Attributes[name]; a != nil {
			v, ok := o.config.Value(o.at, a.Expr)
			if _, unknown := monitors.Unknown(v.JSON); unknown || !ok {
				return generate.Search{}, false
			}
			values[name] = v.JSON
		}
	}
	return generate.Search{
		TimeField: values["time_field"], Last: values["last"], Lag: values["lag"], Filter: values["filter"], Query: values["query"],
		Aggregation: values["aggregations"], GroupBy: values["group_by"], Size: values["size"], Body: values["body"],
	}, true
}

// storedBody is a body as clusters store it.
func storedBody(v any) (any, bool) {
	body, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, false
	}
	form, err := querydsl.Read(querydsl.OpenSearch2, body)
	if err != nil {
		return nil, false
	}
	return any(querydsl.Portable(form.Body)), true
}
