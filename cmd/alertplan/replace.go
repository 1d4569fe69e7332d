package main

import (
	"crypto/rand"
	"os"
	"path/filepath"
)

// replaceFile writes a file that is whole or as it was, and only its owner may read.
func replaceFile(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".alertplan-*") // of mode 0600
	if err != nil {
		return err
	}
	return replaceBy(f, path, text)
}

// replaceReport is replaceFile of a file that others may read, as this user's files are.
func replaceReport(path string, text []byte) error {
	f, err := createBeside(path)
	if err != nil {
		return err
	}
	return replaceBy(f, path, text)
}

// createBeside makes a file in the folder of another, of the rights that files have that
// this user makes.
func createBeside(path string) (*os.File, error) {
	return os.OpenFile(filepath.Join(filepath.Dir(path), ".alertplan-"+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// replaceBy writes a text to a new file in the same folder, and puts that in the place of
// the one at path. What could not be finished is removed.
func replaceBy(f *os.File, path string, text []byte) error {
	_, err := f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if failed := f.Close(); err == nil {
		err = failed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
