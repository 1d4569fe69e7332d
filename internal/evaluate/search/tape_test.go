package search_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// answer is what a node said.
type answer struct {
	Status int
	Body   string
}

// tape is a node's answers by request: recorded, or played back.
type tape struct {
	answers map[string]answer
	order   []string
}

// taped is a line of a tape.
type taped struct {
	Request string
	Status  int
	Body    string
}

func tapePath(t *testing.T) string { return filepath.Join("testdata", t.Name()+".jsonl.gz") }

func loadTape(t *testing.T) *tape {
	t.Helper()
	f, err := os.Open(tapePath(t))
	if err != nil {
		t.Skipf("no answers recorded (%v) and no live core node: set ALERTPLAN_TEST_NODES to a URL", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := &tape{answers: map[string]answer{}}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var l taped
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		out.answers[l.Request] = answer{l.Status, l.Body}
	}
	return out
}

func (r *tape) record(method, path, body string, a answer) {
	key := method + " " + path + " " + body
	if _, ok := r.answers[key]; !ok {
		r.order = append(r.order, key)
	}
	r.answers[key] = a
}

func (r *tape) play(t *testing.T, method, path, body string) (int, *orderedjson.Object) {
	t.Helper()
	a, ok := r.answers[method+" "+path+" "+body]
	if !ok {
		t.Fatalf("not recorded: %s %s %s", method, path, body)
	}
	o, _ := parsed([]byte(a.Body))
	return a.Status, o
}

func (r *tape) save(t *testing.T) {
	if t.Failed() {
		return
	}
	if err := os.MkdirAll(filepath.Dir(tapePath(t)), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(tapePath(t))
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(f)
	for _, key := range r.order {
		a := r.answers[key]
		line, err := json.Marshal(taped{key, a.Status, a.Body})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(append(line, '\n')); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
