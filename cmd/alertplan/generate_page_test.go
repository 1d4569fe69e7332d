package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// TestPageOnGenerated keeps docs/generated.md: what share of bodies needed to stand raw,
// by reason. It takes a minute, and a folder with other people's monitors.
func TestPageOnGenerated(t *testing.T) {
	t.Parallel()
	if !takesLong() || !corpusIsThere() {
		t.Skip("wants ALERTPLAN_TEST_SOAK and " + envCorpus)
	}
	d, err := dialect.Parse("opensearch-2.19")
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	page.WriteString(generatedHead)
	for _, of := range []struct {
		what   string
		bodies []monitorBody
	}{
		{"Monitors by others", otherPeoplesBodies(t)},
		{"Bodies of recordings", recordedBodies(t)},
		{"Bodies of recorded conversations", transcriptBodies(t)},
	} {
		trip := roundTripBodies(t, d, of.bodies, generated)
		fmt.Fprintf(&page, "\n## %s\n\n", of.what)
		fmt.Fprintf(&page, "%d bodies, of which the server takes %d.\n\n", trip.bodies, trip.stored)
		page.WriteString("| bodies | stand as | why |\n|---|---|---|\n")
		fmt.Fprintf(&page, "| %d (%s) | words | |\n", trip.typed, share(trip.typed, trip.stored))
		writeReasons(&page, trip.raw, trip.stored)
		left := map[string][]string{}
		for why, names := range trip.left {
			short, _, _ := strings.Cut(strings.TrimPrefix(why, "would not be valid, even as its body: "), ".")
			left["nothing: left out: "+strings.ToLower(short)] = append(left["nothing: left out: "+strings.ToLower(short)], names...)
		}
		writeReasons(&page, left, trip.stored)
	}
	keepPage(t, "generated.md", page.String())
}

func share(n, of int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(max(of, 1))) }

// writeReasons writes a row for each reason, the most frequent first.
func writeReasons(page *strings.Builder, by map[string][]string, of int) {
	for _, why := range slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(by[b]), len(by[a])), strings.Compare(a, b))
	}) {
		form, reason, _ := strings.Cut(why, ": ")
		if form == "extraction_query" {
			form = "words, the search as its body"
		} else if form == "monitor" || form == "workflow" {
			form = "body"
		}
		fmt.Fprintf(page, "| %d (%s) | %s | %s |\n", len(by[why]), share(len(by[why]), of), form, reason)
	}
}

const generatedHead = `# How much becomes words

Made by a test; don't edit. Bodies of monitors were put on a sandbox that plays OpenSearch
2.19.4, ` + "`alertplan generate`" + ` made a configuration of them, which was validated, applied and
planned again. For all of them the second plan was "No changes.", and what a third party
reads of a monitor was the same before and after, but for the time of the last change (and
for two names of indices that the server itself fills in with any save). The same is tested
on 1.3, 3.5 and Open Distro.

The recorded bodies are made to try every clause, option and mistake that a server takes,
so they need their bodies far more often than what people write.
`
