package search_test

import "testing"

// Aggregations below others that collect a document several times, or that the
// server collects into one.
func TestCollectedTwice(t *testing.T) {
	p := livePair(t)
	p.create("ev-twice", `{"settings":{"number_of_shards":2},"mappings":{"properties":{"at":{"type":"date"},"ab":{"type":"double"},"items":{"type":"nested","properties":{"at":{"type":"date"},"n":{"type":"double"}}},"n":{"type":"long"},"k":{"type":"keyword"}}}}`)
	p.add("ev-twice", twiceDocs...)
	for _, body := range []string{
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"percentiles":{"field":"n.x"}},"x1":{"histogram":{"field":"ab","interval":100,"min_doc_count":1,"order":{"_count":"desc"}}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"terms":{"field":"k"}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"terms":{"field":"n"}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"range":{"field":"n","ranges":[{"to":5},{"from":5}]}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"filters":{"filters":{"x":{"term":{"k":"x"}}}}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"sum":{"field":"n"}},"b1":{"cardinality":{"field":"n"}},"h":{"top_hits":{"size":2,"_source":false,"sort":["_id"]}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"f":{"filter":{"term":{"k":"x"}},"aggs":{"b0":{"terms":{"field":"k"}}}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"f":{"nested":{"path":"items"},"aggs":{"b0":{"sum":{"field":"items.n"}}}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"f":{"adjacency_matrix":{"filters":{"a":{"term":{"k":"x"}},"b":{"term":{"k":"y"}}}}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"nope","missing":1},"aggs":{"b0":{"terms":{"field":"k"}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"missing":{"field":"n"},"aggs":{"b0":{"terms":{"field":"k"}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"filter":{"term":{"k":"x"}},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"terms":{"field":"k"}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"filters":{"filters":[{"term":{"k":"x"}},{"term":{"k":"y"}}]},"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"terms":{"field":"k"}}}}}}}}`,
		`{"size":0,"aggs":{"x0":{"terms":{"field":"at"},"aggs":{"t0":{"nested":{"path":"nope"},"aggs":{"b0":{"terms":{"field":"k"}}}}}}}}`,
		`{"size":0,"aggs":{"t0":{"missing":{"field":"nope"},"aggs":{"b0":{"terms":{"field":"k"},"aggs":{"c":{"terms":{"field":"n"}},"h":{"histogram":{"field":"ab","interval":100}}}}}}}}`,
		`{"size":0,"aggs":{"p0":{"composite":{"sources":[{"q":{"histogram":{"interval":5,"field":"n","order":"asc","missing_bucket":true}}},{"r":{"terms":{"field":"nope","missing_bucket":true}}}],"size":30},"aggs":{"b0":{"terms":{"field":"k","size":5}},"s":{"sum":{"field":"n"}},"v":{"value_count":{"field":"k"}}}}}}`,
		`{"size":0,"aggs":{"p0":{"composite":{"sources":[{"q":{"histogram":{"interval":5,"field":"n","order":"asc"}}}],"size":30},"aggs":{"b0":{"terms":{"field":"k","size":5}},"b1":{"terms":{"field":"n"},"aggs":{"m":{"sum":{"field":"ab"}}}},"h":{"histogram":{"field":"ab","interval":100,"min_doc_count":1}},"r":{"range":{"field":"n","ranges":[{"to":5},{"from":5}]}},"f":{"filters":{"filters":[{"term":{"k":"x"}}]}}}}}}`,
		`{"size":0,"aggs":{"p0":{"composite":{"sources":[{"q":{"histogram":{"interval":5,"field":"n"}}}],"size":30},"aggs":{"d":{"terms":{"field":"at"}},"mt":{"multi_terms":{"terms":[{"field":"k"},{"field":"n"}]}},"rt":{"rare_terms":{"field":"k","max_doc_count":5}},"m":{"missing":{"field":"ab"}},"c":{"cardinality":{"field":"k"}},"ne":{"nested":{"path":"items"},"aggs":{"t":{"terms":{"field":"items.at"}}}},"ad":{"adjacency_matrix":{"filters":{"a":{"term":{"k":"x"}},"b":{"term":{"k":"y"}}}}}}}}}`,
		`{"size":0,"aggs":{"p0":{"composite":{"sources":[{"q":{"histogram":{"interval":5,"field":"n"}}}],"size":30},"aggs":{"t":{"top_hits":{"_source":false,"size":9,"sort":["_id"]}}}}}}`,
		`{"size":0,"aggs":{"p0":{"composite":{"sources":[{"q":{"date_histogram":{"fixed_interval":"1d","time_zone":"+09:00","field":"ab"}}}],"size":30},"aggs":{"t":{"terms":{"field":"k"}}}}}}`,
		`{"size":0,"aggs":{"p0":{"top_hits":{"size":15,"_source":false,"sort":[{"items.at":{"order":"asc","mode":"max","nested":{"path":"items","max_children":1}}},"_id"]}}}}`,
		`{"size":0,"aggs":{"p0":{"top_hits":{"size":15,"_source":false,"sort":[{"items.at":{"order":"desc","nested":{"path":"items","max_children":1}}},"_id"]}}}}`,
		`{"size":15,"_source":false,"sort":[{"items.at":{"order":"asc","mode":"max","nested":{"path":"items","max_children":1}}},"_id"]}`,
		`{"size":0,"aggs":{"b":{"terms":{"field":"k"},"aggs":{"p0":{"top_hits":{"size":15,"_source":false,"sort":[{"items.at":{"order":"asc","mode":"max","nested":{"path":"items","max_children":1}}},"_id"]}}}}}}`,
	} {
		p.compare("ev-twice", body)
	}
}

var twiceDocs = []string{
	`{"at":["2024-01-15","2023-12-31T23:30:00Z"],"ab":7,"k":["x","y"],"n":[500,501],"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2022-01-01"}]}`,
	`{"at":"2024-01-15","ab":[100,3],"k":"x","n":1,"items":[{"n":1.5,"at":"2024-01-15"},{"n":99,"at":"2022-01-01"}]}`,
	`{"at":"2024-01-15","ab":[1,2],"k":["x","y"],"n":1,"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2024-05-01"}]}`,
	`{"at":["2024-01-15","2023-12-31T23:30:00Z"],"ab":[3,200,500],"k":"y","n":[500,501],"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2022-01-01"}]}`,
	`{"at":"2024-01-15","ab":[100,3],"k":"x","n":[2,3,900],"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2024-05-01"}]}`,
	`{"at":"2024-01-15","ab":[100,3],"k":"x","n":500,"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2024-05-01"}]}`,
	`{"at":"2023-12-31T23:30:00Z","ab":7,"k":"x","n":500,"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2024-05-01"}]}`,
	`{"at":"2023-12-31T23:30:00Z","ab":7,"k":"x","n":[500,501],"items":[{"n":1.5,"at":"2024-01-15"},{"n":99,"at":"2024-05-01"}]}`,
	`{"at":"2024-01-15","ab":7,"k":"x","n":[500,501],"items":[{"n":1.5,"at":"2024-01-15"},{"n":99,"at":"2024-05-01"}]}`,
	`{"at":["2024-01-15","2023-12-31T23:30:00Z"],"ab":7,"k":"x","n":[500,501],"items":[{"n":1.5,"at":"2024-01-15"},{"n":99,"at":"2022-01-01"}]}`,
	`{"at":"2023-12-31T23:30:00Z","ab":7,"k":"x","n":[2,3,900],"items":[{"n":1.5,"at":"2024-01-15"},{"n":99,"at":"2024-05-01"}]}`,
	`{"at":"2024-01-15","ab":7,"k":"x","n":[500,501],"items":[{"n":1.5,"at":"2024-01-15"},{"n":99,"at":"2024-05-01"}]}`,
	`{"at":["2024-01-15","2023-12-31T23:30:00Z"],"ab":[1,2],"k":"y","n":[2,3,900],"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2022-01-01"}]}`,
	`{"at":"2024-01-15","ab":[3,200,500],"k":["x","y"],"n":500,"items":[{"n":1.5,"at":"2024-01-15"},{"n":3,"at":"2024-05-01"}]}`,
	`{"k":"x"}`,
}
