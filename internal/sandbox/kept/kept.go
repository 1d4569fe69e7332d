// Package kept keeps a sandbox on disk: what changed in a document store and in the
// small parts beside it goes into one file, in transactions that are whole after a
// crash. Whoever answers a request asks Sync first, so that no answer tells of what
// could still be lost; those who ask at the same time share a transaction.
//
// # The file
//
// It is a bbolt database (one file, sandbox.db, in a folder of its own):
//
//	about                     format, dialect, starts, time
//	parts/NAME                a small part as one value, written when it changed
//	logs/NAME/NUMBER          an entry of a part that only grows
//	indices/UUID/definition   name, settings, aliases of an index
//	indices/UUID/mappings/N   its mapping at the end of epoch N (index.Index.Epoch)
//	indices/UUID/documents/N  the Nth write to it, until another takes its place
//
// Every value has a checksum before it. What belongs together in memory (index.Store's
// Together) gets into one transaction. A restart is a node's: primary terms rise by
// one, and searches see all that was written.
//
// The package must not know requests, routes and what parts are about.
package kept

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

const (
	fileName = "sandbox.db"
	// format is the version of what lies in the file.
	format = 1
	// lockWait is how long another sandbox may take to let go of the file.
	lockWait = time.Second
)

// The buckets and keys of the file.
var (
	aboutBucket   = []byte("about")
	partsBucket   = []byte("parts")
	logsBucket    = []byte("logs")
	indicesBucket = []byte("indices")

	formatKey  = []byte("format")
	dialectKey = []byte("dialect")
	startsKey  = []byte("starts")
	timeKey    = []byte("time") // the sandbox's, in nanoseconds since 1970, at the last transaction or the end
)

// File is the file of one sandbox. It is this process's alone until Close.
type File struct {
	dir    string
	db     *bbolt.DB
	starts int64 // how often a sandbox was begun with it, this one included
	time   time.Time
}

// Time is when the sandbox was stopped, by its own clock; after a crash, when
// something was kept last. Zero: it was not used yet.
func (f *File) Time() time.Time { return f.time }

// Open opens the file in a folder, and makes both where they are missing. The dialect
// is remembered: a file is opened with its own only. Errors tell the way out: a
// folder that can't be written or is in use, another dialect, another format, a file
// that is broken. Such a file is left as it is.
func Open(dir, dialect string) (*File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the sandbox can't keep its data in %s: %w", dir, err)
	}
	f := &File{dir: dir}
	err := guarded(func() (err error) {
		if err := f.check(); err != nil {
			return err
		}
		f.db, err = bbolt.Open(f.path(), 0o600, f.options())
		return err
	})
	if err != nil {
		return nil, f.notOpened(err)
	}
	if err := f.begin(dialect); err != nil {
		_ = f.db.Close() // the first error counts
		return nil, err
	}
	if err := claim(dir); err != nil {
		_ = f.db.Close()
		return nil, err
	}
	return f, nil
}

// options leave the list of free pages out of the file: it is found at the start, when
// all pages are read anyway, and each transaction has less to write.
func (f *File) options() *bbolt.Options {
	return &bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, NoStatistics: true}
}

// check looks at the pages of a file that is there, while nobody else writes to it.
func (f *File) check() error {
	if info, err := os.Stat(f.path()); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	o := f.options()
	o.ReadOnly = true // which reads nothing but the file's beginning
	db, err := bbolt.Open(f.path(), 0o600, o)
	if err != nil {
		return err
	}
	defer db.Close()
	return checkPages(f.path())
}

func (f *File) path() string { return filepath.Join(f.dir, fileName) }

// Close lets go of the file. What was not kept by then is not.
func (f *File) Close() error {
	release(f.dir)
	if err := f.db.Close(); err != nil {
		return fmt.Errorf("closing the sandbox's data: %w", err)
	}
	return nil
}

// Size is how large the file is, in bytes.
func (f *File) Size() int64 {
	info, err := os.Stat(f.path())
	if err != nil {
		return 0
	}
	return info.Size()
}

// begin reads what the file says of itself, or writes it into a new one.
func (f *File) begin(dialect string) error {
	var isNew bool
	var found error
	err := guarded(func() error {
		return f.db.View(func(tx *bbolt.Tx) error {
			about := tx.Bucket(aboutBucket)
			if about == nil {
				if name, _ := tx.Cursor().First(); name != nil {
					return errors.New("it is the file of another program")
				}
				isNew = true
				return nil
			}
			found = f.fits(about, dialect)
			return nil
		})
	})
	switch {
	case err != nil:
		return f.broken(err)
	case found != nil:
		return found
	}
	return f.countStart(dialect, isNew)
}

// fits tells what keeps this program from using the file.
func (f *File) fits(about *bbolt.Bucket, dialect string) error {
	if v := string(about.Get(formatKey)); v != strconv.Itoa(format) {
		return fmt.Errorf("%s has format %q, and this alertplan reads format %d: use the alertplan that wrote it, or give --data another folder",
			f.path(), v, format)
	}
	if v := string(about.Get(dialectKey)); v != dialect {
		return fmt.Errorf("the sandbox in %s is one of %s, not of %s: start it with --dialect %s, or give --data another folder",
			f.dir, v, dialect, v)
	}
	var err error
	if f.starts, err = strconv.ParseInt(string(about.Get(startsKey)), 10, 64); err != nil {
		return f.broken(err)
	}
	if text := about.Get(timeKey); text != nil {
		at, err := strconv.ParseInt(string(text), 10, 64)
		if err != nil {
			return f.broken(err)
		}
		f.time = time.Unix(0, at)
	}
	return nil
}

func (f *File) countStart(dialect string, isNew bool) error {
	f.starts++
	err := f.db.Update(func(tx *bbolt.Tx) error {
		about, err := tx.CreateBucketIfNotExists(aboutBucket)
		if err != nil {
			return err
		}
		if isNew {
			for key, value := range map[string]string{string(formatKey): strconv.Itoa(format), string(dialectKey): dialect} {
				if err := about.Put([]byte(key), []byte(value)); err != nil {
					return err
				}
			}
		}
		return about.Put(startsKey, strconv.AppendInt(nil, f.starts, 10))
	})
	if err != nil {
		return fmt.Errorf("the sandbox can't keep its data in %s: %w", f.dir, err)
	}
	return nil
}

// notOpened words why the file could not be opened.
func (f *File) notOpened(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("the folder %s is in use by another sandbox%s: stop that one, or give --data another folder", f.dir, owner(f.dir))
	case errors.As(err, &path):
		return fmt.Errorf("the sandbox can't keep its data in %s: %w", f.dir, err)
	}
	return f.broken(err)
}

// broken words what is wrong with the file's contents.
func (f *File) broken(err error) error {
	return fmt.Errorf("%s is broken: %w: put a copy of it in its place, or move it away to begin with an empty sandbox", f.path(), err)
}
