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

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type fmtOptions struct {
	path      string
	check     bool
	diff      bool
	recursive bool
}

func newFmtCommand(a *app) *cobra.Command {
	o := &fmtOptions{}
	c := &cobra.Command{
		Use:   "fmt [DIR or FILE]",
		Short: "Lay out the files of a configuration in the usual form",
		Long: `Rewrite the *.hcl files in DIR (by default the current directory), or one FILE,
in the usual layout, and print the names of those that change. Comments stay.
With --recursive also those in all folders below, such as packs.

Exit status: 0 done, 1 failed (a file that can't be read is left as it is),
2 with --check when a file would change.`,
		Example: `  alertplan fmt
  alertplan fmt --check --diff alerts
  alertplan fmt --recursive`,
		Args:              atMost(1, "one directory or file at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, args []string) error {
			o.path = "."
			if len(args) > 0 {
				o.path = args[0]
			}
			return runFmt(a, o)
		},
	}
	c.Flags().BoolVar(&o.check, "check", false, "write nothing; exit with 2 when a file would change")
	c.Flags().BoolVar(&o.diff, "diff", false, "show what changes")
	c.Flags().BoolVar(&o.recursive, "recursive", false, "also the files in folders below, but hidden ones")
	return c
}

func runFmt(a *app, o *fmtOptions) error {
	files, err := o.files()
	if err != nil {
		return err
	}
	code := view.Done
	for _, name := range files {
		fileCode, err := fmtFile(a, o, name)
		if err != nil {
			return err
		}
		if code != view.Failed && fileCode != view.Done {
			code = fileCode
		}
	}
	return status(code)
}

// fmtFile lays one file out, and tells the exit status that it asks for.
func fmtFile(a *app, o *fmtOptions, name string) (int, error) {
	before, err := os.ReadFile(name)
	if err != nil {
		return view.Failed, unreadable(name, err)
	}
	a.hide(secretLiterals(map[string]*hcl.File{name: {Bytes: before}}, nil, nil)...) // diffs and problems show lines
	if _, diags := hclsyntax.ParseConfig(before, name, hcl.InitialPos); diags.HasErrors() {
		a.messages.Diagnostics(diags, map[string]*hcl.File{name: {Bytes: before}})
		return view.Failed, nil
	}
	after := schema.Format(before)
	if bytes.Equal(before, after) {
		return view.Done, nil
	}
	fmt.Fprintln(a.out, name)
	if o.diff {
		a.human.Diff(string(before), string(after))
	}
	if o.check {
		return view.Changes, nil
	}
	return view.Done, writeFile(name, after)
}

// writeFile replaces a file's content and keeps its mode: through a new file
// beside it, so that a kill leaves the old or the new one.
func writeFile(name string, content []byte) error {
	name, err := filepath.EvalSymlinks(name) // a link stays one
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".alertplan-fmt-*")
	if err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), info.Mode().Perm()); err != nil {
		return errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return replaceBy(f, name, content)
}

// files lists the files to lay out.
func (o *fmtOptions) files() ([]string, error) {
	if info, err := os.Stat(o.path); !o.recursive || err != nil || !info.IsDir() {
		return hclFiles(o.path)
	}
	var files []string
	err := filepath.WalkDir(o.path, func(path string, e fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(e.Name(), ".") && path != o.path
		switch {
		case err != nil:
			return unreadable(path, err)
		case hidden && e.IsDir():
			return filepath.SkipDir
		case !hidden && !e.IsDir() && strings.HasSuffix(path, ".hcl"):
			files = append(files, path)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("there is no *.hcl file in %s or below it: name the directory that holds the configuration", o.path)
	}
	return files, err
}

// hclFiles lists the files to lay out, tests included.
func hclFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	var files []string
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), ".hcl") && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, filepath.Join(path, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there is no *.hcl file in %s: name the directory that holds the configuration", path)
	}
	slices.Sort(files)
	return files, nil
}

// unreadable names a path once; the errors of package os hold it, too.
func unreadable(path string, err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return fmt.Errorf("%s can't be read: %w", path, err)
}
