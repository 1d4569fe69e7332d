package search_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// analyzers of an index's settings, by name.
var analyzers = map[string]string{
	"std3": `{"type":"standard","max_token_length":3}`, "stdstop": `{"type":"standard","stopwords":["the","fox"]}`, "stdeng": `{"type":"standard","stopwords":"_english_"}`,
	"pat": `{"type":"pattern"}`, "patcomma": `{"type":"pattern","pattern":"\\s*,\\s*","lowercase":false}`, "patstop": `{"type":"pattern","stopwords":["the"]}`, "stopx": `{"type":"stop","stopwords":["quick"]}`, "fp": `{"type":"fingerprint"}`, "eng": `{"type":"english","stopwords":["dog"]}`,
	"low": `{"tokenizer":"keyword","filter":["lowercase"]}`, "up": `{"tokenizer":"whitespace","filter":["uppercase"]}`, "ascii": `{"tokenizer":"standard","filter":["asciifolding","lowercase"]}`, "stem": `{"tokenizer":"standard","filter":["lowercase","porter_stem"]}`, "stemmer": `{"tokenizer":"standard","filter":["lowercase","eng_stem"]}`, "poss": `{"tokenizer":"standard","filter":["poss"]}`,
	"stopf": `{"tokenizer":"standard","filter":["stop"]}`, "stopcase": `{"tokenizer":"standard","filter":["mystop"]}`, "length": `{"tokenizer":"standard","filter":["len"]}`, "trunc": `{"tokenizer":"standard","filter":["trunc"]}`, "rev": `{"tokenizer":"standard","filter":["reverse"]}`, "uniq": `{"tokenizer":"standard","filter":["lowercase","unique"]}`, "lim": `{"tokenizer":"standard","filter":["lim"]}`, "apos": `{"tokenizer":"whitespace","filter":["apostrophe"]}`, "elis": `{"tokenizer":"standard","filter":["elision"]}`,
	"edge": `{"tokenizer":"standard","filter":["edge"]}`, "ng": `{"tokenizer":"standard","filter":["ng"]}`, "edgep": `{"tokenizer":"standard","filter":["edgep"]}`, "prep": `{"tokenizer":"standard","filter":["prep"]}`, "prep1": `{"tokenizer":"standard","filter":["prep1"]}`, "mark": `{"tokenizer":"standard","filter":["lowercase","mark","porter_stem"]}`, "digit": `{"tokenizer":"standard","filter":["decimal_digit"]}`, "trim": `{"tokenizer":"comma","filter":["trim"]}`, "fpf": `{"tokenizer":"standard","filter":["lowercase","fingerprint"]}`,
	"letter": `{"tokenizer":"letter"}`, "lowt": `{"tokenizer":"lowercase"}`, "tpat": `{"tokenizer":"pattern"}`, "comma": `{"tokenizer":"comma"}`, "group": `{"tokenizer":"group"}`, "tng": `{"tokenizer":"ngram"}`, "tedge": `{"tokenizer":"tedge"}`, "tngd": `{"tokenizer":"tngd"}`, "chars": `{"tokenizer":"chars"}`, "path": `{"tokenizer":"path_hierarchy"}`, "dash": `{"tokenizer":"dash"}`,
	"map": `{"tokenizer":"standard","char_filter":["map"]}`, "cpat": `{"tokenizer":"standard","char_filter":["cpat"]}`, "both": `{"tokenizer":"whitespace","char_filter":["map","cpat"],"filter":["lowercase"]}`,
}

const analysisParts = `"tokenizer":{"comma":{"type":"pattern","pattern":","},"group":{"type":"pattern","pattern":"(\\w)(\\d+)","group":2},"tedge":{"type":"edge_ngram","min_gram":2,"max_gram":4,"token_chars":["letter","digit"]},"tngd":{"type":"ngram","min_gram":3,"max_gram":4,"token_chars":["letter"]},"chars":{"type":"char_group","tokenize_on_chars":["whitespace","-",":","punctuation"]},"dash":{"type":"path_hierarchy","delimiter":"-","replacement":"/"}},
"filter":{"eng_stem":{"type":"stemmer","language":"english"},"poss":{"type":"stemmer","language":"possessive_english"},"mystop":{"type":"stop","stopwords":["The","FOX"],"ignore_case":true},"len":{"type":"length","min":3,"max":5},"trunc":{"type":"truncate","length":3},"lim":{"type":"limit","max_token_count":2},"edge":{"type":"edge_ngram","min_gram":2,"max_gram":3},"ng":{"type":"ngram","min_gram":2,"max_gram":3},"edgep":{"type":"edge_ngram","min_gram":2,"max_gram":3,"preserve_original":true},"prep":{"type":"pattern_replace","pattern":"([aeiou])","replacement":"<$1>"},"prep1":{"type":"pattern_replace","pattern":"o","replacement":"0","all":false},"mark":{"type":"keyword_marker","keywords":["running","foxes"]}},
"char_filter":{"map":{"type":"mapping","mappings":["& => and","ß => ss",":) => happy","fox => f"]},"cpat":{"type":"pattern_replace","pattern":"(\\d+)[-_]","replacement":"$1#"}}`

