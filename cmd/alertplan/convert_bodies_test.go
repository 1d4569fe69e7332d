package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// converted makes code of the answers that a sandbox gives, which is all that convert sees.
func converted(t *testing.T, s estateStage, dir string, names map[string]string, trip *roundTrip) {
	t.Helper()
	answers := t.TempDir()
	s.save(t, "POST", s.path("/monitors/_search"), `{"size":5000,"query":{"match_all":{}}}`, filepath.Join(answers, "monitors.json"))
	if s.dialect.LegacyDestinations {
		s.save(t, "GET", s.path("/destinations")+"?size=1000", "", filepath.Join(answers, "destinations.json"))
	} else {
		s.save(t, "GET", channelsPath+"?max_items=1000", "", filepath.Join(answers, "channels.json"))
	}
	convertFolder(t, answers, dir, trip)
}

// convertFolder converts a folder of bodies; what is refused is kept in trip.
func convertFolder(t *testing.T, from, dir string, trip *roundTrip, flags ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := newApp(strings.NewReader(""), &stdout, &stderr, func(string) (string, bool) { return "", false })
	code := a.run(t.Context(), append([]string{"convert", "--from", "json", "--json", "--out", dir, from}, flags...))
	v, err := orderedjson.Parse(stdout.Bytes())
	if err != nil {
		t.Fatalf("exit status %d: %v\n%s%s", code, err, stdout.String(), stderr.String())
	}
	result := v.(*orderedjson.Object)
	for _, x := range result.Array("files") {
		for _, at := range x.(*orderedjson.Object).Array("objects") {
			if strings.HasPrefix(at.(string), "monitor.") || strings.HasPrefix(at.(string), "workflow.") {
				trip.typed++
			}
		}
	}
	for _, x := range result.Array("diagnostics") {
		d := x.(*orderedjson.Object)
		at := fmt.Sprintf("%s:%s", filepath.Base(d.Object("range").Text("filename")), shown(d.Object("range").Object("start")))
		if detail := d.Text("detail"); d.Text("severity") == "error" {
			trip.left[detail] = append(trip.left[detail], at)
		} else {
			trip.typed--
			trip.raw[detail] = append(trip.raw[detail], at)
		}
	}
}

// save keeps the answer of a request as a file.
func (s estateStage) save(t *testing.T, method, path, body, file string) {
	t.Helper()
	r := &rig{t: t, url: s.url}
	status, text := r.ask(method, path, body)
	if status != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestAnswersBecomeCode: saved answers of the API are as good as the cluster itself.
func TestAnswersBecomeCode(t *testing.T) {
	t.Parallel()
	for _, bodies := range [][]monitorBody{otherPeoplesBodies(t), ownBodies(t)} {
		for _, d := range allDialects(t) {
			roundTripBodies(t, d, bodies, converted).log(t)
		}
	}
}

// TestBodiesAreMadeElsewhere: files of bodies that were posted once become monitors of
// another cluster, which say the same.
func TestBodiesAreMadeElsewhere(t *testing.T) {
	t.Parallel()
	d, err := dialect.Parse("opensearch-2.19")
	if err != nil {
		t.Fatal(err)
	}
	for _, bodies := range [][]monitorBody{otherPeoplesBodies(t), ownBodies(t)} {
		trip := roundTrip{dialect: d.Name, bodies: len(bodies), raw: map[string][]string{}, left: map[string][]string{}}
		first := estateStage{newStage(t, d), d}
		names := first.fill(t, bodies[:min(len(bodies), atOnce)])
		trip.stored = len(names)
		time.Sleep(1100 * time.Millisecond) // lists of channels lag a second behind
		posted := first.seen(t)
		from, dir := filepath.Join(t.TempDir(), "from"), filepath.Join(t.TempDir(), "code")
		writeBodies(t, from, posted)
		first.save(t, "GET", channelsPath+"?max_items=1000", "", filepath.Join(from, "channels.json"))
		convertFolder(t, from, dir, &trip, "--import=false")

		other := estateStage{newStage(t, d), d}
		made := map[string]bool{}
		for _, text := range posted {
			for _, index := range indicesOf(text) {
				if len(index) < 200 && indexName.MatchString(index) && !made[index] {
					made[index] = true
					makeIndex(t, other.url+"/"+index)
				}
			}
		}
		inProcess(t, append([]string{"apply", "--auto-approve", "--backup-dir", "none", "--url", other.url, dir}, valuesOfVariables(t, dir)...)...)
		if again := inProcess(t, append([]string{"plan", "--url", other.url, dir}, valuesOfVariables(t, dir)...)...); !strings.Contains(again, "No changes.") {
			t.Errorf("the second plan is not empty: %s", again)
		}
		sameByName(t, posted, other.seen(t), &trip)
		trip.log(t)
	}
}

// writeBodies writes each body to a file of its own, as one would post it.
func writeBodies(t *testing.T, dir string, bodies map[string]string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for id, text := range bodies {
		if err := os.WriteFile(filepath.Join(dir, id+".json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// valuesOfVariables gives each variable of a directory a value.
func valuesOfVariables(t *testing.T, dir string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "variables.hcl"))
	if err != nil {
		return nil
	}
	var flags []string
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, `variable "`); ok {
			name, _, _ = strings.Cut(name, `"`)
			flags = append(flags, "--var", name+"=https://hooks.slack.com/services/x")
		}
	}
	return flags
}

// sameByName compares what two clusters hold, by names: ids are each cluster's own.
func sameByName(t *testing.T, want, got map[string]string, trip *roundTrip) {
	t.Helper()
	byName := map[string]*orderedjson.Object{}
	for _, text := range got {
		o := withoutIDs(t, text)
		byName[o.Text("name")] = o
	}
	missing := 0
	for _, text := range want {
		o := withoutIDs(t, text)
		now, ok := byName[o.Text("name")]
		if !ok {
			missing++
			continue
		}
		if !orderedjson.Equal(o, now) {
			t.Errorf("%s is another one: %s", o.Text("name"), firstDifference(shown(o), shown(now)))
		}
	}
	refused := 0
	for _, list := range trip.left {
		refused += len(list)
	}
	if missing > refused {
		t.Errorf("%d monitors are not there, and %d things were refused", missing, refused)
	}
}

// withoutIDs takes out what each cluster chooses by itself.
func withoutIDs(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	o := mapObjects(v, func(o *orderedjson.Object) *orderedjson.Object {
		if o.Has("message_template") || o.Has("condition") || o.Has("query_level_trigger") || o.Has("actions") || o.Has("query") && o.Has("tags") {
			o.Delete("id")
		}
		o.Delete("destination_id")
		if policy := o.Object("action_execution_policy"); policy != nil && strings.Contains(shown(policy), `"per_alert":{"actionable_alerts":["DEDUPED","NEW"]}`) {
			o.Delete("action_execution_policy") // the server's default, which may be written or not
		}
		return o
	}).(*orderedjson.Object)
	for _, owned := range []string{"ui_metadata", "enabled_time", "user"} {
		o.Delete(owned)
	}
	return o
}
