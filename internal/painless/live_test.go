package painless_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

const liveParams = `{"i":5,"l":3000000000,"d":5.5,"z":0,"n":null,"b":true,"s":"hello world","e":"","list":[3,1,2],"words":["b","a","c"],
"m":{"a":1,"b":{"c":"deep"}},"o":[{"k":"a","n":5},{"k":"b","n":7},{"k":"a","n":1}],"t":"2024-06-15T08:30:00Z","ms":1718440200123,"dl":[0.1,0.2,0.3]}`

// TestLiveScripts compares testdata/scripts.txt, a script a line, with what a
// live node makes of it. What we refuse is no difference. A node compiles 75
// scripts in five minutes by default: what compiles goes there in batches, as
// functions of one script, and when the node has enough of the rest, the rest is
// left out.
func TestLiveScripts(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("needs a node: set ALERTPLAN_TEST_NODES to its URL")
	}
	data, err := os.ReadFile("testdata/scripts.txt")
	if err != nil {
		t.Fatal(err)
	}
	l := &liveRun{t: t, node: nodes[0]}
	var batch, single []string
	for source := range strings.Lines(string(data)) {
		source = strings.TrimSuffix(source, "\n")
		if source == "" || strings.HasPrefix(source, "##") {
			continue
		}
		switch outcome := l.ours(source); {
		case strings.HasPrefix(outcome, "refused: "):
			l.refused++
		case l.asFunction(source):
			batch = append(batch, source)
		default:
			single = append(single, source)
		}
	}
	for chunk := range slices.Chunk(batch, 40) {
		l.askBatch(chunk)
	}
	for _, source := range single {
		l.askSingle(source)
	}
	t.Logf("equal %d, refused %d, not asked %d", l.equal, l.refused, l.notAsked)
}

type liveRun struct {
	t                        *testing.T
	node                     string
	equal, refused, notAsked int
	invalid                  int // scripts that don't compile
	kept                     []nodeAnswer
}

func (l *liveRun) ours(source string) string {
	params := javavalue.FromJSON(parseJSON(l.t, []byte(liveParams))).(*javavalue.Map)
	return outcomeOf(source, painless.PainlessTest, painless.Bindings{Params: params})
}

// asFunction tells whether a script can be the body of a function whose
// exceptions are caught, with the same outcome.
func (l *liveRun) asFunction(source string) bool {
	wrapped := "def f0(Map params) {\n" + source + "\n}\nf0(params)"
	ours := l.ours(source)
	return !strings.Contains(ours, "_error") && !strings.HasPrefix(ours, "compile error") && l.ours(wrapped) == ours
}

const separator = "\uE0FF"

func (l *liveRun) askBatch(sources []string) {
	var script strings.Builder
	for i, source := range sources {
		fmt.Fprintf(&script, "def f%d(Map params) {\n%s\n}\n", i, source)
	}
	script.WriteString("StringBuilder r = new StringBuilder();\n")
	for i := range sources {
		fmt.Fprintf(&script, "try { r.append('' + f%d(params)) } catch (Exception e) { r.append('runtime error ' + e.toString()) } r.append('"+separator+"');\n", i)
	}
	script.WriteString("return r.toString()")
	answer := l.ask(script.String())
	results := strings.Split(answer, separator)
	if len(results) != len(sources)+1 {
		if len(sources) == 1 {
			l.compare(sources[0], answer)
			return
		}
		half := len(sources) / 2
		l.askBatch(sources[:half])
		l.askBatch(sources[half:])
		return
	}
	for i, source := range sources {
		l.kept = append(l.kept, nodeAnswer{source, results[i]})
		l.compare(source, exceptionOutcome(results[i]))
	}
}

var exceptionText = regexp.MustCompile(`^runtime error ([\w.$]+)`)

// exceptionOutcome makes of "runtime error java.lang.XException: text" what the
// server's answers say.
func exceptionOutcome(result string) string {
	match := exceptionText.FindStringSubmatch(result)
	if match == nil {
		return result
	}
	name := match[1][strings.LastIndexAny(match[1], ".$")+1:]
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return "runtime error " + b.String()
}

func (l *liveRun) askSingle(source string) {
	if l.notAsked > 0 {
		l.notAsked++
		return
	}
	l.compare(source, l.ask(source))
}

func (l *liveRun) compare(source, theirs string) {
	switch ours := l.ours(source); {
	case strings.Contains(theirs, "circuit_breaking_exception"):
		l.notAsked++
	case ours != theirs:
		l.t.Errorf("%s\n got %s\nnode %s", source, ours, theirs)
	default:
		l.equal++
	}
}

type liveError struct {
	Type   string     `json:"type"`
	Reason string     `json:"reason"`
	Cause  *liveError `json:"caused_by"`
}

// ask runs a script on the node and tells the outcome in our words.
func (l *liveRun) ask(source string) string {
	t, node := l.t, l.node
	t.Helper()
	script := map[string]any{"source": source, "params": json.RawMessage(liveParams)}
	body, err := json.Marshal(map[string]any{"script": script})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(node+"/_scripts/painless/_execute", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct {
		Result string    `json:"result"`
		Error  liveError `json:"error"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode == http.StatusOK {
		return got.Result
	}
	if got.Error.Cause == nil {
		return got.Error.Reason + " " + got.Error.Type
	}
	return got.Error.Reason + " " + got.Error.Cause.Type
}
