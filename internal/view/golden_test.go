package view_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update rewrites golden files, instead of comparing.
var update = os.Getenv("ALERTPLAN_TEST_UPDATE") != ""

// golden compares with a file that holds what is wanted.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (ALERTPLAN_TEST_UPDATE=1 writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")))); diff != "" {
		t.Errorf("%s (-want +got; ALERTPLAN_TEST_UPDATE=1 rewrites it):\n%s", path, diff)
	}
}
