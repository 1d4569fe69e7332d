package alerting_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketMonitor is a body with a trigger over the users of "logins".
func bucketMonitor(condition, action string) string {
	return fmt.Sprintf(`{"name":"m","monitor_type":"bucket_level_monitor","enabled":false,
		"schedule":{"period":{"interval":1,"unit":"MINUTES"}},
		"inputs":[{"search":{"indices":["logins"],"query":{"size":0,"aggregations":{"by":{"composite":{"size":2,
			"sources":[{"user":{"terms":{"field":"user.keyword"}}}]}}}}}}],
		"triggers":[{"bucket_level_trigger":{"id":"t","name":"n","severity":"1",
			"condition":{"buckets_path":{"n":"_count"},"parent_bucket_path":"by","script":{"source":%q}},
			"actions":[{"id":"a","name":"tell","destination_id":"channel","message_template":`+
		`"{{#ctx.newAlerts}}new {{bucket_keys}} {{/ctx.newAlerts}}{{#ctx.dedupedAlerts}}old {{bucket_keys}} {{/ctx.dedupedAlerts}}`+
		`{{#ctx.completedAlerts}}done {{bucket_keys}} {{/ctx.completedAlerts}}{{ctx.error}}"%s}]}}]}`, condition, action)
}

func (s *server) login(users ...string) {
	s.t.Helper()
	for _, user := range users {
		doc := orderedjson.NewObject(orderedjson.Member{Key: "user", Value: user})
		if _, err := s.docs.Write(index.Write{Index: "logins", ID: user, Source: doc}); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *server) logout(users ...string) {
	s.t.Helper()
	for _, user := range users {
		if _, err := s.docs.Remove(index.Write{Index: "logins", ID: user}); err != nil {
			s.t.Fatal(err)
		}
	}
}

// runBuckets runs a monitor and checks what was sent.
func (s *server) runBuckets(id string, want ...string) {
	s.t.Helper()
	s.sent = nil
	if status, o := s.do("POST", "/monitors/"+id+"/_execute", ""); status != http.StatusOK {
		s.t.Fatalf("%d %v", status, o)
	}
	s.clock.Advance(time.Minute)
	if !slices.Equal(s.sent, want) {
		s.t.Errorf("sent %q, want %q", s.sent, want)
	}
}

// bucketStates are the alerts as "bucket state version", sorted.
func (s *server) bucketStates() string {
	s.t.Helper()
	_, o := s.do("GET", "/monitors/alerts?size=100", "")
	list := []string{}
	for _, a := range o.Array("alerts") {
		alert := a.(*orderedjson.Object)
		version, _ := alert.Get("version")
		list = append(list, fmt.Sprint(alert.Object("agg_alert_content").Array("bucket_keys")[0], " ", alert.Text("state"), " ", version))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (s *server) wantBuckets(want string) {
	s.t.Helper()
	if got := s.bucketStates(); got != want {
		s.t.Errorf("got alerts %q, want %q", got, want)
	}
}

// TestAlertOfEachBucket: an alert is opened, found again, acknowledged, completed,
// each by its bucket, over pages of two (alerts/per_bucket, throttle/no_policy).
// Finding it again is a write, and so is what an action did.
func TestAlertOfEachBucket(t *testing.T) {
	s := newServer(t)
	s.login("alice", "bob", "carol")
	id := s.create(bucketMonitor("params.n > 0", ""))
	s.runBuckets(id, "|new alice ", "|new bob ", "|new carol ")
	s.wantBuckets("alice ACTIVE 2, bob ACTIVE 2, carol ACTIVE 2")
	_, o := s.do("GET", "/monitors/alerts?searchString=&alertState=ACTIVE", "")
	for _, a := range o.Array("alerts") {
		if alert := a.(*orderedjson.Object); alert.Object("agg_alert_content").Array("bucket_keys")[0] == "bob" {
			s.do("POST", "/monitors/"+id+"/_acknowledge/alerts", `{"alerts":["`+alert.Text("id")+`"]}`)
		}
	}
	s.logout("carol")
	s.login("dave")
	s.runBuckets(id, "|old alice ", "|new dave ")
	s.wantBuckets("alice ACTIVE 4, bob ACKNOWLEDGED 4, carol COMPLETED 1, dave ACTIVE 2")
	s.logout("alice", "bob", "dave")
	s.runBuckets(id)
	s.wantBuckets("alice COMPLETED 1, bob COMPLETED 1, carol COMPLETED 1, dave COMPLETED 1")
}

// TestThrottleOfEachBucket: the memory of what was sent lies in each bucket's own
// alert (throttle/per_alert_throttle); one message for all is never held back.
func TestThrottleOfEachBucket(t *testing.T) {
	s := newServer(t)
	s.login("alice")
	id := s.create(bucketMonitor("true", `,"throttle_enabled":true,"throttle":{"value":10}`))
	s.runBuckets(id, "|new alice ")
	s.login("bob")
	s.runBuckets(id, "|new bob ")
	s.clock.Advance(9 * time.Minute) // eleven since alice, ten since bob
	s.runBuckets(id, "|old alice ")
	s.runBuckets(id, "|old bob ")
	together := s.create(bucketMonitor("true", `,"action_execution_policy":{"action_execution_scope":{"per_execution":{}}}`))
	s.runBuckets(together, "|new alice new bob ")
	s.runBuckets(together, "|old alice old bob ")
}

// TestBrokenBucketCondition: nothing is known of the buckets then; the open alerts
// stay, in state ERROR, and one message tells of it.
func TestBrokenBucketCondition(t *testing.T) {
	s := newServer(t)
	s.login("alice", "bob")
	id := s.create(bucketMonitor("params.n > 0", ""))
	s.runBuckets(id, "|new alice ", "|new bob ")
	s.do("PUT", "/monitors/"+id, bucketMonitor("params.nope > 0", ""))
	s.runBuckets(id, "|java.lang.IndexOutOfBoundsException: Empty list doesn't contain element at index 0.")
	s.wantBuckets("alice ERROR 3, bob ERROR 3")
}
