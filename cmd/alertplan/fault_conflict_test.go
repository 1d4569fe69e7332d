package main

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// editMonitor changes a monitor as another person would: its size becomes 77.
func (r *rig) editMonitor(id string) (after string) {
	r.t.Helper()
	text, err := orderedjson.Marshal(r.must("GET", monitorsPath+"/"+id, "").Object("monitor"))
	if err != nil {
		r.t.Fatal(err)
	}
	edited := regexp.MustCompile(`"size":\s*\d+`).ReplaceAllString(string(text), `"size":77`)
	r.must("PUT", monitorsPath+"/"+id, edited)
	_, after = r.ask("GET", monitorsPath+"/"+id, "")
	return after
}

// editChannel changes a channel as another person would.
func (r *rig) editChannel(id string) (after string) {
	r.t.Helper()
	r.must("PUT", channelsPath+"/"+id, `{"config":{"name":"edited","config_type":"webhook","is_enabled":true,"webhook":{"url":"http://127.0.0.1:9/edited"}}}`)
	_, after = r.ask("GET", channelsPath+"/"+id, "")
	return after
}

// TestSomeoneElsesEditIsNotOverwritten edits an object between alertplan's read
// and its write.
func TestSomeoneElsesEditIsNotOverwritten(t *testing.T) {
	tests := []struct {
		name    string
		object  string
		request string // before which the edit is made
		edit    func(r *rig, id string) string
		find    func(r *rig) map[string][]string
		label   string
	}{
		{"update of a monitor", "monitor.u1: updating", "PUT " + monitorsPath + "/", (*rig).editMonitor, (*rig).monitorIDs, "Monitor u1"},
		{"delete of a monitor", "monitor.d1: destroying", "GET " + monitorsPath + "/", (*rig).editMonitor, (*rig).monitorIDs, "Monitor d1"},
		{"update of a channel", "destination.webhook.u1: updating", "GET " + channelsPath + "/", (*rig).editChannel, (*rig).channelIDs, "u1"},
		{"delete of a channel", "destination.webhook.d1: destroying", "GET " + channelsPath + "/", (*rig).editChannel, (*rig).channelIDs, "d1"},
	}
	for _, test := range tests {
		t.Run(strings.ReplaceAll(test.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.configure(someOfAll(1))
			r.mustApply()
			id := idOf(t, test.find(r), test.label)
			r.configure(someOfAll(2))
			r.proxy.Heal()
			method, path, _ := strings.Cut(test.request, " ")
			var edited string
			r.proxy.Break(faults.Rule{
				Method: method, Path: regexp.MustCompile("^" + path + id + "$"), Nth: 1,
				Fault: faults.Meanwhile(func() { edited = test.edit(r, id) }),
			})
			got := r.apply("--parallelism", "1")
			expectOneFailure(t, test.name, got, "✗ "+test.object+" failed: ", "changed by someone else since the plan was made")
			if !strings.Contains(got.stdout, "nothing was written; plan again") {
				t.Errorf("the way out is missing: %s", got)
			}
			if _, now := r.ask("GET", strings.TrimSuffix(path, "/")+"/"+id, ""); edited == "" || now != edited {
				t.Errorf("the other's edit is gone: it was\n%s\nand is\n%s", edited, now)
			}
			r.proxy.Heal()
			if got := r.apply(); got.code != 0 {
				t.Errorf("an apply that has seen the edit: %s", got)
			}
			r.expectNoChanges()
		})
	}
}

// TestSomeoneElseMakesTheChannelFirst: the id that apply wants is taken by then.
func TestSomeoneElseMakesTheChannelFirst(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(channelsPath), Nth: 1, Fault: faults.Meanwhile(func() {
		id := regexp.MustCompile(`"config_id":\s*"([^"]*_d1_[^"]*)"`).FindStringSubmatch(lastBody(r))[1]
		r.must("POST", channelsPath, `{"config_id":"`+id+`","config":{"name":"theirs","config_type":"webhook","is_enabled":true,"webhook":{"url":"http://127.0.0.1:9/theirs"}}}`)
	})})
	got := r.apply("--parallelism", "1")
	if got.code != 1 || !strings.Contains(got.stdout, "✗ destination.webhook.d1: creating failed: changed by someone else") {
		t.Errorf("got %s", got)
	}
	if n := len(r.channelIDs()["theirs"]); n != 1 {
		t.Errorf("the other's channel is there %d times", n)
	}
}

