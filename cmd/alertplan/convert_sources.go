package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
)

// readSources reads the files, those of folders, and the standard input for a dash or
// without files.
func readSources(in io.Reader, kind convert.Kind, names []string) ([]convert.Source, error) {
	if len(names) == 0 {
		names = []string{"-"}
	}
	var sources []convert.Source
	for _, name := range names {
		if name == "-" {
			text, err := io.ReadAll(in)
			if err != nil {
				return nil, unreadable(convert.Stdin, err)
			}
			sources = append(sources, convert.Source{Name: convert.Stdin, Text: text})
			continue
		}
		files, err := sourceFiles(kind, name)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, unreadable(file, err)
			}
			sources = append(sources, convert.Source{Name: file, Text: text})
		}
	}
	return sources, nil
}

// sourceFiles are the files that a name means: one, or those of a folder and of the
// folders in it whose names end as the language's do, in the order of their names.
func sourceFiles(kind convert.Kind, name string) ([]string, error) {
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return []string{name}, nil // what is wrong shows when it is read
	}
	if len(kind.Extensions) == 0 {
		return nil, fmt.Errorf("%s is a folder, and --from %s takes files", name, kind.Name)
	}
	var files []string
	err := filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(entry.Name(), ".") && path != name
		switch {
		case err != nil:
			return err
		case hidden && entry.IsDir():
			return fs.SkipDir
		case !hidden && !entry.IsDir() && slices.ContainsFunc(kind.Extensions, func(end string) bool { return strings.HasSuffix(strings.ToLower(path), end) }):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("the folder %s holds no files of the language: their names end in %s", name, strings.Join(kind.Extensions, " or "))
	}
	return files, nil
}
