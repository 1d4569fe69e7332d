package painless_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// The files of testdata/probes are scripts, a line each, with what nodes made of them:
//
//	## a subject
//	return 1 / 0
//	= runtime error arithmetic_exception @9: / by zero
//
// "=" is the answer of every generation, "=1.3.14" that of one that differs from the
// "=" above it. "~" in front of a script says that it is refused here; the list of these
// only shrinks. What stands before "§" are functions of the script's own. A result with
// a line break or a quote at its begin is written as Go writes texts. A script sees
// probeParams.
type probe struct {
	script  string // with its §
	refused bool
	answers map[string]string // by version; "" for all others
}

// functions and body are the two parts of a probe's script.
func (p probe) parts() (functions, body string) {
	if before, after, ok := strings.Cut(p.script, "§"); ok {
		return before, after
	}
	return "", p.script
}

func (p probe) source() string {
	functions, body := p.parts()
	return functions + body
}

func (p probe) wanted(version string) (string, bool) {
	if answer, ok := p.answers[version]; ok {
		return answer, true
	}
	answer, ok := p.answers[""]
	return answer, ok
}

// probeFile is a file of probes; texts between them stand with the probe that follows.
type probeFile struct {
	name    string
	lines   [][]string // before each probe, and at the end
	probes  []probe
	touched bool
}

func readProbes(t *testing.T) []*probeFile {
	t.Helper()
	names, err := filepath.Glob("testdata/probes/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("%v: %d files", err, len(names))
	}
	var out []*probeFile
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, parseProbes(t, name, string(data)))
	}
	return out
}

func parseProbes(t *testing.T, name, text string) *probeFile {
	f := &probeFile{name: name}
	var before []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "", strings.HasPrefix(line, "##"):
			before = append(before, line)
		case strings.HasPrefix(line, "="):
			version, answer, _ := strings.Cut(line[1:], " ")
			if strings.HasPrefix(answer, `"`) {
				unquoted, err := strconv.Unquote(answer)
				if err != nil {
					t.Fatalf("%s: %s: %v", name, line, err)
				}
				answer = unquoted
			}
			f.probes[len(f.probes)-1].answers[version] = answer
		default:
			script, refused := strings.CutPrefix(line, "~")
			f.lines = append(f.lines, before)
			f.probes = append(f.probes, probe{script: script, refused: refused, answers: map[string]string{}})
			before = nil
		}
	}
	f.lines = append(f.lines, before)
	return f
}

// text is the file's text anew.
func (f *probeFile) text() string {
	var b strings.Builder
	for i, p := range f.probes {
		for _, line := range f.lines[i] {
			b.WriteString(line + "\n")
		}
		if p.refused {
			b.WriteByte('~')
		}
		b.WriteString(p.script + "\n")
		for _, version := range []string{"", "2.19.4", "1.3.14", "3.5.0"} {
			if answer, ok := p.answers[version]; ok {
				if strings.ContainsAny(answer, "\n\r\x00") || strings.HasPrefix(answer, `"`) || strings.TrimSpace(answer) != answer {
					answer = strconv.Quote(answer)
				}
				fmt.Fprintf(&b, "=%s %s\n", version, answer)
			}
		}
	}
	for _, line := range f.lines[len(f.probes)] {
		b.WriteString(line + "\n")
	}
	return b.String()
}

const probeParams = `{"i":5,"l":3000000000,"d":5.5,"z":0,"n":null,"b":true,"s":"hello world","e":"","neg":-7,"big":12345678901234567890,"list":[3,1,2],"words":["b","a","c"],
"m":{"a":1,"b":{"c":"deep"}},"o":[{"k":"a","n":5},{"k":"b","n":7},{"k":"a","n":1}],"t":"2024-06-15T08:30:00Z","ms":1718440200123,"dl":[0.1,0.2,0.3],
"r":{"took":3,"hits":{"total":{"value":3,"relation":"eq"},"max_score":1.0,"hits":[
{"_id":"1","_index":"logs","_score":1.0,"_source":{"user":"alice","ip":"10.0.0.1","bytes":1500,"ok":true,"@timestamp":"2024-06-15T08:29:00Z","tags":["x","y"]}},
{"_id":"2","_index":"logs","_score":0.5,"_source":{"user":"bob","ip":"10.0.0.2","bytes":2500000000,"ok":false,"@timestamp":"2024-06-15T08:28:30.500Z","tags":[]}},
{"_id":"3","_index":"logs","_score":null,"_source":{"user":"alice","ip":"192.168.1.77","bytes":0.5,"ok":null,"@timestamp":"2024-06-14T23:59:59.999Z"}}]},
"aggregations":{"by_user":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[
{"key":"alice","doc_count":2,"avg_bytes":{"value":750.25},"last":{"value":1.71844014E12,"value_as_string":"2024-06-15T08:29:00.000Z"}},
{"key":"bob","doc_count":1,"avg_bytes":{"value":2.5E9},"last":{"value":null}}]},"p":{"values":{"50.0":12.5,"99.0":null}},"c":{"value":2}}}}`

