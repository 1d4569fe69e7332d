package search_test

import "testing"

// Stretches of texts, here and on a live node; without scores.
func TestSpans(t *testing.T) {
	p := livePair(t)
	p.create("ev-spans", `{"mappings":{"properties":{"t":{"type":"text"},"u":{"type":"text"},"k":{"type":"keyword"},"n":{"type":"integer"}}}}`)
	p.add("ev-spans", `{"t":"the quick brown fox jumps over the lazy dog","u":"red","k":"a","n":1}`, `{"t":"quick fox brown dog quick","u":"quick red"}`, `{"t":"brown dog lazy fox"}`, `{"t":["quick","brown fox"]}`, `{"t":"fox"}`, `{"t":"a b c a b a c b"}`, `{"t":"lazy quick lazy brown quick quack"}`)
	for _, q := range spanQueries {
		p.compare("ev-spans", `{"query":{"bool":{"filter":[`+q+`]}},"sort":["_doc"]}`)
	}
	p.compare("ev-spans", `{"query":{"span_term":{"t":{"value":"quick","boost":2}}}}`)
	parts := []string{`"match":{"query":"quick"}`, `"prefix":{"prefix":"qu"}`, `"match":{"query":"quick fox"}`, `"wildcard":{"pattern":"*o*"}`}
	for _, relation := range []string{"containing", "not_containing", "contained_by", "not_contained_by", "overlapping", "not_overlapping", "before", "after"} {
		for _, part := range parts {
			for _, other := range parts {
				p.compare("ev-spans", `{"query":{"bool":{"filter":[{"intervals":{"t":{"any_of":{"intervals":[{`+part+`}],"filter":{"`+relation+`":{`+other+`}}}}}}]}},"sort":["_doc"]}`)
			}
		}
	}
}

