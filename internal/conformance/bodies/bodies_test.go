package bodies_test

import (
	"errors"
	"testing"

	"github.com/alertplan/alertplan/internal/conformance/bodies"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// TestMake: a body is the same one each time, and what is stored of it is its own
// stored form, in every generation.
func TestMake(t *testing.T) {
	dialects := map[int]querydsl.Dialect{1: querydsl.OpenSearch1, 2: querydsl.OpenSearch2, 3: querydsl.OpenSearch3}
	for generation, dialect := range dialects {
		read := 0
		for i := range uint64(1500) {
			server := bodies.Server{Generation: generation, Modules: true}
			body := bodies.Make(7, i, server)
			if text(t, body.Search) != text(t, bodies.Make(7, i, server).Search) {
				t.Fatalf("body %d of generation %d comes out differently", i, generation)
			}
			canonical, err := querydsl.CanonicalFor(dialect, body.Search)
			var refusal *querydsl.Error
			if err != nil && (!errors.As(err, &refusal) || refusal.Kind == "") {
				t.Fatalf("%s: %v is no refusal", text(t, body.Search), err)
			}
			if err == nil {
				read++
				querydsl.Portable(canonical)
			}
		}
		if read < 500 {
			t.Errorf("generation %d: only %d of 1500 bodies can be read", generation, read)
		}
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	data, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
