package alertapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

type destinationsLive = destinations.Live

// scripted answers each request by its method and path, and keeps what came.
type scripted struct {
	answers map[string]string // "METHOD path" → body; status 200, or 404 where there is none
	got     []string          // "METHOD uri body"
}

func (s *scripted) client(t *testing.T) *alertapi.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		s.got = append(s.got, strings.TrimSpace(req.Method+" "+req.RequestURI+" "+string(body)))
		answer, ok := s.answers[req.Method+" "+req.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			answer = `{"error":{"type":"alerting_exception","reason":"Monitor not found."},"status":404}`
		}
		w.Write([]byte(answer))
	}))
	t.Cleanup(server.Close)
	return client(t, alertapi.Config{URL: server.URL})
}

const envelope = `{"_id":"m1","_version":2,"_seq_no":8,"_primary_term":3,"monitor":{"name":"x","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[],"triggers":[]}}`

func TestUpdateCarriesTheLock(t *testing.T) {
	s := &scripted{answers: map[string]string{"PUT /_plugins/_alerting/monitors/m1": envelope}}
	c := s.client(t)
	live, err := c.UpdateMonitor(t.Context(), monitors.Live{ID: "m1", Version: monitors.Version{SeqNo: 7, PrimaryTerm: 3}}, aMonitor(), nil)
	if err != nil || live.Version != (monitors.Version{SeqNo: 8, PrimaryTerm: 3}) {
		t.Errorf("got %+v, %v", live.Version, err)
	}
	if len(s.got) != 1 || !strings.HasPrefix(s.got[0], "PUT /_plugins/_alerting/monitors/m1?if_primary_term=3&if_seq_no=7 {") || !strings.Contains(s.got[0], `"enabled":true`) {
		t.Errorf("got %v", s.got)
	}
	for _, unsafe := range []monitors.Live{
		{ID: "m1"}, {ID: "m1", Version: monitors.Version{SeqNo: -2, PrimaryTerm: 1}}, {ID: "m1", Version: monitors.Version{SeqNo: 7, PrimaryTerm: 3}, Unreadable: "odd"},
	} {
		if _, err := c.UpdateMonitor(t.Context(), unsafe, aMonitor(), nil); err == nil || alertapi.IsAmbiguous(err) {
			t.Errorf("%+v: got %v", unsafe, err)
		}
	}
	if len(s.got) != 1 {
		t.Error("an update without a lock was sent")
	}
}

// TestEmptyUIMetadataIsLeftOut: an empty list there is never answered, and an
// empty object comes to nothing.
func TestEmptyUIMetadataIsLeftOut(t *testing.T) {
	s := &scripted{answers: map[string]string{"POST /_plugins/_alerting/monitors": envelope}}
	c := s.client(t)
	for _, ui := range []*orderedjson.Object{nil, orderedjson.NewObject()} {
		if _, err := c.CreateMonitor(t.Context(), aMonitor(), ui); err != nil {
			t.Fatal(err)
		}
	}
	for _, got := range s.got {
		if strings.Contains(got, "ui_metadata") || strings.Contains(got, "null") {
			t.Errorf("sent %s", got)
		}
	}
}

func TestDeepBodiesAreNotSent(t *testing.T) {
	s := &scripted{}
	deep := orderedjson.NewObject()
	for range 600 {
		deep = orderedjson.NewObject(orderedjson.Member{Key: "a", Value: deep})
	}
	if _, err := s.client(t).CreateMonitor(t.Context(), aMonitor(), deep); err == nil || len(s.got) != 0 {
		t.Errorf("got %v, %v", err, s.got)
	}
}

func TestAcknowledgeReadsTheMonitorFirst(t *testing.T) {
	s := &scripted{answers: map[string]string{}}
	c := s.client(t)
	if _, err := c.Acknowledge(t.Context(), "m1", []string{"a"}); !alertapi.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
	s.answers["GET /_plugins/_alerting/monitors/m1"] = envelope
	s.answers["POST /_plugins/_alerting/monitors/m1/_acknowledge/alerts"] = `{"success":["a"],"failed":[{"b":{"failed_reason":"Alert has already been acknowledged."}}]}`
	ack, err := c.Acknowledge(t.Context(), "m1", []string{"a", "b"})
	if err != nil || !slices.Equal(ack.Acknowledged, []string{"a"}) || ack.Failed["b"] != "Alert has already been acknowledged." {
		t.Errorf("got %+v, %v", ack, err)
	}
	if _, err := c.Acknowledge(t.Context(), "m1", nil); err != nil {
		t.Error(err)
	}
	want := []string{
		"GET /_plugins/_alerting/monitors/m1", "GET /_plugins/_alerting/monitors/m1",
		`POST /_plugins/_alerting/monitors/m1/_acknowledge/alerts {"alerts":["a","b"]}`,
	}
	if !slices.Equal(s.got, want) {
		t.Errorf("sent %q", s.got)
	}
}

