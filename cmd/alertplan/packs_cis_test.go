package main

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestTableOfCIS .

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// cisMonitors are the monitors of examples/packs/cis-aws by their controls.
var cisMonitors = map[string]string{
	"3.1": "unauthorized_api_calls", "3.2": "login_without_mfa", "3.3": "root_usage", "3.4": "iam_policy_changes",
	"3.5": "cloudtrail_changes", "3.6": "failed_logins", "3.7": "kms_key_loss", "3.8": "bucket_policy_changes",
	"3.9": "config_changes", "3.10": "security_group_changes", "3.11": "network_acl_changes", "3.12": "gateway_changes",
	"3.13": "route_table_changes", "3.14": "vpc_changes",
}

// cisFamily is a family of indices that the pack is for, as the table has it.
type cisFamily struct {
	name     string // the value of the variable, and of indices
	other    string // the family that is its opposite
	template string // of the pack's testdata
	event    func(*orderedjson.Object) *orderedjson.Object
}

var cisFamilies = []cisFamily{
	{"cwl", "log-aws-cloudtrail", "cwl-template.json", func(e *orderedjson.Object) *orderedjson.Object { return e }},
	{"log-aws-cloudtrail", "cwl", "log-aws-template.json", asLoaderWrites},
}

// asLoaderWrites is an event of cwl-* as the loader of SIEM on Amazon OpenSearch Service
// has its times: @timestamp is when it happened, event.ingested when it came.
func asLoaderWrites(e *orderedjson.Object) *orderedjson.Object {
	to := orderedjson.NewObject()
	for _, m := range e.Members() {
		if !strings.HasPrefix(m.Key, "@") {
			to.Set(m.Key, m.Value)
		}
	}
	if at, ok := e.Get("eventTime"); ok {
		to.Set("@timestamp", at)
	}
	to.Set("event", orderedjson.NewObject(orderedjson.Member{Key: "ingested", Value: e.Text("@timestamp")}))
	return to
}

