package sandbox_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/replay"
)

// Nothing was recorded on Open Distro. Its plugin is that of OpenSearch 1.3 before a
// few changes, which its source shows: openDistro takes them back in what was
// recorded on 1.3.14, so that the dialect has something to be held to.

// openDistroNames are what was renamed.
var openDistroNames = strings.NewReplacer(
	"/_plugins/_alerting", "/_opendistro/_alerting",
	"plugins.alerting.", "opendistro.alerting.",
	"plugins.scheduled_jobs.", "opendistro.scheduled_jobs.",
	"plugins.destination.", "opendistro.destination.",
	"OpenSearch-Dashboards", "Kibana",
	"*.plugins*", "*.opendistro*", "defaults.plugins.", "defaults.opendistro.",
)

// openDistroClasses are the names of Java's classes in errors. Those of the plugin's
// are met in what scripts say only, which is 1.3's.
var openDistroClasses = strings.NewReplacer(
	"org.opensearch.alerting.", "org.opensearch.alerting.",
	"org.opensearch.OpenSearchStatusException", "org.elasticsearch.ElasticsearchStatusException",
	"org.opensearch.", "org.elasticsearch.",
)

// openDistro rewrites a transcript of 1.3.14.
func openDistro(t *replay.Transcript) {
	for _, step := range t.Steps {
		for _, m := range step.Members() {
			value := m.Value
			if send, ok := value.(*orderedjson.Object); ok && m.Key == "send" {
				value = inPlace(send)
			}
			value = older(value)
			if m.Key == "got" {
				value = toldUsers(value)
			}
			step.Set(m.Key, value)
		}
	}
}

// inPlace rewrites the body of a request with blanks for what older leaves out, so
// that errors name the same places. Bodies with names that the replay fills in are
// left to older.
func inPlace(send *orderedjson.Object) *orderedjson.Object {
	body, ok := send.Get("body")
	text, err := orderedjson.Marshal(body)
	if !ok || err != nil || strings.Contains(string(text), "<<") {
		return send
	}
	rewritten := blanked(body)
	if rewritten == string(text) {
		return send
	}
	send.Delete("body")
	send.Set("raw", rewritten)
	return send
}

// blanked is a body as text, with blanks for what older leaves out.
func blanked(v any) string {
	switch v := v.(type) {
	case []any:
		list := make([]string, len(v))
		for i, x := range v {
			list[i] = blanked(x)
		}
		return "[" + strings.Join(list, ",") + "]"
	case *orderedjson.Object:
		if trigger := v.Object("query_level_trigger"); trigger != nil && v.Len() == 1 {
			return strings.Repeat(" ", len(`{"query_level_trigger":`)) + blanked(trigger) + " "
		}
		b := &strings.Builder{}
		separator := ""
		for _, m := range v.Members() {
			key, _ := orderedjson.Marshal(m.Key)
			member := string(key) + ":" + blanked(m.Value)
			if m.Key == "monitor_type" && m.Value == "query_level_monitor" {
				b.WriteString(strings.Repeat(" ", len(separator)+len(member)))
				if separator == "" {
					separator = " "
				}
				continue
			}
			b.WriteString(separator + member)
			separator = ","
		}
		return "{" + b.String() + "}"
	}
	text, _ := orderedjson.Marshal(v)
	return string(text)
}

// older renames, and takes types from monitors and kinds from triggers.
func older(v any) any {
	switch v := v.(type) {
	case string:
		return openDistroClasses.Replace(openDistroNames.Replace(v))
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = older(x)
		}
		return list
	case *orderedjson.Object:
		if trigger := v.Object("query_level_trigger"); trigger != nil && v.Len() == 1 {
			return older(trigger)
		}
		o := &orderedjson.Object{}
		for _, m := range v.Members() {
			if m.Key == "monitor_type" && m.Value == "query_level_monitor" {
				continue
			}
			key := openDistroNames.Replace(m.Key)
			if _, isObject := m.Value.(*orderedjson.Object); isObject && key == "plugins" {
				key = "opendistro" // settings
			}
			o.Set(key, older(m.Value))
		}
		return o
	}
	return v
}

// shownUsers are the answered things that tell who saved them: a key that they have
// and no other, the key of the user ("": they don't tell), the schema's version.
var shownUsers = []struct {
	has, key string
	version  json.Number
}{
	{"schedule", "user", "3"}, {"monitor_version", "monitor_user", "2"}, {"last_update_time", "user", "3"},
	{"emails", "", "3"}, {"host", "", "3"},
}

