package sandbox_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// What ships events sends first, and then.

func TestLogstash(t *testing.T) {
	s := client(t, "opensearch-2.19")
	s.asks(200, "HEAD", "/", "")
	s.equal(s.asks(200, "GET", "/", "").Object("version").Text("distribution"), "opensearch")
	s.asks(400, "GET", "/_license", "") // an old output asks; no answer but 200 stops it
	s.asks(400, "GET", "/_xpack", "")
	s.asks(404, "HEAD", "/_index_template/ecs-logstash", "")
	s.asks(200, "PUT", "/_index_template/ecs-logstash", `{"index_patterns":["ecs-logstash-*"],"template":{"settings":{"index":{"refresh_interval":"5s"}},
"mappings":{"dynamic_templates":[{"strings_as_keyword":{"mapping":{"ignore_above":1024,"type":"keyword"},"match_mapping_type":"string"}}],"properties":{"@timestamp":{"type":"date"}}}}}`)
	answer := s.asks(200, "POST", "/_bulk", `{"create":{"_id":null,"_index":"ecs-logstash-2026.03.09","routing":null}}
{"@timestamp":"2026-03-09T10:00:00.000Z","message":"hello","@version":"1"}
`)
	s.equal(first(answer.Array("items")).Object("create").Text("result"), "created")
	s.equal(answer.Object("errors"), (*orderedjson.Object)(nil))
}

func first(list []any) *orderedjson.Object {
	if len(list) == 0 {
		return nil
	}
	o, _ := list[0].(*orderedjson.Object)
	return o
}

// Fluent Bit asks nothing first; it leaves _type out where Suppress_Type_Name is on.
func TestFluentBit(t *testing.T) {
	body := `{"create":{"_index":"fluent-bit"}}
{"@timestamp":"2026-03-09T10:00:00.123Z","cpu_p":1.5,"log":"x"}
`
	s := client(t, "opensearch-2.19")
	s.equal(first(s.asks(200, "POST", "/_bulk", body).Array("items")).Object("create").Text("result"), "created")
	typed := strings.Replace(body, `"fluent-bit"`, `"fluent-bit","_type":"_doc"`, 1)
	s.asks(400, "POST", "/_bulk", typed) // as 2.x does
	s.equal(first(client(t, "opensearch-1.3").asks(200, "POST", "/_bulk", typed).Array("items")).Object("create").Text("result"), "created")
}

// Vector asks for the cluster's health, and for its version.
func TestVector(t *testing.T) {
	s := client(t, "opensearch-2.19")
	s.asks(200, "GET", "/_cluster/health", "")
	s.asks(200, "GET", "/", "")
	answer := s.asks(200, "POST", "/_bulk?timeout=60s", `{"create":{"_index":"vector-2026.03.09"}}
{"message":"a","timestamp":"2026-03-09T10:00:00Z"}
{"index":{"_index":"vector-2026.03.09","_id":"1"}}
{"message":"b","timestamp":"2026-03-09T10:00:00Z"}
`)
	if n := len(answer.Array("items")); n != 2 {
		t.Errorf("%d items", n)
	}
	s.asks(200, "PUT", "/_index_template/vector", `{"index_patterns":["logs-*"],"data_stream":{}}`)
	s.asks(200, "POST", "/_bulk", `{"create":{"_index":"logs-generic-default"}}
{"@timestamp":"2026-03-09T10:00:00Z","data_stream":{"type":"logs","dataset":"generic","namespace":"default"},"message":"a"}
`)
	s.equal(first(s.asks(200, "GET", "/_data_stream/logs-generic-default", "").Array("data_streams")).Text("name"), "logs-generic-default")
}

// The Lambda that CloudWatch sends logs to OpenSearch with: one _bulk with an id and,
// in its older form, a type, to an index of the day.
func TestCloudWatchLambda(t *testing.T) {
	body := `{"index":{"_index":"cwl-2026.03.09","_id":"34622316099697884706540976068822859012661220141643892546"}}
{"eventVersion":"1.05","userIdentity":{"type":"Root"},"eventName":"ConsoleLogin","@id":"346","@timestamp":"2026-03-09T10:00:00.000Z","@message":"{}","@owner":"123456789012","@log_group":"CloudTrail/logs","@log_stream":"s"}
`
	s := client(t, "opensearch-2.19")
	s.equal(first(s.asks(200, "POST", "/_bulk", body).Array("items")).Object("index").Text("_index"), "cwl-2026.03.09")
	typed := strings.Replace(body, `"_id"`, `"_type":"_doc","_id"`, 1)
	if answer := client(t, "opensearch-1.3").asks(200, "POST", "/_bulk", typed); answer.Array("items") == nil {
		t.Error("no items")
	}
}
