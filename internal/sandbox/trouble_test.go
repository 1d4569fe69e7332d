package sandbox_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/trouble"
)

// hits lists how often each fault was met, by its text.
func hits(t *testing.T, url string) map[string]string {
	t.Helper()
	_, body := request(t, "GET", url+trouble.Path, "")
	v, err := orderedjson.Parse([]byte(body))
	if err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	o, _ := v.(*orderedjson.Object)
	found := map[string]string{}
	for _, x := range o.Array("faults") {
		fault, _ := x.(*orderedjson.Object)
		fitted, _ := fault.Get("fitted")
		hit, _ := fault.Get("hit")
		found[fault.Text("fault")] = jsonOf(t, hit) + " of " + jsonOf(t, fitted)
	}
	return found
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestFaultsChangeAtRunTime: a test suite switches them, and counts.
func TestFaultsChangeAtRunTime(t *testing.T) {
	first, err := trouble.Parse("GET /:503:once")
	if err != nil {
		t.Fatal(err)
	}
	address, _ := serveWith(t, sandbox.Options{Faults: []trouble.Rule{first}})
	url := "http://" + address
	expect := func(method, path, body string, want int, part string) {
		t.Helper()
		if status, text := request(t, method, url+path, body); status != want || !strings.Contains(text, part) {
			t.Errorf("%s %s %s: %d %s", method, path, body, status, text)
		}
	}
	expect("GET", "/", "", 503, "the sandbox was told to fail: GET /:503:once")
	expect("GET", "/", "", 200, "")
	expect("POST", sandbox.ResetPath, "", 200, "")
	expect("POST", trouble.Path, `{"faults":["GET /x:429"]}`, 200, `{"fault":"GET /x:429","fitted":0,"hit":0}`)
	expect("GET", "/x", "", 429, "rejected_execution_exception")
	if got := hits(t, url); len(got) != 2 || got["GET /:503:once"] != "1 of 2" || got["GET /x:429"] != "1 of 1" {
		t.Errorf("got %v: a reset keeps faults and counts", got)
	}
	expect("PUT", trouble.Path, `{"seed":7,"faults":[{"fault":"GET /:502","hit":9}]}`, 200, `{"seed":7,"faults":[{"fault":"GET /:502","fitted":0,"hit":0}]}`)
	expect("GET", "/", "", 502, "Bad Gateway")
	for body, part := range map[string]string{
		`{"faults":["GET /:520x"]}`: `[faults][0]: fault \"GET /:520x\", column 7: \"520x\" is nothing that can happen`,
		`{"faults":"x"}`:            "[faults] must be a list of texts",
		`{"faults":[5]}`:            "[faults][0] must be a text",
		`{"fault":[]}`:              "unknown field [fault]: Did you mean faults?",
		`{"seed":-1,"faults":[]}`:   "[seed] must be a whole number",
		`{"seed":1}`:                "[faults] is missing",
		`[]`:                        "START_ARRAY",
		``:                          "request body is required",
	} {
		expect("PUT", trouble.Path, body, 400, part)
	}
	expect("POST", trouble.Path, `{"seed":1,"faults":[]}`, 400, "[seed] belongs to PUT")
	expect("GET", "/", "", 502, "Bad Gateway")
	expect("DELETE", trouble.Path, "", 200, `{"seed":1,"faults":[]}`)
	expect("GET", "/", "", 200, "")
}
