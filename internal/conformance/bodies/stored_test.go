package bodies

import (
	"bufio"
	"compress/gzip"
	"errors"
	"os"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// TestStored holds the canonical form to what three generations made of bodies of the
// generator. testdata/stored.jsonl.gz was made by handing them to the
// SearchSourceBuilder of OpenSearch 1.3.14, 2.19.4 and 3.5.0, with all modules of a
// release: parsed, and printed again, or the refusal.
func TestStored(t *testing.T) {
	dialects := map[byte]querydsl.Dialect{'1': querydsl.OpenSearch1, '2': querydsl.OpenSearch2, '3': querydsl.OpenSearch3}
	lines := 0
	eachStored(t, func(c *orderedjson.Object) {
		lines++
		sent, _ := orderedjson.Marshal(c.Object("sent"))
		version := c.Text("version")
		got, err := querydsl.CanonicalFor(dialects[version[0]], c.Object("sent"))
		stored := c.Object("stored")
		switch {
		case stored == nil && err == nil:
			t.Errorf("%s: %s\nis read, want %s: %s", version, sent, c.Object("error").Text("kind"), c.Object("error").Text("reason"))
		case stored != nil && err != nil && !strayBracket(err):
			t.Errorf("%s: %s\nis refused: %v", version, sent, err)
		case stored != nil && err == nil && !same(got, stored):
			here, _ := orderedjson.Marshal(got)
			there, _ := orderedjson.Marshal(stored)
			t.Errorf("%s: %s\n got %s\nwant %s", version, sent, here, there)
		}
	})
	if lines < 1500 {
		t.Errorf("only %d bodies", lines)
	}
}

// TestNodesAreSpared: bodies that end a node aren't sent to one.
func TestNodesAreSpared(t *testing.T) {
	for _, body := range []string{
		`{"query":{"script":{"script":"1","boost":null}}}`,
		`{"aggs":{"a":{"filter":{"bool":{"must":[{"script":{"script":"1","_name":null}}],"foo":1}}}}}`,
	} {
		v, err := orderedjson.Parse([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if !haltsNode(v.(*orderedjson.Object)) {
			t.Errorf("%s would be sent", body)
		}
	}
	_, err := querydsl.Canonical(orderedjson.NewObject(orderedjson.Member{Key: "query", Value: obj("script", obj("script", "1", "boost", nil))}))
	var refusal *querydsl.Error
	if !errors.As(err, &refusal) || refusal.Kind != querydsl.KindAssertion {
		t.Errorf("null in a script query: %v", err)
	}
}

func eachStored(t *testing.T, do func(c *orderedjson.Object)) {
	t.Helper()
	f, err := os.Open("testdata/stored.jsonl.gz")
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
	for lines.Scan() {
		v, err := orderedjson.Parse(lines.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		do(v.(*orderedjson.Object))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
