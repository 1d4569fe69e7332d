package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/schema"
)

// acceptTally counts what became of random edits.
type acceptTally struct {
	rounds, edits, accepted, left, wrong int
	reasons                              map[string]int
}

// TestAcceptAnything edits random monitors as somebody in the Dashboards would, accepts
// all of it, and looks for what is then wrong: a difference that is neither in the files
// nor named, a comment that is lost, a file that is no longer laid out.
func TestAcceptAnything(t *testing.T) {
	rounds, seed := 4, uint64(1)
	if text := os.Getenv("ALERTPLAN_TEST_ACCEPT"); text != "" { // rounds
		rounds, _ = strconv.Atoi(text)
	}
	if text := os.Getenv("ALERTPLAN_TEST_SEED"); text != "" {
		seed, _ = strconv.ParseUint(text, 10, 64)
	}
	tally := &acceptTally{reasons: map[string]int{}}
	for i := range rounds {
		at := seed + uint64(i)
		t.Run(strconv.FormatUint(at, 10), func(t *testing.T) { acceptRound(t, at, tally) })
	}
	t.Logf("%d rounds, %d edits: %d fields accepted, %d left to the user %v, wrong %d", tally.rounds, tally.edits, tally.accepted, tally.left, tally.reasons, tally.wrong)
}

func acceptRound(t *testing.T, seed uint64, tally *acceptTally) {
	w := &acceptWorld{Rand: rand.New(rand.NewPCG(seed, 7))}
	text := w.configuration()
	if w.IntN(5) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	r := newRig(t)
	for _, index := range []string{"cwl-a", "cwl-b", "cwl-c", "cwl-local"} {
		r.must("PUT", "/"+index, "")
	}
	r.must("PUT", "/audit", `{"mappings": {"properties": {"user": {"type": "keyword"}}}}`)
	r.configure(text)
	r.mustApply()
	r.expectNoChanges()
	e := &acceptEditor{acceptWorld: w, rig: r}
	e.all()
	tally.rounds, tally.edits = tally.rounds+1, tally.edits+len(e.log)

	args := []string{"--json"}
	for _, label := range []string{"search_0", "search_1", "search_2", "search_3", "grouped", "graph", "documents", "metrics", "raw"} {
		args = append(args, "--accept", "monitor."+label)
	}
	got := r.run("drift", args...)
	fail := func(format string, args ...any) {
		tally.wrong++
		t.Errorf(format, args...)
	}
	after, err := os.ReadFile(filepath.Join(r.dir, "main.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	if got.code == 1 {
		fail("accept fails: %s\nedits: %s", got, strings.Join(e.log, "\n"))
		return
	}
	left := acceptedOf(t, got.stdout, tally)
	if os.Getenv("ALERTPLAN_TEST_VERBOSE") != "" {
		t.Logf("edits:\n%s\n%s", strings.Join(e.log, "\n"), text)
	}
	drifted := fieldsOf(t, r.run("drift", "--json").stdout)
	for _, field := range drifted {
		if !slices.ContainsFunc(left, func(l string) bool { return field == l || strings.HasPrefix(field, l+".") }) {
			fail("%s differs, and nobody says so: %s\n%s\nedits: %s", field, got, r.run("drift").stdout, strings.Join(e.log, "\n"))
		}
	}
	if got.code == 0 {
		r.expectNoChanges()
	}
	if before, now := commentsOf([]byte(text)), commentsOf(after); !slices.Equal(before, now) {
		fail("comments were %q, and are %q", before, now)
	}
	if formatted := schema.Format([]byte(text)); string(formatted) == text && string(schema.Format(after)) != string(after) {
		fail("the file was laid out, and is not:\n%s", after)
	}
}

// acceptedOf counts the result, and lists what is left as ADDRESS PATH.
func acceptedOf(t *testing.T, out string, tally *acceptTally) (left []string) {
	var result struct {
		Accepted []struct{ Address, Path string }
		Left     []struct{ Address, Path, Reason, Expression, Message string }
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	tally.accepted += len(result.Accepted)
	tally.left += len(result.Left)
	for _, l := range result.Left {
		tally.reasons[l.Reason]++
		left = append(left, l.Address+" "+l.Path)
		if l.Reason == "no-words" || l.Reason == "refused" || l.Reason == "no-literal" || l.Reason == "comments" {
			t.Logf("left: %s %s (%s) %s", l.Address, l.Path, l.Reason, l.Message)
		}
	}
	return left
}

// fieldsOf are the fields that drifted.
func fieldsOf(t *testing.T, out string) (fields []string) {
	var drift struct {
		Changed []struct {
			Address string
			Fields  []struct{ Path string }
		}
	}
	if err := json.Unmarshal([]byte(out), &drift); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for _, d := range drift.Changed {
		for _, f := range d.Fields {
			fields = append(fields, d.Address+" "+f.Path)
		}
	}
	return fields
}

func commentsOf(content []byte) (found []string) {
	tokens, _ := hclsyntax.LexConfig(content, "", hcl.InitialPos)
	for _, t := range tokens {
		if t.Type == hclsyntax.TokenComment {
			found = append(found, strings.TrimSpace(string(t.Bytes)))
		}
	}
	slices.Sort(found)
	return found
}
