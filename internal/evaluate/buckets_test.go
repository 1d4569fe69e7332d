package evaluate_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestBucketConditions runs the bucket-level conditions that were recorded on
// 2.19.4: which buckets they choose, and how they fail.
func TestBucketConditions(t *testing.T) {
	text, err := os.ReadFile("testdata/bucket_conditions.json")
	if err != nil {
		t.Fatal(err)
	}
	recorded := object(t, text)
	store := index.NewStore(time.Now)
	for _, d := range recorded.Array("docs") {
		doc := d.(*orderedjson.Object)
		if _, err := store.Write(index.Write{Index: "events", ID: doc.Text("_id"), Source: doc.Object("_source")}); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range recorded.Array("cases") {
		c := x.(*orderedjson.Object)
		t.Run(c.Text("id"), func(t *testing.T) {
			monitor := bucketMonitor(t, recorded.Object("shapes").Object(c.Text("shape")), c.Object("condition"))
			got, err := evaluate.Run(evaluate.Request{Monitor: monitor, Store: store, Now: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			hashes := []any{}
			for _, b := range got.Triggers[0].Buckets.Chosen {
				hashes = append(hashes, b.Hash())
			}
			slices.SortFunc(hashes, func(a, b any) int { return strings.Compare(a.(string), b.(string)) }) // as recorded
			want := c.Object("expected")
			if d := cmp.Diff(want.Array("buckets"), hashes); d != "" {
				t.Error(d)
			}
			if reason := want.Object("error").Text("reason"); reason != got.Triggers[0].Error {
				t.Errorf("error %q, recorded %q", got.Triggers[0].Error, reason)
			}
		})
	}
}

// TestBucketsBelow looks at buckets below a single one, as the plugin's source has it.
func TestBucketsBelow(t *testing.T) {
	store := index.NewStore(time.Now)
	for _, text := range []string{`{"k": "a", "n": 1}`, `{"k": "a", "n": 5}`, `{"k": "b", "n": 5}`, `{"k": "c", "n": 9}`, `{"k": "c", "n": 9}`} {
		if _, err := store.Write(index.Write{Index: "events", Source: object(t, []byte(text))}); err != nil {
			t.Fatal(err)
		}
	}
	shape := `{"some": {"filter": {"range": {"n": {"gt": 1}}}, "aggs": {"by": {"terms": {"field": "k.keyword"}, "aggs": {"s": {"sum": {"field": "n"}}}}}}}`
	for _, test := range []struct {
		parent string
		want   []string
		failed bool
	}{
		{"some>by", []string{"c"}, false},
		{"some>other", nil, true},
		{"some", nil, true},
		{"by>some", nil, true},
	} {
		condition := object(t, []byte(`{"parent_bucket_path": "`+test.parent+`", "buckets_path": {"s": "s"}, "script": {"source": "params.s > 5"}}`))
		got, err := evaluate.Run(evaluate.Request{Monitor: bucketMonitor(t, object(t, []byte(shape)), condition), Store: store, Now: time.Now()})
		if err != nil {
			t.Fatal(test.parent, err)
		}
		var hashes []string
		for _, b := range got.Triggers[0].Buckets.Chosen {
			hashes = append(hashes, b.Hash())
			if b.Parent != test.parent {
				t.Errorf("parent %q of a bucket below %q", b.Parent, test.parent)
			}
		}
		if d := cmp.Diff(test.want, hashes); d != "" || got.InputFailed != test.failed {
			t.Errorf("%s: failed %t %s", test.parent, got.InputFailed, d)
		}
	}
	condition := object(t, []byte(`{"parent_bucket_path": "some>by>s", "buckets_path": {}, "script": {"source": "true"}}`))
	if _, err := evaluate.Run(evaluate.Request{Monitor: bucketMonitor(t, object(t, []byte(shape)), condition), Store: store, Now: time.Now()}); err == nil {
		t.Error("three steps are not refused")
	}
}

// A bucket-level condition is a part of the search's template: it can ask for the end
// of the period by a param, which comes as a text.
func TestBucketConditionIsATemplate(t *testing.T) {
	store := index.NewStore(time.Now)
	if _, err := store.Write(index.Write{Index: "events", Source: object(t, []byte(`{"k": "a"}`))}); err != nil {
		t.Fatal(err)
	}
	shape := object(t, []byte(`{"by": {"terms": {"field": "k.keyword"}}}`))
	for script, want := range map[string]int{
		`{"source": "Long.parseLong(params.end) == 1581066000000L", "params": {"end": "{{period_end}}"}}`: 1,
		`{"source": "params.start == '1581065700000'", "params": {"start": "{{period_start}}"}}`:          1,
		`{"source": "params.end == {{period_end}}L", "params": {"end": 1581066000000}}`:                   1,
		`{"source": "params.end == '{{period_start}}'", "params": {"end": "{{period_end}}"}}`:             0,
		`{"source": "params.end == ''", "params": {"end": "{{ctx.periodEnd}}"}}`:                          1,
	} {
		condition := object(t, []byte(`{"parent_bucket_path": "by", "buckets_path": {"n": "_count"}, "script": `+script+`}`))
		end := time.UnixMilli(1581066000000)
		got, err := evaluate.Run(evaluate.Request{Monitor: bucketMonitor(t, shape, condition), Store: store, Now: end, PeriodStart: end.Add(-5 * time.Minute), PeriodEnd: end})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(got.Triggers[0].Buckets.Chosen); n != want {
			t.Errorf("%s: %d buckets, want %d (%s)", script, n, want, got.InputError)
		}
	}
}

func bucketMonitor(t *testing.T, aggregations, condition *orderedjson.Object, actions ...string) evaluate.Monitor {
	t.Helper()
	body := object(t, []byte(`{"name": "m", "monitor_type": "bucket_level_monitor", "inputs": [{"search": {"indices": ["events"], "query": {"size": 0}}}],
		"triggers": [{"bucket_level_trigger": {"id": "t0", "name": "tb", "severity": "2", "actions": [`+strings.Join(actions, ",")+`]}}]}`))
	body.Array("inputs")[0].(*orderedjson.Object).Object("search").Object("query").Set("aggregations", aggregations)
	body.Array("triggers")[0].(*orderedjson.Object).Object("bucket_level_trigger").Set("condition", condition)
	return evaluate.Monitor{ID: "mon", Version: 1, Body: body}
}

// pastAlerts is a past: alerts in states by their bucket's key. "held" is throttled.
type pastAlerts struct {
	states map[string]string
	saved  []string
}

func (p *pastAlerts) Open(string) []*evaluate.Alert {
	var out []*evaluate.Alert
	for key, state := range p.states {
		out = append(out, &evaluate.Alert{ID: "old-" + key, State: state, Bucket: &evaluate.Bucket{Parent: "by", Keys: []string{key}}})
	}
	slices.SortFunc(out, func(a, b *evaluate.Alert) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func (p *pastAlerts) Save(_ *evaluate.TriggerResult, deduped, opened []*evaluate.Alert) []*evaluate.Alert {
	for _, a := range deduped {
		p.saved = append(p.saved, "again "+a.ID)
	}
	for _, a := range opened {
		a.ID = "new-" + a.Bucket.Hash()
		p.saved = append(p.saved, "opened "+a.ID)
	}
	return opened
}

func (p *pastAlerts) Throttled(a *evaluate.Alert, _ *orderedjson.Object) bool {
	return a.Bucket.Hash() == "held"
}

// told lists messages by the buckets that they are for.
func told(r *evaluate.TriggerResult) []string {
	var out []string
	for _, a := range r.Buckets.Actions {
		var hashes []string
		for _, alert := range a.Alerts {
			hashes = append(hashes, alert.Bucket.Hash())
		}
		text := a.Message
		if a.Throttled {
			text = "throttled"
		}
		out = append(out, strings.Join(hashes, "+")+": "+text)
	}
	return out
}

func message(policy string) string {
	return `{"id": "a", "name": "a", "destination_id": "d", "action_execution_policy": ` + policy + `, "message_template": {"source":
		"{{#ctx.newAlerts}}new {{id}} {{/ctx.newAlerts}}{{#ctx.dedupedAlerts}}old {{id}} {{/ctx.dedupedAlerts}}{{#ctx.completedAlerts}}done {{id}}` +
		` {{/ctx.completedAlerts}}{{ctx.error}}"}}`
}

// TestAlertsOfBuckets brings the alerts of earlier runs together with the buckets
// of this one: page by page of a composite, two buckets each.
func TestAlertsOfBuckets(t *testing.T) {
	store := index.NewStore(time.Now)
	for i, user := range []string{"alice", "bob", "carol", "held", "seen"} {
		doc := object(t, []byte(`{"user": "`+user+`"}`))
		if _, err := store.Write(index.Write{Index: "events", ID: string(rune('0' + i)), Source: doc}); err != nil {
			t.Fatal(err)
		}
	}
	by := object(t, []byte(`{"by": {"composite": {"size": 2, "sources": [{"user": {"terms": {"field": "user.keyword"}}}]}}}`))
	states := map[string]string{"bob": "ACTIVE", "held": "ACTIVE", "seen": "ACKNOWLEDGED", "gone": "ACKNOWLEDGED"}
	const allKinds = `{"action_execution_scope": {"per_alert": {"actionable_alerts": ["COMPLETED", "NEW", "DEDUPED"]}}}`
	const perExecution = `{"action_execution_scope": {"per_execution": {}}}`
	saved := []string{"again old-bob", "opened new-alice", "again old-held", "opened new-carol", "again old-seen"}
	for name, c := range map[string]struct {
		condition, policy string
		most              int
		saved, messages   []string
	}{
		"without a policy": {"true", "null", 50, saved,
			[]string{"bob: old old-bob ", "held: throttled", "alice: new new-alice ", "carol: new new-carol "}},
		"all kinds": {"true", allKinds, -1, saved,
			[]string{"gone: done old-gone ", "alice: new new-alice ", "carol: new new-carol ", "bob: old old-bob ", "held: throttled"}},
		"at once": {"true", perExecution, 0, saved,
			[]string{"bob+held+alice+carol+gone: new new-alice new new-carol old old-bob old old-held done old-gone "}},
		"too many for each": {"true", allKinds, 4, saved,
			[]string{"bob+held+alice+carol+gone: new new-alice new new-carol old old-bob old old-held done old-gone "}},
		"as many as may be": {"true", allKinds, 5, saved,
			[]string{"gone: done old-gone ", "alice: new new-alice ", "carol: new new-carol ", "bob: old old-bob ", "held: throttled"}},
		"nothing chosen": {"false", `{"action_execution_scope": {"per_alert": {"actionable_alerts": ["COMPLETED"]}}}`, 50, nil,
			[]string{"bob: done old-bob ", "gone: done old-gone ", "held: throttled", "seen: done old-seen "}},
		"a condition that fails": {"params.nope > 1", allKinds, 50, nil,
			[]string{"bob+gone+held+seen: java.lang.IndexOutOfBoundsException: Empty list doesn't contain element at index 0."}},
	} {
		t.Run(name, func(t *testing.T) {
			condition := object(t, []byte(`{"buckets_path": {"n": "_count"}, "parent_bucket_path": "by", "script": {"source": "`+c.condition+`"}}`))
			past := &pastAlerts{states: states}
			got, err := evaluate.Run(evaluate.Request{Monitor: bucketMonitor(t, by, condition, message(c.policy)), Store: store,
				Now: time.Now(), Buckets: past, MaxActionable: &c.most})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.saved, past.saved); d != "" {
				t.Error("saved: " + d)
			}
			if d := cmp.Diff(c.messages, told(got.Triggers[0])); d != "" {
				t.Error("messages: " + d)
			}
		})
	}
}
