package sandbox_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The requests of Terraform's OpenSearch provider: what it sends to create, read,
// change, import and delete each kind of resource, and what it reads of the answers.

func TestTerraformSniffsTheVersion(t *testing.T) {
	for name, want := range map[string]string{"opensearch-2.19": "opensearch", "opensearch-1.3": "opensearch"} {
		s := client(t, name)
		s.asks(200, "HEAD", "/", "")
		version := s.asks(200, "GET", "/", "").Object("version")
		if version.Text("distribution") != want || !strings.HasPrefix(version.Text("number"), name[len("opensearch-"):]) {
			t.Errorf("%s: version %v", name, version)
		}
		s.asks(200, "GET", "/_cluster/health?local=true", "") // what a wait for the cluster asks
	}
}

const terraformMonitor = `{"name":"t","type":"monitor","enabled":true,"schedule":{"period":{"interval":1,"unit":"MINUTES"}},
"inputs":[{"search":{"indices":["*"],"query":{"size":0,"aggregations":{},"query":{"bool":{"adjust_pure_negative":true,"boost":1,
"filter":[{"range":{"@timestamp":{"boost":1,"from":"||-1h","to":"","include_lower":true,"include_upper":true,"format":"epoch_millis"}}}]}}}}}],"triggers":[]}`

func TestTerraformMonitor(t *testing.T) {
	s := client(t, "opensearch-2.19")
	created := s.asks(201, "POST", "/_plugins/_alerting/monitors/", terraformMonitor)
	path := "/_plugins/_alerting/monitors/" + created.Text("_id")
	read := s.asks(200, "GET", path, "")
	again := s.asks(200, "GET", path, "") // a second plan
	s.equal(again.Object("monitor"), read.Object("monitor"))
	changed := strings.Replace(terraformMonitor, `"name":"t"`, `"name":"u"`, 1)
	s.asks(200, "PUT", path, changed)
	after := s.asks(200, "GET", path, "") // an import, too
	s.equal(after.Object("monitor").Text("name"), "u")
	if v, _ := after.Get("_version"); v == nil {
		t.Error("a monitor has no _version")
	}
	seqNo, _ := after.Get("_seq_no")
	text, _ := orderedjson.Marshal(seqNo)
	s.asks(409, "PUT", path+"?if_seq_no=0&if_primary_term=1", changed)
	s.asks(200, "PUT", path+"?if_seq_no="+string(text)+"&if_primary_term=1", changed)
	s.asks(200, "DELETE", path, "")
	s.asks(404, "GET", path, "")
}

func TestTerraformChannelConfiguration(t *testing.T) {
	s := client(t, "opensearch-2.19")
	body := `{"config_id":"tf-channel","config":{"name":"c","description":"d","config_type":"slack","is_enabled":true,
"slack":{"url":"https://sample-slack-webhook"}}}`
	created := s.asks(200, "POST", "/_plugins/_notifications/configs/", body)
	s.equal(created.Text("config_id"), "tf-channel")
	path := "/_plugins/_notifications/configs/tf-channel"
	first := s.asks(200, "GET", path, "").Array("config_list")
	second := s.asks(200, "GET", path, "").Array("config_list")
	s.equal(second, any(first))
	s.asks(200, "PUT", path, strings.Replace(body, `"d"`, `"e"`, 1))
	s.equal(s.asks(200, "GET", path, "").Array("config_list")[0].(*orderedjson.Object).Object("config").Text("description"), "e")
	s.asks(200, "DELETE", path, "")
	s.asks(404, "GET", path, "")
}

