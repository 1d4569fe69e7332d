package alertapi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// fakeCluster holds monitors, channels and alerts by number, answers reads as a
// 2.19 does, and counts them.
type fakeCluster struct {
	mu                         sync.Mutex
	requests                   []string
	monitors, channels, alerts int
	state                      func(i int) string
}

func (f *fakeCluster) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	f.mu.Lock()
	f.requests = append(f.requests, req.Method+" "+req.URL.Path)
	f.mu.Unlock()
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	switch req.URL.Path {
	case "/_plugins/_notifications/features":
		w.Write([]byte(`{"allowed_config_type_list":["slack","sns"],"plugin_features":{}}`))
	case "/_plugins/_alerting/monitors/_search":
		f.search(w, req)
	case "/_plugins/_notifications/configs":
		f.list(w, req)
	case "/_plugins/_alerting/monitors/alerts":
		f.listAlerts(w, req)
	default:
		http.Error(w, `{"error":"no handler found for uri [x] and method [GET]"}`, http.StatusBadRequest)
	}
}

const source = `{"type":"monitor","schema_version":8,"name":"m%05d","monitor_type":"query_level_monitor","enabled":true,"enabled_time":1795253403718,
	"schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"search":{"indices":["cwl-*"],"query":{"size":0,"query":{"bool":{"filter":[
		{"range":{"@timestamp":{"from":"{{period_end}}||-5m","to":"{{period_end}}","include_lower":true,"include_upper":true,"format":"epoch_millis","boost":1.0}}},
		{"term":{"eventName.keyword":{"value":"ConsoleLogin","boost":1.0}}}],"adjust_pure_negative":true,"boost":1.0}}}}}],
	"triggers":[{"query_level_trigger":{"id":"t1","name":"any","severity":"1","condition":{"script":{"source":"ctx.results[0].hits.total.value > 0","lang":"painless"}},
		"actions":[{"id":"a1","name":"page","destination_id":"ap_soc_sns_x","message_template":{"source":"{{ctx.monitor.name}}","lang":"mustache"},"throttle_enabled":false}]}}],
	"last_update_time":1795253403718,"owner":"alerting","ui_metadata":{"alertplan":{"workspace":"soc","address":"monitor.x","triggers":{"any":{"id":"t1","actions":{"page":"a1"}}},"config_hash":"abc","hash_version":1}}}`

func (f *fakeCluster) search(w http.ResponseWriter, req *http.Request) {
	var body struct {
		Size        int              `json:"size"`
		SearchAfter []string         `json:"search_after"`
		Sort        []map[string]any `json:"sort"`
	}
	json.NewDecoder(req.Body).Decode(&body)
	first := 0
	if len(body.SearchAfter) == 1 {
		last, _ := strconv.Atoi(strings.TrimPrefix(body.SearchAfter[0], "id"))
		first = last + 1
	}
	var hits []string
	for i := first; i < min(f.monitors, first+body.Size); i++ {
		body := fmt.Sprintf(source, i)
		if i%2 == 1 { // the server stops unwrapping at the first one that it can't read
			body = `{"monitor":` + body + `}`
		}
		hits = append(hits, fmt.Sprintf(`{"_id":"id%05d","_version":1,"_seq_no":%d,"_primary_term":1,"_source":%s}`, i, i, body))
	}
	fmt.Fprintf(w, `{"timed_out":false,"_shards":{"failed":0},"hits":{"total":{"value":%d,"relation":"eq"},"hits":[%s]}}`, f.monitors, strings.Join(hits, ","))
}

func (f *fakeCluster) list(w http.ResponseWriter, req *http.Request) {
	from, _ := strconv.Atoi(req.URL.Query().Get("from_index"))
	size, _ := strconv.Atoi(req.URL.Query().Get("max_items"))
	var list []string
	for i := from; i < min(f.channels, from+size); i++ {
		list = append(list, fmt.Sprintf(`{"config_id":"c%05d","config":{"name":"c","description":"","config_type":"slack","is_enabled":true,"slack":{"url":"https://x"}}}`, f.channels-i))
	}
	fmt.Fprintf(w, `{"start_index":%d,"total_hits":%d,"total_hit_relation":"eq","config_list":[%s]}`, from, f.channels, strings.Join(list, ","))
}

