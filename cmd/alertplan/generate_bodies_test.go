package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// roundTrip is what became of bodies that were put on a cluster, made code, and applied.
type roundTrip struct {
	dialect string
	bodies  int
	stored  int                 // the server took them
	typed   int                 // in words throughout
	raw     map[string][]string // names, by what stands raw and why
	left    map[string][]string // names, by why they became no code
}

// atOnce is how many bodies are on a cluster together: it takes 1,000.
const atOnce = 250

// toCode makes files in dir of what a sandbox holds, and tells what became of each of the
// names.
type toCode func(t *testing.T, s estateStage, dir string, names map[string]string, trip *roundTrip)

// roundTripBodies fills a sandbox, makes code of it, validates, applies and plans again; it
// fails where a plan is not empty or a third party sees a difference.
func roundTripBodies(t *testing.T, d dialect.Dialect, bodies []monitorBody, code toCode) roundTrip {
	t.Helper()
	trip := roundTrip{dialect: d.Name, bodies: len(bodies), raw: map[string][]string{}, left: map[string][]string{}}
	s := estateStage{newStage(t, d), d}
	for chunk := range slices.Chunk(bodies, atOnce) {
		s.played.Reset()
		names := s.fill(t, chunk)
		trip.stored += len(names)
		if len(names) > 0 {
			trip.add(t, s, names, code)
		}
	}
	return trip
}

// estateStage is a stage whose sandbox holds many bodies at once.
type estateStage struct {
	stage
	dialect dialect.Dialect
}

// path is that of the alerting plugin.
func (s estateStage) path(rest string) string {
	if strings.HasPrefix(s.dialect.Name, "opendistro") {
		return "/_opendistro/_alerting" + rest
	}
	return "/_plugins/_alerting" + rest
}

// channel makes what an action names, and returns its id.
func (s estateStage) channel(r *rig, n int) string {
	if s.dialect.LegacyDestinations {
		made := r.must("POST", s.path("/destinations"), fmt.Sprintf(`{"name":"Channel %d","type":"slack","slack":{"url":"https://hooks.slack.com/services/x"}}`, n))
		return made.Text("_id")
	}
	name := "channel-" + strconv.Itoa(n)
	r.must("POST", channelsPath, fmt.Sprintf(`{"config_id":%q,"config":{"name":"Channel %d","config_type":"slack","is_enabled":true,"slack":{"url":"https://hooks.slack.com/services/x"}}}`, name, n))
	return name
}

// fill puts bodies on the sandbox, each under a name of its own, with the indices and the
// channels that they name. It returns what the server has taken, by name.
func (s estateStage) fill(t *testing.T, bodies []monitorBody) map[string]string {
	t.Helper()
	r := &rig{t: t, url: s.url}
	made, names, channels := map[string]bool{}, map[string]string{}, map[string]string{}
	for i, b := range bodies {
		for _, index := range indicesOf(b.text) {
			if len(index) < 200 && indexName.MatchString(index) && !made[index] {
				made[index] = true
				makeIndex(t, s.url+"/"+index)
			}
		}
		v, err := orderedjson.Parse([]byte(b.text))
		o, isObject := v.(*orderedjson.Object)
		if err != nil || !isObject {
			continue
		}
		mapObjects(o, func(o *orderedjson.Object) *orderedjson.Object {
			if id := o.Text("destination_id"); id != "" {
				if channels[id] == "" {
					channels[id] = s.channel(r, len(channels))
				}
				o.Set("destination_id", channels[id])
			}
			return o
		})
		name := fmt.Sprintf("%s %d", o.Text("name"), i)
		o.Set("name", name)
		path := s.path("/monitors")
		if o.Text("type") == "workflow" || o.Has("workflow_type") {
			path = s.path("/workflows")
		}
		if status, _ := r.ask("POST", path, shown(o)); status < 300 {
			names[name] = b.name
		}
	}
	return names
}

// generated makes code by generate.
func generated(t *testing.T, s estateStage, dir string, names map[string]string, trip *roundTrip) {
	t.Helper()
	text := inProcess(t, "generate", "--json", "--url", s.url, "--out", dir)
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	result := v.(*orderedjson.Object)
	for _, x := range result.Array("objects") {
		o := x.(*orderedjson.Object)
		switch {
		case strings.HasPrefix(o.Text("address"), "existing."):
		case o.Text("raw") == "":
			trip.typed++
		default:
			why := o.Text("raw") + ": " + o.Text("reason")
			trip.raw[why] = append(trip.raw[why], names[o.Text("name")])
		}
	}
	for _, x := range result.Array("left_out") {
		o := x.(*orderedjson.Object)
		trip.left[o.Text("reason")] = append(trip.left[o.Text("reason")], names[o.Text("name")])
	}
}

