package restsuite_test

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/restsuite"
)

// folders of the suite that evaluate has to do with.
var folders = []string{"search", "search.aggregation", "search.highlight", "search.inner_hits", "indices.analyze", "count", "msearch", "bulk", "index", "mget", "get"}

// openSuite opens ALERTPLAN_TEST_REST_SPEC: the rest-api-spec jar, or the folder
// that it was unpacked to.
func openSuite(t *testing.T) fs.FS {
	t.Helper()
	path := os.Getenv("ALERTPLAN_TEST_REST_SPEC")
	if path == "" {
		t.Skip("OpenSearch's REST suite is not there: set ALERTPLAN_TEST_REST_SPEC to the rest-api-spec jar (make conformance does)")
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return os.DirFS(path)
	}
	jar, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { jar.Close() })
	return jar
}

// refuses recognises the sandbox' own refusal, and routes that it hasn't.
func refuses(status int, body []byte) string {
	v, err := orderedjson.Parse(body)
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return ""
	}
	e := o.Object("error")
	if status == 501 && e.Text("type") == "sandbox_unsupported_exception" {
		return strings.TrimPrefix(e.Text("reason"), "the sandbox does not evaluate this: ")
	}
	if text := o.Text("error"); strings.HasPrefix(text, "no handler found") {
		return text
	}
	return ""
}

// TestRESTSuite runs the suite on a sandbox of the dialect that
// ALERTPLAN_TEST_REST_DIALECT names, 2.19 by default; cases that are not for its
// version are skipped. What is not equal stands in testdata/exceptions.txt, or in the file
// of exceptions of the dialect, with the reason why that may be.
func TestRESTSuite(t *testing.T) {
	suite, err := restsuite.Read(openSuite(t), folders...)
	if err != nil {
		t.Fatal(err)
	}
	played, err := dialect.Parse(os.Getenv("ALERTPLAN_TEST_REST_DIALECT"))
	if err != nil {
		t.Fatal(err)
	}
	server := sandbox.New(sandbox.Options{Dialect: played})
	target := restsuite.Target{Handler: server, Version: played.Version, Refuses: refuses}
	known, own := exceptions(t, "testdata/exceptions.txt"), map[string]string{}
	if of := "testdata/exceptions-" + played.Name + ".txt"; exists(of) {
		own = exceptions(t, of)
	}
	counts := map[string]map[restsuite.Outcome]int{}
	for _, f := range suite.Files {
		folder, _, _ := strings.Cut(f.Name, "/")
		if counts[folder] == nil {
			counts[folder] = map[restsuite.Outcome]int{}
		}
		for _, c := range f.Cases {
			server.Reset()
			result := suite.Run(f, c, target)
			counts[folder][result.Outcome]++
			id := f.Name + " | " + c.Name
			if result.Outcome == restsuite.Refused {
				t.Logf("refused: %s: %s", id, result.Why)
			}
			_, isKnown := known[id]
			_, isOwn := own[id]
			switch {
			case result.Outcome == restsuite.Unequal && !isKnown && !isOwn:
				t.Errorf("%s: %s", id, result.Why)
			case result.Outcome != restsuite.Unequal && (isOwn || isKnown && played == dialect.OpenSearch2()):
				t.Errorf("%s: listed among the exceptions in testdata, and no longer unequal", id)
			}
		}
	}
	t.Logf("%-20s %6s %8s %8s %8s", "folder", "equal", "refused", "unequal", "skipped")
	for _, folder := range slices.Sorted(maps.Keys(counts)) {
		n := counts[folder]
		t.Logf("%-20s %6d %8d %8d %8d", folder, n[restsuite.Equal], n[restsuite.Refused], n[restsuite.Unequal], n[restsuite.Skipped])
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// exceptions reads "file | case: reason" lines.
func exceptions(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, reason, ok := strings.Cut(line, " || ")
		if !ok {
			t.Fatal(fmt.Errorf("testdata/exceptions.txt: %q has no reason", line))
		}
		out[id] = reason
	}
	return out
}
