package search_test

import (
	"fmt"
	"testing"
)

// Pipelines, percentiles and scripts of aggregations, here and on a live node.
func TestPipelines(t *testing.T) {
	p := livePair(t)
	p.create("ev-pipe", `{"mappings":{"properties":{"n":{"type":"integer"},"w":{"type":"double"},"k":{"type":"keyword"},"i":{"type":"long"},"d":{"type":"date"},"b":{"type":"boolean"},"t":{"type":"text"}}}}`)
	p.create("ev-pipe2", `{"settings":{"number_of_shards":3},"mappings":{"properties":{"n":{"type":"integer"},"w":{"type":"double"},"k":{"type":"keyword"},"i":{"type":"long"},"d":{"type":"date"},"b":{"type":"boolean"}}}}`)
	var docs []string
	for i := range 40 {
		docs = append(docs, fmt.Sprintf(`{"n":%d,"w":%g,"k":"k%d","i":%d,"d":"2020-01-%02dT0%d:00:00Z","b":%v}`, i*i%37, float64(i)/7, i%5, i%3, 1+i%9, i%4, i%2 == 0))
	}
	docs = append(docs, `{"k":"k9"}`, `{"k":"k8","n":[1,5,9],"w":2}`, `{"k":"k7","n":100,"d":"2020-01-20"}`)
	p.add("ev-pipe", docs...)
	p.add("ev-pipe2", docs...)
	for _, aggs := range pipelineBodies {
		p.compare("ev-pipe", `{"size":0,"aggs":`+aggs+`}`)
		p.compare("ev-pipe2", `{"size":0,"aggs":`+aggs+`}`)
		p.compare("ev-pipe", `{"size":0,"query":{"term":{"k":"none"}},"aggs":`+aggs+`}`)
		p.compare("ev-pipe", `{"size":0,"query":{"terms":{"k":["k1","k9"]}},"aggs":`+aggs+`}`)
	}
	for _, body := range []string{
		`{"query":{"script":{"script":"doc['n'].size() > 0 && doc['n'].value > 20"}},"size":50}`, `{"query":{"bool":{"filter":[{"script":{"script":{"source":"doc['k'].value == params.x","params":{"x":"k1"}}}}]}},"size":50}`,
		`{"query":{"script":{"script":"nonsense("}}}`, `{"query":{"script":{"script":"1"}}}`, `{"query":{"script":{"script":"true","boost":3}}}`, `{"query":{"script":{"script":"doc['n'].value > 20"}}}`, `{"query":{"script":{"script":"doc['nope'].value > 20"}}}`,
		`{"query":{"bool":{"must":[{"script":{"script":"doc['k'].value.startsWith('k1')"}}],"must_not":[{"script":{"script":"doc['n'].size() > 0 && doc['n'].value % 2 == 0"}}]}},"size":50}`, `{"query":{"match_all":{}},"aggs":{"f":{"filter":{"script":{"script":"doc['k'].value == 'k3'"}}}},"size":0}`,
		`{"query":{"terms":{"k":{"index":"ev-pipe","id":"2","path":"k"}}},"size":50}`, `{"query":{"bool":{"must_not":[{"terms":{"n":{"index":"ev-pipe","id":"42","path":"n"}}}]}},"size":50}`, `{"query":{"terms":{"k":{"index":"ev-pipe","id":"none","path":"k"}}}}`, `{"query":{"terms":{"k":{"index":"ev-pipe","id":"2","path":"nope"}}}}`,
		`{"size":0,"query":{"bool":{"should":[{"term":{"k":"k1"}},{"range":{"n":{"gt":20}}}]}},"aggs":{"s":{"sampler":{"shard_size":4},"aggs":{"k":{"terms":{"field":"k"}}}}}}`,
	} {
		p.compare("ev-pipe", body)
	}
}

