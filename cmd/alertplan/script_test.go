package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

func TestMain(m *testing.M) {
	testscript.Main(stateless{m}, map[string]func(){"alertplan": main, "alertplan-panics": panicking, "alertplan-hurried": hurried, "fake-gh": fakeGH, "terraform": standInForTerraform})
}

// stateless runs tests that leave no backups in the folder of who runs them.
type stateless struct{ *testing.M }

func (m stateless) Run() int {
	dir, err := os.MkdirTemp("", "alertplan-test-state-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.Setenv("XDG_STATE_HOME", dir)
	return m.M.Run()
}

// update rewrites the expected output in the scripts, instead of comparing.
var update = os.Getenv("ALERTPLAN_TEST_UPDATE") != ""

// TestOffline runs the scripts that need no cluster.
func TestOffline(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/offline", Cmds: scriptCommands(), RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: update,
	})
}

// TestClusters runs the acceptance scripts on every dialect of the sandbox, and on every cluster
// in ALERTPLAN_TEST_CLUSTERS: URLs, or paths of env files, separated by blanks.
func TestClusters(t *testing.T) {
	targets, err := sandboxTargets()
	if err != nil {
		t.Fatal(err)
	}
	targets = append(targets, guardedTarget())
	others := namesOfOthers(targets)
	given := os.Getenv("ALERTPLAN_TEST_CLUSTERS")
	if given == "" {
		t.Log("ALERTPLAN_TEST_CLUSTERS is not set: the acceptance scripts run on the sandbox alone")
	}
	for _, text := range strings.Fields(given) {
		c, err := parseTarget(text)
		if err != nil {
			t.Fatalf("ALERTPLAN_TEST_CLUSTERS: %v", err)
		}
		targets = append(targets, c)
	}
	scripts, err := filepath.Glob("testdata/cluster/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range targets {
		scripts := scriptsFor(t, c, others, scripts)
		t.Run(c.name, func(t *testing.T) {
			if err := c.warmUp(); err != nil {
				t.Fatal(err)
			}
			testscript.Run(t, testscript.Params{
				Files: scripts, Setup: c.setup, Cmds: scriptCommands(),
				Condition:           c.condition,
				RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: update && !c.guarded,
			})
		})
	}
}

// namesOfOthers are those of the sandboxes that don't run every script by default: all
// but the one that plays 2.19.
func namesOfOthers(targets []target) (names []string) {
	for _, c := range targets {
		if c.guarded || c.dialect.Name != dialect.OpenSearch2().Name {
			names = append(names, c.name)
		}
	}
	return names
}

// scriptsFor are the scripts that run on a target: of the other sandboxes each has its
// share, so that every script runs on two. Where ALERTPLAN_TEST_DIALECTS is all, as in CI,
// each has all.
func scriptsFor(t *testing.T, c target, others, all []string) []string {
	i := slices.Index(others, c.name)
	if i < 0 || os.Getenv("ALERTPLAN_TEST_DIALECTS") == "all" {
		return all
	}
	t.Logf("%s runs its share of the scripts; with ALERTPLAN_TEST_DIALECTS=all it runs them all", c.name)
	var share []string
	for k, script := range all {
		if k%len(others) == i {
			share = append(share, script)
		}
	}
	return share
}
