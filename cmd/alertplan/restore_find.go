package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/backup"
	"github.com/alertplan/alertplan/internal/view"
)

// backupFinder finds the backup that is meant.
type backupFinder struct {
	app       *app
	options   *restoreOptions
	workspace string // "": there is no configuration that says so
	cluster   backup.Cluster
}

// record is the backup that the command line means. One of another cluster is only
// taken where that was said.
func (f backupFinder) record() (backup.Record, error) {
	path, err := f.path()
	if err != nil {
		return backup.Record{}, err
	}
	record, err := backup.Read(path)
	if err != nil {
		return record, fmt.Errorf("%s can't be restored: %w", path, err)
	}
	if f.workspace != "" && record.Workspace != f.workspace {
		return record, fmt.Errorf("%s is of workspace %q, and the configuration is of %q: name the directory of the other, or one without files and say --url. Nothing was written", path, record.Workspace, f.workspace)
	}
	if !record.Cluster.Is(f.cluster) && !f.options.otherCluster {
		return record, fmt.Errorf("%s was kept from another cluster, %s, and this is %s: nothing was written. If it is to be put here all the same, say --onto-another-cluster", path, clusterWords(record.Cluster), clusterWords(f.cluster))
	}
	return record, nil
}

func clusterWords(c backup.Cluster) string {
	if c.UUID == "" {
		return c.URL
	}
	return fmt.Sprintf("%s (uuid %s)", c.URL, c.UUID)
}

func (f backupFinder) path() (string, error) {
	if isFile(f.options.which) {
		return filepath.Clean(f.options.which), nil
	}
	at, when, err := addressAndTime(f.options.which)
	if err != nil {
		return "", fmt.Errorf("there is no file %s, and it is no address: %w", f.options.which, err)
	}
	all, err := f.app.listBackups(f.options.writing.keeping.backups)
	if err != nil {
		return "", err
	}
	found := slices.DeleteFunc(slices.Clone(all), func(e backup.Entry) bool {
		other := !e.Cluster.Is(f.cluster) && !f.options.otherCluster
		return e.Address != at || !strings.HasPrefix(view.BackupTime(e.Time), when) || f.workspace != "" && e.Workspace != f.workspace || other
	})
	if len(found) == 0 {
		return "", f.nothing(at, when, all)
	}
	newest := found[0]
	for _, e := range found[1:] {
		if f.workspace == "" && e.Workspace != newest.Workspace {
			return "", fmt.Errorf("%s is kept for several workspaces (%s, %s): name the directory of one, or its file, which `alertplan backups --json` tells", at, newest.Workspace, e.Workspace)
		}
	}
	return newest.Path, nil
}

// nothing says that nothing is kept, and what is.
func (f backupFinder) nothing(at address.Address, when string, all []backup.Entry) error {
	var names []string
	elsewhere := 0
	for _, e := range all {
		names = append(names, e.Address.String())
		if e.Address == at {
			elsewhere++
		}
	}
	switch {
	case elsewhere > 0 && when != "":
		return fmt.Errorf("of %s nothing is kept from %s on this cluster and workspace: `alertplan backups %s` lists what there is", at, when, at)
	case elsewhere > 0:
		return fmt.Errorf("of %s nothing is kept from this cluster and workspace, but from others: `alertplan backups %s` lists it", at, at)
	}
	return fmt.Errorf("of %s nothing is kept.%s `alertplan backups` lists what there is", at, didYouMean(at.String(), names))
}

// addressAndTime takes ADDRESS@TIME apart. A key of an address may hold an @ itself.
func addressAndTime(text string) (at address.Address, when string, err error) {
	if i := strings.LastIndex(text, "@"); i > strings.LastIndex(text, "]") {
		text, when = text[:i], text[i+1:]
	}
	at, err = address.Parse(text)
	return at, when, err
}

// hasConfiguration tells whether there are files of the language in a directory.
func hasConfiguration(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*.hcl"))
	return err == nil && len(files) > 0
}
