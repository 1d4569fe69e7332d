package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/conformance/bodies"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// atSomeTime fills in what the alerting plugin does when a monitor runs: a search that
// fails leaves no line in the log.
var atSomeTime = strings.NewReplacer("{{period_end}}||", "now", "{{period_end}}", "now", "{{period_start}}||", "now", "{{period_start}}", "now")

// TestChangesOfSearchesOnNodes asks the nodes of ALERTPLAN_TEST_NODES what they make of
// other people's searches with a leaf changed: the canonical form of each is what the
// slow log prints, and what a node refuses is refused.
func TestChangesOfSearchesOnNodes(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES is not set")
	}
	var given []*orderedjson.Object
	seen := map[string]bool{}
	for _, b := range otherPeoplesBodies(t) {
		for _, m := range mutantsOf(t, b) {
			if !strings.Contains(m.path, "/search/query/") {
				continue
			}
			v, err := orderedjson.Parse([]byte(atSomeTime.Replace(m.text)))
			if err != nil {
				t.Fatal(err)
			}
			input, _ := v.(*orderedjson.Object).Array("inputs")[0].(*orderedjson.Object)
			search := input.Object("search").Object("query")
			if text := shown(search); !seen[text] {
				seen[text] = true
				given = append(given, search)
			}
		}
	}
	for _, url := range nodes {
		plan := bodies.Plan{Bodies: len(given), Given: given, Prefix: fmt.Sprintf("leaves%05x", os.Getpid()&0xfffff)}
		tally, findings, err := bodies.Run(t.Context(), url, plan)
		if errors.Is(err, bodies.ErrNoLog) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("OpenSearch %s, %d searches: %s", tally.Version, len(given), tally.Summary())
		for _, f := range findings {
			t.Error(f)
		}
	}
}
