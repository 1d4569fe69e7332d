package alertapi_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

const channelElement = `{"config_id":"c1","last_updated_time_ms":1,"created_time_ms":1,"config":{"name":"C","description":"","config_type":"slack","is_enabled":true,"slack":{"url":"https://hooks.example.com/s3cret"}}}`

// What was read is remembered once it was asked for, whole, and only then.
func TestOriginals(t *testing.T) {
	s := &scripted{answers: map[string]string{
		"GET /_plugins/_alerting/monitors/m1":        envelope,
		"PUT /_plugins/_alerting/monitors/m1":        strings.Replace(envelope, `"_seq_no":8`, `"_seq_no":9`, 1),
		"GET /_plugins/_notifications/configs/c1":    `{"total_hits":1,"config_list":[` + channelElement + `]}`,
		"POST /_plugins/_alerting/monitors/_search":  `{"timed_out":false,"_shards":{"failed":0},"hits":{"total":{"value":2,"relation":"eq"},"hits":[{"_id":"m2","_seq_no":1,"_primary_term":1,"_source":{"name":"two","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[],"triggers":[],"odd":1.0}},{"_id":"w1","_seq_no":1,"_primary_term":1,"_source":{"type":"workflow","name":"w","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[],"triggers":[]}}]}}`,
		"POST /_plugins/_alerting/monitors":          envelope,
		"POST /_plugins/_notifications/configs":      `{"config_id":"c1"}`,
		"PUT /_plugins/_notifications/configs/c1":    `{"config_id":"c1"}`,
		"PUT /_plugins/_alerting/workflows/w1":       strings.ReplaceAll(envelope, `"monitor"`, `"workflow"`),
		"POST /_plugins/_alerting/workflows":         strings.ReplaceAll(envelope, `"monitor"`, `"workflow"`),
		"GET /_plugins/_notifications/configs/other": `{"total_hits":0,"config_list":[]}`,
	}}
	c := s.client(t)
	live, err := c.Monitor(t.Context(), "m1")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.OriginalMonitor("m1"); ok {
		t.Error("nobody has asked for it")
	}
	c.KeepOriginals()
	c.Monitor(t.Context(), "m1")
	c.Monitors(t.Context())
	c.Channel(t.Context(), "c1")
	c.Channel(t.Context(), "other")
	one, ok := c.OriginalMonitor("m1")
	if !ok || one.SeqNo != 8 || one.PrimaryTerm != 3 || one.Form != wire.FormMonitor || one.Body.Text("name") != "x" {
		t.Errorf("got %+v, %v", one, ok)
	}
	two, _ := c.OriginalMonitor("m2")
	if v, _ := two.Body.Get("odd"); v == nil {
		t.Errorf("a field that is not known is lost: %+v", two)
	}
	flow, ok := c.OriginalMonitor("w1")
	if !ok || flow.Form != wire.FormWorkflow {
		t.Errorf("got %+v, %v", flow, ok)
	}
	channel, ok := c.OriginalDestination("c1")
	if !ok || channel.Form != wire.FormChannel {
		t.Errorf("got %+v, %v", channel, ok)
	}
	if _, ok := c.OriginalMonitor("c1"); ok {
		t.Error("a channel is no monitor")
	}
	c.UpdateMonitor(t.Context(), live, aMonitor(), nil)
	if again, _ := c.OriginalMonitor("m1"); again.SeqNo != 8 {
		t.Error("the answer to a write is not what was there before")
	}
	putBack(t, s, c, putting{live: live, monitor: one, flow: flow, channel: channel})
}

type putting struct {
	live                   monitors.Live
	monitor, flow, channel wire.Original
}

func putBack(t *testing.T, s *scripted, c *alertapi.Client, p putting) {
	t.Helper()
	locked := monitors.Live{ID: "w1", Version: monitors.Version{SeqNo: 1, PrimaryTerm: 1}}
	for want, do := range map[string]func() error{
		`PUT /_plugins/_alerting/monitors/m1?if_primary_term=3&if_seq_no=8 {"name":"x","schedule"`: func() error { _, err := c.PutBack(t.Context(), p.live, p.monitor); return err },
		`POST /_plugins/_alerting/monitors {"name":"x",`:                                           func() error { _, err := c.CreateAgain(t.Context(), p.monitor, nil); return err },
		`PUT /_plugins/_alerting/workflows/w1?if_primary_term=1&if_seq_no=1 {"type":"workflow",`:   func() error { _, err := c.PutBack(t.Context(), locked, p.flow); return err },
		`POST /_plugins/_alerting/workflows {"type":"workflow","name":"w",`:                        func() error { _, err := c.CreateAgain(t.Context(), p.flow, nil); return err },
		`POST /_plugins/_notifications/configs {"config":{"name":"C",`:                             func() error { _, err := c.CreateDestinationAgain(t.Context(), p.channel); return err },
		`PUT /_plugins/_notifications/configs/c1 {"config":{"name":"C",`:                           func() error { return c.PutDestinationBack(t.Context(), destinations.Live{ID: "c1"}, p.channel) },
	} {
		s.got = nil
		if err := do(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if len(s.got) != 1 || !strings.HasPrefix(s.got[0], want) {
			t.Errorf("got %v, want %s", s.got, want)
		}
	}
	s.got = nil
	c.CreateAgain(t.Context(), p.monitor, monitors.Roles{"ops"})
	if !strings.Contains(s.got[0], `"rbac_roles":["ops"]`) {
		t.Errorf("got %v", s.got)
	}
	if _, err := c.PutBack(t.Context(), monitors.Live{ID: "m1"}, p.monitor); err == nil {
		t.Error("without a lock nothing is written over")
	}
	delete(s.answers, "POST /_plugins/_notifications/configs")
	if _, err := c.CreateDestinationAgain(t.Context(), p.channel); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
}
