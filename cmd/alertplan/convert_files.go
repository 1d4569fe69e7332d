package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// files are the result as files of a configuration: one for stdout, or one for each
// source that something was made of.
func (o *convertOptions) files(kind convert.Kind, result convert.Result) ([]view.ConvertedFile, error) {
	var files []view.ConvertedFile
	of := map[string][]convert.Object{}
	var names []string
	for _, object := range result.Objects {
		name := ""
		if o.out != "" {
			name = object.Source
		}
		if of[name] == nil {
			names = append(names, name)
		}
		of[name] = append(of[name], object)
	}
	var taken []string
	for i, source := range names {
		text, err := convert.Text(of[source])
		if err != nil {
			return nil, err
		}
		if i == 0 && o.workspace != "" {
			text = append([]byte(fmt.Sprintf("workspace = %q\n\n", o.workspace)), text...)
		}
		file := view.ConvertedFile{Text: string(schema.Format(text))}
		for _, object := range of[source] {
			file.Objects = append(file.Objects, object.Address())
		}
		if o.out != "" {
			file.Name = filepath.Join(o.out, fileName(kind, source, taken))
			taken = append(taken, filepath.Base(file.Name))
		}
		files = append(files, file)
	}
	return files, nil
}

// fileName is the name of the file that is made of a source.
func fileName(kind convert.Kind, source string, taken []string) string {
	base := strings.TrimLeft(strings.TrimSuffix(filepath.Base(source), filepath.Ext(source)), ".")
	if source == convert.Stdin || base == "" {
		base = kind.Name
	}
	name := base + ".hcl"
	for n := 2; slices.Contains(taken, name); n++ {
		name = fmt.Sprintf("%s_%d.hcl", base, n)
	}
	return name
}

// newFiles are converted files that are to be written.
func newFiles(converted []view.ConvertedFile) []newFile {
	files := make([]newFile, len(converted))
	for i, f := range converted {
		files[i] = newFile{f.Name, f.Text}
	}
	return files
}
