package sandbox_test

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
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
