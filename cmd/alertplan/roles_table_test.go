package main

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestTablesOfPermissions .

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

const permissionsPage = "permissions.md"

// The lines between which a page's tables are made.
const (
	madeFrom = "<!-- From here on made by `make generate`. -->\n"
	madeTo   = "<!-- Up to here made by `make generate`. -->\n"
)

// tableColumns are the commands of the table, drift standing for list --live and generate,
// which need the same.
var tableColumns = []string{"drift", "status", "alerts", "alerts ack", "plan", "preflight", "apply", "destroy", "restore", "mute", "test --url", "destination test", "doctor", "doctor --canary"}

// TestTablesOfPermissions keeps the tables in docs/permissions.md: what each command needs,
// which TestEachCommandNeedsItsPermissions has shown, and what each permission is for.
func TestTablesOfPermissions(t *testing.T) {
	found := findEvidence(t)
	var b strings.Builder
	b.WriteString("\n| permission | on | " + strings.Join(slices.Replace(slices.Clone(tableColumns), 0, 1, "drift, list, generate"), " | ") + " | servers | seen |\n")
	b.WriteString(strings.Repeat("|---", len(tableColumns)+4) + "|\n")
	for _, p := range alertapi.Permissions() {
		fmt.Fprintf(&b, "| `%s` | %s |", p.Name, placesOf(p))
		for _, command := range tableColumns {
			fmt.Fprintf(&b, " %s |", map[bool]string{true: "✓"}[slices.Contains(p.Commands, command)])
		}
		fmt.Fprintf(&b, " %s | %s |\n", cmp.Or(p.Servers, "all"), found.seen(p.Name))
		if slices.Contains(p.Commands, "drift") != slices.Contains(p.Commands, "list --live") {
			t.Errorf("drift and list --live differ in %s", p.Name)
		}
	}
	b.WriteString("\n| permission | what for | roles for pipelines | smallest built-in role |\n|---|---|---|---|\n")
	for _, p := range alertapi.Permissions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` |\n", p.Name, p.For, quoted(p.Roles()), cmp.Or(p.BuiltIn, "all_access"))
	}
	b.WriteString("\n")
	page := readPage(t, permissionsPage)
	before, rest, begun := strings.Cut(page, madeFrom)
	_, after, ended := strings.Cut(rest, madeTo)
	if !begun || !ended {
		t.Fatal("the page has no place for the tables")
	}
	keepPage(t, permissionsPage, before+madeFrom+b.String()+madeTo+after)
}

func placesOf(p alertapi.Permission) string {
	if strings.Contains(p.Indices, "*") {
		return "`" + p.Indices + "`"
	}
	return cmp.Or(p.Indices, "the cluster")
}

func quoted(names []string) string {
	return "`" + strings.Join(names, "`, `") + "`"
}
