package search

import "github.com/alertplan/alertplan/internal/orderedjson"

// keepOffsets puts the offsets of composite sources back into a canonical body: the
// server searches with them, but leaves them out of what it stores.
func keepOffsets(canonical, given *orderedjson.Object) {
	for _, m := range aggregationsOf(canonical).Members() {
		def, _ := m.Value.(*orderedjson.Object)
		from := aggregationsOf(given).Object(m.Key)
		if def == nil || from == nil {
			continue
		}
		keepOffsets(def, from)
		sources := from.Object("composite").Array("sources")
		for i, x := range def.Object("composite").Array("sources") {
			if i >= len(sources) {
				break
			}
			to, _ := x.(*orderedjson.Object)
			was, _ := sources[i].(*orderedjson.Object)
			for _, name := range to.Keys() {
				if v, ok := was.Object(name).Object("date_histogram").Get("offset"); ok {
					to.Object(name).Object("date_histogram").Set("offset", v)
				}
			}
		}
	}
}

// aggregationsOf are the aggregations of a body or of an aggregation.
func aggregationsOf(o *orderedjson.Object) *orderedjson.Object {
	if aggs := o.Object("aggregations"); aggs != nil {
		return aggs
	}
	return o.Object("aggs")
}
