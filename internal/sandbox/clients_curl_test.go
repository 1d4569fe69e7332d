package sandbox_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestCurl runs commands as people type them, with $S for the sandbox.
func TestCurl(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	s := client(t, "opensearch-2.19")
	for _, c := range []struct{ command, want string }{
		{`curl -s $S`, `"number" : "2.19.4"`},
		{`curl -s "$S/_cluster/health?pretty"`, `"status" : "green"`},
		{`curl -s -XPUT $S/logs`, `{"acknowledged":true,"shards_acknowledged":true,"index":"logs"}`},
		{`curl -s -XPOST $S/logs/_doc -d '{"a":1}'`, `Content-Type header [application/x-www-form-urlencoded] is not supported`},
		{`curl -s -XPOST "$S/logs/_doc?refresh" -H 'Content-Type: application/json' -d '{"a":1,"when":"2026-03-09"}'`, `"result":"created"`},
		{`curl -s $S/logs/_search?q=a:1`, `"value":1`},
		{`curl -s "$S/logs/_search?size=1&sort=when:desc&pretty=true"`, `"_source" : {`},
		{`curl -s $S/logs/_count`, `"count":1`},
		{`curl -s "$S/_cat/indices?v"`, "health status index uuid"},
		{`curl -s "$S/_cat/indices/logs?h=index,docs.count"`, "logs 1"},
		{`printf '{"index":{"_index":"logs"}}\n{"a":2}\n{"delete":{"_index":"logs","_id":"none"}}\n' | curl -s -XPOST "$S/_bulk?refresh=true" -H 'Content-Type: application/x-ndjson' --data-binary @-`, `"result":"not_found"`},
		{`printf '{"index":{"_index":"logs"}}\n{"a":2}\n' | curl -s -XPOST $S/_bulk -H 'Content-Type: application/x-ndjson' -d @-`, `must be terminated by a newline`},
		{`curl -s -XGET $S/logs/_search -H 'content-type: application/json' -d'
{
  "size": 0,
  "aggs": { "a": { "sum": { "field": "a" } } }
}'`, `"aggregations":{"a":{"value":3.0}}`},
		{`curl -s -o /dev/null -w '%{http_code}' -I $S/logs`, "200"},
		{`curl -s -o /dev/null -w '%{http_code}' -I $S/none`, "404"},
		{`curl -s --compressed "$S/logs/_mapping"`, `"a":{"type":"long"}`},
		{`curl -s -u admin:admin "$S/_plugins/_alerting/monitors/none" -o /dev/null -w '%{http_code}'`, "404"},
		{`curl -s "$S/logs/_mapping" -H 'Accept: application/yaml'`, "mappings:"},
		{`curl -s -XPOST $S/logs/_update_by_query?refresh -H 'Content-Type: application/json' -d '{"script":{"source":"ctx._source.a *= 10","lang":"painless"},"query":{"exists":{"field":"a"}}}'`, `"updated":2`},
		{`curl -s -XPOST $S/logs/_delete_by_query?refresh -H 'Content-Type: application/json' -d '{"query":{"match_all":{}}}'`, `"deleted":2`},
		{`curl -s -XDELETE $S/logs`, `{"acknowledged":true}`},
	} {
		run := exec.CommandContext(t.Context(), "sh", "-c", c.command)
		run.Env = []string{"S=" + s.url, "PATH=/usr/local/bin:/usr/bin:/bin", "NO_PROXY=127.0.0.1"}
		out, err := run.CombinedOutput()
		got := strings.Join(strings.Fields(string(out)), " ")
		if err != nil || !strings.Contains(got, strings.Join(strings.Fields(c.want), " ")) {
			t.Errorf("%s\n%s\nwant %s (%v)", c.command, out, c.want, err)
		}
	}
}
