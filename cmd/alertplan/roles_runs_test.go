package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// TestMonitorsRunWithTheRole: what alertplan_apply has saved runs with the roles that its
// user had then, whoever runs it: it searches and sends, and without the right to search
// it could not even be saved (observed on 2.19.4: security/run_with_the_saver_s_rights).
func TestMonitorsRunWithTheRole(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"opensearch-2.19", "opensearch-3.5", "opensearch-1.3", "opendistro-1.13"} {
		folder, api := "", monitorsPath
		if strings.HasSuffix(name, "1.3") || strings.HasPrefix(name, "opendistro") {
			folder = "legacy"
		}
		if strings.HasPrefix(name, "opendistro") {
			api = "/_opendistro/_alerting/monitors"
		}
		r := rehearsal{role: "alertplan_apply", folder: folder}.newRehearsal(t, name, "")
		if got := wanting(edition(1), approve)(r); !well(got) {
			t.Fatal(got)
		}
		status, found := r.askAs("admin", "a", http.MethodPost, api+"/_search", `{"query":{"match":{"monitor.name":"Monitor 0"}}}`)
		_, id, _ := strings.Cut(found, `"_id":"`)
		id, _, _ = strings.Cut(id, `"`)
		if status != http.StatusOK || id == "" {
			t.Fatalf("%s: %d %s", name, status, found)
		}
		_, run := r.askAs("admin", "a", http.MethodPost, api+"/"+id+"/_execute?dryrun=false")
		if strings.Contains(run, "no permissions") || !strings.Contains(run, `"input_results":{"results":[{`) {
			t.Errorf("%s: %s", name, run)
		}
	}
}

// TestAdviceOnPermissions: each missing one is told with who has it, and where that is.
func TestAdviceOnPermissions(t *testing.T) {
	for name, want := range map[string][]string{
		"cluster:admin/opendistro/alerting/monitor/write": {
			"The user deploy lacks:\n  cluster:admin/opendistro/alerting/monitor/write\n    to save monitors (apply, restore, mute, doctor --canary); the roles alertplan_apply and alertplan_canary have it, of the built-in ones alerting_full_access\n",
			"in examples/pipelines/roles; docs/permissions.md",
		},
		"cluster:admin/opendistro/alerting/destination/write": {"the roles alertplan_apply and alertplan_canary have it", "in examples/pipelines/roles/legacy;"},
		"indices:data/write/bulk":                             {"the roles alertplan_test and alertplan_canary have it\n"},
		"indices:data/read/search":                            {"search on cwl-*, which must exist", "the role alertplan_apply has it", "the role alertplan_preflight has it", "the role alertplan_test has it"},
		"cluster:monitor/stats":                               {"of which alertplan itself has no need: a monitor may ask for it"},
	} {
		got := permissionsAdvice(alertapi.Lacking{User: "deploy", Permissions: []string{name}, Indices: "cwl-*"})
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: want %q in\n%s", name, w, got)
			}
		}
	}
}
