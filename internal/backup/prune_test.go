package backup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/backup"
)

const day = 24 * time.Hour

// runAt keeps one body in a run at a time, and returns the run.
func runAt(t *testing.T, root string, at time.Time) *backup.Run {
	t.Helper()
	r := backup.NewRun(root, common(), at)
	keep(t, r, "logins", `{"name":"Logins"}`)
	return r
}

// left lists the days before began of which runs are there still.
func left(t *testing.T, runs map[int]*backup.Run) string {
	t.Helper()
	text := ""
	for days := range 400 {
		if r := runs[days]; r != nil {
			if _, err := os.Stat(r.Dir()); err == nil {
				text += fmt.Sprint(days, " ")
			}
		}
	}
	return text
}

func TestPrune(t *testing.T) {
	for name, x := range map[string]struct {
		limits backup.Limits
		want   string
	}{
		"no limits":             {backup.Limits{}, "0 1 2 3 50 100 200 "},
		"by number":             {backup.Limits{Runs: 3}, "0 1 2 "},
		"by age":                {backup.Limits{Age: 90 * day}, "0 1 2 3 50 "},
		"what comes first":      {backup.Limits{Runs: 5, Age: 40 * day}, "0 1 2 3 "},
		"not of the last day":   {backup.Limits{Runs: 1, Age: time.Hour}, "0 "},
		"as many as there are":  {backup.Limits{Runs: 7}, "0 1 2 3 50 100 200 "},
		"a day is not over yet": {backup.Limits{Age: day}, "0 1 "},
	} {
		t.Run(name, func(t *testing.T) {
			root, runs := t.TempDir(), map[int]*backup.Run{}
			for _, days := range []int{200, 100, 50, 3, 2, 1, 0} {
				runs[days] = runAt(t, root, began.Add(-time.Duration(days)*day))
			}
			if err := runs[0].Prune(x.limits, began); err != nil {
				t.Fatal(err)
			}
			if got := left(t, runs); got != x.want {
				t.Errorf("there are %s, not %s", got, x.want)
			}
		})
	}
}

func TestARunNeverPrunesItself(t *testing.T) {
	root := t.TempDir()
	mine := runAt(t, root, began.Add(-300*day)) // a clock that goes wrong
	runAt(t, root, began)
	if err := mine.Prune(backup.Limits{Runs: 1, Age: day}, began); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mine.Dir()); err != nil {
		t.Error(err)
	}
}

func TestPruneLeavesWhatIsNotOurs(t *testing.T) {
	root := t.TempDir()
	old, now := runAt(t, root, began.Add(-300*day)), runAt(t, root, began)
	parent := filepath.Dir(old.Dir())
	for _, name := range []string{"20200101T000000Z", "notes", "20200101T000000Z-0123456g"} {
		dir := filepath.Join(parent, name)
		os.Mkdir(dir, 0o700)
		os.WriteFile(filepath.Join(dir, "0001-monitor.a.backup.json"), []byte("{}"), 0o600)
	}
	theirs := filepath.Join(old.Dir(), "0002-monitor.a.backup.json")
	os.WriteFile(theirs, []byte(`{"mine": true}`), 0o600)
	os.WriteFile(filepath.Join(old.Dir(), ".unfinished-0003-monitor.a.backup.json"), []byte(`{"alertpl`), 0o600)
	if err := now.Prune(backup.Limits{Age: day}, began); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(old.Dir())
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(theirs) {
		t.Errorf("got %v, %v", entries, err)
	}
	if all, _ := os.ReadDir(parent); len(all) != 5 {
		t.Errorf("got %v", all)
	}
}