// TestAChannelThatTheListDoesNotShowYet was made by an apply that was killed; the
// list lags behind, so that the next plan would make it again.
func TestAChannelThatTheListDoesNotShowYet(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	creation := regexp.MustCompile(channelsPath)
	r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$"), Fault: faults.Status(http.StatusForbidden, "", nil)})
	if got := r.apply(); got.code != 1 {
		t.Errorf("got %s", got)
	}
	r.proxy.Heal()
	r.proxy.Break(faults.Rule{Method: "GET", Path: creation, Nth: 1, Fault: faults.Status(200, `{"start_index":0,"total_hits":0,"total_hit_relation":"eq","config_list":[]}`, nil)})
	if got := r.apply(); got.code != 0 || strings.Count(got.stdout, "✓ destination") != 4 || strings.Count(got.stdout, "✓ monitor") != 4 {
		t.Errorf("got %s", got)
	}
	r.proxy.Heal()
	r.expectNoChanges()
	r.expectChannelsOnce("d1", "d2", "u1", "u2")
}

func lastBody(r *rig) string {
	requests := r.proxy.Requests()
	return requests[len(requests)-1].Body
}

// TestWhatIsGoneAlreadyIsDeleted: someone else was faster, and the server says
// so with a text that is no JSON, as real ones do.
func TestWhatIsGoneAlreadyIsDeleted(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	r.configure(someOfAll(2))
	gone := idOf(t, r.monitorIDs(), "Monitor d1")
	channel := idOf(t, r.channelIDs(), "d1")
	cut := faults.StatusAfter(404, `Cannot invoke "org.opensearch.core.common.bytes.BytesReference.length()" because "content" is nul`, nil)
	cut.Before = func() { r.must("DELETE", monitorsPath+"/"+gone, "") }
	r.proxy.Break(
		faults.Rule{Method: "DELETE", Path: regexp.MustCompile(gone), Fault: cut},
		faults.Rule{Method: "DELETE", Path: regexp.MustCompile(channel), Fault: faults.Meanwhile(func() { r.must("DELETE", channelsPath+"/"+channel, "") })},
	)
	r.mustApply()
	r.proxy.Heal()
	r.expectNoChanges()
}

// TestTwoAppliesAtOnce applies one configuration twice at the same time to an
// empty cluster. Channels have one id only; monitors are doubled, since the
// server chooses their ids, and the doubles go again.
func TestTwoAppliesAtOnce(t *testing.T) {
	tests := map[string]struct {
		config string
		meet   bool // hold the first creation of a monitor until both are there
	}{
		"monitors, surely doubled": {config: withoutDestinations(someOfAll(1)), meet: true},
		"monitors":                 {config: withoutDestinations(someOfAll(1))},
		"monitors and channels":    {config: someOfAll(1)},
	}
	for name, test := range tests {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			for range 5 {
				r := newRig(t)
				r.configure(test.config)
				if test.meet {
					meet(r.proxy)
				}
				var both [2]result
				var running sync.WaitGroup
				for i := range both {
					running.Go(func() { both[i] = r.apply() })
				}
				running.Wait()
				if test.meet {
					// The one that ends last has seen what the other made.
					r.expectOnce("Monitor d1", "Monitor d2", "Monitor u1", "Monitor u2")
					if both[0].code != 0 || both[1].code != 0 || writes(r.proxy.Requests())["DELETE monitor"] == 0 {
						t.Errorf("both should end well, with doubles deleted:\n%s\n%s", both[0], both[1])
					}
				}
				r.proxy.Heal()
				r.settle()
				r.mustApplyIfAny()
				r.expectNoChanges()
				r.expectOnce("Monitor d1", "Monitor d2", "Monitor u1", "Monitor u2")
				if strings.Contains(test.config, "destination") {
					r.expectChannelsOnce("d1", "d2", "u1", "u2")
				}
			}
		})
	}
}

func withoutDestinations(config string) string {
	return regexp.MustCompile(`destination "[^}]*}\n`).ReplaceAllString(config, "")
}

// meet holds the first two creations of monitors until both have arrived.
func meet(proxy *faults.Proxy) {
	var both sync.WaitGroup
	both.Add(2)
	held := faults.Meanwhile(func() {
		both.Done()
		both.Wait()
	})
	creation := regexp.MustCompile(monitorsPath + "$")
	proxy.Break(
		faults.Rule{Method: "POST", Path: creation, Nth: 1, Fault: held},
		// The rule before takes the first away, so this one counts from the second.
		faults.Rule{Method: "POST", Path: creation, Nth: 1, Fault: held},
	)
}
