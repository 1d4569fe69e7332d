package sandbox_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// TestBombs: small requests that ask for a great deal are refused, or answered
// with little; the process neither ends nor grows.
func TestBombs(t *testing.T) {
	server := sandbox.New(sandbox.Options{})
	send := func(method, path, body string) oneAnswer {
		return serveOne(t, server, randomRequest{method: method, path: path, header: map[string]string{"Content-Type": "application/json"}, body: []byte(body)})
	}
	send("PUT", "/e/_doc/1?refresh=true", `{"a":1,"k":"x","@timestamp":"2024-01-01T00:00:00Z"}`)
	send("PUT", "/e/_doc/2?refresh=true", `{"a":2,"k":"y","@timestamp":"2024-12-01T00:00:00Z"}`)
	deep := func(open, shut string) string {
		return strings.Repeat(open, 100_000) + "1" + strings.Repeat(shut, 100_000)
	}
	zeroes := "[0" + strings.Repeat(",0", 2_500_000) + "]"
	const search, monitors, channels = "/e/_search", "/_plugins/_alerting/monitors", "/_plugins/_notifications/configs"
	for _, bomb := range []struct {
		method, path, body string
		status             int
		told               string
	}{
		{"POST", search, `{"size":0,"aggs":{"x":{"terms":{"field":"k.keyword","size":2147483647}}}}`, 200, `"key":"x"`},
		{"POST", search, `{"size":0,"aggs":{"x":{"date_histogram":{"field":"@timestamp","fixed_interval":"1m"}}}}`, 503, "Trying to create too many buckets"},
		{"POST", search, `{"size":0,"aggs":{"x":{"date_histogram":{"field":"@timestamp","fixed_interval":"1ms"}}}}`, 501, "more empty buckets than a server has memory for"},
		{"POST", search, `{"size":0,"aggs":{"x":{"histogram":{"field":"a","interval":1e-300}}}}`, 501, "more empty buckets"},
		{"POST", search, `{"size":0,"aggs":{"x":{"histogram":{"field":"a","interval":1,"extended_bounds":{"min":0,"max":1e18}}}}}`, 501, "more empty buckets"},
		{"POST", search, `{"from":2147483647,"size":2147483647}`, 400, "Result window is too large"},
		{"POST", search, `{"query":{"bool":{"should":[` + strings.Repeat(`{"term":{"a":1}},`, 1100) + `{"match_all":{}}]}}}`, 400, "too_many_clauses"},
		{"POST", search, `{"query":{"regexp":{"k":"` + strings.Repeat("a", 1001) + `"}}}`, 400, "The length of regex"},
		{"POST", search, `{"query":` + deep(`{"bool":{"must":`, "}}") + "}", 400, "nest"},
		{"POST", search, deep("[", "]"), 400, ""},
		{"PUT", "/e/_doc/3", deep(`{"q":`, "}"), 400, ""},
		{"PUT", "/e/_doc/3", `{"a":` + zeroes + "}", 400, "at most 2000000 values"},
		{"POST", monitors, `{"ui_metadata":` + deep(`{"a":`, "}") + "}", 400, "nesting depth"},
		{"POST", monitors, `{"x":` + zeroes[:len(zeroes)-1] + strings.Repeat(",0", 2_500_000) + "]}", 400, "at most 4000000"},
		{"POST", channels, `{"config":` + deep(`{"a":`, "}") + "}", 400, "nesting depth"},
		{"PUT", "/_cluster/settings", `{"persistent":` + deep(`{"a":`, "}") + "}", 400, ""},
		{"PUT", "/_index_template/x", `{"template":` + deep(`{"a":`, "}") + "}", 400, ""},
	} {
		a := send(bomb.method, bomb.path, bomb.body)
		if a.status != bomb.status || !strings.Contains(a.body, bomb.told) {
			t.Errorf("%s %s %.60s: %d %.300s", bomb.method, bomb.path, bomb.body, a.status, a.body)
		}
	}
	runtime.GC()
	var memory runtime.MemStats
	if runtime.ReadMemStats(&memory); memory.HeapAlloc > 1<<30 {
		t.Errorf("%d MB are still held", memory.HeapAlloc>>20)
	}
}

// TestAliasesOfAliases: YAML's are texts to the server, so nothing multiplies.
func TestAliasesOfAliases(t *testing.T) {
	body := "---\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'z'; c++ {
		body += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 10) + "]\n"
	}
	a := serveOne(t, sandbox.New(sandbox.Options{}), randomRequest{
		method: "POST", path: "/_render/template", header: map[string]string{"Content-Type": "application/yaml", "Accept": "application/json"},
		body: []byte(body + "source: \"{{params}}\"\nparams: *z\n"),
	})
	if a.status >= 500 || len(a.body) > 10_000 {
		t.Errorf("%d %.300s", a.status, a.body)
	}
}
