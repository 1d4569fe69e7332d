package mustache_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// probed is a line of testdata/probed.jsonl behind the first, which holds the values: what
// 2.19.4 answered to POST _render/template, and 3.5.0 where that differs.
type probed struct {
	Template string
	Text     string
	Error    string
	Newer    *probed
}

// TestProbedTemplates renders templates that were written to find differences: each kind of
// value in each kind of tag, names, functions, white space and what is broken.
func TestProbedTemplates(t *testing.T) {
	text, err := os.ReadFile("testdata/probed.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var data *orderedjson.Object
	for line := range bytes.Lines(text) {
		if data == nil {
			data = parseJSON(t, line).Object("data")
			continue
		}
		var c probed
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		newer := c
		if c.Newer != nil {
			newer = *c.Newer
		}
		for jdk, want := range map[javavalue.JDK]probed{javavalue.JDK17: c, javavalue.JDK21: newer} {
			got, reason := "", ""
			template, err := mustache.Parse(c.Template)
			if err == nil {
				got, err = template.Render(javavalue.FromJSON(data).(*javavalue.Map), mustache.Options{JDK: jdk})
			}
			if err != nil {
				got, reason = "", serverReason(err)
			}
			if got != want.Text || reason != want.Error {
				t.Errorf("%q, JDK %v\n got %q, error %q\nnode %q, error %q", c.Template, jdk, got, reason, want.Text, want.Error)
			}
		}
	}
}