var pipelineBodies = []string{
	`{"x":{"date_histogram":{"field":"d"}}}`, `{"x":{"max_bucket":{"buckets_path":"nowhere>sum"}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"s":{"sum":{"field":"n"}}}},"a":{"avg_bucket":{"buckets_path":"k>nope"}}}`, `{"k":{"sum":{"field":"n"}},"a":{"avg_bucket":{"buckets_path":"k>x"}}}`,
	`{"k":{"terms":{"field":"k"},"aggs":{"c":{"cumulative_sum":{"buckets_path":"_count"}}}}}`, `{"c":{"cumulative_sum":{"buckets_path":"_count"}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"c":{"derivative":{"buckets_path":"_count"}}}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"sel":{"bucket_selector":{"buckets_path":{"x":"nope"},"script":"params.x > 1"}}}}}`,
	`{"k":{"terms":{"field":"k"},"aggs":{"s":{"sum":{"field":"n"}},"st":{"stats":{"field":"n"}}}},"a":{"avg_bucket":{"buckets_path":"k>s"}},"mx":{"max_bucket":{"buckets_path":"k>s"}},"mi":{"min_bucket":{"buckets_path":"k>_count"}},"su":{"sum_bucket":{"buckets_path":"k>st.avg"}},"sb":{"stats_bucket":{"buckets_path":"k>s"}},"pb":{"percentiles_bucket":{"buckets_path":"k>s"}}}`,
	`{"k":{"terms":{"field":"k"},"aggs":{"s":{"sum":{"field":"n"}}}},"es":{"extended_stats_bucket":{"buckets_path":"k>s"}}}`, `{"k":{"terms":{"field":"k","size":2},"aggs":{"a":{"avg":{"field":"w"}}}},"m":{"max_bucket":{"buckets_path":"k>a"}},"z":{"min_bucket":{"buckets_path":"k>a","gap_policy":"insert_zeros"}}}`,
	`{"k":{"terms":{"field":"i"},"aggs":{"f":{"filter":{"term":{"b":true}},"aggs":{"a":{"avg":{"field":"w"}}}}}},"m":{"max_bucket":{"buckets_path":"k>f>a"}},"c":{"sum_bucket":{"buckets_path":"k>f._count"}}}`,
	`{"h":{"date_histogram":{"field":"d","calendar_interval":"day"},"aggs":{"s":{"sum":{"field":"n"}},"c":{"cumulative_sum":{"buckets_path":"s"}},"d":{"derivative":{"buckets_path":"s"}},"dc":{"derivative":{"buckets_path":"_count"}},"dd":{"derivative":{"buckets_path":"d"}}}},"m":{"max_bucket":{"buckets_path":"h>s"}},"md":{"max_bucket":{"buckets_path":"h>d"}},"mc":{"sum_bucket":{"buckets_path":"h>c"}}}`,
	`{"h":{"histogram":{"field":"n","interval":10},"aggs":{"a":{"avg":{"field":"w"}},"d":{"derivative":{"buckets_path":"a"}},"z":{"derivative":{"buckets_path":"a","gap_policy":"insert_zeros"}},"c":{"cumulative_sum":{"buckets_path":"a"}},"cc":{"cumulative_sum":{"buckets_path":"_count"}}}},"m":{"max_bucket":{"buckets_path":"h>a"}}}`,
	`{"k":{"terms":{"field":"k"},"aggs":{"s":{"sum":{"field":"n"}},"r":{"bucket_script":{"buckets_path":{"x":"s","n":"_count"},"script":"params.x / params.n * 100"}},"q":{"bucket_script":{"buckets_path":{"x":"r"},"script":{"source":"params.x + params.y","params":{"y":2}}}}}},"m":{"max_bucket":{"buckets_path":"k>r"}}}`,
	`{"k":{"terms":{"field":"k"},"aggs":{"a":{"avg":{"field":"n"}},"r":{"bucket_script":{"buckets_path":{"x":"a"},"script":"params.x > 10 ? params.x : null"}},"i":{"bucket_script":{"buckets_path":{"x":"a"},"script":"1","gap_policy":"insert_zeros"}}}}}`,
	`{"k":{"terms":{"field":"k"},"aggs":{"s":{"sum":{"field":"n"}},"sel":{"bucket_selector":{"buckets_path":{"x":"s"},"script":"params.x > 100"}}}},"m":{"avg_bucket":{"buckets_path":"k>s"}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"a":{"avg":{"field":"n"}},"sel":{"bucket_selector":{"buckets_path":{"x":"a","c":"_count"},"script":"params.x > 10 || params.c == 1"}}}}}`,
	`{"k":{"terms":{"field":"k"},"aggs":{"s":{"sum":{"field":"n"}},"so":{"bucket_sort":{"sort":[{"s":{"order":"desc"}}],"size":2}}}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"so":{"bucket_sort":{"from":1,"size":2}}}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"a":{"avg":{"field":"w"}},"so":{"bucket_sort":{"sort":["a"]}}}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"so":{"bucket_sort":{"sort":["_count"]}}}}}`,
	`{"f":{"filters":{"filters":{"a":{"term":{"k":"k1"}},"b":{"term":{"k":"zz"}}}},"aggs":{"s":{"sum":{"field":"n"}},"r":{"bucket_script":{"buckets_path":{"x":"s"},"script":"params.x * 2"}}}},"m":{"max_bucket":{"buckets_path":"f>r"}}}`, `{"f":{"filter":{"term":{"k":"k1"}},"aggs":{"k":{"terms":{"field":"i"}},"m":{"max_bucket":{"buckets_path":"k>_count"}}}}}`,
	`{"p":{"percentiles":{"field":"n"}},"q":{"percentiles":{"field":"w","percents":[0,10,33.3,50,100]}},"l":{"percentiles":{"field":"n","percents":[50],"keyed":false}},"d":{"percentiles":{"field":"d","percents":[50]}},"u":{"percentiles":{"field":"nope"}},"m":{"percentiles":{"field":"n","missing":7,"percents":[20,50]}}}`,
	`{"p":{"percentile_ranks":{"field":"n","values":[0,1,5,10,36,37,100,200]}},"w":{"percentile_ranks":{"field":"w","values":[0.5,2,5]}},"l":{"percentile_ranks":{"field":"n","values":[5],"keyed":false}}}`, `{"m":{"median_absolute_deviation":{"field":"n"}},"w":{"median_absolute_deviation":{"field":"w"}}}`, `{"p":{"percentiles":{"field":"k"}}}`, `{"p":{"percentiles":{"field":"n","hdr":{"number_of_significant_value_digits":3}}}}`,
	`{"k":{"terms":{"field":"k","order":{"p.50":"desc"}},"aggs":{"p":{"percentiles":{"field":"n","percents":[50]}}}}}`, `{"k":{"terms":{"field":"k"},"aggs":{"p":{"percentiles":{"field":"n","percents":[50,90]}},"r":{"percentile_ranks":{"field":"n","values":[10]}},"m":{"median_absolute_deviation":{"field":"n"}}}}}`,
	`{"m":{"multi_terms":{"terms":[{"field":"k"},{"field":"i"}]}}}`, `{"m":{"multi_terms":{"terms":[{"field":"b"},{"field":"d"}],"size":50},"aggs":{"s":{"sum":{"field":"n"}}}}}`, `{"m":{"multi_terms":{"terms":[{"field":"k"},{"field":"n"}],"size":60}}}`, `{"m":{"multi_terms":{"terms":[{"field":"k"},{"field":"nope"}]}}}`, `{"m":{"multi_terms":{"terms":[{"field":"k"},{"field":"i"}],"size":3,"order":{"_key":"desc"}}}}`,
	`{"m":{"terms":{"field":"k","include":"k[1-3]"}}}`, `{"m":{"terms":{"field":"k","include":".*","exclude":"k1|k2"}}}`, `{"m":{"terms":{"field":"n","include":"1.*"}}}`, `{"m":{"terms":{"field":"nope","include":"1.*"}}}`, `{"m":{"terms":{"field":"k","exclude":["k1"],"include":"k.","order":{"_key":"desc"}}}}`,
	`{"s":{"sampler":{"shard_size":3},"aggs":{"k":{"terms":{"field":"k"}}}}}`, `{"s":{"sampler":{},"aggs":{"k":{"sum":{"field":"n"}}}}}`, `{"a":{"adjacency_matrix":{"filters":{"z":{"term":{"k":"k1"}},"x":{"range":{"n":{"gt":10}}},"y":{"term":{"b":true}}}},"aggs":{"s":{"sum":{"field":"n"}}}}}`, `{"a":{"adjacency_matrix":{"separator":"+","filters":{"z":{"term":{"k":"k1"}},"x":{"term":{"k":"nope"}}}}}}`,
	`{"m":{"weighted_avg":{"value":{"field":"w"},"weight":{"field":"i"}}},"x":{"weighted_avg":{"value":{"field":"n"},"weight":{"field":"w","missing":3}}},"y":{"weighted_avg":{"value":{"field":"n","missing":2},"weight":{"field":"nope"}}}}`, `{"m":{"weighted_avg":{"value":{"field":"w"},"weight":{"field":"n"}}}}`,
	`{"s":{"sum":{"script":"12345678901L"}},"a":{"avg":{"script":"doc['n'].size()"}},"x":{"max":{"script":"doc['n'].size() == 0 ? 0 : doc['n'].value * 60"}},"st":{"stats":{"script":{"source":"params.f * doc['k'].length","params":{"f":1.5}}}}}`, `{"s":{"sum":{"script":"1+"}}}`, `{"s":{"sum":{"script":"doc['n'].value"}}}`, `{"s":{"min":{"field":"n","script":"_value * 2"}}}`, `{"s":{"sum":{"script":"doc['n']"}}}`,
}
