package search_test

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// onGenerations plays searches in each dialect, beside the node of ALERTPLAN_TEST_NODES
// that is of its generation, or what such a node answered before (see livePair).
func onGenerations(t *testing.T, play func(p *pair)) {
	t.Helper()
	for _, name := range []string{"opensearch-1.3", "opensearch-2.19", "opensearch-3.5"} {
		t.Run(name, func(t *testing.T) {
			d, err := dialect.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			p := &pair{t: t, dialect: d, store: index.NewStore(time.Now).In(d), now: time.Now(), tally: map[string]int{}}
			p.url = nodeOf(t, strings.TrimPrefix(name, "opensearch-"))
			switch {
			case p.url == "":
				p.tape = loadTape(t)
			case os.Getenv("ALERTPLAN_TEST_RECORD") != "":
				p.tape = &tape{answers: map[string]answer{}}
				t.Cleanup(func() { p.tape.save(t) })
			}
			t.Cleanup(func() { t.Logf("answers: %v", p.tally) })
			play(p)
		})
	}
}

// nodeOf is the URL of a node of a version that begins so; "" where there is none.
func nodeOf(t *testing.T, version string) string {
	t.Helper()
	for _, url := range strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES")) {
		res, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if o, ok := parsed(text); ok && strings.HasPrefix(o.Object("version").Text("number"), version+".") {
			return url
		}
	}
	return ""
}

// TestManyFields asks query strings of an index with more fields than a query has
// clauses: they are counted where they are searched.
func TestManyFields(t *testing.T) {
	var fields []string
	for _, kind := range []struct{ letter, name string }{{"f", "keyword"}, {"g", "long"}} {
		for n := range 600 {
			fields = append(fields, `"`+kind.letter+string(rune('a'+n/26))+string(rune('a'+n%26))+`":{"type":"`+kind.name+`"}`)
		}
	}
	onGenerations(t, func(p *pair) {
		p.create("ev-many", `{"settings":{"index.mapping.total_fields.limit":2000},"mappings":{"properties":{"eventName":{"type":"keyword"},`+strings.Join(fields, ",")+`}}}`)
		p.add("ev-many", `{"eventName":"X","faa":"X"}`)
		for _, options := range []string{``, `,"default_field":"*"`, `,"fields":["*"]`, `,"fields":["f*"]`, `,"fields":["f*","g*"]`, `,"default_field":"f*"`, `,"default_field":"eventName"`} {
			for _, text := range []string{`eventName:X`, `X`, `eventName:(X OR Y)`, `eventName:X AND Z`, `X*`, `\"X Y\"`, `*:X`, `*:*`, `_exists_:f*`, ``} {
				p.compare("ev-many", `{"query":{"query_string":{"query":"`+text+`"`+options+`}}}`)
			}
		}
		for _, options := range []string{``, `,"fields":["*"]`, `,"fields":["f*"]`, `,"fields":["f*","g*"]`} {
			p.compare("ev-many", `{"query":{"multi_match":{"query":"X","lenient":true`+options+`}}}`)
			p.compare("ev-many", `{"query":{"simple_query_string":{"query":"X"`+options+`}}}`)
		}
	})
}

// TestEachGeneration asks what generations answer in their own ways.
func TestEachGeneration(t *testing.T) {
	onGenerations(t, func(p *pair) {
		p.create("ev-gen", `{"mappings":{"properties":{"d":{"type":"date"},"k":{"type":"keyword"},"n":{"type":"long"},"t":{"type":"text"},"b":{"type":"boolean"},
			"s":{"properties":{"al":{"type":"alias","path":"k"}}},"r":{"properties":{"_q":{"type":"keyword"}}},"o":{"properties":{"t":{"type":"text"},"k":{"type":"keyword","ignore_above":3},"y":{"type":"long","index":false,"doc_values":false},"nn":{"type":"text","norms":false},
			"_b":{"type":"boolean"},"q":{"properties":{"t":{"type":"text","fields":{"_raw":{"type":"keyword"}}}}},"f":{"type":"object","enabled":false},"al":{"type":"alias","path":"k"}}}}}}`)
		p.add("ev-gen", `{"d":"2024-01-15T10:30:00Z","k":"X","n":5,"t":"hello 3"}`, `{"d":["2024-07-30T21:31:16.789Z","2020-02-29T00:00:00Z"],"k":"3","n":3,"t":"x >3"}`, `{"k":">3","n":1}`, `{"b":true,"k":"X","t":"hell"}`, `{"b":[false,false],"t":"x helo"}`, `{"b":[true,false]}`, `{"b":false,"r":{"_q":"a"}}`,
			`{"o":{"t":""}}`, `{"o":{"t":"a"}}`, `{"o":{"k":"long one"}}`, `{"o":{"k":"a"}}`, `{"o":{"y":1}}`, `{"o":{"nn":""}}`, `{"o":{"q":{"t":""}}}`, `{"o":{"_b":true}}`, `{"o":{"f":{"a":1}}}`, `{"o":{}}`, `{"k":"日本","t":"日本"}`)
		for _, source := range dateScripts {
			p.compare("ev-gen", `{"query":{"ids":{"values":["1"]}},"script_fields":{"x":{"script":"`+source+`"}}}`)
		}
		for _, text := range []string{`>3`, `>=3`, `n:>3`, `>3 OR k:X`, `k:(>3)`, `> 3`, `k:> 3`} {
			for _, options := range []string{``, `,"fields":["k"]`, `,"fields":["k","t"]`, `,"default_field":"k"`, `,"fields":["*"]`} {
				p.compare("ev-gen", `{"query":{"query_string":{"query":"`+text+`"`+options+`}}}`)
			}
		}
		for _, options := range []string{`"fuzziness":1,"prefix_length":1`, `"fuzziness":2,"prefix_length":2`, `"fuzziness":1`, `"fuzziness":1,"prefix_length":7`} {
			for _, word := range []string{"X", "hello", "hell", "日"} {
				p.compare("ev-gen", `{"query":{"fuzzy":{"t":{"value":"`+word+`",`+options+`}}}}`)
				p.compare("ev-gen", `{"query":{"match":{"k":{"query":"`+word+`",`+options+`}}}}`)
			}
		}
		for _, text := range []string{`b:[false TO true}`, `b:[true TO *]`, `b:{false TO true]`, `b:[* TO false]`, `b:>false`, `b:true`} {
			p.compare("ev-gen", `{"query":{"query_string":{"query":"`+text+`"}}}`)
			p.compare("ev-gen", `{"query":{"query_string":{"query":"`+text+`"}},"collapse":{"field":"k"}}`)
		}
		p.compare("ev-gen", `{"query":{"range":{"b":{"gte":true}}}}`)
		for _, field := range []string{"o", "o.q", "o.t", "o.y", "s", "o.al", "r", "o._b"} {
			p.compare("ev-gen", `{"query":{"exists":{"field":"`+field+`"}},"size":30}`)
			p.compare("ev-gen", `{"query":{"bool":{"must_not":[{"exists":{"field":"`+field+`"}}]}},"size":30}`)
		}
	})
}

