package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/view"
)

// unaskable are the permissions that nothing asks for in vain: no recording shows it.
var unaskable = []string{
	"cluster:admin/opendistro/alerting/destination/email_account/write",
	"cluster:admin/opendistro/alerting/destination/email_group/write",
	"cluster:admin/opendistro/alerting/destination/email_group/delete",
}

// TestDoctorNamesWhatIsLacking takes each permission of apply away, one at a time: the
// doctor names that one and no other.
func TestDoctorNamesWhatIsLacking(t *testing.T) {
	t.Parallel()
	for _, server := range []string{"opensearch-2.19", "opensearch-3.5", "opensearch-1.3"} {
		r := rehearsal{}.newRehearsal(t, server, "")
		r.as("admin", "a")
		if got := wanting(edition(1), approve)(r); !well(got) {
			t.Fatal(got)
		}
		needed := neededBy("apply", r.legacy())
		reads := neededBy("doctor", r.legacy())
		for _, without := range append([]alertapi.Permission{{}}, needed...) {
			r.grant(slices.DeleteFunc(slices.Concat(needed, reads), func(p alertapi.Permission) bool { return p.Name == without.Name }))
			got := r.run("doctor", "--for", "apply", "--json")
			var lacking []string
			for _, f := range r.findings(got.stdout) {
				if f.Area == "permissions" && f.Kind == "lacks" {
					lacking = append(lacking, f.Permissions...)
				}
			}
			want := []string{without.Name}
			if without.Name == "" || slices.Contains(unaskable, without.Name) {
				want = nil
			}
			if !slices.Equal(lacking, want) {
				t.Errorf("%s without %q: names %q\n%s", server, without.Name, lacking, got)
			}
		}
	}
}

// TestDoctorChangesNothing: whatever it asks, all stays as it was, for a user who may
// everything by a role that isn't all_access; where there is nothing yet, too.
func TestDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	for _, server := range []string{"opensearch-2.19", "opensearch-3.5", "opensearch-1.3", "opendistro-1.13"} {
		r := rehearsal{}.newRehearsal(t, server, "")
		r.grant(slices.Concat(neededBy("apply", r.legacy()), neededBy("doctor", r.legacy()), neededBy("preflight", r.legacy())))
		for _, applied := range []bool{false, true} {
			if applied {
				if got := wanting(edition(1), byAdmin(approve))(r); !well(got) {
					t.Fatal(got)
				}
			}
			before := r.all()
			for _, command := range askable {
				if got := r.run("doctor", "--for", command); got.code == 1 {
					t.Errorf("%s: %s", server, got)
				}
			}
			if after := r.all(); after != before {
				t.Errorf("%s: it was\n%s\nand is\n%s", server, before, after)
			}
		}
	}
}

// findings are those of a doctor's JSON.
func (r securedRig) findings(text string) []view.DoctorFinding {
	r.t.Helper()
	var report view.DoctorJSON
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		r.t.Fatal(err, text)
	}
	return report.Findings
}

// all is what is on the cluster, as an admin sees it.
func (r securedRig) all() string {
	var b strings.Builder
	for _, path := range []string{
		"/_plugins/_notifications/configs?max_items=1000", "/_plugins/_alerting/destinations?size=1000", "/_opendistro/_alerting/destinations?size=1000",
		"/_plugins/_alerting/monitors/alerts", "/_opendistro/_alerting/monitors/alerts", "/_cat/indices?h=index,docs.count&s=index&expand_wildcards=all", "/_cluster/settings",
	} {
		_, answer := r.askAs("admin", "a", http.MethodGet, path)
		b.WriteString(answer + "\n")
	}
	for _, api := range []string{"/_plugins", "/_opendistro"} {
		for _, path := range []string{"/monitors/_search", "/destinations/email_accounts/_search", "/destinations/email_groups/_search"} {
			_, answer := r.askAs("admin", "a", http.MethodPost, api+"/_alerting"+path, `{"size": 1000, "query": {"match_all": {}}}`)
			_, hits, _ := strings.Cut(answer, `"hits"`) // without the time that it took
			b.WriteString(hits + "\n")
		}
	}
	return b.String()
}
