package stream_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/stream"
)

var clauses = []string{
	`{"term":{"eventName.keyword":"GetObject"}}`, `{"term":{"ok":%[1]d}}`, `{"term":{"user.age":%[1]d}}`, `{"term":{"user.name.keyword":"bob"}}`,
	`{"terms":{"user.name.keyword":["alice","dave"]}}`, `{"terms":{"user.age":[%[1]d,3]}}`, `{"terms":{"ok":[true]}}`, `{"terms":{"none":["x"]}}`,
	`{"range":{"@timestamp":{"gte":"2024-07-3%[2]d"}}}`, `{"range":{"@timestamp":{"lt":"2024-07-29T0%[1]d:00:00Z"}}}`, `{"range":{"@timestamp":{"gte":"2025-01-01"}}}`,
	`{"range":{"score":{"gte":%[1]d,"lt":9.5}}}`, `{"range":{"user.age":{}}}`, `{"exists":{"field":"late"}}`, `{"exists":{"field":"late.code"}}`, `{"exists":{"field":"none"}}`,
	`{"prefix":{"eventName.keyword":"D"}}`, `{"wildcard":{"tags.keyword":{"value":"a?"}}}`, `{"regexp":{"text":"al.*"}}`, `{"match":{"text":"did carol"}}`,
	`{"match_phrase":{"text":"the bob"}}`, `{"match":{"user.age":"%[1]d"}}`, `{"match_all":{}}`, `{"ids":{"values":["%[1]d","4","25"]}}`,
	`{"constant_score":{"filter":{"term":{"user.name.keyword":"carol"}},"boost":3}}`, `{"term":{"@timestamp":"2024-07-30"}}`,
	`{"range":{"user.name.keyword":{"gt":"b"}}}`, `{"term":{"none":1}}`, `{"range":{"@timestamp":{"gte":"no date"}}}`, `{"fuzzy":{"user.name.keyword":"bop"}}`,
	`{"query_string":{"query":"alice OR eventName:GetObject"}}`, `{"query_string":{"query":"late.\\*:Access* AND score:>%[1]d"}}`,
	`{"multi_match":{"query":"bob","fields":["text","user.name"]}}`, `{"simple_query_string":{"query":"carol +did","fields":["text"]}}`,
	`{"match_phrase_prefix":{"text":"the al"}}`, `{"match_bool_prefix":{"text":"did al"}}`, `{"script":{"script":"doc['user.age'].size() > 0 && doc['user.age'].value == %[1]d"}}`,
	`{"boosting":{"positive":{"term":{"ok":true}},"negative":{"prefix":{"eventName.keyword":"G"}},"negative_boost":0.5}}`,
	`{"terms_set":{"tags.keyword":{"terms":["b","a%[1]d"],"minimum_should_match_script":{"source":"2"}}}}`,
}

var extras = []string{
	`"size":%[1]d`, `"size":2,"from":%[1]d`, `"size":3,"sort":[{"@timestamp":"desc"}]`, `"size":5,"sort":["user.age",{"@timestamp":"asc"}]`,
	`"size":4,"sort":[{"user.name.keyword":"desc"}]`, `"size":4,"sort":[{"late.code.keyword":{"order":"desc","missing":"_first","unmapped_type":"keyword"}}],"track_scores":true`,
	`"size":4,"sort":[{"score":"desc"},"_id"]`, `"size":2,"sort":["_score",{"@timestamp":"desc"}]`, `"size":2,"sort":["_doc"]`, `"size":2,"min_score":1.%[1]d`,
	`"size":1,"track_total_hits":%[1]d`, `"size":0,"track_total_hits":false`, `"size":2,"post_filter":{"term":{"user.name.keyword":"dave"}}`,
	`"size":2,"aggs":{"d":{"date_histogram":{"field":"@timestamp","calendar_interval":"day"},"aggs":{"u":{"cardinality":{"field":"user.name.keyword"}}}}}`,
	`"size":0,"aggs":{"f":{"filter":{"range":{"@timestamp":{"gte":"2024-07-29"}}},"aggs":{"p":{"percentiles":{"field":"score"}}}},"m":{"missing":{"field":"late.code.keyword"}}}`,
	`"size":0,"aggs":{"c":{"composite":{"size":5,"sources":[{"n":{"terms":{"field":"eventName.keyword"}}},{"o":{"terms":{"field":"ok"}}}]},"aggs":{"s":{"sum":{"field":"user.age"}}}}}`,
	`"size":3,"aggs":{"t":{"terms":{"field":"tags.keyword","size":3},"aggs":{"h":{"top_hits":{"size":1}}}},"s":{"stats":{"field":"score"}}},"post_filter":{"term":{"user.age":3}}`,
	`"size":3,"sort":[{"@timestamp":"asc"}],"aggs":{"r":{"range":{"field":"user.age","ranges":[{"to":3},{"from":3}]}},"x":{"terms":{"field":"user.age","min_doc_count":0}}}`,
}

// TestRandomSearches holds searches that are put together at random to a store.
func TestRandomSearches(t *testing.T) {
	g := rand.New(rand.NewPCG(5, 6))
	pick := func(list []string) string {
		text := list[g.IntN(len(list))]
		if strings.Contains(text, "%[2]d") {
			return fmt.Sprintf(text, g.IntN(8)+1, g.IntN(2))
		}
		if strings.Contains(text, "%[1]d") {
			return fmt.Sprintf(text, g.IntN(8)+1)
		}
		return text
	}
	list := func() string {
		parts := make([]string, 1+g.IntN(2))
		for i := range parts {
			parts[i] = pick(clauses)
		}
		return strings.Join(parts, ",")
	}
	groups := []string{"filter", "must", "should", "must_not"}
	kept := map[stream.Kept]int{}
	for _, w := range []world{small(), small(parse(t, aliased)), small(parse(t, crowded))} {
		var names []string
		var requests []evaluate.Request
		for range 100 {
			query := pick(clauses)
			if g.IntN(4) > 0 {
				a, b := g.IntN(4), g.IntN(4)
				query = fmt.Sprintf(`{"bool":{%q:[%s]}}`, groups[a], list())
				if a != b {
					query = fmt.Sprintf(`{"bool":{%q:[%s],%q:[%s]}}`, groups[a], list(), groups[b], list())
				}
			}
			body := fmt.Sprintf(`{"query":%s,%s}`, query, pick(extras))
			names = append(names, body)
			requests = append(requests, monitor(t, "ev-*", body, end))
		}
		for k, n := range w.compare(t, names, requests) {
			kept[k] += n
		}
	}
	t.Log(kept)
}

// crowded has room for a few more fields only.
const crowded = `{"index_patterns":["ev-*"],"template":{"settings":{"index.mapping.total_fields.limit":18}}}`
