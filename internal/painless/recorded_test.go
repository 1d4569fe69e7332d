package painless_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// recordedCase is a line of testdata/painless.jsonl: what a node of OpenSearch
// 2.19.4 made of a script.
type recordedCase struct {
	ID       string          `json:"id"`
	Version  string          `json:"version"` // of versions.jsonl
	Context  string          `json:"context"`
	Script   string          `json:"script"`
	Ctx      string          `json:"ctx"`
	Params   json.RawMessage `json:"params"`
	Expected struct {
		Result    *string `json:"result"`
		Type      string  `json:"type"`
		Triggered bool    `json:"triggered"`
		Error     *struct {
			Kind   string `json:"kind"`
			Type   string `json:"type"`
			Reason string `json:"reason"`
		} `json:"error"`
	} `json:"expected"`
}

// outcome is a case's result as the recording tells it: "true", or "compile
// error class_cast_exception".
func (c recordedCase) wanted() string {
	switch {
	case c.Expected.Error != nil:
		return c.Expected.Error.Kind + " " + c.Expected.Error.Type
	case c.Context == "query_level_trigger":
		return map[bool]string{true: "true", false: "false"}[c.Expected.Triggered]
	default:
		return *c.Expected.Result
	}
}

func readCases(t *testing.T) []recordedCase {
	t.Helper()
	return slices.DeleteFunc(readFile(t, "testdata/painless.jsonl"), func(c recordedCase) bool {
		return c.Context != "painless_test" && c.Context != "query_level_trigger"
	})
}

func readFile(t *testing.T, name string) []recordedCase {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var cases []recordedCase
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c recordedCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}

func parseJSON(t *testing.T, data []byte) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

func bindingsOf(t *testing.T, c recordedCase, contexts *orderedjson.Object) painless.Bindings {
	t.Helper()
	b := painless.Bindings{Now: func() int64 { return 1_700_000_000_000 }}
	if c.Params != nil {
		b.Params = javavalue.FromJSON(parseJSON(t, c.Params)).(*javavalue.Map)
	}
	if b.Params == nil {
		b.Params = javavalue.NewHashMap()
	}
	if c.Context != "query_level_trigger" {
		return b
	}
	ctx := contexts.Object(c.Ctx)
	millis := func(key string) time.Time {
		v, _ := ctx.Get(key)
		ms, err := v.(json.Number).Int64()
		if err != nil {
			t.Fatal(err)
		}
		return time.UnixMilli(ms)
	}
	b.Ctx = &painless.TriggerContext{
		PeriodStart: millis("period_start"), PeriodEnd: millis("period_end"),
		Monitor: painless.MonitorFields{Name: "oracle", Enabled: true},
		Trigger: painless.TriggerFields{ID: "t0", Name: "t", Severity: "1"},
	}
	if ctx.Text("input_error") != "" {
		b.Ctx.Error = ctx.Text("input_error")
	}
	for _, r := range ctx.Array("results") {
		// The recording leaves out how long the search took.
		r = orderedjson.Clone(r)
		r.(*orderedjson.Object).Set("took", json.Number("1"))
		b.Ctx.Results = append(b.Ctx.Results, javavalue.FromJSON(r))
	}
	return b
}

var contextOf = map[string]painless.Context{
	"painless_test":       painless.PainlessTest,
	"query_level_trigger": painless.QueryLevelTrigger,
}

// outcomeOf runs a script and tells the result in the recording's words.
func outcomeOf(source string, context painless.Context, b painless.Bindings) string {
	script, err := painless.Compile(source, context)
	return resultOf(script, err, b)
}

func resultOf(script *painless.Script, err error, b painless.Bindings) string {
	if err != nil {
		return errorOutcome(err)
	}
	v, err := script.Run(b)
	if err != nil {
		return errorOutcome(err)
	}
	text, err := painless.Text(v, b.JDK)
	if err != nil {
		return errorOutcome(err)
	}
	return text
}

func errorOutcome(err error) string {
	var compile *painless.CompileError
	var runtime *painless.RuntimeError
	var unsupported *painless.UnsupportedError
	switch {
	case errors.As(err, &compile):
		return "compile error " + compile.Type
	case errors.As(err, &runtime):
		return "runtime error " + runtime.Type
	case errors.As(err, &unsupported):
		return "refused: " + unsupported.Construct
	}
	return err.Error()
}

// TestRecordedScripts compares kind and type of errors, and results. What is
// refused stands in testdata/refused.txt, a list that only shrinks.
func TestRecordedScripts(t *testing.T) {
	data, err := os.ReadFile("testdata/painless.ctx.json")
	if err != nil {
		t.Fatal(err)
	}
	refusedBefore, err := os.ReadFile("testdata/refused.txt")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	expectedRefusals := strings.Split(strings.TrimSpace(string(refusedBefore)), "\n")
	contexts := parseJSON(t, data)
	counts := map[string]map[string]int{"painless_test": {}, "query_level_trigger": {}}
	for _, c := range readCases(t) {
		got := outcomeOf(c.Script, contextOf[c.Context], bindingsOf(t, c, contexts))
		listed := slices.Contains(expectedRefusals, c.ID)
		switch {
		case strings.HasPrefix(got, "refused: "):
			counts[c.Context]["refused"]++
			if !listed {
				t.Errorf("%s: %s\n%s\nwant %s", c.ID, c.Script, got, c.wanted())
			}
		case got != c.wanted():
			counts[c.Context]["wrong"]++
			t.Errorf("%s: %s\n got %s\nwant %s", c.ID, c.Script, got, c.wanted())
		default:
			counts[c.Context]["equal"]++
			if listed {
				t.Errorf("%s is no longer refused: take it off testdata/refused.txt", c.ID)
			}
		}
	}
	t.Log(counts)
}