// add makes code of what is on the sandbox, and looks at what became of each.
func (trip *roundTrip) add(t *testing.T, s estateStage, names map[string]string, code toCode) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "code")
	time.Sleep(1100 * time.Millisecond) // lists of channels lag a second behind
	before := s.seen(t)
	code(t, s, dir, names, trip)
	inProcess(t, "validate", dir)
	inProcess(t, "apply", "--auto-approve", "--backup-dir", "none", "--url", s.url, dir)
	if again := inProcess(t, "plan", "--url", s.url, dir); !strings.Contains(again, "No changes.") {
		t.Errorf("%s: the second plan is not empty: %s", trip.dialect, again)
	}
	after := s.seen(t)
	for id, body := range before {
		if now := after[id]; !sameJSON(now, body) {
			t.Errorf("%s: %s is another one for a third party: %s", trip.dialect, id, firstDifference(body, now))
		}
	}
	if len(before) != len(after) {
		t.Errorf("%s: there were %d monitors, and now %d", trip.dialect, len(before), len(after))
	}
}

// seen is what anybody sees of all monitors and workflows, by id.
func (s estateStage) seen(t *testing.T) map[string]string {
	t.Helper()
	res, err := http.Post(s.url+s.path("/monitors/_search"), "application/json", strings.NewReader(`{"size":5000,"query":{"match_all":{}}}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var text bytes.Buffer
	text.ReadFrom(res.Body)
	v, err := orderedjson.Parse(text.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, x := range v.(*orderedjson.Object).Object("hits").Array("hits") {
		hit := x.(*orderedjson.Object)
		body := hit.Object("_source")
		for _, wrapper := range []string{"monitor", "workflow"} {
			if inner := body.Object(wrapper); inner != nil {
				body = inner
			}
		}
		for _, owned := range []string{"last_update_time", "user", "schema_version"} {
			body.Delete(owned)
		}
		withoutNothing(body)
		found[hit.Text("_id")] = shown(body)
	}
	return found
}

// withoutNothing takes out what means nothing, and what servers write anew by themselves
// with any save: aggregations of 1.x that are none, the names of indices that a server
// before 2.19 did not know, and the url of a call, which 1.x makes of its path.
func withoutNothing(body *orderedjson.Object) {
	for _, v := range body.Array("inputs") {
		input, _ := v.(*orderedjson.Object)
		if search := input.Object("search").Object("query"); search.Has("aggregations") && search.Object("aggregations").Len() == 0 {
			search.Delete("aggregations")
		}
		if uri := input.Object("uri"); uri != nil && !uri.Has("clusters") {
			uri.Delete("url")
		}
	}
	if sources := body.Object("data_sources"); sources != nil {
		sources.Delete("comments_index")
		sources.Delete("comments_index_pattern")
	}
}

// inProcess runs a command that goes well, and returns what it prints.
func inProcess(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := newApp(strings.NewReader(""), &stdout, &stderr, func(name string) (string, bool) {
		if name == envPreflight {
			return "off", true
		}
		return "", false
	})
	a.clock = patience.Hasty{Start: time.Now(), Speed: hurry}
	if code := a.run(t.Context(), args); code != 0 {
		t.Fatalf("%s: exit status %d\n%s%s", strings.Join(args, " "), code, stdout.String(), stderr.String())
	}
	return stdout.String()
}

// sameJSON tells whether two texts are the same, whatever the order of keys.
func sameJSON(a, b string) bool {
	x, errX := orderedjson.Parse([]byte(a))
	y, errY := orderedjson.Parse([]byte(b))
	return errX == nil && errY == nil && orderedjson.Equal(x, y)
}

// firstDifference shows where two texts part.
func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-80)
	return fmt.Sprintf("\n  %s\n  %s", a[from:min(len(a), i+120)], b[from:min(len(b), i+120)])
}

func (trip roundTrip) log(t *testing.T) {
	t.Helper()
	t.Logf("%s: %d bodies, %d stored, %d in words", trip.dialect, trip.bodies, trip.stored, trip.typed)
	for _, list := range []map[string][]string{trip.raw, trip.left} {
		for _, why := range slices.SortedFunc(maps.Keys(list), func(a, b string) int { return cmp.Compare(len(list[b]), len(list[a])) }) {
			t.Logf("  %d %s (%s)", len(list[why]), why, strings.Join(list[why], ", "))
		}
	}
}

func TestOtherPeoplesMonitorsBecomeCode(t *testing.T) {
	t.Parallel()
	bodies := otherPeoplesBodies(t)
	for _, d := range allDialects(t) {
		roundTripBodies(t, d, bodies, generated).log(t)
	}
}

func TestRecordedBodiesBecomeCode(t *testing.T) {
	t.Parallel()
	bodies := ownBodies(t)
	for _, d := range allDialects(t) {
		roundTripBodies(t, d, bodies, generated).log(t)
	}
}