var dateScripts = []string{
	`doc['d'].value`, `doc['d'].value.getHour()`, `doc['d'].value.dayOfWeekEnum`, `doc['d'].value.getDayOfWeekEnum().getValue() > 5`, `doc['d'].value.dayOfWeek`,
	`doc['d'].value.millis`, `doc['d'].value.toInstant().toEpochMilli()`, `'' + doc['d'].value`, `doc['d'].value.hourOfDay`, `doc['d'].value.toLocalDate().getDayOfWeekEnum()`,
	`ZonedDateTime z = doc['d'].value; return z.getDayOfWeekEnum()`, `ZonedDateTime z = doc['d'].value; return z.dayOfWeek.value`, `doc['d'].value == ZonedDateTime.parse('2024-01-15T10:30:00Z')`,
	`doc['d'].value.withZoneSameInstant(ZoneId.of('Asia/Tokyo')).getDayOfWeekEnum()`, `doc['d'].stream().map(x -> x.getYear()).collect(Collectors.toList())`,
}

// TestFaultsOfBuckets asks for aggregations that fail in a bucket that isn't shown: a
// shard has evaluated it all the same.
func TestFaultsOfBuckets(t *testing.T) {
	onGenerations(t, func(p *pair) {
		p.create("ev-unshown", `{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"long"},"w":{"type":"double"},"d":{"type":"date"}}}}`)
		p.add("ev-unshown", `{"k":"a","n":1,"w":1,"d":"2024-01-01"}`, `{"k":"a","n":2,"w":1,"d":"2024-01-01"}`, `{"k":"b","n":3,"w":[1,2]}`)
		for _, outer := range []string{`{"field":"k"}`, `{"field":"k","min_doc_count":2}`, `{"field":"k","min_doc_count":5}`, `{"field":"k","size":1}`, `{"field":"k","size":1,"shard_size":1}`,
			`{"field":"k","size":1,"shard_size":1,"collect_mode":"depth_first"}`, `{"field":"k","size":1,"shard_size":1,"collect_mode":"breadth_first"}`, `{"field":"n","min_doc_count":2}`, `{"field":"k","include":"a"}`} {
			for _, inner := range []string{`{"weighted_avg":{"value":{"field":"n"},"weight":{"field":"w"}}}`, `{"value_count":{"script":"doc['d'].value.getHour()"}}`, `{"filter":{"exists":{"field":"n"}},"aggs":{"z":{"max":{"script":"doc['d'].value.getHour()"}}}}`} {
				p.compare("ev-unshown", `{"size":0,"aggs":{"x":{"terms":`+outer+`,"aggs":{"y":`+inner+`}}}}`)
			}
		}
		p.compare("ev-unshown", `{"size":0,"aggs":{"x":{"histogram":{"field":"n","interval":2,"min_doc_count":2},"aggs":{"y":{"weighted_avg":{"value":{"field":"n"},"weight":{"field":"w"}}}}}}}`)
	})
}

// TestTemplatesOfObjects indexes objects where a dynamic template makes fields.
func TestTemplatesOfObjects(t *testing.T) {
	onGenerations(t, func(p *pair) {
		n := 0
		for _, template := range []string{`"match":"b","mapping":{"type":"keyword"}`, `"path_match":"o.*","path_unmatch":"*.w","mapping":{"type":"text"}`, `"path_match":"o.*","mapping":{"type":"long"}`,
			`"match":"b","match_mapping_type":"string","mapping":{"type":"keyword"}`} {
			for _, doc := range []string{`{"b":{"c":1}}`, `{"a":{"b":{"c":"x"}}}`, `{"o":{"z":{"w":10}}}`, `{"o":{"z":[{"w":10}]}}`, `{"o.z.w":3}`, `{"b":[]}`, `{"b":{}}`, `{"q":{"b.c":1}}`, `{"b":"x"}`} {
				n++
				name := "ev-templated-" + strconv.Itoa(n)
				p.create(name, `{"mappings":{"dynamic_templates":[{"t":{`+template+`}}]}}`)
				p.add(name, doc)
				p.remove("/" + name)
			}
		}
	})
}
