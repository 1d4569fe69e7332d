package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/schema"
)

// envCorpus names a folder with monitors/*.json by others, and server/VERSION.json,
// which says of each what a real node answered.
const envCorpus = "ALERTPLAN_TEST_CORPUS"

// monitorBody is a monitor's body by somebody who has not written it for us.
type monitorBody struct {
	name string
	text string
}

// otherPeoplesBodies are those of the corpus, sorted by name.
func otherPeoplesBodies(t *testing.T) []monitorBody {
	t.Helper()
	corpus := os.Getenv(envCorpus)
	if corpus == "" {
		t.Skip(envCorpus + " is not set: no folder with other people's monitors")
	}
	files, err := filepath.Glob(filepath.Join(corpus, "monitors", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no monitors in %s: %v", corpus, err)
	}
	var bodies []monitorBody
	for _, file := range files {
		if filepath.Base(file) == "manifest.json" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, monitorBody{strings.TrimSuffix(filepath.Base(file), ".json"), withDestinations(t, text)})
	}
	return bodies
}

// withDestinations gives actions a destination_id that have none: nodes refuse
// those, and so whoever recorded the answers did the same.
func withDestinations(t *testing.T, text []byte) string {
	t.Helper()
	v, err := orderedjson.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	v = mapObjects(v, func(o *orderedjson.Object) *orderedjson.Object {
		if id, _ := o.Get("destination_id"); o.Has("message_template") && id == nil {
			o.Set("destination_id", "somewhere")
		}
		return o
	})
	filled, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(filled)
}

// recordedBodies are those that were sent to real nodes for the recordings, each
// once.
func recordedBodies(t *testing.T) []monitorBody {
	t.Helper()
	file, err := os.Open("../../internal/wire/testdata/canonical.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var bodies []monitorBody
	seen := map[string]bool{}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var c struct {
			ID   string          `json:"id"`
			Sent json.RawMessage `json:"sent"`
		}
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if text := string(c.Sent); !seen[text] {
			seen[text] = true
			_, id, _ := strings.Cut(c.ID, "/")
			bodies = append(bodies, monitorBody{id, text})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return bodies
}

// transcriptBodies are those that were posted in the recorded conversations, each
// once.
func transcriptBodies(t *testing.T) []monitorBody {
	t.Helper()
	files, err := filepath.Glob("../../internal/sandbox/testdata/transcripts/*.*.*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	var bodies []monitorBody
	seen := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var conversation struct {
			Steps []struct {
				Send struct {
					Method, Path string
					Body         json.RawMessage
				}
			}
		}
		if err := json.Unmarshal(text, &conversation); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for i, step := range conversation.Steps {
			sent := step.Send
			if sent.Method != "POST" || !strings.HasSuffix(sent.Path, "/_alerting/monitors") || len(sent.Body) == 0 || sent.Body[0] != '{' || seen[string(sent.Body)] {
				continue
			}
			seen[string(sent.Body)] = true
			bodies = append(bodies, monitorBody{fmt.Sprintf("%s %d", strings.TrimSuffix(filepath.Base(file), ".json"), i), string(sent.Body)})
		}
	}
	return bodies
}

// ownBodies are all that were sent for recordings; one in twelve of them where
// nobody asks for what takes long.
func ownBodies(t *testing.T) []monitorBody {
	t.Helper()
	all := slices.Concat(transcriptBodies(t), recordedBodies(t))
	if takesLong() {
		return all
	}
	var some []monitorBody
	for i := 0; i < len(all); i += 12 {
		some = append(some, all[i])
	}
	return some
}

// declared is a configuration that declares bodies as they are, each on the line of
// its number, and what is said of them.
type declared struct {
	dir    string
	config *schema.Config
	// refused and warned are the details of diagnostics, by the body's index.
	refused, warned map[int][]string
}

func declare(t *testing.T, bodies []monitorBody) declared {
	t.Helper()
	d := declared{dir: t.TempDir(), refused: map[int][]string{}, warned: map[int][]string{}}
	var text strings.Builder
	for i, b := range bodies {
		name := fmt.Sprintf("m%d.json", i)
		if err := os.WriteFile(filepath.Join(d.dir, name), []byte(b.text), 0o600); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&text, "monitor \"m%d\" { body = jsondecode(file(%q)) }\n", i, name)
	}
	text.WriteString("workspace = \"others\"\n")
	if err := os.WriteFile(filepath.Join(d.dir, "main.hcl"), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	config, diags := schema.Load(d.dir, schema.Options{Refusal: serverRefusal})
	d.config = config
	for _, diag := range diags {
		said := d.warned
		if diag.Severity == hcl.DiagError {
			said = d.refused
		}
		name := diag.Summary
		if check, ok := schema.CheckOf(diag); ok {
			name = check.Name
		}
		i := diag.Subject.Start.Line - 1
		said[i] = append(said[i], name+": "+diag.Detail)
	}
	return d
}

// stage is a sandbox on which one body after the other is applied.
type stage struct {
	played *sandbox.Server
	url    string
}

func newStage(t *testing.T, d dialect.Dialect) stage {
	t.Helper()
	played := sandbox.New(sandbox.Options{Dialect: d})
	server := httptest.NewServer(played)
	t.Cleanup(server.Close)
	return stage{played, server.URL}
}

// clear takes all away that was there, and makes the indices that a body names: a
// server refuses monitors on an index that there is not.
func (s stage) clear(t *testing.T, b monitorBody) {
	t.Helper()
	s.played.Reset()
	for _, name := range indicesOf(b.text) {
		if indexName.MatchString(name) {
			makeIndex(t, s.url+"/"+name)
		}
	}
}

// indexName is a name that an index can have, and that is no pattern.
var indexName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// indicesOf are all texts under "indices" in a body.
func indicesOf(text string) []string {
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		return nil
	}
	var names []string
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case *orderedjson.Object:
			for _, x := range v.Array("indices") {
				if name, ok := x.(string); ok {
					names = append(names, name)
				}
			}
			for _, m := range v.Members() {
				look(m.Value)
			}
		case []any:
			for _, x := range v {
				look(x)
			}
		}
	}
	look(v)
	slices.Sort(names)
	return slices.Compact(names)
}

// shown is a value as JSON.
func shown(v any) string {
	text, err := orderedjson.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// takesLong tells whether tests may take minutes.
func takesLong() bool { return os.Getenv("ALERTPLAN_TEST_SOAK") != "" }

func corpusIsThere() bool { return os.Getenv(envCorpus) != "" }

// numberOf is the index of the body that a label stands for.
func numberOf(label string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(label, "m"))
	return n
}
