package index_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func parse(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.(*orderedjson.Object)
}

func write(t *testing.T, s *index.Store, w index.Write) index.Written {
	t.Helper()
	out, err := s.Write(w)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The versions, numbers and refusals of transcripts documents/one_document.
func TestVersions(t *testing.T) {
	s := index.NewStore(time.Now)
	put := func(id, doc string) index.Write { return index.Write{Index: "t-events", ID: id, Source: parse(t, doc)} }
	for i, want := range []index.Written{
		{Index: "t-events", ID: "1", Version: 1, SeqNo: 0, PrimaryTerm: 1, Result: "created"},
		{Index: "t-events", ID: "1", Version: 2, SeqNo: 1, PrimaryTerm: 1, Result: "updated"},
	} {
		if got := write(t, s, put("1", `{"a":1}`)); got != want {
			t.Errorf("write %d: %+v", i, got)
		}
	}
	only := put("1", `{"a":4}`)
	only.Op = index.CreateOnly
	_, err := s.Write(only)
	wantFault(t, err, 409, "[1]: version conflict, document already exists (current version [2])")
	stale := put("1", `{"a":5}`)
	stale.Lock = &index.Lock{SeqNo: 0, PrimaryTerm: 1}
	_, err = s.Write(stale)
	wantFault(t, err, 409, "[1]: version conflict, required seqNo [0], primary term [1]. current document has seqNo [1] and primary term [1]")
	if got, err := s.Remove(index.Write{Index: "t-events", ID: "1"}); err != nil || got.Result != "deleted" || got.Version != 3 {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := s.Remove(index.Write{Index: "t-events", ID: "1"}); err != nil || got.Result != "not_found" || got.Version != 4 {
		t.Errorf("%+v %v", got, err)
	}
	if doc, _, err := s.Read("t-events", "1"); doc != nil || err != nil {
		t.Errorf("%v %v", doc, err)
	}
}

func wantFault(t *testing.T, err error, status int, reason string) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Status != status || e.Reason != reason {
		t.Errorf("%v, want %d %s", err, status, reason)
	}
}

func TestVisibility(t *testing.T) {
	s := index.NewStore(time.Now)
	write(t, s, index.Write{Index: "x", ID: "1", Source: parse(t, `{}`), Visible: index.AtRefresh})
	if n := len(s.Get("x").Docs); n != 0 {
		t.Errorf("%d documents before the refresh", n)
	}
	if doc, _, _ := s.Read("x", "1"); doc == nil {
		t.Error("a read by id must see it")
	}
	if err := s.Refresh("x"); err != nil {
		t.Fatal(err)
	}
	before := s.Get("x")
	write(t, s, index.Write{Index: "x", ID: "1", Source: parse(t, `{"a":1}`)})
	if len(before.Docs) != 1 || len(s.Get("x").Docs) != 1 || before.Docs[0] == s.Get("x").Docs[0] {
		t.Error("a snapshot must not change, and an update replaces")
	}
}

func TestResolve(t *testing.T) {
	s := index.NewStore(time.Now)
	for name, body := range map[string]string{"cwl-1": `{}`, "cwl-2": `{"aliases":{"now":{}}}`, "log": `{}`,
		".config": `{"settings":{"index.hidden":true}}`, "f": `{"aliases":{"only":{"filter":{"term":{"a":1}}}}}`} {
		if err := s.Create(name, parse(t, body)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		expressions []string
		want        []string
	}{
		{[]string{"cwl-*"}, []string{"cwl-1", "cwl-2"}}, {[]string{"cwl-*", "-cwl-1"}, []string{"cwl-2"}}, {[]string{"now"}, []string{"cwl-2"}},
		{[]string{"n*"}, []string{"cwl-2"}}, {nil, []string{"cwl-1", "cwl-2", "f", "log"}}, {[]string{"_all"}, []string{"cwl-1", "cwl-2", "f", "log"}},
		{[]string{"nope*"}, nil}, {[]string{".conf*"}, []string{".config"}}, {[]string{"log", "cwl-1"}, []string{"cwl-1", "log"}},
	} {
		found, err := s.Resolve(c.expressions, index.Options{})
		var names []string
		for _, x := range found {
			names = append(names, x.Name)
		}
		if err != nil || !slices.Equal(names, c.want) {
			t.Errorf("%v: %v %v, want %v", c.expressions, names, err, c.want)
		}
	}
	_, err := s.Resolve([]string{"log", "nope"}, index.Options{})
	wantFault(t, err, 404, "no such index [nope]")
	_, err = s.Resolve([]string{"nope*"}, index.Options{RefuseNoIndices: true})
	wantFault(t, err, 404, "no such index [nope*]")
}

func TestTemplates(t *testing.T) {
	s := index.NewStore(time.Now)
	for name, body := range map[string]string{
		"low":  `{"index_patterns":["t-*"],"priority":1,"template":{"mappings":{"properties":{"a":{"type":"keyword"}}}}}`,
		"high": `{"index_patterns":["t-x*"],"priority":2,"template":{"settings":{"index.mapping.total_fields.limit":7},"mappings":{"properties":{"b":{"type":"long"}}},"aliases":{"all":{}}}}`,
	} {
		if err := s.PutTemplate(name, parse(t, body)); err != nil {
			t.Fatal(err)
		}
	}
	for name, body := range map[string]string{"one": `{"index_patterns":["o-*"],"order":1,"mappings":{"properties":{"a":{"type":"keyword"}}}}`,
		"two": `{"index_patterns":["o-*"],"order":2,"mappings":{"properties":{"b":{"type":"date"}}}}`} {
		if err := s.PutLegacyTemplate(name, parse(t, body)); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"t-x1": `{"properties":{"b":{"type":"long"}}}`, "t-y": `{"properties":{"a":{"type":"keyword"}}}`,
		"o-1": `{"properties":{"a":{"type":"keyword"},"b":{"type":"date"}}}`} {
		write(t, s, index.Write{Index: name, Source: parse(t, `{}`)})
		if got := s.Get(name).Mapping.Print(); !orderedjson.Equal(got, parse(t, want)) {
			text, _ := orderedjson.Marshal(got)
			t.Errorf("%s: %s, want %s", name, text, want)
		}
	}
	if x := s.Get("t-x1"); x.Mapping.Settings.FieldLimit != 7 || !x.Aliases.Has("all") {
		t.Errorf("settings and aliases of the template: %+v", x)
	}
}

func TestNames(t *testing.T) {
	s := index.NewStore(time.Now)
	for name, why := range map[string]string{"T": "must be lowercase", "_t": "must not start with '_', '-', or '+'", "t#x": "must not contain '#'",
		"t x": "must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]", "..": "must not be '.' or '..'"} {
		wantFault(t, s.Create(name, nil), 400, "Invalid index name ["+name+"], "+why)
	}
	if err := s.Create("t-ü.x", nil); err != nil {
		t.Error(err)
	}
}

func TestConcurrent(t *testing.T) {
	s := index.NewStore(time.Now)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if _, err := s.Write(index.Write{Index: "x", Source: orderedjson.NewObject()}); err != nil {
					t.Error(err)
				}
				if _, err := s.Resolve([]string{"*"}, index.Options{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := len(s.Get("x").Docs); n != 400 {
		t.Errorf("%d documents", n)
	}
}
