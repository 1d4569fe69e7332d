package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// evidence is where a permission's name was seen: in a conversation with a real node, in
// what one was asked for besides, in the roles that one has from the start.
type evidence map[string][]string // by the name

var (
	refusedIn = regexp.MustCompile(`no permissions for \[((?:[^\[\]]|\[s\])+)\]`)
	sources   = "../../internal/sandbox"
)

func findEvidence(t *testing.T) evidence {
	t.Helper()
	found := evidence{}
	note := func(name, where string) {
		if !slices.Contains(found[name], where) {
			found[name] = append(found[name], where)
		}
	}
	transcripts, err := filepath.Glob(sources + "/testdata/transcripts/2.19.4-secure/*.json")
	if err != nil || len(transcripts) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, path := range append(transcripts, sources+"/testdata/secure-matrix.json") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		where := "`" + strings.Replace(strings.TrimSuffix(filepath.Base(path), ".json"), "-", "/", 1) + "`"
		if strings.Contains(path, "matrix") {
			where = "asked of a node"
		}
		for _, m := range refusedIn.FindAllStringSubmatch(string(text), -1) {
			for _, name := range strings.Split(m[1], ", ") {
				note(name, where)
			}
		}
	}
	var roles map[string]struct {
		Cluster []string `json:"cluster_permissions"`
	}
	text, err := os.ReadFile(sources + "/security/static/roles.json")
	if err == nil {
		err = json.Unmarshal(text, &roles)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range slices.Sorted(maps.Keys(roles)) {
		for _, name := range roles[role].Cluster {
			if strings.HasPrefix(name, "cluster:admin/open") && (strings.HasPrefix(role, "alerting") || strings.HasPrefix(role, "notifications")) {
				note(name, "role `"+role+"`")
			}
		}
	}
	return found
}

// bySourceAlone are the permissions that no node has named yet: the reader of the
// conversations was never refused them. They are of the sources that the reference names
// (AlertingActions of common-utils; alerting/action of 1.3, 2.19 and 3.5).
var bySourceAlone = []string{
	"cluster:admin/opendistro/_scheduled_jobs/stats",
	"cluster:admin/opendistro/alerting/alerts/ack",
	"cluster:admin/opendistro/alerting/chained_alerts/ack",
	"cluster:admin/opendistro/alerting/monitor/write",
	"cluster:admin/opendistro/alerting/monitor/delete",
	"cluster:admin/opendistro/alerting/monitor/execute",
	"cluster:admin/opensearch/alerting/workflow/write",
	"cluster:admin/opensearch/alerting/workflow/delete",
	"cluster:admin/opendistro/alerting/destination/write",
	"cluster:admin/opendistro/alerting/destination/delete",
	"cluster:admin/opendistro/alerting/destination/email_account/search",
	"cluster:admin/opendistro/alerting/destination/email_account/get",
	"cluster:admin/opendistro/alerting/destination/email_account/write",
	"cluster:admin/opendistro/alerting/destination/email_account/delete",
	"cluster:admin/opendistro/alerting/destination/email_group/search",
	"cluster:admin/opendistro/alerting/destination/email_group/get",
	"cluster:admin/opendistro/alerting/destination/email_group/write",
	"cluster:admin/opendistro/alerting/destination/email_group/delete",
}

// seen tells where a name was seen, for the table; transcripts before all else.
func (e evidence) seen(name string) string {
	if len(e[name]) == 0 {
		return "source"
	}
	return strings.Join(e[name], ", ")
}

// TestNamesOfPermissionsWereSeen: no name is invented. Each stands in a refusal or a role
// of a real node, or is said to be of the sources alone.
func TestNamesOfPermissionsWereSeen(t *testing.T) {
	found, counts := findEvidence(t), map[string]int{}
	for _, p := range alertapi.Permissions() {
		kind := "source"
		switch alone := slices.Contains(bySourceAlone, p.Name); {
		case len(found[p.Name]) == 0 && !alone:
			t.Errorf("nothing tells that there is a permission %s", p.Name)
		case len(found[p.Name]) > 0 && alone:
			t.Errorf("%s was seen: %v", p.Name, found[p.Name])
		case strings.HasPrefix(found.seen(p.Name), "`security"):
			kind = "transcript"
		case !alone:
			kind = "node"
		}
		counts[kind]++
	}
	t.Logf("%v", counts)
}

// TestRolesAreTheTable holds the roles of the examples to alertapi.Permissions: each has
// just those of its commands, on those indices.
func TestRolesAreTheTable(t *testing.T) {
	for folder, legacy := range map[string]bool{"": false, "legacy": true} {
		roles := readRolesFile(t, filepath.Join(folder, "roles.yml"))
		if names := slices.Sorted(maps.Keys(roles)); !slices.Equal(names, slices.Sorted(slices.Values(alertapi.OwnRoles()))) {
			t.Errorf("%q has the roles %v", folder, names)
		}
		for name, role := range roles {
			var cluster, indices []string
			for _, p := range alertapi.Permissions() {
				switch {
				case !slices.Contains(p.Roles(), name), legacy && p.New(), !legacy && p.Old():
				case p.Indices == "":
					cluster = append(cluster, p.Name)
				default:
					indices = append(indices, strings.Replace(p.Indices, "those of the monitors", "cwl-*", 1)+" "+p.Name)
				}
			}
			var have []string
			for _, p := range role.Index {
				for _, action := range p.Actions {
					have = append(have, strings.Join(p.Patterns, ",")+" "+action)
				}
			}
			for what, pair := range map[string][2][]string{"cluster_permissions": {cluster, role.Cluster}, "index_permissions": {indices, have}} {
				slices.Sort(pair[0])
				slices.Sort(pair[1])
				if !slices.Equal(pair[0], pair[1]) {
					t.Errorf("%s of %s in %q: is %q, should be %q", what, name, folder, pair[1], pair[0])
				}
			}
		}
	}
}
