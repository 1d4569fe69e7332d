package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// rehearsals are what each role of the examples is for.
func rehearsals() []rehearsal {
	var all []rehearsal
	for folder, dialects := range map[string][]string{"": {"opensearch-2.19", "opensearch-3.5"}, "legacy": {"opensearch-1.3", "opendistro-1.13"}} {
		all = append(all,
			rehearsal{"alertplan_drift", nil, folder, dialects, driftSteps},
			rehearsal{"alertplan_plan", nil, folder, dialects, planSteps},
			rehearsal{"alertplan_preflight", []string{"alertplan_plan"}, folder, dialects, preflightSteps},
			rehearsal{"alertplan_apply", nil, folder, dialects, applySteps},
			rehearsal{"alertplan_test", nil, folder, dialects, testSteps},
			rehearsal{"alertplan_doctor", nil, folder, dialects, doctorSteps},
			rehearsal{"alertplan_canary", nil, folder, dialects, canarySteps},
			rehearsal{"alertplan_oncall", nil, folder, dialects, onCallSteps},
		)
	}
	return all
}

// TestEachRoleIsEnough: with exactly its role, a user does all that it is for.
func TestEachRoleIsEnough(t *testing.T) {
	t.Parallel()
	for _, s := range rehearsals() {
		for _, name := range s.dialects {
			r := s.newRehearsal(t, name, "")
			for i, do := range s.steps {
				if got := do(r); !well(got) {
					t.Errorf("%s on %s, step %d: %s", s.role, name, i+1, got)
				}
			}
		}
	}
}

// TestNoPermissionIsTooMuch takes each line of each role away, one at a time: then
// something fails or is not seen, and what is missing is told, with the role that has it.
func TestNoPermissionIsTooMuch(t *testing.T) {
	t.Parallel()
	taken := 0
	for _, s := range rehearsals() {
		for _, permission := range readRolesFile(t, s.folder+"/roles.yml")[s.role].permissions() {
			taken++
			r := s.newRehearsal(t, s.dialects[0], permission)
			var log []string
			told := slices.ContainsFunc(s.steps, func(do step) bool {
				got := do(r)
				log = append(log, fmt.Sprint(got))
				return s.lacks(got, permission)
			})
			if !told {
				t.Errorf("%s of %q does as well without %s:\n%s", s.role, s.folder, permission, strings.Join(log, "\n"))
			}
		}
	}
	t.Logf("%d permissions were taken away", taken)
}
