package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(stateless{m}, map[string]func(){"alertplan": main, "alertplan-panics": panicking, "alertplan-hurried": hurried, "fake-gh": fakeGH})
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