var spanQueries = []string{
	`{"span_term":{"t":"quick"}}`, `{"span_term":{"t":"Quick"}}`, `{"span_term":{"nope":"x"}}`,
	`{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"fox"}}],"slop":1,"in_order":true}}`, `{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"fox"}}],"slop":0,"in_order":true}}`, `{"span_near":{"clauses":[{"span_term":{"t":"fox"}},{"span_term":{"t":"quick"}}],"slop":1,"in_order":false}}`, `{"span_near":{"clauses":[{"span_term":{"t":"fox"}},{"span_term":{"t":"quick"}}],"slop":2,"in_order":true}}`, `{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"brown"}},{"span_term":{"t":"dog"}}],"slop":5}}`, `{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"brown"}},{"span_term":{"t":"dog"}}],"slop":1,"in_order":false}}`, `{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"brown"}}],"slop":100,"in_order":true}}`, `{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"brown"}}],"slop":99,"in_order":true}}`,
	`{"span_or":{"clauses":[{"span_term":{"t":"jumps"}},{"span_term":{"t":"lazy"}}]}}`, `{"span_first":{"match":{"span_term":{"t":"quick"}},"end":1}}`, `{"span_first":{"match":{"span_term":{"t":"fox"}},"end":2}}`, `{"span_not":{"include":{"span_term":{"t":"quick"}},"exclude":{"span_term":{"t":"brown"}},"post":1}}`, `{"span_not":{"include":{"span_term":{"t":"quick"}},"exclude":{"span_term":{"t":"lazy"}},"dist":1}}`, `{"span_not":{"include":{"span_term":{"t":"fox"}},"exclude":{"span_term":{"t":"brown"}},"pre":1}}`,
	`{"span_containing":{"big":{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"dog"}}],"slop":10,"in_order":true}},"little":{"span_term":{"t":"lazy"}}}}`, `{"span_within":{"big":{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"t":"dog"}}],"slop":10,"in_order":true}},"little":{"span_term":{"t":"fox"}}}}`, `{"span_multi":{"match":{"prefix":{"t":{"value":"qu"}}}}}`, `{"span_near":{"clauses":[{"span_multi":{"match":{"wildcard":{"t":{"value":"l*y"}}}}},{"span_term":{"t":"dog"}}],"slop":0,"in_order":true}}`, `{"span_near":{"clauses":[{"span_multi":{"match":{"fuzzy":{"t":{"value":"quikc"}}}}},{"span_term":{"t":"lazy"}}],"slop":0,"in_order":true}}`, `{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_term":{"u":"red"}}],"slop":5}}`, `{"span_near":{"clauses":[{"span_term":{"t":"quick"}},{"span_field_masking":{"query":{"span_term":{"u":"red"}},"field":"t"}}],"slop":5,"in_order":false}}`,
	`{"span_near":{"clauses":[{"span_or":{"clauses":[{"span_term":{"t":"a"}},{"span_term":{"t":"b"}}]}},{"span_term":{"t":"c"}},{"span_term":{"t":"b"}}],"slop":1,"in_order":true}}`,
	`{"intervals":{"t":{"match":{"query":"quick fox"}}}}`, `{"intervals":{"t":{"match":{"query":"quick fox","max_gaps":0}}}}`, `{"intervals":{"t":{"match":{"query":"quick fox","max_gaps":1,"ordered":true}}}}`, `{"intervals":{"t":{"match":{"query":"fox quick","max_gaps":0,"ordered":true}}}}`, `{"intervals":{"t":{"match":{"query":"fox quick","max_gaps":0}}}}`, `{"intervals":{"t":{"match":{"query":"quick","filter":{"before":{"match":{"query":"lazy"}}}}}}}`, `{"intervals":{"t":{"match":{"query":"quick","filter":{"after":{"match":{"query":"brown"}}}}}}}`, `{"intervals":{"t":{"match":{"query":"quick dog","max_gaps":10,"filter":{"containing":{"match":{"query":"fox"}}}}}}}`, `{"intervals":{"t":{"match":{"query":"quick dog","filter":{"not_containing":{"match":{"query":"fox"}}}}}}}`, `{"intervals":{"t":{"match":{"query":"fox","filter":{"contained_by":{"match":{"query":"quick dog","ordered":true}}}}}}}`, `{"intervals":{"t":{"match":{"query":"fox","filter":{"not_contained_by":{"match":{"query":"quick dog","ordered":true}}}}}}}`, `{"intervals":{"t":{"match":{"query":"brown dog","filter":{"overlapping":{"match":{"query":"dog lazy"}}}}}}}`, `{"intervals":{"t":{"match":{"query":"brown dog","filter":{"not_overlapping":{"match":{"query":"dog lazy"}}}}}}}`,
	`{"intervals":{"t":{"any_of":{"intervals":[{"match":{"query":"jumps"}},{"prefix":{"prefix":"QUA"}},{"wildcard":{"pattern":"l?zy"}}]}}}}`, `{"intervals":{"t":{"all_of":{"ordered":true,"max_gaps":1,"intervals":[{"match":{"query":"quick"}},{"any_of":{"intervals":[{"match":{"query":"fox"}},{"match":{"query":"brown"}}]}},{"match":{"query":"dog"}}]}}}}`, `{"intervals":{"t":{"all_of":{"intervals":[{"prefix":{"prefix":"qu"}},{"fuzzy":{"term":"lzy"}}]}}}}`, `{"intervals":{"t":{"fuzzy":{"term":"quikc","prefix_length":2}}}}`, `{"intervals":{"t":{"match":{"query":"a b c","max_gaps":0,"ordered":true}}}}`, `{"intervals":{"t":{"match":{"query":"c a","max_gaps":0,"ordered":true}}}}`, `{"intervals":{"t":{"match":{"query":"a a","max_gaps":1,"ordered":true}}}}`, `{"intervals":{"t":{"match":{"query":"quick quick","max_gaps":5}}}}`, `{"intervals":{"k":{"match":{"query":"a"}}}}`, `{"intervals":{"nope":{"match":{"query":"a"}}}}`, `{"intervals":{"t":{"match":{"query":""}}}}`, `{"intervals":{"t":{"match":{"query":"QUICK","analyzer":"whitespace"}}}}`, `{"intervals":{"t":{"regexp":{"pattern":"qu.*k"}}}}`,
}