func TestTerraformTemplates(t *testing.T) {
	s := client(t, "opensearch-2.19")
	s.asks(200, "PUT", "/_component_template/tf-part?create=true", `{"template":{"settings":{"index":{"number_of_shards":1}}}}`)
	s.asks(400, "PUT", "/_component_template/tf-part?create=true", `{"template":{}}`)
	s.asks(200, "PUT", "/_index_template/tf?create=true", `{"index_patterns":["te*","bar*"],"composed_of":["tf-part"],"priority":50,"version":3,
"template":{"settings":{"index":{"number_of_shards":1}},"mappings":{"properties":{"host_name":{"type":"keyword"},"created_at":{"type":"date","format":"EEE MMM dd HH:mm:ss Z yyyy"}}},"aliases":{"mydata":{}}}}`)
	list := s.asks(200, "GET", "/_index_template/tf", "").Array("index_templates")
	s.equal(list[0].(*orderedjson.Object).Object("index_template"), `{"index_patterns":["te*","bar*"],"composed_of":["tf-part"],"priority":50,"version":3,
"template":{"settings":{"index":{"number_of_shards":"1"}},"mappings":{"properties":{"host_name":{"type":"keyword"},"created_at":{"type":"date","format":"EEE MMM dd HH:mm:ss Z yyyy"}}},"aliases":{"mydata":{}}}}`)
	s.asks(200, "PUT", "/_index_template/tf", `{"index_patterns":["te*"],"priority":51}`)
	s.asks(200, "DELETE", "/_index_template/tf", "")
	s.asks(404, "GET", "/_index_template/tf", "")
	s.asks(200, "DELETE", "/_component_template/tf-part", "")

	s.asks(200, "PUT", "/_template/tf?create=true", `{"index_patterns":["te*"],"settings":{"index":{"number_of_shards":1}},"mappings":{"_source":{"enabled":false}}}`)
	s.equal(s.asks(200, "GET", "/_template/tf", ""), `{"tf":{"order":0,"index_patterns":["te*"],"settings":{"index":{"number_of_shards":"1"}},"mappings":{"_source":{"enabled":false}},"aliases":{}}}`)
	s.asks(200, "DELETE", "/_template/tf", "")
	s.asks(404, "GET", "/_template/tf", "")
}

func TestTerraformClusterSettings(t *testing.T) {
	s := client(t, "opensearch-2.19")
	s.asks(200, "PUT", "/_cluster/settings", `{"persistent":{"cluster.max_shards_per_node":10,"cluster.routing.allocation.enable":"all",
"action.auto_create_index":"my-index-000001,index10,-index1*,+ind*","plugins.alerting.filter_by_backend_roles":true,"search.default_search_timeout":"30s"}}`)
	s.equal(s.asks(200, "GET", "/_cluster/settings?flat_settings=true", ""), `{"persistent":{"action.auto_create_index":"my-index-000001,index10,-index1*,+ind*",
"cluster.max_shards_per_node":"10","cluster.routing.allocation.enable":"all","plugins.alerting.filter_by_backend_roles":"true","search.default_search_timeout":"30s"},"transient":{}}`)
	s.asks(200, "PUT", "/_cluster/settings", `{"persistent":{"cluster.*":null,"indices.*":null,"action.*":null,"script.*":null,"network.*":null,"search.*":null,"plugins.*":null}}`)
	s.equal(s.asks(200, "GET", "/_cluster/settings?flat_settings=true", ""), `{"persistent":{},"transient":{}}`)
}

func TestTerraformIndex(t *testing.T) {
	s := client(t, "opensearch-2.19")
	s.asks(200, "PUT", "/tf-index", `{"settings":{"number_of_shards":"1","number_of_replicas":"1"},"mappings":{"properties":{"name":{"type":"text"}}}}`)
	s.equal(s.asks(200, "GET", "/tf-index/_settings?flat_settings=true", "").Object("tf-index").Object("settings").Text("index.number_of_replicas"), "1")
	s.asks(200, "PUT", "/tf-index/_settings", `{"number_of_replicas":"2"}`)
	s.asks(200, "GET", "/tf-index/_mapping", "")
	s.asks(200, "HEAD", "/tf-index", "")
	s.equal(s.asks(200, "GET", "/tf-index/_stats/docs", "").Object("indices").Object("tf-index").Object("primaries"), `{"docs":{"count":0,"deleted":0}}`)
	s.asks(200, "DELETE", "/tf-index", "")
	s.asks(404, "HEAD", "/tf-index", "")
}