// Analyzers that settings declare cut texts as on a node.
func TestAnalyzers(t *testing.T) {
	p := livePair(t)
	names := make([]string, 0, len(analyzers))
	for name := range analyzers {
		names = append(names, name)
	}
	slices.Sort(names)
	body := `{"settings":{"analysis":{` + analysisParts + `,"analyzer":{`
	for i, name := range names {
		if i > 0 {
			body += ","
		}
		body += `"` + name + `":` + analyzers[name]
	}
	p.create("ev-analyzers", body+`}}}}`)
	registry := p.store.Get("ev-analyzers").Mapping.Settings.Analysis
	for _, name := range names {
		analyze, err := registry.Analyzer(name)
		if err != nil {
			t.Logf("refused: %v", err)
			p.tally["refused"]++
			continue
		}
		for _, text := range []string{"The QUICK brown foxes' dog's running, jumped over-the lazy dog; l'avion d’été", "a1,b22, c333 ,x-y:z & Straße :) fox", "/usr/local/bin/", "usr/lib", "a-b-c", "123-456_789 x_1", "😀 smile ١٢٣ Ünïcödé", "", " ", "x", "relational national conditional happily generalizations oscillators agreed plastered motoring"} {
			_, answer := p.call("POST", "/ev-analyzers/_analyze", `{"analyzer":"`+name+`","text":`+print(text)+`}`)
			want := [][4]any{}
			for _, x := range answer.Array("tokens") {
				o := x.(*orderedjson.Object)
				want = append(want, [4]any{o.Text("token"), number(o, "position"), number(o, "start_offset"), number(o, "end_offset")})
			}
			got := [][4]any{}
			for _, x := range analyze(text) {
				got = append(got, [4]any{x.Term, x.Position, x.Start, x.End})
			}
			if !slices.Equal(want, got) {
				t.Errorf("%s %q\nnode: %v\nhere: %v", name, text, want, got)
				p.tally["wrong"]++
				continue
			}
			p.tally["equal"]++
		}
	}
}

func number(o *orderedjson.Object, key string) int {
	v, _ := o.Get(key)
	n, _ := v.(json.Number).Int64()
	return int(n)
}

// Settings that no index can be made of; the errors are the node's.
func TestBrokenAnalysis(t *testing.T) {
	p := livePair(t)
	for _, body := range []string{`{"analyzer":{"x":{"tokenizer":"nope"}}}`, `{"analyzer":{"x":{"type":"custom"}}}`, `{"analyzer":{"x":{"filter":["lowercase"]}}}`, `{"analyzer":{"x":{"tokenizer":"standard","filter":["nope"]}}}`,
		`{"analyzer":{"x":{"tokenizer":"standard","char_filter":["nope"]}}}`, `{"analyzer":{"x":{"type":"nope"}}}`, `{"filter":{"x":{"type":"nope"}}}`, `{"tokenizer":{"x":{"type":"nope"}}}`, `{"char_filter":{"x":{"type":"nope"}}}`, `{"normalizer":{"x":{"type":"custom","filter":["stop"]}}}`, `{"normalizer":{"x":{"type":"custom","filter":["nope"]}}}`, `{"filter":{"x":{"type":"ngram","min_gram":1,"max_gram":5}}}`, `{"analyzer":{"x":{"tokenizer":"y"}},"tokenizer":{"y":{"type":"ngram","min_gram":1,"max_gram":5}}}`, `{"char_filter":{"x":{"type":"mapping","mappings":["a"]}}}`} {
		status, want := p.call("PUT", "/ev-broken", `{"settings":{"analysis":`+body+`}}`)
		p.call("DELETE", "/ev-broken", "")
		err := p.store.Create("ev-broken", parse(t, `{"settings":{"analysis":`+body+`}}`))
		refused, ok := err.(*fault.Error)
		switch {
		case err == nil && status == 200:
		case !ok || refused.Status != status || refused.Type != want.Object("error").Text("type"):
			t.Errorf("%s\nnode: %s\nhere: %v", body, print(want), err)
		case refused.Reason != want.Object("error").Text("reason"):
			t.Errorf("%s\nnode: %s\nhere: %v", body, print(want), err)
		}
		if err == nil {
			_ = p.store.Delete("ev-broken")
		}
	}
}
