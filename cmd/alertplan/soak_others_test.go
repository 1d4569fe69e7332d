package main

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/soak"
)

func sandboxOf(played dialect.Dialect) sandbox.Options { return sandbox.Options{Dialect: played} }

// otherWorkspace is the configuration of another team, with names that ours has, too.
const otherWorkspace = `workspace = "others"
destination "webhook" "b1" {
  url = "http://127.0.0.1:9/others"
}
monitor "b2" {
  name = "Of another workspace"
  schedule {
    interval = "7d"
  }
  extraction_query {
    indices = ["events-*"]
    last    = "7d"
  }
  trigger "t" {
    severity = 1
    hits     = "> 100"
    action "tell" {
      destination = destination.webhook.b1
      message     = "x"
    }
  }
}
`

const theirMonitor = `{"type":"monitor","name":"Theirs","monitor_type":"query_level_monitor","enabled":false,
 "schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[{"search":{"indices":["events-*"],"query":{"size":0,"query":{"match_all":{}}}}}],
 "triggers":[{"query_level_trigger":{"name":"t","severity":"1","condition":{"script":{"source":"true","lang":"painless"}},"actions":[]}}]}`

// makeOthers makes what belongs to others: a monitor with an acknowledged alert and a
// channel that people made by hand, and what another workspace has applied.
func (l *life) makeOthers() soak.Others {
	l.t.Helper()
	mine := soak.OthersOf(l.look())
	channel := `{"config_id":"theirs","config":{"name":"Theirs","config_type":"webhook","is_enabled":true,"webhook":{"url":"http://127.0.0.1:9/theirs"}}}`
	if l.manners.Legacy {
		channel = `{"name":"Theirs","type":"custom_webhook","custom_webhook":{"url":"http://127.0.0.1:9/theirs","header_params":{}}}`
	}
	l.must("POST", l.manners.ChannelsPath(), channel)
	monitor := theirMonitor
	if l.manners.Dialect == "opendistro-1.13" {
		monitor = strings.NewReplacer(`"monitor_type":"query_level_monitor",`, "", `{"query_level_trigger":{`, "{", `]}}]}`, `]}]}`).Replace(monitor)
	}
	id := l.must("POST", l.manners.MonitorsPath(), monitor).Text("_id")
	l.execute(id)
	l.acknowledge(id)
	l.configure(otherWorkspace)
	if got := l.do("apply", "--auto-approve"); got.code != 0 {
		l.t.Fatalf("another workspace: %s", got)
	}
	l.settle()
	others := soak.OthersOf(l.look())
	for id := range mine {
		delete(others, id)
	}
	return others
}

// execute runs a monitor for real, and waits for the alert.
func (l *life) execute(id string) {
	l.t.Helper()
	l.must("POST", l.manners.MonitorsPath()+"/"+id+"/_execute?dryrun=false&period_end=1722589500000ms", "")
	for range 200 {
		if len(l.alertsOf(id)) > 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	l.t.Fatalf("monitor %s has opened no alert", id)
}

func (l *life) alertsOf(id string) []string {
	answer := text(l.t, l.must("GET", l.manners.MonitorsPath()+"/alerts?size=100&monitorId="+url.QueryEscape(id), ""))
	var ids []string
	for _, m := range regexp.MustCompile(`"id":"([^"]+)","version"`).FindAllStringSubmatch(answer, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func (l *life) acknowledge(id string) {
	l.t.Helper()
	for _, alert := range l.alertsOf(id) {
		l.must("POST", l.manners.MonitorsPath()+"/"+id+"/_acknowledge/alerts", fmt.Sprintf(`{"alerts":[%q]}`, alert))
	}
}

// openAlerts opens an alert of one of our monitors now and then, and acknowledges some.
func (l *life) openAlerts() {
	l.t.Helper()
	for _, seen := range l.before.Content.Objects {
		always := len(seen.Triggers) > 1
		if l.others[seen.ID] || !always || l.IntN(3) == 0 || len(l.alertsOf(seen.ID)) > 0 {
			continue
		}
		l.execute(seen.ID)
		if l.IntN(2) == 0 {
			l.acknowledge(seen.ID)
		}
	}
}

func text(t testing.TB, v any) string {
	t.Helper()
	encoded, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
