package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// A result that nobody could read is a failure, whoever prints it.
func TestOutputThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	source := `workspace = "w"
destination "webhook" "pager" {
  url = "http://127.0.0.1:9/page"
}
`
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"validate", dir}, {"validate", "--json", dir}, {"list", dir}, {"show", "destination.webhook.pager", dir}, {"version"}, {"--help"},
	} {
		var problems strings.Builder
		a := newApp(strings.NewReader(""), fullDisk{}, &problems, func(string) (string, bool) { return "", false })
		if code := a.run(t.Context(), args); code != 1 {
			t.Errorf("%q: got exit status %d", args, code)
		}
		if got := strings.Count(problems.String(), "no space left on device"); got != 1 {
			t.Errorf("%q: told %d times: %s", args, got, problems.String())
		}
	}
}
