package mustache_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// recordedCase is a line of testdata/mustache.jsonl: what a node of OpenSearch
// 2.19.4 made of a template.
type recordedCase struct {
	ID       string          `json:"id"`
	Context  string          `json:"context"`
	Template string          `json:"template"`
	Ctx      string          `json:"ctx"`
	Params   json.RawMessage `json:"params"`
	Options  struct {
		ContentType string `json:"content_type"`
	} `json:"options"`
	Expected json.RawMessage `json:"expected"`
}

func readCases(t *testing.T) []recordedCase {
	t.Helper()
	data, err := os.ReadFile("testdata/mustache.jsonl")
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

func readJSON(t *testing.T, path string) *orderedjson.Object {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return parseJSON(t, data)
}

func parseJSON(t *testing.T, data []byte) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// contextOf is what the alerting plugin puts in front of a message: ctx with
// its period as instants.
func contextOf(t *testing.T, recorded *orderedjson.Object) *javavalue.Map {
	t.Helper()
	ctx := javavalue.NewLinkedMap()
	for _, m := range recorded.Members() {
		v := javavalue.FromJSON(m.Value)
		if text, ok := v.(string); ok && strings.HasPrefix(m.Key, "period") {
			at, err := time.Parse(time.RFC3339, text)
			if err != nil {
				t.Fatal(err)
			}
			v = javavalue.Instant{Time: at}
		}
		ctx.Put(m.Key, v)
	}
	root := javavalue.NewLinkedMap()
	root.Put("ctx", ctx)
	return root
}

func rootOf(t *testing.T, c recordedCase, contexts, data *orderedjson.Object) *javavalue.Map {
	t.Helper()
	if c.Context == "alerting" {
		return contextOf(t, contexts.Object(c.Ctx))
	}
	params := parseJSON(t, c.Params)
	if params.Has("file") {
		params = data
	}
	return javavalue.FromJSON(params).(*javavalue.Map)
}

func TestRecordedTemplates(t *testing.T) {
	contexts, data := readJSON(t, "testdata/mustache.ctx.json"), readJSON(t, "testdata/mustache.data.json")
	counts := map[string]int{}
	for _, c := range readCases(t) {
		t.Run(c.ID, func(t *testing.T) {
			text, err := renderCase(c, rootOf(t, c, contexts, data))
			checkCase(t, c, text, err)
			if !t.Failed() {
				counts[c.Context]++
			}
		})
	}
	t.Logf("equal: %v", counts)
}

// TestRecordedNumbers renders what 3.5.0 was recorded to print otherwise.
func TestRecordedNumbers(t *testing.T) {
	contexts, data := readJSON(t, "testdata/mustache.ctx.json"), readJSON(t, "testdata/mustache.data.json")
	text, err := os.ReadFile("testdata/versions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	others := map[string]*orderedjson.Object{}
	for line := range bytes.Lines(text) {
		o := parseJSON(t, line)
		others[o.Text("id")] = o
	}
	for _, c := range readCases(t) {
		if others[c.ID] == nil {
			continue
		}
		template, err := mustache.Parse(c.Template)
		if err != nil {
			t.Fatal(err)
		}
		text, err := template.Render(rootOf(t, c, contexts, data), mustache.Options{ContentType: c.Options.ContentType, JDK: javavalue.JDK21})
		c.Expected = []byte(`"` + strings.ReplaceAll(others[c.ID].Text("expected"), "\n", `\n`) + `"`)
		checkCase(t, c, text, err)
	}
}

func renderCase(c recordedCase, root *javavalue.Map) (string, error) {
	template, err := mustache.Parse(c.Template)
	if err != nil {
		return "", err
	}
	return template.Render(root, mustache.Options{ContentType: c.Options.ContentType})
}

func checkCase(t *testing.T, c recordedCase, text string, err error) {
	t.Helper()
	var want string
	if json.Unmarshal(c.Expected, &want) == nil {
		if c.Context == "render" {
			text = insideJSON(text)
		}
		if err != nil || text != want {
			t.Errorf("%q\n got %q, %v\nwant %q", c.Template, text, err, want)
		}
		return
	}
	expected := parseJSON(t, c.Expected)
	if c.Context == "render-body" && !expected.Has("error") {
		checkBody(t, c, expected, text, err)
		return
	}
	reason := expected.Text("error")
	if e := expected.Object("error"); e != nil {
		reason = e.Text("reason")
	}
	if strings.HasPrefix(reason, "Message content missing") {
		if err != nil || text != "" {
			t.Errorf("%q\n got %q, %v\nwant nothing", c.Template, text, err)
		}
		return
	}
	checkError(t, c, reason, err)
}

// insideJSON undoes the escaping: "render" cases were rendered as a text inside
// of a JSON body, and read back from the answer.
func insideJSON(text string) string {
	var plain string
	if json.Unmarshal([]byte(`"`+text+`"`), &plain) != nil {
		return text
	}
	return plain
}

func checkError(t *testing.T, c recordedCase, reason string, err error) {
	t.Helper()
	got := serverReason(err)
	if errors.As(err, new(*mustache.RenderError)) && strings.HasPrefix(reason, "Error running ") {
		return // the plugin hides the reason
	}
	if got != reason {
		t.Errorf("%q\n got error %q (%v)\nwant error %q", c.Template, got, err, reason)
	}
}

// serverReason is an error as the server words it.
func serverReason(err error) string {
	var syntax *mustache.SyntaxError
	var render *mustache.RenderError
	switch {
	case errors.As(err, &syntax):
		return syntax.ServerReason()
	case errors.As(err, &render):
		return render.Reason
	case err != nil:
		return err.Error()
	}
	return ""
}

// checkBody compares the body that _render/template answers: JSON where the
// text is JSON, else the text as it is.
func checkBody(t *testing.T, c recordedCase, expected *orderedjson.Object, text string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%q: %v", c.Template, err)
		return
	}
	if raw := expected.Text("raw"); raw != "" {
		if got := `{"template_output":` + text + `}`; got != raw {
			t.Errorf("%q\n got %q\nwant %q", c.Template, got, raw)
		}
		return
	}
	got, err := orderedjson.Parse([]byte(text))
	if err != nil || !orderedjson.Equal(got, expected) {
		t.Errorf("%q\n got %s, %v\nwant %s", c.Template, text, err, c.Expected)
	}
}
