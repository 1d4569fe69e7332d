package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

// policy is one of the IAM policies for Amazon's service.
type policy struct {
	Version   string
	Statement []struct {
		Sid, Effect      string
		Action, Resource []string
	}
}

// amazonDomain begins all resources of the policies.
const amazonDomain = "arn:aws:es:eu-west-1:123456789012:domain/search"

func readPolicies(t *testing.T, names []string) (all []policy) {
	t.Helper()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(rolesDir, "amazon", name+"-policy.json"))
		var p policy
		if err == nil {
			err = json.Unmarshal(text, &p)
		}
		if err != nil || p.Version != "2012-10-17" {
			t.Fatal(name, err)
		}
		all = append(all, p)
	}
	return all
}

// grants tells whether a statement's action and resource allow a request, as IAM matches
// them: * is any text, ? one character.
func grants(action, resource string, q faults.Request) bool {
	wild := regexp.MustCompile("^" + strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(resource)) + "$")
	return strings.EqualFold(action, "es:ESHttp"+q.Method) && wild.MatchString(amazonDomain+q.Path)
}

// amazonPolicies are the policies that go with each role.
var amazonPolicies = map[string][]string{
	"alertplan_drift": {"plan"}, "alertplan_plan": {"plan"}, "alertplan_preflight": {"plan", "preflight"},
	"alertplan_apply": {"apply"}, "alertplan_test": {"test"}, "alertplan_doctor": {"doctor"}, "alertplan_canary": {"doctor", "canary"}, "alertplan_oncall": {"oncall"},
}

// TestAmazonPolicies holds the IAM policies to the requests of each role: all of them are
// allowed, and nothing is allowed that none of them needs.
func TestAmazonPolicies(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	given := map[string]bool{}
	for _, s := range rehearsals() {
		if s.folder != "" {
			continue
		}
		r := s.newRehearsal(t, s.dialects[0], "")
		var sent []faults.Request
		for _, do := range append(s.steps, biggerPreflight(s)...) {
			r.proxy.Heal()
			got := do(r)
			if got.stdout+got.stderr != "" { // not the admin's
				sent = append(sent, r.proxy.Requests()...)
			}
		}
		policies := readPolicies(t, amazonPolicies[s.role])
		for _, q := range sent {
			allowed := false
			for i, p := range policies {
				for _, st := range p.Statement {
					for _, action := range st.Action {
						for _, resource := range st.Resource {
							name := amazonPolicies[s.role][i] + ": " + action + " " + resource
							given[name] = true
							if grants(action, resource, q) {
								allowed, used[name] = true, true
							}
						}
					}
				}
			}
			if !allowed {
				t.Errorf("%s: no policy of %v allows %s %s", s.role, amazonPolicies[s.role], q.Method, q.Path)
			}
		}
	}
	for name := range given {
		if !used[name] {
			t.Errorf("nothing needs %s", name)
		}
	}
}

// biggerPreflight are a preflight's other steps: one that searches first.
func biggerPreflight(s rehearsal) []step {
	if s.role != "alertplan_preflight" {
		return nil
	}
	return []step{func(r securedRig) result {
		r.put("/cwl-audit/_doc/1?refresh=true", map[string]any{"eventName": "Event0"})
		r.configure(documentsOfOneIndex)
		return r.run("plan")
	}}
}

const documentsOfOneIndex = `workspace = "documents"

monitor "d" {
  name = "Documents"
  schedule {
    interval = "5m"
  }
  document_queries {
    indices = ["cwl-audit"]
    query "login" {
      query = "eventName:Event0"
    }
  }
  trigger "any" {
    severity  = 2
    condition = "query[name=login]"
  }
}
`
