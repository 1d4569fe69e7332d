package events_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

const payload = `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","subscriptionFilters":["f"],"logEvents":[` +
	`{"id":"a","timestamp":1581033600123,"message":"{\"n\":1.0,\"n\":2.50,\"b\":9007199254740993,\"7\":null}"},` +
	`{"id":"b","timestamp":1581033600124,"message":"no JSON"}]}`

const payloadRead = `/a@L {"7":null,"n":2.5,"b":9007199254740992,"@id":"a","@timestamp":"2020-02-07T00:00:00.123Z","@message":"{\"n\":1.0,\"n\":2.50,\"b\":9007199254740993,\"7\":null}","@owner":"1","@log_group":"g","@log_stream":"s"}` + "\n" +
	`/b@L {"@id":"b","@timestamp":"2020-02-07T00:00:00.124Z","@message":"no JSON","@owner":"1","@log_group":"g","@log_stream":"s"}` + "\n"

func forms() []struct{ name, text, want string } {
	return []struct{ name, text, want string }{
		{"NDJSON", "{\"a\":1}\n\n{\"a\":2}\r\n  {\"a\":\"x\\n\"}", "/1@1 {\"a\":1}\n/2@3 {\"a\":2}\n/3@4 {\"a\":\"x\\n\"}\n"},
		{"a list", "[{\"a\":1},\n {\"a\":[1,{}]}]", "/1@1 {\"a\":1}\n/2@2 {\"a\":[1,{}]}\n"},
		{"an empty list", "[ ]", ""},
		{"pretty-printed", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", "/1@1 {\"a\":1}\n/2@4 {\"a\":2}\n"},
		{"without space", `{"a":1}{"a":2}`, "/1@1 {\"a\":1}\n/2@1 {\"a\":2}\n"},
		{"CloudTrail", "{ \"Records\" : [\n{\"eventTime\":\"2020-02-07T01:00:00Z\"},\n{\"a\":2}\n]}", "/1@2 {\"eventTime\":\"2020-02-07T01:00:00Z\",\"@timestamp\":\"2020-02-07T01:00:00Z\"} eventTime\n/2@3 {\"a\":2}\n"},
		{"CloudTrail, a file a line", "{\"Records\":[{\"a\":1}]}\n{\"Records\":[]}\n{\"Records\":[{\"a\":2},{\"a\":3}]}", "/1@1 {\"a\":1}\n/2@3 {\"a\":2}\n/3@3 {\"a\":3}\n"},
		{"CloudTrail in a list", "[{\"Records\":[{\"a\":1},{\"a\":2}]}]", "/1@1 {\"a\":1}\n/2@1 {\"a\":2}\n"},
		{"an event with Records", `{"Records":"x"}` + "\n" + `{"a":1,"Records":[1]}`, "/1@1 {\"Records\":\"x\"}\n/2@2 {\"a\":1,\"Records\":[1]}\n"},
		{"ids", `{"@id":"x"}` + "\n" + `{"@id":17}` + "\n" + `{"@id":null}` + "\n" + `{"@id":""}`, "/x@1 {\"@id\":\"x\"}\n/17@2 {\"@id\":17}\n/3@3 {\"@id\":null}\n/4@4 {\"@id\":\"\"}\n"},
		{"loader", `{"_index":"i","_id":"7","doc":{"a":1}}` + "\n" + `{"_id":8,"doc":{"a":2}}`, "i/7@1 {\"a\":1}\n/8@2 {\"a\":2}\n"},
		{"hits", `{"_index":"i","_id":"7","_score":1.5,"_source":{"a":1}}`, "i/7@1 {\"a\":1}\n"},
		{"a search's answer", `{"took":1,"hits":{"total":1,"hits":[{"_index":"i","_id":"7","_source":{"a":1}}]}}`, "i/7@1 {\"a\":1}\n"},
		{"_bulk", "{\"index\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"index\":{\"a\":1}}\n{\"create\":{}}\n{\"@id\":\"q\",\"Records\":[]}\n", "i/1@2 {\"index\":{\"a\":1}}\n/q@4 {\"@id\":\"q\",\"Records\":[]}\n"},
		{"an event named index", `{"index":{"name":"x"}}`, "/1@1 {\"index\":{\"name\":\"x\"}}\n"},
		{"a subscription", payload, strings.ReplaceAll(payloadRead, "@L", "@1")},
		{"a control message", `{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"x"}]}` + "\n" + payload, strings.ReplaceAll(payloadRead, "@L", "@2")},
		{"a function's event", `{"awslogs":{"data":"` + base64.StdEncoding.EncodeToString(zip(payload)) + `"}}`, strings.ReplaceAll(payloadRead, "@L", "@1")},
		{"extracted fields", `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","logEvents":[{"id":"a","timestamp":0,"message":"m","extractedFields":{"port":"22","x":"","j":"is {\"a\":1}","h":"12ab"}}]}`,
			`/a@1 {"port":22,"$j":{"a":1},"j":"is {\"a\":1}","h":"12ab","@id":"a","@timestamp":"1970-01-01T00:00:00.000Z","@message":"m","@owner":"1","@log_group":"g","@log_stream":"s"}` + "\n"},
		{"a byte order mark", "\ufeff{\"a\":1}", "/1@1 {\"a\":1}\n"},
		{"nothing", " \n ", ""},
		{"numbers", `{"a":[0,-1.50,1e5,0.1E-2,true,false,null]}`, "/1@1 {\"a\":[0,-1.50,1e5,0.1E-2,true,false,null]}\n"},
	}
}

func zip(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.Bytes()
}

// print writes documents one a line: index/id@line source, and where the time is
// from.
func print(t testing.TB, list []events.Document) string {
	t.Helper()
	var b strings.Builder
	for _, d := range list {
		text, err := orderedjson.Marshal(d.Source)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s/%s@%d %s", d.Index, d.ID, d.Line, text)
		if d.EventTimeUsed {
			b.WriteString(" eventTime")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestForms(t *testing.T) {
	for _, c := range forms() {
		for way, text := range map[string]string{"plain": c.text, "gzip": string(zip(c.text)), "gzip twice": string(zip(string(zip(c.text))))} {
			list, err := events.New("f", iotest.OneByteReader(strings.NewReader(text)), events.Options{}).All()
			if err != nil {
				t.Errorf("%s, %s: %v", c.name, way, err)
			}
			if got := print(t, list); got != c.want {
				t.Errorf("%s, %s:\n%swant\n%s", c.name, way, got, c.want)
			}
		}
	}
}

func TestSeveralFilesAreOneInput(t *testing.T) {
	fsys := fstest.MapFS{"a.json": {Data: []byte("{\"a\":1}\n{\"a\":2}\n")}, "b.json.gz": {Data: append(zip(`{"a":3}`), zip(`{"a":4}`)...)}}
	list, err := events.OpenFS(fsys, events.Options{}, "a.json", "b.json.gz").All()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := print(t, list), "/1@1 {\"a\":1}\n/2@2 {\"a\":2}\n/3@1 {\"a\":3}\n/4@1 {\"a\":4}\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if list[2].File != "b.json.gz" || list[2].Number != 3 {
		t.Errorf("got %+v", list[2])
	}
}

func TestProblemsNameThePlace(t *testing.T) {
	cases := []struct{ name, text, documents, want string }{
		{"a broken line among others", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n{\"a\" 4}\n{\"a\":5}\n", "/1@1 {\"a\":1}\n/2@3 {\"a\":3}\n/3@5 {\"a\":5}\n",
			"f:2: not JSON: a comma, or the end of the list or object, is missing\nf:4: not JSON: a colon is missing"},
		{"cut off", "{\"a\":1}\n{\"a\":", "/1@1 {\"a\":1}\n", "f:2: not JSON: the input ends inside of an event"},
		{"no events", "1\n\"x\"\n", "", "f:1: an event must be a JSON object\nf:2: an event must be a JSON object"},
		{"text", "hello\n{\"a\":1}", "/1@2 {\"a\":1}\n", "f:1: not JSON: something that is no value"},
		{"a list's element", "[\n{\"a\":1},\n{\"a\":01},\n{\"a\":3}\n]", "/1@2 {\"a\":1}\n/2@4 {\"a\":3}\n", "f:3: not JSON: a number with a leading zero"},
		{"an open list", `[{"a":1}`, "/1@1 {\"a\":1}\n", "f:1: not JSON: the input ends inside of a list"},
		{"more than Records", "{\"Records\":[{\"a\":1}],\"x\":2}\n{\"b\":1}", "/1@1 {\"a\":1}\n/2@2 {\"b\":1}\n", `f:1: "Records" is followed by other keys: that is no CloudTrail file`},
		{"a key twice", `{"a":{"b":1,"b":2}}`, "", `f:1: the key "b" stands twice in one object, which a cluster refuses: remove one`},
		{"not UTF-8", "{\"a\":\"\xff\"}", "", "f:1: not UTF-8: save the file as UTF-8"},
		{"_bulk with other actions", "{\"index\":{}}\n{\"a\":1}\n{\"delete\":{\"_id\":\"1\"}}\n{\"update\":{\"_id\":\"1\"}}\n{\"doc\":{}}\n{\"x\":1}\n{\"index\":{}}\n", "/1@2 {\"a\":1}\n",
			"f:3: sample events can't delete a document: keep the index and create actions only\nf:4: sample events can't update a document: keep the index and create actions only\n" +
				"f:6: an action of the _bulk body was expected, such as {\"index\": {\"_id\": \"1\"}}\nf:8: the last action of the _bulk body has no document"},
		{"too long", `{"a":"` + strings.Repeat("x", 600) + "\"}\n{\"a\":2}", "/1@2 {\"a\":2}\n", "f:1: an event of more than 512 bytes"},
		{"many", strings.Repeat("x\n{", 5), "", "f:1: not JSON: something that is no value\nf:2: not JSON: a key is missing\nf:3: not JSON: a key is missing\nand 3 more"},
		{"half a gzip", string(zip(`{"a":1}`)[:20]), "/1@1 {\"a\":1}\n", "f:1: reading stopped: unexpected EOF"},
	}
	for _, c := range cases {
		o := events.Options{MaxEvent: 512}
		if c.name == "many" {
			o.MaxProblems = 3
		}
		list, err := events.New("f", strings.NewReader(c.text), o).All()
		if got := print(t, list); got != c.documents {
			t.Errorf("%s: documents\n%swant\n%s", c.name, got, c.documents)
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: problems\n%v\nwant\n%s", c.name, err, c.want)
		}
	}
}

func TestMissingFile(t *testing.T) {
	_, err := events.Open(events.Options{}, "testdata/none").All()
	if err == nil || err.Error() != "open testdata/none: no such file or directory" {
		t.Errorf("got %v", err)
	}
}

func TestInline(t *testing.T) {
	v, err := orderedjson.Parse([]byte(`[{"eventTime":"2020-02-07T01:00:00Z"},{"Records":[{"a":1},{"@id":"x"}]},7]`))
	if err != nil {
		t.Fatal(err)
	}
	list, err := events.Inline(v.([]any))
	if got, want := print(t, list), "/1@0 {\"eventTime\":\"2020-02-07T01:00:00Z\",\"@timestamp\":\"2020-02-07T01:00:00Z\"} eventTime\n/2@0 {\"a\":1}\n/x@0 {\"@id\":\"x\"}\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if err == nil || err.Error() != "event 3: an event must be a JSON object" {
		t.Errorf("got %v", err)
	}
}

func TestDailyIndex(t *testing.T) {
	for _, c := range []struct{ pattern, source, want string }{
		{"cwl-*", `{"@timestamp":"2020-02-07T23:59:59.999Z"}`, "cwl-2020.02.07"},
		{"cwl-*", `{"@timestamp":"2020-02-07T23:59:59-01:00"}`, "cwl-2020.02.08"},
		{"cwl-*", `{"@timestamp":1581033600000}`, "cwl-2020.02.07"},
		{"cwl-*", `{"@timestamp":"1581033600000"}`, "cwl-2020.02.07"},
		{"cwl-*", `{"@timestamp":"yesterday"}`, "cwl-undated"},
		{"cwl-*", `{}`, "cwl-undated"},
		{"*-x-*-y", `{"@timestamp":["2020-02-07"]}`, "-x-2020.02.07-y"},
		{"cwl", `{}`, "cwl"},
	} {
		v, err := orderedjson.Parse([]byte(c.source))
		if err != nil {
			t.Fatal(err)
		}
		if got := events.DailyIndex(c.pattern, v.(*orderedjson.Object)); got != c.want {
			t.Errorf("DailyIndex(%s, %s) = %s, want %s", c.pattern, c.source, got, c.want)
		}
	}
}