// generationOf is what scripts of a version are compiled and printed with.
func generationOf(version string) generation {
	for _, g := range generations {
		if g.version == version {
			return g
		}
	}
	return generation{version: version}
}

// fullOutcome is what a script comes to, with places and reasons of errors.
func fullOutcome(t *testing.T, source string, g generation) string {
	t.Helper()
	params := javavalue.FromJSON(parseJSON(t, []byte(probeParams))).(*javavalue.Map)
	script, err := g.language.Compile(source, painless.PainlessTest)
	var result painless.Value
	if err == nil {
		result, err = script.Run(painless.Bindings{Params: params, JDK: g.jdk})
	}
	var text string
	if err == nil {
		text, err = painless.Text(result, g.jdk)
	}
	var compile *painless.CompileError
	var runtime *painless.RuntimeError
	switch {
	case err == nil:
		return text
	case errors.As(err, &compile):
		return told("compile error", compile.Type, compile.Offset, compile.Reason)
	case errors.As(err, &runtime):
		return told("runtime error", runtime.Type, runtime.Offset, runtime.Reason)
	}
	return errorOutcome(err)
}

func told(kind, class string, offset int, reason string) string {
	place := strconv.Itoa(offset)
	if offset < 0 || class == "stack_overflow_error" {
		place = "-"
	}
	return fmt.Sprintf("%s %s @%s: %s", kind, class, place, reason)
}

var (
	placeless = regexp.MustCompile(`^(\w+ error \w+ @)(\d+|-)(: )`)
	ofNull    = regexp.MustCompile(`^(runtime error null_pointer_exception @(?:\d+|-): )Cannot .*`)
)

// sameTold compares outcomes: some errors of nodes have no place ("@-"), and what the JVM
// tells of a null that was used it stops to tell when it has compiled the code.
func sameTold(ours, theirs string) bool {
	if strings.Contains(theirs, " @-: ") {
		ours = placeless.ReplaceAllString(ours, "${1}-$3")
	}
	return ofNull.ReplaceAllString(ours, "$1") == ofNull.ReplaceAllString(theirs, "$1")
}

// TestProbes replays what nodes of three generations made of the probes.
// ALERTPLAN_TEST_RECORD=1 marks anew what is refused.
func TestProbes(t *testing.T) {
	counts := map[string]int{}
	for _, f := range readProbes(t) {
		for i := range f.probes {
			p := &f.probes[i]
			for _, version := range []string{"2.19.4", "1.3.14", "3.5.0"} {
				want, ok := p.wanted(version)
				if !ok {
					continue
				}
				got := fullOutcome(t, p.source(), generationOf(version))
				switch refused := strings.HasPrefix(got, "refused: "); {
				case refused != p.refused && os.Getenv("ALERTPLAN_TEST_RECORD") != "":
					p.refused, f.touched = refused, true
				case refused != p.refused:
					t.Errorf("%s on %s: %s\nis refused: %v (%s)\n      node %s", f.name, version, p.script, refused, got, want)
				case refused:
					counts["refused"]++
				case !sameTold(got, want):
					t.Errorf("%s on %s: %s\n got %s\nnode %s", f.name, version, p.script, got, want)
				default:
					counts["equal"]++
				}
			}
		}
		f.keep(t)
	}
	t.Log(counts)
}

// keep writes a file of probes that has changed.
func (f *probeFile) keep(t *testing.T) {
	t.Helper()
	if !f.touched || os.Getenv("ALERTPLAN_TEST_RECORD") == "" {
		return
	}
	if err := os.WriteFile(f.name, []byte(f.text()), 0o644); err != nil {
		t.Fatal(err)
	}
}
