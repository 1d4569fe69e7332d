package main

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestBodiesOfRoles .

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bodyOf is a role as the API takes it.
func bodyOf(t testing.TB, role fileRole) string {
	t.Helper()
	if role.Index == nil {
		role.Index = role.Index[:0:0]
	}
	text, err := json.MarshalIndent(role, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(string(text), `"index_permissions": null`, `"index_permissions": []`, 1) + "\n"
}

// TestBodiesOfRoles keeps api/ROLE.json beside each roles.yml: the same role as the API
// takes it, for clusters to which nobody brings files.
func TestBodiesOfRoles(t *testing.T) {
	for _, folder := range []string{"", "legacy"} {
		roles := readRolesFile(t, filepath.Join(folder, "roles.yml"))
		api := filepath.Join(rolesDir, folder, "api")
		if update {
			if err := os.MkdirAll(api, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(roles)) {
			path, want := filepath.Join(api, name+".json"), bodyOf(t, roles[name])
			if update {
				if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if have, err := os.ReadFile(path); err != nil || string(have) != want {
				t.Errorf("%s is out of date: `make generate` rewrites it (%v)", path, err)
			}
		}
		files, err := filepath.Glob(api + "/*")
		if err != nil || len(files) != len(roles) {
			t.Errorf("%s has %d files for %d roles (%v)", api, len(files), len(roles), err)
		}
	}
}
