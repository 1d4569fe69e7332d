package soak_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/soak"
)

// wants are a channel and a monitor that sends to it.
func wants() map[string]soak.Want {
	return map[string]soak.Want{
		"thing_1": {Tag: "thing_1", Type: "webhook", Address: "destination.webhook.b1", Enabled: "true", Holds: []string{`/3"`}, Source: "one"},
		"thing_2": {
			Tag: "thing_2", Type: "query_level_monitor", Address: "monitor.b2", Enabled: "true", Holds: []string{`"size":3`}, Source: "two",
			Triggers: []soak.Trigger{{Name: "first", Severity: "4", Actions: []soak.Action{{Name: "tell0", To: "thing_1", Message: "v3"}}}},
		},
	}
}

// content is a cluster that holds what is wanted, and something of others.
func content() soak.Content {
	return soak.Content{
		Objects: []soak.Seen{
			{ID: "c", Tag: "thing_1", Type: "webhook", Marked: "destination.webhook.b1", Enabled: "true", Text: `{"url":"http://x/thing_1/3"}`, Version: "1"},
			{
				ID: "m", Tag: "thing_2", Type: "query_level_monitor", Marked: "monitor.b2", Enabled: "true", Text: `{"size":3}`, Version: "7",
				Triggers: []soak.Trigger{{Name: "first", Severity: "4", Actions: []soak.Action{{Name: "tell0", To: "c", Message: "v3"}}}},
			},
			{ID: "theirs", Type: "query_level_monitor", Text: "{}", Version: "1"},
		},
		Alerts: map[string]soak.Alert{
			"a": {ID: "a", Monitor: "m", Trigger: "first", State: "ACKNOWLEDGED"},
			"b": {ID: "b", Monitor: "theirs", Trigger: "x", State: "ACTIVE"},
		},
	}
}

// The judge finds each thing that can be wrong with what is there.
func TestJudgeFindsWhatIsWrong(t *testing.T) {
	tests := map[string]struct {
		spoil func(*soak.Content)
		want  string
	}{
		"nothing":             {func(*soak.Content) {}, ""},
		"missing":             {func(c *soak.Content) { c.Objects = c.Objects[1:] }, "thing_1 is missing"},
		"doubled":             {func(c *soak.Content) { d := c.Objects[1]; d.ID = "n"; c.Objects = append(c.Objects, d) }, "thing_2 is there 2 times: m, n"},
		"unwanted":            {func(c *soak.Content) { c.Objects = append(c.Objects, soak.Seen{ID: "n", Tag: "thing_9"}) }, "thing_9 is there, which nobody wants"},
		"unknown":             {func(c *soak.Content) { c.Objects = append(c.Objects, soak.Seen{ID: "n"}) }, "something unknown is there"},
		"another type":        {func(c *soak.Content) { c.Objects[0].Type = "slack" }, "is a slack, not a webhook"},
		"disabled":            {func(c *soak.Content) { c.Objects[1].Enabled = "false" }, "has enabled = false"},
		"an old value":        {func(c *soak.Content) { c.Objects[1].Text = `{"size":2}` }, `lacks "size":3`},
		"no mark":             {func(c *soak.Content) { c.Objects[1].Marked = "" }, `is marked as ""`},
		"sends elsewhere":     {func(c *soak.Content) { c.Objects[1].Triggers[0].Actions[0].To = "theirs" }, "tell0 to : v3"},
		"sends into the void": {func(c *soak.Content) { c.Objects[1].Triggers[0].Actions[0].To = "gone" }, "nothing (gone)"},
		"a trigger is lost":   {func(c *soak.Content) { c.Objects[1].Triggers = nil }, "has the triggers"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := content()
			others := soak.Others{"theirs": true}
			if name == "sends elsewhere" {
				others = soak.Others{}
				c.Objects[2].Tag = ""
			}
			test.spoil(&c)
			expect(t, soak.Judge(c, others, wants()), test.want)
		})
	}
}

