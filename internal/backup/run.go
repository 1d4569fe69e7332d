package backup

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/pattern"
)

// The rights of what is made: bodies hold secrets.
const (
	folderMode = 0o700
	fileMode   = 0o600
)

// Names of what is ours, so that nothing else is ever listed or pruned. A run's begins
// with its time, so that names sort by it.
const (
	runTime    = "20060102T150405Z"
	fileEnd    = ".backup.json"
	unfinished = ".unfinished-"
)

var (
	runName  = pattern.New(`^\d{8}T\d{6}Z-[0-9a-f]{8}$`)
	fileName = pattern.New(`^\d{4,}-[A-Za-z0-9._-]+\.backup\.json$`)
)

// Run keeps the bodies of one run, in a folder of its own. It may be used by several
// goroutines.
type Run struct {
	root      string
	head      Head // what all of the run have in common
	began     time.Time
	mu        sync.Mutex
	dir       string // "": not made yet
	made, num int
}

// NewRun keeps what a run at this time changes on a cluster; nothing is made yet.
// Common are Tool, Cluster and Workspace.
func NewRun(root string, common Head, began time.Time) *Run {
	return &Run{root: filepath.Clean(root), head: common, began: began.UTC()}
}

// Prepare makes the folder, so that it shows before anything is written whether that
// can be done.
func (r *Run) Prepare() error {
	_, err := r.folder()
	return err
}

// Dir is the run's folder, "" where there is none.
func (r *Run) Dir() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dir
}

// Kept is how many bodies the run has kept.
func (r *Run) Kept() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.made
}

// End removes the folder of a run that has kept nothing.
func (r *Run) End() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dir != "" && r.made == 0 {
		os.Remove(r.dir)
		r.dir = ""
	}
}

func (r *Run) folder() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dir != "" {
		return r.dir, nil
	}
	suffix := make([]byte, 4)
	if _, err := rand.Read(suffix); err != nil {
		return "", err
	}
	parent := filepath.Join(r.root, r.head.Cluster.folder(), r.head.Workspace)
	if err := os.MkdirAll(parent, folderMode); err != nil {
		return "", err
	}
	dir := filepath.Join(parent, r.began.Format(runTime)+"-"+hex.EncodeToString(suffix))
	if err := os.Mkdir(dir, folderMode); err != nil {
		return "", err
	}
	r.dir = dir
	for ; len(parent) >= len(r.root); parent = filepath.Dir(parent) { // new folders are names in those above
		if err := syncFolder(parent); err != nil || parent == filepath.Dir(parent) {
			return dir, err
		}
	}
	return dir, nil
}

// Keep writes a body to a file of its own. When it returns without an error, the file
// is whole and on the disk; where is its path. Of the record it needs Address, Did,
// Name and the original.
func (r *Run) Keep(record Record) (where string, err error) {
	dir, err := r.folder()
	if err != nil {
		return "", err
	}
	r.mu.Lock()
	r.num++
	num := r.num
	r.mu.Unlock()
	record.Tool, record.Cluster, record.Workspace = r.head.Tool, r.head.Cluster, r.head.Workspace
	record.Form, record.ID, record.Time = record.Original.Form, record.Original.ID, time.Now()
	text, err := record.encode()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("%04d-%s%s", num, shortened(safe(record.Address.String())), fileEnd)
	if err := writeWhole(dir, name, text); err != nil {
		return "", err
	}
	r.mu.Lock()
	r.made++
	r.mu.Unlock()
	return filepath.Join(dir, name), nil
}

// writeWhole writes a file under a name of its own, and gives it its name when all of
// it is on the disk.
func writeWhole(dir, name string, text []byte) (err error) {
	path := filepath.Join(dir, unfinished+name)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if err = os.Rename(path, filepath.Join(dir, name)); err != nil {
		return err
	}
	return syncFolder(dir)
}

// syncFolder puts the names in a folder on the disk; Windows has no such thing.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