func TestExecute(t *testing.T) {
	s := &scripted{answers: map[string]string{"POST /_plugins/_alerting/monitors/m1/_execute": `{"monitor_name":"x","period_start":1,"period_end":2,"error":null,"input_results":{"results":[],"error":null},
		"trigger_results":{"t1":{"name":"t","triggered":true,"error":null,"action_results":{"a1":{"id":"a1","name":"a","output":{"subject":"s","message":"m"},"throttled":false,"error":null}}}}}`}}
	run, err := s.client(t).Execute(t.Context(), "m1", alertapi.Execution{PeriodEnd: time.UnixMilli(1600000000000), DryRun: true})
	if err != nil || len(run.Triggers) != 1 || !run.Triggers[0].Triggered || run.Triggers[0].Actions[0].Message != "m" {
		t.Errorf("got %+v, %v", run, err)
	}
	if s.got[0] != "POST /_plugins/_alerting/monitors/m1/_execute?dryrun=true&period_end=1600000000000ms" {
		t.Errorf("sent %v", s.got)
	}
	if _, err := s.client(t).ExecuteInline(t.Context(), monitors.Monitor{Type: monitors.DocumentLevel}, alertapi.Execution{DryRun: true}); err == nil || len(s.got) != 1 {
		t.Errorf("a document-level monitor that is not stored was run: %v", err)
	}
}

func slack(url destinations.Secret) destinations.Destination {
	return destinations.Destination{Kind: destinations.Slack, Name: "soc", Enabled: true, Settings: &destinations.ChatSettings{URL: url}}
}

func TestChannelErrorsDontShowSecrets(t *testing.T) {
	c := answering(t, 400, `{"error":{"type":"illegal_argument_exception","reason":"Invalid URL: https://hooks.example.org/`+password+`","caused_by":{"reason":"no: https://hooks.example.org/`+password+`"}},"status":400}`)
	_, err := c.CreateChannel(t.Context(), "ap_x", slack(destinations.NewSecret("https://hooks.example.org/"+password)), address.ForDestination("slack", "soc"))
	text, _ := json.Marshal(err)
	if err == nil || strings.Contains(err.Error()+string(text), password) {
		t.Errorf("got %v, %s", err, text)
	}
	_, err = c.CreateChannel(t.Context(), "ap_x", slack(destinations.UnknownSecret("var.url")), address.ForDestination("slack", "soc"))
	if err == nil || !strings.Contains(err.Error(), "var.url") {
		t.Errorf("got %v", err)
	}
}

// TestWaitForChannelsThatOthersChanged has a channel that is another by now.
func TestWaitForChannelsThatOthersChanged(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(`{"total_hits":1,"config_list":[{"config_id":"ap_x","config":{"name":"by hand","config_type":"slack","slack":{"url":"u"}}}]}`))
	}))
	t.Cleanup(server.Close)
	c := client(t, alertapi.Config{URL: server.URL})
	if err := c.UpdateChannel(t.Context(), destinations.Live{ID: "ap_x"}, slack(destinations.NewSecret("u")), address.ForDestination("slack", "soc")); err != nil {
		t.Fatal(err)
	}
	if err := c.WaitForChannels(t.Context(), []string{"ap_x"}, nil); err != nil {
		t.Error(err)
	}
}

// TestWaitForChannels has a list that shows a write at the third read only.
func TestWaitForChannels(t *testing.T) {
	lists := []string{
		`{"total_hits":1,"config_list":[{"config_id":"gone","config":{"name":"x","config_type":"slack","slack":{"url":"u"}}}]}`,
		`{"total_hits":1,"config_list":[{"config_id":"ap_x","config":{"name":"old","config_type":"slack","slack":{"url":"u"}}}]}`,
		`{"total_hits":1,"config_list":[{"config_id":"ap_x","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"slack","slack":{"url":"u"}}}]}`,
	}
	reads := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodGet {
			w.Write([]byte(`{"config_id":"ap_x"}`))
			return
		}
		w.Write([]byte(lists[min(reads, 2)]))
		reads++
	}))
	t.Cleanup(server.Close)
	c := client(t, alertapi.Config{URL: server.URL})
	if err := c.WaitForChannels(t.Context(), nil, nil); err != nil || reads != 0 {
		t.Errorf("got %v after %d reads", err, reads)
	}
	if err := c.UpdateChannel(t.Context(), destinations.Live{ID: "ap_x"}, slack(destinations.NewSecret("u")), address.ForDestination("slack", "soc")); err != nil {
		t.Fatal(err)
	}
	if err := c.WaitForChannels(t.Context(), []string{"ap_x"}, []string{"gone"}); err != nil || reads != 3 {
		t.Errorf("got %v after %d reads", err, reads)
	}
}