// A delegate that is being replaced may be there twice only where an apply said that it did
// not finish, and only as somebody wants it.
func TestJudgeOfHalfReplacedDelegates(t *testing.T) {
	other := wants()
	replaced := other["thing_2"]
	replaced.Type, replaced.Triggers = "bucket_level_monitor", nil
	other["thing_2"] = replaced
	twice := content()
	successor := twice.Objects[1]
	successor.ID, successor.Type, successor.Triggers = "n", "bucket_level_monitor", nil
	twice.Objects = append(twice.Objects, successor)
	others := soak.Others{"theirs": true}
	const there = "thing_2 is there 2 times: m, n"
	expect(t, soak.JudgeUnfinished(twice, others, wants(), other), there) // no workflow names it
	other["thing_3"] = soak.Want{Tag: "thing_3", Type: "composite", Refs: []string{"thing_2"}}
	expect(t, soak.JudgeUnfinished(twice, others, wants(), other), "")
	expect(t, soak.Judge(twice, others, wants(), other), there)
	twice.Objects[3].Triggers = twice.Objects[1].Triggers
	expect(t, soak.JudgeUnfinished(twice, others, wants(), other), there) // nobody wants it so
}

// Since finds each thing that can have got lost.
func TestSinceFindsWhatIsLost(t *testing.T) {
	other := wants()
	changed := other["thing_2"]
	changed.Source = "two, with another size"
	other["thing_2"] = changed
	tests := map[string]struct {
		spoil func(*soak.Content)
		now   map[string]soak.Want
		want  string
	}{
		"nothing":              {func(*soak.Content) {}, wants(), ""},
		"made anew":            {func(c *soak.Content) { c.Objects[0].ID = "d" }, wants(), "thing_1 was made anew"},
		"written for nothing":  {func(c *soak.Content) { c.Objects[1].Version = "8" }, wants(), "was written, though nothing of it changed"},
		"written for a change": {func(c *soak.Content) { c.Objects[1].Version = "8" }, other, ""},
		"of others":            {func(c *soak.Content) { c.Objects[2].Version = "2" }, wants(), "which belongs to others, has changed"},
		"others' is gone":      {func(c *soak.Content) { c.Objects = c.Objects[:2] }, wants(), "which belongs to others, has changed"},
		"an alert":             {func(c *soak.Content) { delete(c.Alerts, "a") }, other, "of thing_2 is gone"},
		"an acknowledgement": {func(c *soak.Content) {
			c.Alerts["a"] = soak.Alert{ID: "a", Monitor: "m", Trigger: "first", State: "ACTIVE"}
		}, other, "the alert of thing_2 has changed"},
		"others' alert": {func(c *soak.Content) { delete(c.Alerts, "b") }, wants(), "an alert of others has changed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			before := soak.Era{Content: content(), Wants: []map[string]soak.Want{wants()}}
			after := soak.Era{Content: content(), Wants: []map[string]soak.Want{test.now}}
			test.spoil(&after.Content)
			expect(t, soak.Since(before, after, soak.Others{"theirs": true}), test.want)
		})
	}
}

func expect(t *testing.T, wrong []string, want string) {
	t.Helper()
	if text := strings.Join(wrong, "\n"); want == "" && text != "" || !strings.Contains(text, want) {
		t.Errorf("got %q, want %q", text, want)
	}
}

// A world repeats with its seed, and has everything that its server knows.
func TestWorldsRepeatAndHoldAllKinds(t *testing.T) {
	for _, dialect := range []string{"opendistro-1.13", "opensearch-1.3", "opensearch-2.19", "opensearch-3.5"} {
		all := ""
		for seed := range uint64(40) {
			one := soak.NewWorld(rand.New(rand.NewPCG(seed, 1)), soak.MannersOf(dialect, soak.Moonphase))
			two := soak.NewWorld(rand.New(rand.NewPCG(seed, 1)), soak.MannersOf(dialect, soak.Moonphase))
			for range 4 {
				one.Step(soak.Anything)
				two.Step(soak.Anything)
			}
			if one.HCL() != two.HCL() {
				t.Fatalf("%s: seed %d is not the same twice", dialect, seed)
			}
			all += one.HCL()
		}
		kinds := []string{"for_each", "moved {", "removed {", "destroy = false", `"webhook"`, `"smtp_account"`, `"email_group"`, `"email"`, "graph {", "body = {", "moonphase"}
		switch dialect {
		case "opensearch-2.19", "opensearch-3.5":
			kinds = append(kinds, "document_queries", "workflow", `"sns"`, "cluster_metrics", "bucket_level_trigger", "group_by")
		case "opensearch-1.3":
			kinds = append(kinds, "cluster_metrics", "bucket_level_trigger", "group_by")
		}
		for _, kind := range kinds {
			if !strings.Contains(all, kind) {
				t.Errorf("%s: no world has %s", dialect, kind)
			}
		}
	}
}