// toldUsers adds who saved a thing to what shows it, and the versions of older
// schemas.
func toldUsers(v any) any {
	switch v := v.(type) {
	case []any:
		for i, x := range v {
			v[i] = toldUsers(x)
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			v.Set(m.Key, toldUsers(m.Value))
		}
		if !v.Has("schema_version") {
			break
		}
		i := slices.IndexFunc(shownUsers, func(s struct {
			has, key string
			version  json.Number
		}) bool {
			return v.Has(s.has)
		})
		if i < 0 {
			break
		}
		v.Set("schema_version", shownUsers[i].version)
		if shownUsers[i].key != "" && !v.Has(shownUsers[i].key) {
			nobody, _ := orderedjson.Parse([]byte(`{"name": "", "backend_roles": [], "roles": [], "custom_attribute_names": []}`))
			v.Set(shownUsers[i].key, nobody)
		}
	}
	return v
}

// What Open Distro does and no transcript can show, as the plugin's source has it.
func TestOpenDistro(t *testing.T) {
	d, err := dialect.Parse("opendistro-1.13")
	if err != nil {
		t.Fatal(err)
	}
	server := sandbox.New(sandbox.Options{Dialect: d})
	send := func(method, path, body string) (int, *orderedjson.Object) {
		t.Helper()
		r := httptest.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(body))
		r.RequestURI = path
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		v, err := orderedjson.Parse(w.Body.Bytes())
		if err != nil {
			t.Fatalf("%s %s: %v: %s", method, path, err, w.Body)
		}
		o, _ := v.(*orderedjson.Object)
		return w.Code, o
	}
	const (
		monitors = "/_opendistro/_alerting/monitors"
		head     = `{"name":"m","enabled":false,"schedule":{"period":{"interval":1,"unit":"MINUTES"}},`
		trigger  = `{"name":"t","severity":"1","condition":{"script":{"source":"true"}},"actions":[%]}`
		policy   = `{"name":"a","destination_id":"d","message_template":{"source":"m"},"action_execution_policy":{}}`
	)
	bare := strings.Replace(trigger, "%", "", 1)
	for _, c := range []struct {
		about, method, path, body string
		status                    int
		reason                    string
	}{
		{"a bare trigger", "POST", monitors, head + `"inputs":[],"triggers":[` + bare + `]}`, 201, ""},
		{"a trigger with its kind", "POST", monitors, head + `"triggers":[{"query_level_trigger":` + bare + `}]}`, 400, ""},
		{"a type is dropped", "POST", monitors, head + `"monitor_type":"bucket_level_monitor","inputs":[],"triggers":[]}`, 201, ""},
		{"no name", "POST", monitors, `{"schedule":{"period":{"interval":1,"unit":"MINUTES"}}}`, 500, "lateinit property name has not been initialized"},
		{"no schedule", "POST", monitors, `{"name":"m"}`, 500, "lateinit property schedule has not been initialized"},
		{"cluster metrics", "POST", monitors, head + `"inputs":[{"uri":{}}]}`, 400, ""},
		{"a policy", "POST", monitors, head + `"triggers":[` + strings.Replace(trigger, "%", policy, 1) + `]}`, 500,
			"Unexpected field: action_execution_policy, while parsing action"},
		{"the newer path", "GET", "/_plugins/_alerting/monitors", "", 404, "no such index [_plugins]"},
		{"a newer setting", "PUT", "/_cluster/settings", `{"persistent":{"plugins.alerting.monitor.max_monitors":5}}`, 400,
			"persistent setting [plugins.alerting.monitor.max_monitors], not recognized"},
		{"its own", "PUT", "/_cluster/settings", `{"persistent":{"opendistro.alerting.monitor.max_monitors":2}}`, 200, ""},
		{"one too many", "POST", monitors, head + `"triggers":[]}`, 400, "This request would create more than the allowed monitors [2]."},
	} {
		status, o := send(c.method, c.path, c.body)
		if reason := o.Object("error").Text("reason"); status != c.status || c.reason != "" && reason != c.reason {
			t.Errorf("%s: have %d %s, want %d %s", c.about, status, reason, c.status, c.reason)
		}
	}
	_, found := send("POST", monitors+"/_search?index=.opendistro-alerting-config", `{"query":{"match_all":{}},"size":1}`)
	hits := found.Object("hits").Array("hits")
	if len(hits) != 1 {
		t.Fatalf("found %v", found)
	}
	hit, _ := hits[0].(*orderedjson.Object)
	monitor := hit.Object("_source")
	text, _ := orderedjson.Marshal(monitor.Object("user"))
	first, _ := monitor.Array("triggers")[0].(*orderedjson.Object)
	if monitor.Has("monitor_type") || first.Text("name") != "t" || string(text) != `{"name":"","backend_roles":[],"roles":[],"custom_attribute_names":[]}` {
		t.Errorf("the monitor is shown as %v", monitor)
	}
	id := hit.Text("_id")
	if status, run := send("POST", monitors+"/"+id+"/_execute?dryrun=true", ""); status != 200 || run.Object("trigger_results").Len() != 1 {
		t.Errorf("a run: %d %v", status, run)
	}
}
