package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
)

// reportFile is one --report.
type reportFile struct {
	format view.Format
	path   string
}

// reportFiles reads --report, and finds what can't be written.
func (o *reportOptions) reportFiles() ([]reportFile, error) {
	var files []reportFile
	var problems []error
	for _, text := range o.files {
		f, err := o.reportFile(text)
		if err == nil {
			err = f.writable()
		}
		switch isIt := func(path string) bool { return path != "" && samePath(path, f.path) }; {
		case err != nil:
		case slices.ContainsFunc(o.taken, isIt):
			err = fmt.Errorf("--report %s: that is the file of the plan", text)
		case slices.ContainsFunc(files, func(other reportFile) bool { return isIt(other.path) }):
			err = fmt.Errorf("--report %s: another report goes to that file already", text)
		}
		problems = append(problems, err)
		files = append(files, f)
	}
	return files, errors.Join(problems...)
}

func (o *reportOptions) reportFile(text string) (reportFile, error) {
	formats := slices.DeleteFunc(slices.Clone(o.formats), func(f view.Format) bool { return f == view.FormatHuman })
	name, path, ok := strings.Cut(text, "=")
	f := reportFile{format: view.Format(name), path: path}
	switch {
	case !ok:
		return f, fmt.Errorf("--report takes FORMAT=FILE, such as %s=report.%s, not %q", formats[0], formats[0], text)
	case f.format == view.FormatHuman:
		return f, fmt.Errorf("--report %s: what people read goes to stdout. To a file go %s", text, oneOfFormats(formats))
	case !slices.Contains(formats, f.format):
		return f, fmt.Errorf("--report takes %s, not %q.%s", oneOfFormats(formats), name, nearest(name, formatNames(formats)))
	case path == "":
		return f, fmt.Errorf("--report %s: the name of the file is missing", text)
	case path == "-":
		return f, fmt.Errorf("--report %s: a report goes to a file; --format %s prints it on stdout", text, name)
	}
	return f, nil
}

// writable tells why a report can't be written to its file, before anything is done.
func (f reportFile) writable() error {
	why := func(format string, args ...any) error {
		return fmt.Errorf("--report %s=%s: %w", f.format, f.path, fmt.Errorf(format, args...))
	}
	folder := filepath.Dir(f.path)
	if in, err := os.Stat(folder); err != nil || !in.IsDir() {
		return why("there is no directory %s", folder)
	}
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return why("%w", err)
	case info.IsDir():
		return why("that is a directory")
	case !info.Mode().IsRegular():
		return why("that is no file")
	}
	if slices.Contains([]string{".hcl", ".vars"}, filepath.Ext(f.path)) {
		return why("that is the name of a file of a configuration, which a report would replace")
	}
	probe, err := createBeside(f.path)
	if err != nil {
		return why("it can't be written: %w", err)
	}
	probe.Close()
	return os.Remove(probe.Name())
}

// samePath tells whether two paths, whose folders are there, are of one file.
func samePath(a, b string) bool {
	return wholePath(a) == wholePath(b)
}

func wholePath(path string) string {
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path))
	}
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// writeReport writes a file that is whole or as it was, with secrets masked.
func (a *app) writeReport(f reportFile, report view.Report) error {
	var text bytes.Buffer
	mask := a.out.On(&text)
	err := report.Writers()[f.format](mask)
	if err == nil {
		err = mask.Flush()
	}
	if err == nil {
		err = replaceReport(f.path, text.Bytes())
	}
	if err != nil {
		return fmt.Errorf("the report %s could not be written: %w", f.path, err)
	}
	return nil
}

// completeReport completes a format, then a file.
func (o *reportOptions) completeReport(_ *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if strings.Contains(toComplete, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var words []string
	for _, f := range o.formats {
		if f != view.FormatHuman && strings.HasPrefix(string(f), toComplete) {
			words = append(words, string(f)+"=")
		}
	}
	return words, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}
