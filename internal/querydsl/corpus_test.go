package querydsl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// TestCorpus brings the search bodies of monitors written by others to what
// real nodes stored of them. The bodies are not ours to copy:
// ALERTPLAN_TEST_CORPUS names the folder that has monitors/*.json and, for each
// of them, what nodes answered in server/VERSION.json.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if corpus == "" {
		t.Skip("ALERTPLAN_TEST_CORPUS is not set")
	}
	answers, err := filepath.Glob(filepath.Join(corpus, "server", "*.json"))
	if err != nil || len(answers) == 0 {
		t.Fatalf("no answers of nodes in %s: %v", corpus, err)
	}
	for _, path := range answers {
		version := strings.TrimSuffix(filepath.Base(path), ".json")
		compared := 0
		for _, m := range readObject(t, path).Members() {
			sent := searchOf(readObject(t, filepath.Join(corpus, "monitors", m.Key)))
			stored := searchOf(m.Value.(*orderedjson.Object).Object("server"))
			if sent == nil || stored == nil {
				continue
			}
			got, err := querydsl.CanonicalFor(dialectOf(version), sent)
			if err != nil {
				t.Errorf("%s on %s: refused: %v", m.Key, version, err)
				continue
			}
			if a, b := marshal(t, got), marshal(t, stored); a != b {
				t.Errorf("%s on %s\n got %s\nwant %s", m.Key, version, a, b)
			}
			compared++
		}
		if compared == 0 {
			t.Errorf("%s: nothing was compared", version)
		}
	}
}

func readObject(t *testing.T, path string) *orderedjson.Object {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v, err := orderedjson.Parse(data)
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		t.Fatalf("%s: %v", path, err)
	}
	return o
}

// searchOf is the search body of a monitor's first input, or nil.
func searchOf(monitor *orderedjson.Object) *orderedjson.Object {
	inputs := monitor.Array("inputs")
	if len(inputs) == 0 {
		return nil
	}
	input, _ := inputs[0].(*orderedjson.Object)
	return input.Object("search").Object("query")
}
