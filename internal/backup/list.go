package backup

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Entry is a file of backups without its body.
type Entry struct {
	Head
	Path string
	Size int64 // in bytes, of the file
}

// Read reads the backup in a file.
func Read(path string) (Record, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Record{}, err
	}
	return Decode(text)
}

// List lists all backups below a folder, the newest first; there may be none. Files
// that are no backups are passed over, as is what can't be opened.
func List(root string) ([]Entry, error) {
	var all []Entry
	top := filepath.Clean(root) + string(filepath.Separator) // it may be a link, which is not walked without
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == top && !errors.Is(err, fs.ErrNotExist):
			return err
		case err != nil || d.IsDir() || !fileName.MatchString(d.Name()) || !d.Type().IsRegular():
			return nil
		}
		if entry, err := readEntry(path); err == nil {
			all = append(all, entry)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Entry) int {
		return cmp.Or(b.Time.Compare(a.Time), cmp.Compare(b.Path, a.Path))
	})
	return all, err
}

// longestHead is more than a head takes: the longest names are of a few hundred bytes.
const longestHead = 16 << 10

func readEntry(path string) (Entry, error) {
	file, err := os.Open(path)
	if err != nil {
		return Entry{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Entry{}, err
	}
	start := make([]byte, min(info.Size(), longestHead))
	if _, err := io.ReadFull(file, start); err != nil {
		return Entry{}, err
	}
	head, err := headOf(start)
	if err != nil { // somebody may have written it anew, with the keys in other places
		var whole Record
		whole, err = Read(path)
		head = whole.Head
	}
	return Entry{Head: head, Path: path, Size: info.Size()}, err
}