func (f *fakeCluster) listAlerts(w http.ResponseWriter, req *http.Request) {
	query := req.URL.Query()
	from, _ := strconv.Atoi(query.Get("startIndex"))
	size, _ := strconv.Atoi(query.Get("size"))
	var states []string
	for i := range f.alerts {
		if state := f.state(i); query.Get("alertState") == "ALL" || query.Get("alertState") == state {
			states = append(states, state+" "+strconv.Itoa(i))
		}
	}
	if query.Get("sortString") == "state" {
		slices.SortStableFunc(states, func(a, b string) int { return strings.Compare(strings.Fields(a)[0], strings.Fields(b)[0]) })
	}
	var list []string
	for _, text := range states[min(from, len(states)):min(from+size, len(states))] {
		state, i, _ := strings.Cut(text, " ")
		list = append(list, fmt.Sprintf(`{"id":"a%s","monitor_id":"m%s","trigger_id":"t","state":%q,"end_time":null}`, i, i, state))
	}
	fmt.Fprintf(w, `{"alerts":[%s],"totalAlerts":%d}`, strings.Join(list, ","), len(states))
}

// TestReadingAClusterTakesFiveRequests counts all that a plan may ask for.
func TestReadingAClusterTakesFiveRequests(t *testing.T) {
	for _, n := range []int{0, 10, 999, 1000, 2500} {
		f := &fakeCluster{monitors: n, channels: n / 10, alerts: n / 10, state: func(int) string { return "ACTIVE" }}
		server := httptest.NewServer(f)
		c := client(t, alertapi.Config{URL: server.URL})
		if _, err := c.Detect(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Detect(t.Context()); err != nil { // not asked again
			t.Fatal(err)
		}
		all, err := c.Monitors(t.Context())
		if err != nil || len(all) != n {
			t.Fatalf("got %d monitors of %d, %v", len(all), n, err)
		}
		channels, err := c.Channels(t.Context())
		if err != nil || len(channels) != n/10 {
			t.Fatalf("got %d channels, %v", len(channels), err)
		}
		if _, err := c.OpenAlerts(t.Context()); err != nil {
			t.Fatal(err)
		}
		server.Close()
		if pages := max(0, (n-1)/1000); len(f.requests) > 5+pages {
			t.Errorf("%d monitors took %d requests: %v", n, len(f.requests), f.requests)
		}
		for i, live := range all {
			if live.ID != fmt.Sprintf("id%05d", i) || live.Version.SeqNo != int64(i) || live.Monitor.Name != fmt.Sprintf("m%05d", i) || live.Unreadable != "" {
				t.Fatalf("monitor %d is %+v", i, live)
			}
		}
		if !slices.IsSortedFunc(channels, func(a, b destinationsLive) int { return strings.Compare(a.ID, b.ID) }) {
			t.Error("channels are not in order of their ids")
		}
	}
}

func TestChannelsAreReadInPages(t *testing.T) {
	f := &fakeCluster{channels: 3500}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	list, err := client(t, alertapi.Config{URL: server.URL}).Channels(t.Context())
	if err != nil || len(list) != 3500 || len(f.requests) != 4 {
		t.Errorf("got %d channels in %d requests, %v", len(list), len(f.requests), err)
	}
	f.channels = 10001
	if _, err := client(t, alertapi.Config{URL: server.URL}).Channels(t.Context()); err == nil {
		t.Error("a list that can't be read whole is no error")
	}
}

func TestOpenAlertsAreAllThreeStates(t *testing.T) {
	states := []string{"COMPLETED", "ACTIVE", "DELETED", "ERROR", "ACKNOWLEDGED"}
	f := &fakeCluster{alerts: 2000, state: func(i int) string { return states[i%len(states)] }}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	got, err := client(t, alertapi.Config{URL: server.URL}).OpenAlerts(t.Context())
	if err != nil || len(got) != 1200 {
		t.Fatalf("got %d alerts, want 1200: %v", len(got), err)
	}
	for _, alert := range got {
		if !alert.State.Open() || alert.MonitorID == "" || alert.TriggerID != "t" {
			t.Fatalf("got %+v", alert)
		}
	}
	if len(f.requests) != 3 {
		t.Errorf("it took %d requests, want 2 and one page more", len(f.requests))
	}
	f.alerts = 30000
	if _, err := client(t, alertapi.Config{URL: server.URL}).OpenAlerts(t.Context()); err == nil {
		t.Error("more alerts than the list shows is no error")
	}
}

func answering(t *testing.T, status int, body string) *alertapi.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return client(t, alertapi.Config{URL: server.URL})
}

