package mapping

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestGrowIsMerge: growing by documents gives the mapping that copying and
// indexing everything anew would give, and leaves the one before alone.
func TestGrowIsMerge(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		settings := DefaultSettings()
		settings.FieldLimit, settings.DepthLimit = 40, 4
		m, err := New(parseDefinition(t, `{"dynamic_templates":[{"n":{"match_mapping_type":"object","match":"n*","mapping":{"type":"nested"}}}]}`), settings)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 40 {
			before := printed(t, m)
			source := parseDefinition(t, randomObject(g, 0))
			_, next, err := m.Add(fmt.Sprint(i), source)
			if now := printed(t, m); now != before {
				t.Fatalf("the mapping before changed from %s to %s", before, now)
			}
			full := next.clone()
			if len(full.fields) != len(next.fields) || len(full.objects) != len(next.objects) {
				t.Fatalf("%d fields and %d objects, indexed anew %d and %d (%v)", len(next.fields), len(next.objects), len(full.fields), len(full.objects), err)
			}
			for path, o := range next.objects {
				if shape := full.objects[path]; shape == nil || len(shape.children) != len(o.children) {
					t.Fatalf("object %s is not the tree's", path)
				}
			}
			for path, f := range next.fields {
				if full.fields[path] != f || f.Nested != next.NestedPath(path) {
					t.Fatalf("field %s is not the tree's, or nested in %q", path, f.Nested)
				}
			}
			m = next
		}
	}
}

func printed(t *testing.T, m *Mapping) string {
	t.Helper()
	text, err := orderedjson.Marshal(m.Print())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func parseDefinition(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

func randomObject(g *rand.Rand, depth int) string {
	var members []string
	used := map[string]bool{}
	for range 1 + g.IntN(3) {
		name := []string{"a", "b", "n", "nn", "c.d"}[g.IntN(5)]
		if used[name] {
			continue
		}
		used[name] = true
		value := []string{`1`, `"x"`, `null`, `[1,2]`, `"2020-01-01"`, `[]`}[g.IntN(6)]
		if depth < 4 && g.IntN(2) == 0 {
			value = randomObject(g, depth+1)
		}
		members = append(members, fmt.Sprintf("%q:%s", name, value))
	}
	return "{" + strings.Join(members, ",") + "}"
}
