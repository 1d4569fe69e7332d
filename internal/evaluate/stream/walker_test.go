package stream

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

const walked = `{"index_patterns":["*"],"template":{"settings":{"index.mapping.ignore_malformed":%v,"index.mapping.depth.limit":5,"index.mapping.total_fields.limit":%d},"mappings":{"properties":{
	"t":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":8}}},"k":{"type":"keyword"},"low":{"type":"keyword","normalizer":"lowercase","null_value":"none"},
	"b":{"type":"boolean"},"l":{"type":"long"},"i":{"type":"integer"},"y":{"type":"byte","coerce":false},"f":{"type":"float"},"h":{"type":"half_float"},"s":{"type":"scaled_float","scaling_factor":10},
	"d":{"type":"date"},"e":{"type":"date","format":"epoch_second"},"ip":{"type":"ip"},"a":{"type":"alias","path":"k"},"c":{"type":"keyword","copy_to":"k"},
	"o":{"properties":{"x":{"type":"keyword"},"p":{"properties":{"q":{"type":"long"}}}}},"n":{"type":"nested"},"off":{"type":"object","enabled":false},
	"free":{"type":"object","dynamic":false,"properties":{"z":{"type":"date"}}},"hard":{"type":"object","dynamic":"strict"}}}}}`

// FuzzWalker: a document that is walked through is one that the mapping takes
// without growing, with the same values.
func FuzzWalker(f *testing.F) {
	for _, text := range []string{
		`{"t":"a long text","k":["x",1,true,null,[2.50]],"low":"ABC","b":[true,"false",""],"l":12,"i":-7,"y":1,"f":1.5,"h":2,"s":0.15}`,
		`{"d":"2020-02-07T00:00:00.1Z","e":17,"ip":["10.0.0.1","::1"],"o":[{"x":"\u00e9\\"},{"p":{"q":"5"}}],"off":{"any":[{"thing":1}]},"free":{"a.b":1,"c":{"d":[]},"z":"2020"}}`,
		`{"d":1581033600000,"l":"7","i":99999999999,"y":1.5}`, `{"k":"x","k":"y"}`, `{"free":{"q":{"r":1,"r":2}}}`, `{"o":{"x":{}}}`, `{"o":1}`, `{"new":null,"more":[[],null]}`,
		`{"new":1}`, `{"new":"text"}`, `{"new":"2020-01-01"}`, `{"new":{}}`, `{"k":"x","new":[{"x":1}]}`, `{"a":"x"}`, `{"c":"x"}`, `{"n":[{"x":1}]}`, `{"hard":{"x":null}}`, `{"hard":{}}`, `{"_id":"1"}`, `{"":1}`, `{"o.x":"v"}`, `{"low":null,"t":{}}`,
		` { "k" : [ ] , "l" : [ 1 , 2 ] } `, `{"b":0}`, `{"b":"yes"}`, `{"l":1e2,"f":"NaN","h":70000,"d":"x","ip":"y"}`, `{"\u006b":"v"}`, `{"o":{"p":{"q":{"r":{"s":{"t":1}}}}}}`,
	} {
		f.Add(text, false, 0)
		f.Add(text, true, 1000)
	}
	f.Fuzz(func(t *testing.T, text string, lenient bool, room int) {
		room = max(0, min(room, 1000))
		v, err := orderedjson.Parse([]byte(text)) // an error is a name twice
		source, ok := v.(*orderedjson.Object)
		if !json.Valid([]byte(text)) || !utf8.ValidString(text) || !ok && err == nil {
			return
		}
		for i, fields := range []string{`"t","t.keyword","low","k","b","l","i","y","f","h","s","d","e","ip","o.x","o.p.q","free.z","a"`, `"k"`} {
			table := walkedTable(t, fmt.Sprintf(walked, lenient, 25+i+room), fields)
			doc, ok := table.walker.document([]byte(text))
			if !ok && (!table.walker.refused || err != nil) {
				continue
			}
			want, grown, refused := table.index.Mapping.Add("1", source)
			if !ok && refused == nil {
				t.Fatalf("%s is refused in passing, but taken", text)
			} else if !ok {
				continue
			}
			if err != nil || refused != nil || grown != table.index.Mapping {
				t.Fatalf("%s is walked through, but: %v, %v, grown: %v", text, err, refused, grown != table.index.Mapping)
			}
			wanted := 0
			for path, values := range want.Values.All() {
				if !table.wanted(table.index.Mapping.Field(path)) {
					continue
				}
				wanted++
				if !reflect.DeepEqual(values, doc.Values.Get(path)) {
					t.Errorf("%s: %s is %+v, want %+v", text, path, doc.Values.Get(path), values)
				}
			}
			if doc.Values.Len() != wanted {
				t.Errorf("%s: values %v, want %v", text, doc.Values, want.Values)
			}
		}
	})
}

func walkedTable(t *testing.T, template, fields string) *table {
	t.Helper()
	store := index.NewStore(time.Now)
	if err := store.PutTemplate("t", object(t, template)); err != nil {
		t.Fatal(err)
	}
	x, err := store.Target("x")
	if err != nil {
		t.Fatal(err)
	}
	q := evaluate.Request{Monitor: evaluate.Monitor{Body: object(t, fmt.Sprintf(`{"inputs":[{"search":{"indices":["x"],"query":{"size":0,
		"query":{"bool":{"filter":[{"bool":{"should":[{"exists":{"field":"o"}},{"terms":{"k":["1"]}}]}}]}},"aggs":{"m":{"multi_terms":{"terms":[%s]}}}}}}]}`, terms(fields)))}}
	return newTable(x, []*view{newWatcher(q).viewOf(x)})
}

// terms writes the fields as a multi_terms has them.
func terms(fields string) string {
	out := ""
	for i, f := range listed(fields) {
		if i > 0 {
			out += ","
		}
		out += fmt.Sprintf(`{"field":%q}`, f)
	}
	return out
}

func listed(fields string) []any {
	v, err := orderedjson.Parse([]byte("[" + fields + "]"))
	if err != nil {
		panic(err)
	}
	return v.([]any)
}

func object(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.(*orderedjson.Object)
}
