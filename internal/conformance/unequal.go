package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Write puts differences into files of a folder, by who looks after what.
func (f Findings) Write(folder string) error {
	files := map[string]*strings.Builder{}
	for _, x := range f {
		name := x.subject()
		if files[name] == nil {
			files[name] = &strings.Builder{}
		}
		fmt.Fprintf(files[name], "## %s\n```\n%s```\n\n", x.Difference.Kind, x.Print())
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(folder, name+".md"), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// subject is what a difference is about.
func (x Result) subject() string {
	switch {
	case x.Template != "":
		return "mustache"
	case x.Case.Body == nil:
		return "mapping"
	case x.Difference.Kind == "aggregations" || x.Case.Body.Has("aggs") || x.Case.Body.Has("aggregations"):
		return "aggs"
	}
	return "queries"
}
