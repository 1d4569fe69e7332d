package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// newFile is a file that is to be made.
type newFile struct {
	path string
	text string
}

// createAll makes a folder and files in it: all of them, or, where one is there already
// or can't be written, none.
func createAll(dir string, files []newFile) error {
	if dir == "" || len(files) == 0 {
		return nil
	}
	for _, f := range files {
		if _, err := os.Lstat(f.path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already, and nothing is written over: move it away, or give another --out", f.path)
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for i, f := range files {
		if err := f.create(); err != nil {
			for _, made := range files[:i] {
				err = errors.Join(err, os.Remove(made.path))
			}
			return err
		}
	}
	return nil
}

// create writes a file that is not there yet, whole or not at all.
func (n newFile) create() error {
	f, err := os.OpenFile(n.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(n.text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(n.path))
	}
	return nil
}
