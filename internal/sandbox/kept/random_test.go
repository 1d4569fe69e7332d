package kept_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// TestRandomOperations does all that a store can do, at random, with restarts
// between, and compares after each.
func TestRandomOperations(t *testing.T) {
	rounds := 6
	if os.Getenv("ALERTPLAN_TEST_SOAK") != "" {
		rounds = 200
	}
	random := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	w, f, s := begin(t, dir)
	for round := range rounds {
		for range 150 {
			operate(w, random)
			if random.IntN(20) == 0 {
				if err := s.Sync(); err != nil {
					t.Fatal(err)
				}
			}
		}
		before := picture(w.store)
		part, entries := w.small.text, w.log.String()
		end(t, f, s)
		w, f, s = begin(t, dir)
		if after := picture(w.store); after != before {
			t.Fatalf("round %d, after a restart:\n%s\nbefore:\n%s", round, after, before)
		}
		if w.small.text != part || w.log.String() != entries {
			t.Fatalf("round %d: part %q, want %q; log %s, want %s", round, w.small.text, part, w.log, entries)
		}
	}
	end(t, f, s)
}

// anything is a value that a field may begin with, or be refused for.
func anything(random *rand.Rand, depth int) any {
	switch random.IntN(9) {
	case 0:
		return nil
	case 1:
		return random.IntN(2) == 0
	case 2:
		return json.Number(fmt.Sprint(random.IntN(3)))
	case 3:
		return json.Number("1.5")
	case 4:
		return "2024-01-02"
	case 5:
		return "some words"
	case 6:
		return []any{}
	case 7:
		o := object()
		for range random.IntN(2) * depth {
			o.Set(fmt.Sprintf("y%d", random.IntN(3)), anything(random, depth-1))
		}
		return o
	}
	list := []any{}
	for range depth {
		list = append(list, anything(random, depth-1))
	}
	return list
}

// operate does one thing; most of them may be refused.
func operate(w *world, random *rand.Rand) {
	name := fmt.Sprintf("i%d", random.IntN(4))
	id := fmt.Sprintf("d%d", random.IntN(30))
	source := object("n", json.Number(fmt.Sprint(random.IntN(5))), fmt.Sprintf("f%d", random.IntN(8)), "a text of "+id,
		"in", object("ner", []any{"x", json.Number("1e2"), nil}))
	if random.IntN(10) == 0 {
		source.Set("n", "no number")
	}
	for range random.IntN(3) {
		source.Set(fmt.Sprintf("x%d", random.IntN(12)), anything(random, 2))
	}
	visible := index.Visibility(random.IntN(2))
	switch random.IntN(40) {
	case 0:
		_ = w.store.Delete(name)
	case 1:
		_ = w.store.Create(name, object("settings", object("number_of_shards", json.Number("3")),
			"mappings", object("dynamic", []string{"true", "false"}[random.IntN(2)], "properties", object("n", object("type", "long"), "when", object("type", "date")))))
	case 2:
		field := fmt.Sprintf([]string{"p%d", "x%d"}[random.IntN(2)], random.IntN(12))
		_ = w.store.PutMapping(name, object("properties", object(field, object("type", []string{"keyword", "object", "long", "nested"}[random.IntN(4)]))))
	case 3:
		_ = w.store.PutSettings(name, object("index.refresh_interval", fmt.Sprintf("%ds", random.IntN(9))))
	case 4:
		_ = w.store.SetAlias(name, "alias", object("is_write_index", random.IntN(2) == 0))
	case 5:
		_ = w.store.SetAlias(name, "alias", nil)
	case 6:
		_ = w.store.PutTemplate("t"+id, object("index_patterns", []any{id + "*"}, "template", object("settings", object("index.hidden", true))))
	case 7:
		_ = w.store.DeleteTemplate("t" + id)
	case 8:
		_ = w.store.PutLegacyTemplate("l"+id, object("index_patterns", []any{"i3*"}, "mappings", object("properties", object("m", object("type", "ip")))))
	case 9:
		_ = w.store.PutComponent("c"+id, object("template", object("settings", object("index.hidden", true))))
	case 10:
		_ = w.store.Refresh(name)
	case 11:
		w.small.set(id)
	case 12:
		w.log.add(id)
	case 13:
		w.log.forget(random.IntN(len(w.log.entries) + 1))
	case 14, 15, 16, 17:
		_, _ = w.store.Remove(index.Write{Index: name, ID: id, Visible: visible})
	case 18:
		_, _ = w.store.Write(index.Write{Index: name, ID: "v" + id, Source: source, External: &index.External{Version: random.Int64N(100)}})
	case 19:
		_, _ = w.store.Write(index.Write{Index: name, Source: source, Visible: visible})
	case 20:
		_, _ = w.store.Write(index.Write{Index: name, ID: "r" + id, Routing: "k" + id, Source: source, Visible: visible})
	default:
		_, _ = w.store.Write(index.Write{Index: name, ID: id, Source: source, Visible: visible})
	}
}
