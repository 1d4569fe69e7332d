package main

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestTableOfSIEM .

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// siemEnd is the end of the period: a minute after all documents were ingested.
var siemEnd = time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC)

// siemSources are the sources of the pack, as the names of their indices have them.
var siemSources = []string{"cloudfront", "cloudtrail", "elb", "guardduty", "r53resolver", "s3accesslog", "vpcflowlogs", "waf"}

// siemLabels are the monitors of rules whose ids don't say them.
var siemLabels = map[string]string{"ingest-silent": `ingest_silent["cloudtrail"]`}

// siemOther says why a rule of the pack finds other documents than the rule that it
// comes from. A rule that isn't here must find the same.
var siemOther = map[string]string{
	"vpcflow-admin-port-from-internet": "Addresses of carriers' networks (100.64.0.0/10) and link-local ones are not the internet.",
	"guardduty-high-or-critical":       "A sample is one where its text says more than that, too.",
	"guardduty-malware":                "Samples are left out; a finding of severity 9 has no category, and is known by its type.",
	"guardduty-per-finding-type":       "Samples are left out.",
	"elb-5xx":                          "Only formats that have a status.",
	"elb-old-tls":                      "Network load balancers have names of their own for it.",
	"r53-mining-domains":               "More pools; a pool's own name counts, and letters may be large or small.",
}

// TestTableOfSIEM holds what each rule of the pack siem-aws finds to what the rule that
// it comes from finds on the same server, and keeps the table of it.
func TestTableOfSIEM(t *testing.T) {
	t.Parallel()
	corpus := corpusFolder(t)
	table := &siemTable{t: t, servers: corpusServers(t), pack: packMonitors(t, "siem-aws", nil), sources: map[string]string{}}
	files, err := filepath.Glob(filepath.Join(corpus, "siem", "*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range table.servers {
		for _, source := range siemSources {
			pack := "siem-aws"
			if source == "cloudtrail" {
				pack = "cis-aws" // whose template takes all of its events
			}
			s.template("log-aws-"+source, objectIn(t, filepath.Join("../../examples/packs", pack, "testdata/log-aws-template.json")))
		}
	}
	for _, path := range append(files, "../../examples/packs/siem-aws/testdata/events.ndjson") {
		table.load(path)
	}
	var rows, others strings.Builder
	for _, r := range objectIn(t, filepath.Join(corpus, "siem", "rules.json")).Array("rules") {
		table.write(r.(*orderedjson.Object), &rows, &others)
	}
	table.keep(rows.String(), others.String())
}

type siemTable struct {
	t       *testing.T
	servers []*server // the sandbox first
	pack    map[string]monitors.Monitor
	sources map[string]string // of documents by id: "corpus" or "written"
}

// load indexes a file of documents as the loader writes them. Two of one id become two.
func (c *siemTable) load(path string) {
	origin, byIndex := "corpus", map[string]map[string]*orderedjson.Object{}
	if filepath.Base(path) == "events.ndjson" {
		origin = "written"
	}
	for _, d := range objectsIn(c.t, path) {
		id, index := d.Text("_id"), d.Text("_index")
		for n := 2; c.sources[id] != ""; n++ {
			id = fmt.Sprintf("%s#%d", d.Text("_id"), n)
		}
		c.sources[id] = origin
		if byIndex[index] == nil {
			byIndex[index] = map[string]*orderedjson.Object{}
		}
		byIndex[index][id] = d.Object("doc")
	}
	for index, documents := range byIndex {
		for _, s := range c.servers {
			s.load(index, documents)
		}
	}
}

// write compares a rule and its monitor on each server, and writes its row.
func (c *siemTable) write(rule *orderedjson.Object, rows, others *strings.Builder) {
	id := rule.Text("id")
	label := siemLabels[id]
	if label == "" {
		label = strings.ReplaceAll(id, "-", "_")
	}
	m, ok := c.pack[label]
	if !ok {
		c.t.Errorf("the pack has no monitor %s", label)
		return
	}
	search := m.Input.(*monitors.Search)
	var want, got []string
	var counts []string
	for i, s := range c.servers {
		wanted := s.findAll([]string{rule.Text("index")}, rule.Object("query"))
		found := s.findAll(search.Indices, search.Body)
		if i == 0 {
			want, got = wanted, found
		}
		if diff := cmp.Diff(want, wanted); diff != "" {
			c.t.Errorf("%s: the rule itself finds other documents on %s (-sandbox +there):\n%s", id, s.version, diff)
		}
		if diff := cmp.Diff(got, found); diff != "" {
			c.t.Errorf("%s: the monitor finds other documents on %s (-sandbox +there):\n%s", id, s.version, diff)
		}
		counts = append(counts, c.count(found))
	}
	why := ""
	if more, less := without(got, want), without(want, got); len(more)+len(less) > 0 {
		if why = siemOther[id]; why == "" {
			c.t.Errorf("%s finds other documents than its rule, and nothing says why: more %q, less %q", id, more, less)
		}
		fmt.Fprintf(others, "| `%s` | %s | %s | %s |\n", label, codes(more), codes(less), why)
	} else if siemOther[id] != "" {
		c.t.Errorf("%s is said to find other documents than its rule, and does not", id)
	}
	fmt.Fprintf(rows, "| `%s` | `%s` | %s | %s |\n", label, strings.Join(search.Indices, "`, `"), c.count(want), strings.Join(counts, " | "))
}

// count says how much of the corpus' and of the written documents was found; buckets
// are of both.
func (c *siemTable) count(found []string) string {
	by := map[string]int{}
	for _, x := range found {
		by[c.sources[x]]++
	}
	if n := by[""]; n > 0 {
		return fmt.Sprintf("%d buckets", n)
	}
	return fmt.Sprintf("%d + %d", by["corpus"], by["written"])
}

// findAll returns what a search body finds in indices by the end of the period: the
// ids of all documents, or all buckets of its composite aggregation, as texts.
func (s *server) findAll(indices []string, body *orderedjson.Object) []string {
	s.t.Helper()
	var names []string
	for _, index := range indices {
		names = append(names, s.prefix+"-"+index)
	}
	query, _ := orderedjson.Clone(body).(*orderedjson.Object)
	var composite *orderedjson.Object
	for _, m := range query.Object("aggregations").Members() {
		if c := m.Value.(*orderedjson.Object).Object("composite"); c != nil {
			composite = c
		}
	}
	found := []string{}
	for {
		asked := strings.ReplaceAll(shown(query), "{{period_end}}", fmt.Sprint(siemEnd.UnixMilli()))
		size := "?size=10000&_source=false"
		if composite != nil {
			size = "?size=0"
		}
		answer := s.call("POST", "/"+strings.Join(names, ",")+"/_search"+size, asked)
		if failed, _ := answer.Object("_shards").Get("failed"); fmt.Sprint(failed) != "0" {
			s.t.Errorf("%v shards fail on %s, asked in %v for %s", failed, s.version, names, asked)
		}
		if composite == nil {
			for _, hit := range answer.Object("hits").Array("hits") {
				found = append(found, hit.(*orderedjson.Object).Text("_id"))
			}
			slices.Sort(found)
			return found
		}
		by := answer.Object("aggregations").Object("by")
		for _, b := range by.Array("buckets") {
			found = append(found, bucketText(b.(*orderedjson.Object)))
		}
		if composite.Set("after", by.Object("after_key")); by.Object("after_key") == nil {
			slices.Sort(found)
			return found
		}
	}
}

// bucketText says a bucket: the values of its key, its count, and its figures.
func bucketText(bucket *orderedjson.Object) string {
	var keys, figures []string
	for _, m := range bucket.Members() {
		if o, ok := m.Value.(*orderedjson.Object); ok && o.Has("value") {
			v, _ := o.Get("value")
			figures = append(figures, fmt.Sprintf("; %s %s", m.Key, strings.TrimSuffix(fmt.Sprint(v), ".0")))
		}
	}
	for _, m := range bucket.Object("key").Members() {
		keys = append(keys, fmt.Sprint(m.Value))
	}
	slices.Sort(figures)
	count, _ := bucket.Get("doc_count")
	return fmt.Sprintf("%s: %v%s", strings.Join(keys, ","), count, strings.Join(figures, ""))
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return slices.Contains(other, x) })
}

