package painless_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestLiveProbes asks the nodes of ALERTPLAN_TEST_NODES, one of each generation, for what
// has no answer in testdata/probes, and keeps it there with ALERTPLAN_TEST_RECORD=1. It
// asks as a pipeline's script processor, which a node compiles as many of as it is given.
// ALERTPLAN_TEST_AGAIN=1 asks for everything anew.
func TestLiveProbes(t *testing.T) {
	nodes := map[string]string{}
	for _, node := range strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES")) {
		nodes[versionOf(t, node)] = node
	}
	if len(nodes) < 3 {
		t.Skip("needs a node of each generation: set ALERTPLAN_TEST_NODES to their URLs")
	}
	for _, f := range readProbes(t) {
		for i := range f.probes {
			if len(f.probes[i].answers) > 0 && os.Getenv("ALERTPLAN_TEST_AGAIN") == "" {
				continue
			}
			f.ask(t, i, nodes)
		}
		f.keep(t)
	}
}

func versionOf(t *testing.T, node string) string {
	t.Helper()
	answer, err := http.Get(node)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct {
		Version struct {
			Number string `json:"number"`
		} `json:"version"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	return got.Version.Number
}

func (f *probeFile) ask(t *testing.T, i int, nodes map[string]string) {
	p := &f.probes[i]
	answers := map[string]string{}
	unlike := map[string][]string{}
	for version, node := range nodes {
		answers[version] = askProbe(t, node, *p)
		ours := fullOutcome(t, p.source(), generationOf(version))
		if strings.HasPrefix(ours, "refused: ") {
			p.refused = true
		}
		if strings.Contains(ours, ": Cannot invoke ") && strings.HasPrefix(ours, answers[version]) {
			answers[version] = ours // the JVM has compiled the code: it tells no more
		}
		if class, ok := strings.CutSuffix(answers[version], " @-: "); ok && strings.HasPrefix(ours, class+" @") {
			answers[version] = ours // as it throws what it has thrown often, without a trace
		}
		if !strings.Contains(ours, "Object.getClass()") {
			answers[version] = ofNull.ReplaceAllString(answers[version], "$1")
		}
		if !sameTold(ours, answers[version]) {
			difference := "\n got " + ours + "\nnode " + answers[version]
			unlike[difference] = append(unlike[difference], version)
			slices.Sort(unlike[difference])
		}
	}
	for difference, versions := range unlike {
		t.Errorf("%s on %v: %s%s", filepath.Base(f.name), versions, p.script, difference)
	}
	p.answers = map[string]string{"": answers["2.19.4"]}
	for _, version := range []string{"1.3.14", "3.5.0"} {
		if answers[version] != answers["2.19.4"] {
			p.answers[version] = answers[version]
		}
	}
	f.touched = true
}

// askProbe runs a script as a function of a script processor's, and tells the outcome as
// if it had been alone. Where a function ends otherwise than a script, the script is asked
// alone: it isn't compiled as far as to miss its ctx.
func askProbe(t *testing.T, node string, p probe) string {
	t.Helper()
	functions, body := p.parts()
	const head = "def probed(Map params) {"
	from := len(utf16.Encode([]rune(functions)))
	within := simulate(t, node, functions+head+body+"\n} ctx.r = '' + probed(params)", from, len(head))
	if !strings.HasPrefix(within, "compile error") {
		return within
	}
	alone := simulate(t, node, functions+body, 0, 0)
	if syntaxFault.MatchString(alone) {
		return alone
	}
	if syntaxFault.MatchString(within) || strings.Contains(within, "for function [probed]") {
		return execute(t, node, functions+body)
	}
	return within
}

var syntaxFault = regexp.MustCompile(`^compile error \S+ @\d+: (unexpected|invalid sequence|extraneous|missing)`)

// execute asks for a script by itself, of which a node takes a few.
func execute(t *testing.T, node, source string) string {
	t.Helper()
	var got struct {
		Result string       `json:"result"`
		Error  *scriptError `json:"error"`
	}
	ask(t, node+"/_scripts/painless/_execute", map[string]any{"script": script(source)}, &got)
	if got.Error != nil {
		return got.Error.outcome(0, 0)
	}
	return got.Result
}

func script(source string) map[string]any {
	return map[string]any{"source": source, "params": json.RawMessage(probeParams)}
}

func ask(t *testing.T, url string, body, answer any) {
	t.Helper()
	request, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.Post(url, "application/json", bytes.NewReader(request))
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if err := json.NewDecoder(got.Body).Decode(answer); err != nil {
		t.Fatal(err)
	}
}

func simulate(t *testing.T, node, source string, from, put int) string {
	t.Helper()
	var got struct {
		Docs []struct {
			Doc struct {
				Source struct {
					R string `json:"r"`
				} `json:"_source"`
			} `json:"doc"`
			Error *scriptError `json:"error"`
		} `json:"docs"`
		Error *scriptError `json:"error"`
	}
	ask(t, node+"/_ingest/pipeline/_simulate", map[string]any{
		"pipeline": map[string]any{"processors": []any{map[string]any{"script": script(source)}}},
		"docs":     []any{map[string]any{"_source": map[string]any{}}},
	}, &got)
	if len(got.Docs) == 1 {
		got.Error = got.Docs[0].Error
		if got.Error == nil {
			return got.Docs[0].Doc.Source.R
		}
	}
	return got.Error.outcome(from, put)
}

type scriptError struct {
	Type     string `json:"type"`
	Reason   string `json:"reason"`
	Position *struct {
		Offset int `json:"offset"`
	} `json:"position"`
	Cause *scriptError `json:"caused_by"`
}

// outcome tells an error; places beyond from are nearer by as much as was put in there.
func (e *scriptError) outcome(from, put int) string {
	if e.Type != "script_exception" || e.Cause == nil {
		if e.Cause != nil {
			return e.Cause.outcome(from, put)
		}
		return "error " + e.Type + ": " + e.Reason
	}
	if e.Position == nil {
		return told(e.Reason, e.Cause.Type, -1, e.Cause.Reason)
	}
	offset := e.Position.Offset
	if offset >= from+put {
		offset -= put
	}
	return told(e.Reason, e.Cause.Type, offset, e.Cause.Reason)
}
