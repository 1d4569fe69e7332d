package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// TestPermissionsOfTemplateCompare holds docs/permissions.md to what `template --compare`
// needs: with all of it it goes well, without any one it says its name.
func TestPermissionsOfTemplateCompare(t *testing.T) {
	t.Parallel()
	needed := []alertapi.Permission{
		{Name: "indices:admin/index_template/get"}, {Name: "indices:admin/template/get"}, {Name: "cluster:admin/component_template/get"},
		{Name: "indices:monitor/settings/get", Indices: "cwl-*"}, {Name: "indices:admin/mappings/get", Indices: "cwl-*"},
	}
	page := readPage(t, "permissions.md")
	for _, p := range needed {
		if !strings.Contains(page, "`"+p.Name+"`") {
			t.Errorf("docs/permissions.md doesn't name %s", p.Name)
		}
	}
	r := newSecuredRig(t)
	r.put("/cwl-2026.01.02", map[string]any{})
	r.configure(lonelyMonitor)
	compare := func() (int, string) {
		got := r.run("template", "cwl", "--compare")
		return got.code, got.String()
	}
	r.grant(needed)
	if code, out := compare(); code != 2 {
		t.Errorf("with all that is needed: exit status %d\n%s", code, out)
	}
	for i, p := range needed {
		r.as("admin", "a")
		r.grant(slices.Delete(slices.Clone(needed), i, i+1))
		if code, out := compare(); code != 1 || !strings.Contains(out, p.Name) {
			t.Errorf("without %s: exit status %d\n%s", p.Name, code, out)
		}
	}
}