func codes(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "`" + strings.Join(list, "`, `") + "`"
}

// keep compares the page, or writes it; only a run with the nodes that it names can.
func (c *siemTable) keep(rows, others string) {
	if !ofAllGenerations(c.servers[1:]) {
		c.t.Log("ALERTPLAN_TEST_NODES does not name a node of each generation: the table of docs/siem-rules.md is not compared")
		return
	}
	var versions, columns, dashes string
	for _, s := range c.servers[1:] {
		versions, columns, dashes = versions+", "+s.version, columns+" found on "+s.version+" |", dashes+"---|"
	}
	counts := map[string]int{}
	for _, origin := range slices.Collect(maps.Values(c.sources)) {
		counts[origin]++
	}
	head := fmt.Sprintf(siemPage, counts["corpus"], counts["written"], strings.TrimPrefix(versions, ", "))
	page := head + "\n## Rule by rule\n\n| rule | indices | expected | found offline |" + columns + "\n|---|---|---|---|" + dashes + "\n" + rows +
		"\n## Where the pack differs, and why\n\n| rule | more | less | why |\n|---|---|---|---|\n" + others
	if update || strings.HasPrefix(readPage(c.t, "siem-rules.md"), head) {
		keepPage(c.t, "siem-rules.md", page)
	}
}

const siemPage = `<!-- Generated by ` + "`make generate`" + ` from a corpus of documents (ALERTPLAN_TEST_CORPUS) and nodes (ALERTPLAN_TEST_NODES). -->

# What the rules of siem-aws find

The rules of [the pack siem-aws](../examples/packs/siem-aws/README.md) over %d documents of a corpus, made by the SIEM's own loader from logs of others, and %d that were written for its tests, with what rules stumble on.
*Expected* is what the published rule finds on the same server: 20 rules from the SIEM's dashboards and documents. *Offline* is what ` + "`alertplan test`" + ` evaluates; the nodes are OpenSearch %s, asked over HTTP. The window is asked, too.
Numbers are of the corpus + of the written documents; of rules with a count of each source, the buckets of both. The test that makes this page compares ids, and keys with their counts and figures; what differs from the published rule must be in the second table, with the reason.
`
