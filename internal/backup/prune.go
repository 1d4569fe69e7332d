package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Limits say how long backups are kept. A run is pruned that has Runs newer ones
// beside it in its cluster's and workspace's folder, or is older than Age; but none
// that is younger than a day, since it may be under way.
type Limits struct {
	Runs int           // 0: any number
	Age  time.Duration // 0: any age
}

// safeAge is how old a run is at least that is pruned.
const safeAge = 24 * time.Hour

// Prune removes old runs beside this one, as its limits say, and never this one. What
// is not ours stays, and so does a folder that holds such. Others may prune at the
// same time.
func (r *Run) Prune(limits Limits, now time.Time) error {
	dir := r.Dir()
	if dir == "" {
		return nil
	}
	parent := filepath.Dir(dir)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return err
	}
	var runs []string
	for _, e := range entries {
		if e.IsDir() && runName.MatchString(e.Name()) {
			runs = append(runs, e.Name())
		}
	}
	slices.Sort(runs)
	slices.Reverse(runs)
	var problems []error
	for i, name := range runs {
		if name != filepath.Base(dir) && limits.prune(name, i, now) {
			problems = append(problems, pruneRun(filepath.Join(parent, name)))
		}
	}
	return errors.Join(problems...)
}

// prune tells whether a run goes that has so many newer ones beside it.
func (l Limits) prune(name string, newer int, now time.Time) bool {
	began, err := time.Parse(runTime, name[:len(runTime)])
	age := now.Sub(began)
	if err != nil || age < safeAge {
		return false
	}
	return l.Runs > 0 && newer >= l.Runs || l.Age > 0 && age > l.Age
}

// pruneRun removes the backups of a run, what a run that was killed has left
// unfinished, and the folder if nothing else is in it.
func pruneRun(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !e.Type().IsRegular() || !isOurs(path) {
			continue
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	os.Remove(dir) // it stays where something is left in it
	return nil
}

func isOurs(path string) bool {
	name := filepath.Base(path)
	if rest, ok := strings.CutPrefix(name, unfinished); ok {
		return fileName.MatchString(rest)
	}
	if !fileName.MatchString(name) {
		return false
	}
	_, err := readEntry(path)
	return err == nil
}