func TestMonitorsOfAClusterThatNeverHadOne(t *testing.T) {
	none := `{"error":{"root_cause":[],"type":"alerting_exception","reason":"Configured indices are not found: [.opendistro-alerting-config]"},"status":404}`
	if list, err := answering(t, 404, none).Monitors(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("2.19: %v, %v", list, err)
	}
	empty := `{"_scroll_id":"","timed_out":false,"terminated_early":false,"num_reduce_phases":0,"_shards":{"total":0,"failed":0},"hits":{"total":{"value":0,"relation":"eq"},"max_score":0.0,"hits":[]}}`
	if list, err := answering(t, 200, empty).Monitors(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("3.5: %v, %v", list, err)
	}
}

func TestMonitorsHaveWorkflowsAmongThemAndKeepTheUnreadable(t *testing.T) {
	list, err := answering(t, 200, `{"_shards":{"failed":0},"hits":{"total":{"value":3,"relation":"eq"},"hits":[
		{"_id":"w1","_seq_no":1,"_primary_term":1,"_source":{"type":"workflow","workflow_type":"composite","name":"w","inputs":[],"triggers":[]}},
		{"_id":"w2","_seq_no":1,"_primary_term":1,"_source":{"workflow":{"name":"w"}}},
		{"_id":"m1","_seq_no":7,"_primary_term":2,"_source":{"name":"odd","schedule":5}}]}}`).Monitors(t.Context())
	if err != nil || len(list) != 3 || list[0].Unreadable == "" || list[0].Monitor.Name != "odd" || list[0].Version.SeqNo != 7 ||
		list[1].Monitor.Type != monitors.Composite || list[2].Monitor.Type != monitors.Composite {
		t.Errorf("got %+v, %v", list, err)
	}
}

// TestPartialSearchesAreErrors: a monitor that is missing from the list would be
// created a second time.
func TestPartialSearchesAreErrors(t *testing.T) {
	for _, body := range []string{
		`{"timed_out":true,"_shards":{"failed":0},"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}`,
		`{"timed_out":false,"_shards":{"failed":1},"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}`,
		`{"hits":{"hits":[5]}}`, `{"hits":{"hits":[{"_source":{"name":"no id"}}]}}`, `[]`, `{`,
	} {
		if list, err := answering(t, 200, body).Monitors(t.Context()); err == nil {
			t.Errorf("%s: got %v", body, list)
		}
	}
}

