package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/alertplan/alertplan/internal/example"
)

// exampleOf is a script's copy of examples/console-login.
func exampleOf(ts *testscript.TestScript) example.Copy {
	return example.Copy{Root: filepath.Join("..", ".."), Workspace: ts.Getenv("WORKSPACE"), PagerURL: ts.Getenv("PAGER_URL")}
}

// example: copies examples/console-login to the current directory; it pages the
// script's listener, and searches indices of the script's own.
func exampleCommand(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(exampleOf(ts).Write(ts.MkAbs(".")))
}

// load: loads CloudTrail events into indices of the script's own, under an index
// template that goes with the script: all of the corpus that ALERTPLAN_TEST_CORPUS
// names, else the example's samples.
func loadCommand(ts *testscript.TestScript, _ bool, _ []string) {
	copied, templateFile, folder := exampleOf(ts), "", ""
	if corpus := os.Getenv("ALERTPLAN_TEST_CORPUS"); corpus != "" {
		templateFile, folder = filepath.Join(corpus, "cis", "cwl-template.json"), filepath.Join(corpus, "cloudtrail")
	} else {
		ts.Logf("ALERTPLAN_TEST_CORPUS is not set: the example's own events are loaded")
	}
	template, err := copied.Template(templateFile)
	ts.Check(err)
	ts.Check(sendAll(clusterOf(ts), "PUT", "/_index_template/cwl-"+copied.Workspace, template))
	bulks, events, err := copied.Bulks(folder)
	ts.Check(err)
	for _, bulk := range bulks {
		ts.Check(sendAll(clusterOf(ts), "POST", "/_bulk?refresh=true&filter_path=errors", bulk))
	}
	ts.Logf("%d events loaded", events)
}

// sendAll sends a body, and fails where the answer tells of any failure.
func sendAll(s *scriptCluster, method, path string, body []byte) error {
	answer, err := s.request(method, path, string(body))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode >= 300 || strings.Contains(string(text), `"errors":true`)) {
		err = fmt.Errorf("%s %s: %s %.500s", method, path, answer.Status, text)
	}
	return err
}
