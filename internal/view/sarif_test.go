package view_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/view"
)

// sarifOf is a report in SARIF.
func sarifOf(t *testing.T, r view.Report) *orderedjson.Object {
	t.Helper()
	var out bytes.Buffer
	if err := r.Writers()[view.FormatSARIF](&out); err != nil {
		t.Fatal(err)
	}
	v, err := orderedjson.Parse(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// TestSARIFIsValid holds every report to the schema of the standard, and to what GitHub
// asks for beyond it.
func TestSARIFIsValid(t *testing.T) {
	file, err := os.Open("testdata/sarif/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	text, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", text); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for name, r := range reports() {
		write := r.Writers()[view.FormatSARIF]
		if write == nil {
			continue
		}
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(&out)
		if err == nil {
			err = schema.Validate(value)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		checkForGitHub(t, name, sarifOf(t, r))
		checked++
	}
	if checked < 20 {
		t.Errorf("only %d reports were checked", checked)
	}
	if err := schema.Validate(map[string]any{"version": "2.1.0"}); err == nil {
		t.Error("the schema lets anything through")
	}
}

// checkForGitHub wants what docs.github.com calls required ("SARIF support for code
// scanning"), and relative paths.
func checkForGitHub(t *testing.T, name string, log *orderedjson.Object) {
	t.Helper()
	if !strings.Contains(log.Text("$schema"), "sarif") || log.Text("version") != "2.1.0" || len(log.Array("runs")) != 1 {
		t.Errorf("%s: %s, %d runs", name, log.Text("version"), len(log.Array("runs")))
	}
	run := log.Array("runs")[0].(*orderedjson.Object)
	driver := run.Object("tool").Object("driver")
	rules := driver.Array("rules")
	for _, x := range rules {
		rule := x.(*orderedjson.Object)
		for _, key := range []string{"shortDescription", "fullDescription", "help"} {
			if words := rule.Object(key).Text("text"); words == "" || len(words) > 1024 {
				t.Errorf("%s: the %s of the rule %s has %d bytes", name, key, rule.Text("id"), len(words))
			}
		}
	}
	if driver.Text("name") != "alertplan" || !run.Has("results") || rules == nil {
		t.Errorf("%s: %v", name, run)
	}
	for _, x := range run.Array("results") {
		result := x.(*orderedjson.Object)
		index, _ := result.Get("ruleIndex")
		var i int
		fmt.Sscan(fmt.Sprint(index), &i)
		if i >= len(rules) || rules[i].(*orderedjson.Object).Text("id") != result.Text("ruleId") {
			t.Errorf("%s: the rule %s is not the one of its index", name, result.Text("ruleId"))
		}
		at := result.Array("locations")[0].(*orderedjson.Object).Object("physicalLocation")
		uri := at.Object("artifactLocation").Text("uri")
		if uri == "" || strings.HasPrefix(uri, "/") || strings.Contains(uri, " ") || result.Object("message").Text("text") == "" {
			t.Errorf("%s: %q, %v", name, uri, result)
		}
		for _, key := range []string{"startLine", "startColumn", "endLine", "endColumn"} {
			if !at.Object("region").Has(key) {
				t.Errorf("%s: the region has no %s", name, key)
			}
		}
		if result.Object("partialFingerprints").Len() == 0 {
			t.Errorf("%s: there is no fingerprint", name)
		}
	}
}

// sourceReport has one diagnostic at a part of a source.
func sourceReport(t *testing.T, source, part string) *view.ValidateReport {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(source), "main.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	i := strings.Index(source, part)
	line := 1 + strings.Count(source[:i], "\n")
	at := &hcl.Range{Filename: "main.hcl", Start: hcl.Pos{Line: line, Column: 1, Byte: i}, End: hcl.Pos{Line: line, Column: 2, Byte: i + len(part)}}
	r := &view.ValidateReport{Command: view.Command{Name: "validate", CheckOf: checkOf}}
	r.Diagnosed(hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Wrong", Detail: "Words.", Subject: at, Extra: "a-check"}}, map[string]*hcl.File{"main.hcl": file})
	return r
}

func onlyResult(t *testing.T, r view.Report) *orderedjson.Object {
	t.Helper()
	return sarifOf(t, r).Array("runs")[0].(*orderedjson.Object).Array("results")[0].(*orderedjson.Object)
}

// Columns count units of UTF-16, as run.columnKind says.
func TestSARIFCountsColumns(t *testing.T) {
	region := onlyResult(t, sourceReport(t, "a = 1\nb = \"\U0001F514 é\" + wrong\n", "wrong")).Array("locations")[0].(*orderedjson.Object).Object("physicalLocation").Object("region")
	start, _ := region.Get("startColumn")
	end, _ := region.Get("endColumn")
	if fmt.Sprintf("%v %v", start, end) != "14 19" {
		t.Errorf("columns %v to %v", start, end)
	}
}

// A problem is known again in another version of its file: by its line wherever that has
// gone, by its block where the line is edited.
func TestSARIFFingerprints(t *testing.T) {
	const rest = "\n# words that go on for long enough to fill the hundred characters of which the hash of the line is made, and then some\n"
	prints := func(source, part string) (line, block string) {
		p := onlyResult(t, sourceReport(t, source, part)).Object("partialFingerprints")
		return p.Text("primaryLocationLineHash"), p.Text("alertplan/v1")
	}
	line, block := prints("workspace = \"soc\"\nmonitor \"m\" {\n  name = 1"+rest+"}\n", "1")
	moved, sameBlock := prints("# A comment.\r\nworkspace = \"soc\"\nmonitor \"m\" {\n\tname  =  1"+rest+"}\n", "1")
	edited, editedBlock := prints("workspace = \"soc\"\nmonitor \"m\" {\n  name = 2"+rest+"}\n", "2")
	other, otherBlock := prints("workspace = \"soc\"\nmonitor \"n\" {\n  name = 1"+rest+"}\n", "1")
	if line != moved || block != sameBlock || line == edited || block != editedBlock || line != other || block == otherBlock {
		t.Errorf("lines %s, %s, %s, %s; blocks %s, %s, %s, %s", line, moved, edited, other, block, sameBlock, editedBlock, otherBlock)
	}
	// The hashes of a file with lines of the same hash; as github/codeql-action's upload has
	// them, by its description.
	twice, _ := prints("m {\n}\n"+strings.Repeat("\n", 120)+"a = 1\n", "a")
	if !strings.HasSuffix(twice, ":1") {
		t.Errorf("%s", twice)
	}
}

// Files of variables are in no repository: nothing is said of what is in them.
func TestSARIFHashesNoVariables(t *testing.T) {
	r := sourceReport(t, "a = 1\n", "1")
	r.Diagnostics[0].Subject.Filename = "secret.vars"
	r.Files = map[string]*hcl.File{"secret.vars": r.Files["main.hcl"]}
	if p := onlyResult(t, r).Object("partialFingerprints"); p.Has("primaryLocationLineHash") || p.Text("alertplan/v1") == "" {
		t.Errorf("%v", p)
	}
}

// GitHub refuses a run of more than 25,000 results: errors come first.
func TestSARIFIsCut(t *testing.T) {
	r := &view.ValidateReport{Command: view.Command{Name: "validate", CheckOf: checkOf}}
	at := &hcl.Range{Filename: "main.hcl", Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 1, Column: 2}}
	for range 25010 {
		r.Diagnostics = append(r.Diagnostics, &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "A warning", Detail: "Words.", Subject: at, Extra: "b-check"})
	}
	r.Diagnostics = append(r.Diagnostics, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "An error", Detail: "Words.", Subject: at, Extra: "a-check"})
	results := sarifOf(t, r).Array("runs")[0].(*orderedjson.Object).Array("results")
	if first := results[0].(*orderedjson.Object).Text("ruleId"); len(results) != 25000 || first != "a-check" {
		t.Errorf("%d results, the first of %s", len(results), first)
	}
}