// TestTableOfCIS holds what each control of the pack finds in the events of a corpus to
// what is expected there, on a sandbox and on nodes, and keeps the table of it.
func TestTableOfCIS(t *testing.T) {
	t.Parallel()
	corpus := corpusFolder(t)
	table := &cisTable{
		events:   map[string]*orderedjson.Object{},
		expected: objectIn(t, filepath.Join(corpus, "cis", "expected.json")).Object("controls"),
		servers:  corpusServers(t),
	}
	files, err := filepath.Glob(filepath.Join(corpus, "cloudtrail", "*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".ndjson")
		if name == "labels" {
			continue // no events
		}
		table.files = append(table.files, name)
		for _, e := range objectsIn(t, path) {
			table.events[name+":"+e.Text("@id")] = e
		}
	}
	for _, family := range cisFamilies {
		table.load(t, family)
	}
	var page strings.Builder
	for _, family := range cisFamilies {
		table.write(t, &page, family)
	}
	table.underTemplate(t)
	table.writeBeyond(t, &page)
	table.writeLoaded(t, &page, corpus)
	table.keep(t, page.String())
}

// cisTable is what the table is made of.
type cisTable struct {
	files    []string
	events   map[string]*orderedjson.Object // by "file:id"
	expected *orderedjson.Object
	servers  []*server // the sandbox first
}

// load fills an index of each family, family-events.
func (c *cisTable) load(t *testing.T, family cisFamily) {
	documents := map[string]*orderedjson.Object{}
	for id, e := range c.events {
		documents[id] = family.event(e)
	}
	for _, s := range c.servers {
		s.template(family.name, objectIn(t, filepath.Join("../../examples/packs/cis-aws/testdata", family.template)))
		s.load(family.name+"-events", documents)
	}
}

// wanted are the ids that a control must find.
func (c *cisTable) wanted(control string) []string {
	ids := []string{}
	for _, id := range c.expected.Object(control).Array("recommended") {
		for _, file := range c.files {
			if key := file + ":" + id.(string); c.events[key] != nil {
				ids = append(ids, key)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// ofFile counts the ids of a file.
func ofFile(ids []string, file string) int {
	n := 0
	for _, id := range ids {
		if strings.HasPrefix(id, file+":") {
			n++
		}
	}
	return n
}

// write compares what a family's queries find and writes its table, file by file.
func (c *cisTable) write(t *testing.T, page *strings.Builder, family cisFamily) {
	queries, opposite := cisQueries(t, "family", family.name), cisQueries(t, "family", family.other)
	fmt.Fprintf(page, "\n## `%s-*`\n\n| control | %s | expected | found offline |%s\n|---|%s---|---|%s\n", family.name, strings.Join(c.files, " | "),
		c.columns(" found on %s |"), strings.Repeat("---|", len(c.files)), c.columns("---|"))
	for _, control := range c.expected.Keys() {
		want := c.wanted(control)
		fmt.Fprintf(page, "| %s |", queries[control].title)
		for _, file := range c.files {
			fmt.Fprintf(page, " %s |", countOrBlank(ofFile(want, file)))
		}
		fmt.Fprintf(page, " %d |", len(want))
		for _, s := range c.servers {
			got := s.find(family.name+"-events", queries[control].query)
			fmt.Fprintf(page, " %d |", len(got))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s of %s on %s (-want +got):\n%s", control, family.name, s.version, diff)
			}
			// OpenSearch 1 lower-cases the patterns of wildcards, and so finds some of 3.1.
			if control == "3.1" && strings.HasPrefix(s.version, "1.") {
				continue
			}
			if got := s.find(family.name+"-events", opposite[control].query); len(got) > 0 {
				t.Errorf("%s of %s finds %d events in %s on %s", control, family.other, len(got), family.name, s.version)
			}
		}
		page.WriteString("\n")
	}
}

// cisQuery is what the pack makes of a control.
type cisQuery struct {
	title string
	query *orderedjson.Object // without the window
}

// cisQueries are those of the pack, with a value of a variable.
func cisQueries(t *testing.T, variable, value string) map[string]cisQuery {
	t.Helper()
	pack, byControl := packMonitors(t, "cis-aws", map[string]string{variable: value}), map[string]cisQuery{}
	for control, label := range cisMonitors {
		byControl[control] = cisQuery{strings.TrimPrefix(pack[label].Name, "CIS "), queryAlone(t, pack[label])}
	}
	return byControl
}

// underTemplate holds that nothing else is found, and nothing lost, under the template
// that alertplan prints for cwl-*.
func (c *cisTable) underTemplate(t *testing.T) {
	v, err := orderedjson.Parse([]byte(run(t, "template", "cwl")))
	if err != nil {
		t.Fatal(err)
	}
	queries := cisQueries(t, "family", "cwl")
	for _, s := range c.servers {
		s.template("printed", orderedjson.Clone(v).(*orderedjson.Object))
		s.load("printed-events", c.events)
		for _, control := range c.expected.Keys() {
			if diff := cmp.Diff(c.wanted(control), s.find("printed-events", queries[control].query)); diff != "" {
				t.Errorf("%s under alertplan's template on %s (-want +got):\n%s", control, s.version, diff)
			}
		}
	}
}

// writeBeyond writes what var.beyond_cis finds in addition.
func (c *cisTable) writeBeyond(t *testing.T, page *strings.Builder) {
	page.WriteString("\n## With `beyond_cis = true`\n\nWhat is found in `cwl-*` besides, in the same events.\n\n| control | more events | calls |\n|---|---|---|\n")
	queries := cisQueries(t, "beyond_cis", "true")
	for _, control := range c.expected.Keys() {
		q, before := queries[control], c.wanted(control)
		found := c.servers[0].find("cwl-events", q.query)
		for _, s := range c.servers[1:] {
			if diff := cmp.Diff(found, s.find("cwl-events", q.query)); diff != "" {
				t.Errorf("%s with beyond_cis, on %s (-sandbox +got):\n%s", control, s.version, diff)
			}
		}
		times := map[string]int{}
		for _, id := range found {
			if !slices.Contains(before, id) {
				times[c.events[id].Text("eventName")]++
			}
		}
		var words []string
		for _, call := range slices.Sorted(maps.Keys(times)) {
			words = append(words, fmt.Sprintf("%s (%d)", call, times[call]))
		}
		if len(words) > 0 {
			fmt.Fprintf(page, "| %s | %d | %s |\n", q.title, len(found)-len(before), strings.Join(words, ", "))
		}
	}
}

// writeLoaded compares the pack's queries and those of the corpus over documents that
// the loader of SIEM on Amazon OpenSearch Service wrote itself.
func (c *cisTable) writeLoaded(t *testing.T, page *strings.Builder, corpus string) {
	documents := map[string]*orderedjson.Object{}
	for i, d := range objectsIn(t, filepath.Join(corpus, "siem", "cloudtrail.ndjson")) {
		documents[fmt.Sprint(i)] = d.Object("doc")
	}
	fmt.Fprintf(page, "\n## %d documents of the SIEM's loader\n\nIts ids are not those of the events, so that there is no list to hold them against: expected is what the published query of the control finds on the same server.\n\n"+
		"| control | expected | found offline |%s\n|---|---|---|%s\n", len(documents), c.columns(" found on %s |"), c.columns("---|"))
	const index = "log-aws-cloudtrail-loader"
	for _, s := range c.servers {
		s.load(index, documents)
	}
	published, queries := objectIn(t, filepath.Join(corpus, "cis", "cis.json")), cisQueries(t, "family", "log-aws-cloudtrail")
	for _, control := range c.expected.Keys() {
		fmt.Fprintf(page, "| %s |", queries[control].title)
		for i, s := range c.servers {
			want := s.find(index, published.Object(control).Object("dsl_log_aws_cloudtrail"))
			got := s.find(index, queries[control].query)
			if i == 0 {
				fmt.Fprintf(page, " %d |", len(want))
			}
			fmt.Fprintf(page, " %d |", len(got))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s over the loader's documents on %s (-want +got):\n%s", control, s.version, diff)
			}
		}
		page.WriteString("\n")
	}
}

func countOrBlank(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// columns prints a format once for each node.
func (c *cisTable) columns(format string) string {
	var b strings.Builder
	for _, s := range c.servers[1:] {
		if strings.Contains(format, "%s") {
			fmt.Fprintf(&b, format, s.version)
		} else {
			b.WriteString(format)
		}
	}
	return b.String()
}

// keep compares the page, or writes it; only a run with the nodes that it names can.
func (c *cisTable) keep(t *testing.T, tables string) {
	if !ofAllGenerations(c.servers[1:]) {
		t.Log("ALERTPLAN_TEST_NODES does not name a node of each generation: the table of docs/cis-results.md is not compared")
		return
	}
	head := fmt.Sprintf(cisResults, len(c.events), len(c.files), strings.TrimPrefix(c.columns(", %s"), ", "))
	if page := head + tables; update || strings.HasPrefix(readPage(t, "cis-results.md"), head) {
		keepPage(t, "cis-results.md", page)
	}
}

const cisResults = `<!-- Generated by ` + "`make generate`" + ` from a corpus of events (ALERTPLAN_TEST_CORPUS) and nodes (ALERTPLAN_TEST_NODES). -->

# What the CIS controls find

The queries of [the pack cis-aws](../examples/packs/cis-aws/README.md), without their window, over %d CloudTrail events of others in %d files: real ones (stratus, invictus-1, otrf, cloud-custodian) and those of other projects' unit tests (panther-cis, streamalert).
*Expected* are the events that a plain predicate finds, made without a search engine. *Offline* is what ` + "`alertplan test`" + ` evaluates; the nodes are OpenSearch %s, asked over HTTP.
The test that makes this page compares ids, file by file, and fails where one is missing or too much; numbers here are equal because the ids are. They are so under the template that ` + "`alertplan template cwl`" + ` prints, too, which takes every one of the events.

For ` + "`log-aws-cloudtrail-*`" + ` the same events have their times as the SIEM's loader writes them, and texts are keywords. The queries of one family find nothing in the indices of the other, and no error tells (but for 3.1 on OpenSearch 1, which lower-cases wildcards): the test asks that, too.
`