func TestDetect(t *testing.T) {
	const noHandler = `{"error":"no handler found for uri [x] and method [GET]"}`
	const wrongMethod = `{"error":"Incorrect HTTP method for uri [x] and method [GET], allowed: [POST]","status":405}`
	const noIndex = `{"error":{"type":"index_not_found_exception","reason":"no such index [_plugins]"},"status":404}`
	const forbidden = `{"error":{"type":"security_exception","reason":"no permissions for [cluster:admin/opensearch/notifications/features]"},"status":403}`
	const noDocument = `{"error":{"type":"security_exception","reason":"no permissions for [indices:data/read/get] and User [name=reader, backend_roles=[readers], requestedTenant=null]"},"status":403}`
	type answer struct {
		status int
		body   string
	}
	opensearch := func(number string) answer {
		return answer{200, fmt.Sprintf(`{"version":{"distribution":"opensearch","number":%q}}`, number)}
	}
	elasticsearch := func(number string) answer { return answer{200, fmt.Sprintf(`{"version":{"number":%q}}`, number)} }
	hidden := answer{403, `{"error":{"type":"security_exception","reason":"no permissions for [cluster:monitor/main]"},"status":403}`}
	features, no, noMethod := answer{200, `{"allowed_config_type_list":["slack"]}`}, answer{404, noIndex}, answer{405, wrongMethod}
	cases := map[string]struct {
		root, features, plugins, opendistro answer
		want                                error
		name                                string // of the generation
		requests                            int
	}{
		"2.19":                      {opensearch("2.19.4"), features, noMethod, noMethod, nil, "OpenSearch 2.19.4", 2},
		"2.19, version hidden":      {hidden, features, noMethod, noMethod, nil, "", 2},
		"2.19, user without rights": {hidden, answer{403, forbidden}, noMethod, noMethod, nil, "", 2},
		"2.19 as Elasticsearch":     {opensearch("7.10.2"), features, noMethod, noMethod, nil, "", 2},
		"1.3":                       {opensearch("1.3.14"), no, noMethod, noMethod, nil, "OpenSearch 1.3.14", 1},
		"1.3 as Elasticsearch":      {opensearch("7.10.2"), no, noMethod, noMethod, nil, "OpenSearch 1.x", 3},
		"1.3, user without rights":  {hidden, answer{403, noDocument}, noMethod, noMethod, nil, "OpenSearch 1.x", 3},
		"Open Distro":               {elasticsearch("7.10.2"), no, no, noMethod, nil, "Open Distro (Elasticsearch 7.10.2)", 1},
		"Open Distro, hidden":       {hidden, no, no, noMethod, nil, "Open Distro", 4},
		"a stranger":                {answer{200, `{"hello":"world"}`}, no, no, no, alertapi.ErrNoAlerting, "", 5},
		"2.x core":                  {opensearch("2.11.0"), answer{400, noHandler}, answer{400, noHandler}, answer{400, noHandler}, alertapi.ErrNoAlerting, "", 4},
		"2.x without notifications": {opensearch("2.11.0"), answer{400, noHandler}, noMethod, noMethod, alertapi.ErrNoNotifications, "", 3},
		"a web server":              {answer{404, "<html>"}, answer{404, "<html>"}, answer{404, "<html>"}, answer{404, "<html>"}, alertapi.ErrNoAlerting, "", 5},
	}
	for name, c := range cases {
		requests := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			requests++
			a := c.opendistro
			switch {
			case req.Method != http.MethodGet:
				t.Errorf("%s: asked with %s", name, req.Method)
			case req.URL.Path == "/":
				a = c.root
			case strings.HasSuffix(req.URL.Path, "/features"):
				a = c.features
			case strings.HasPrefix(req.URL.Path, "/_plugins"):
				a = c.plugins
			}
			w.WriteHeader(a.status)
			w.Write([]byte(a.body))
		}))
		found, err := client(t, alertapi.Config{URL: server.URL}).Detect(t.Context())
		server.Close()
		if !errors.Is(err, c.want) || c.want == nil && err != nil || found.Name != c.name || requests != c.requests {
			t.Errorf("%s: got %q, %v after %d requests", name, found.Name, err, requests)
		}
	}
	if _, err := answering(t, 401, "Unauthorized").Detect(t.Context()); !alertapi.IsUnauthorized(err) {
		t.Errorf("got %v", err)
	}
	if _, err := answering(t, 400, noHandler).Monitors(t.Context()); !errors.Is(err, alertapi.ErrNoAlerting) {
		t.Errorf("got %v", err)
	}
}

func TestAlertStates(t *testing.T) {
	list, err := answering(t, 200, `{"alerts":[{"id":"a","monitor_id":"m","trigger_id":"t","state":"ERROR","severity":"1","error_message":"x","start_time":1768467600000,"end_time":null,"acknowledged_time":null}],"totalAlerts":1}`).Alerts(t.Context(), wire.AlertError)
	if err != nil || len(list) != 1 || !list[0].End.IsZero() || list[0].Start.UnixMilli() != 1768467600000 {
		t.Errorf("got %+v, %v", list, err)
	}
}

// TestCoreNodesHaveNoAlerting asks real nodes without the plugins.
func TestCoreNodesHaveNoAlerting(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES names no nodes")
	}
	for _, url := range nodes {
		c := client(t, alertapi.Config{URL: url})
		if found, err := c.Detect(t.Context()); !found.LegacyDestinations && !errors.Is(err, alertapi.ErrNoAlerting) {
			t.Errorf("%s: Detect: %v", c.Endpoint(), err)
		}
		if _, err := c.Monitors(t.Context()); !errors.Is(err, alertapi.ErrNoAlerting) {
			t.Errorf("%s: Monitors: %v", c.Endpoint(), err)
		}
	}
}
