package querydsl_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// TestRecorded holds the package to search bodies that real nodes with the
// alerting plugin stored or refused: testdata/recorded.jsonl.gz has what was
// sent and what GET gave back, per version.
func TestRecorded(t *testing.T) {
	eachLine(t, "testdata/recorded.jsonl.gz", func(c *orderedjson.Object) {
		sent, stored := c.Object("sent"), c.Object("stored")
		got, err := querydsl.CanonicalFor(dialectOf(c.Text("version")), sent)
		if stored == nil {
			compareRefusal(t, c, err)
			return
		}
		if err != nil {
			t.Errorf("%s: refused: %v", c.Text("id"), err)
			return
		}
		if a, b := marshal(t, got), marshal(t, stored); a != b {
			t.Errorf("%s\n sent %s\n  got %s\n want %s", c.Text("id"), marshal(t, sent), a, b)
		}
	})
}

func compareRefusal(t *testing.T, c *orderedjson.Object, err error) {
	t.Helper()
	var refusal *querydsl.Error
	if !errors.As(err, &refusal) {
		t.Errorf("%s: got %v, want a refusal: %s", c.Text("id"), err, marshal(t, c.Object("error")))
		return
	}
	causes := c.Object("error").Array("causes")
	if len(causes) == 0 {
		return
	}
	class, reason, _ := strings.Cut(causes[0].(*orderedjson.Object).Text("reason"), ": ")
	kind := class[strings.LastIndex(class, ".")+1:]
	if causes[0].(*orderedjson.Object).Text("type") != "exception" {
		return
	}
	if refusal.Kind != kind {
		t.Errorf("%s: kind %s, want %s (%s)", c.Text("id"), refusal.Kind, kind, reason)
	}
	if want := withoutPosition(reason); refusal.Reason != want {
		t.Errorf("%s: reason\n got %s\nwant %s", c.Text("id"), refusal.Reason, want)
	}
}

// withoutPosition cuts the place in the text, which the package doesn't know.
func withoutPosition(reason string) string {
	if strings.HasPrefix(reason, "[1:") {
		_, reason, _ = strings.Cut(reason, "] ")
	}
	before, _, _ := strings.Cut(reason, " at [1:")
	return before
}

func dialectOf(version string) querydsl.Dialect {
	switch version[0] {
	case '1':
		return querydsl.OpenSearch1
	case '3':
		return querydsl.OpenSearch3
	default:
		return querydsl.OpenSearch2
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	out, err := orderedjson.Marshal(plainNumbers(v))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// plainNumbers writes exponents alike: the recordings were written by another
// printer.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := &orderedjson.Object{}
		for _, m := range v.Members() {
			o.Set(m.Key, plainNumbers(m.Value))
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plainNumbers(item)
		}
		return list
	case json.Number:
		if strings.ContainsAny(v.String(), "eE") {
			f, _ := v.Float64()
			return json.Number(querydsl.JavaDouble(f))
		}
	}
	return v
}

func eachLine(t *testing.T, path string, do func(c *orderedjson.Object)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	n := 0
	for lines.Scan() {
		v, err := orderedjson.Parse(lines.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		do(v.(*orderedjson.Object))
		n++
	}
	if err := lines.Err(); err != nil || n == 0 {
		t.Fatalf("%s: %d lines, %v", path, n, err)
	}
}
