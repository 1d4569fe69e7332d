package kept_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
)

const dialectName = "opensearch-2.19"

// world is what a test keeps: a store, its templates and a part and a log.
type world struct {
	store *index.Store
	small *small
	log   *log
}

func newWorld() *world {
	return &world{store: index.NewStore(time.Now), small: &small{}, log: &log{}}
}

func (w *world) contents() kept.Contents {
	return kept.Contents{
		Documents: w.store,
		Parts:     []kept.NamedPart{{Name: "templates", Part: index.Shapes{Store: w.store}}, {Name: "small", Part: w.small}},
		Logs:      []kept.NamedLog{{Name: "log", Log: w.log}},
	}
}

// small is a part of one text.
type small struct {
	mu       sync.Mutex
	revision uint64
	text     string
}

func (s *small) set(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text, s.revision = text, s.revision+1
}

func (s *small) Revision() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision
}

func (s *small) Export() *orderedjson.Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	return object("text", s.text)
}

func (s *small) Import(o *orderedjson.Object) error {
	s.text = o.Text("text")
	return nil
}

type log struct {
	mu      sync.Mutex
	first   int
	entries []*orderedjson.Object
}

func (l *log) add(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, object("text", text))
}

func (l *log) forget(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.first, l.entries = l.first+n, l.entries[n:]
}

func (l *log) Numbers() (first, next int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.first, l.first + len(l.entries)
}

func (l *log) Entries(from int) (int, []*orderedjson.Object) {
	l.mu.Lock()
	defer l.mu.Unlock()
	from = max(from, l.first)
	return from, l.entries[from-l.first:]
}

func (l *log) Import(first int, entries []*orderedjson.Object) error {
	l.first, l.entries = first, entries
	return nil
}

func (l *log) String() string {
	var texts []string
	for _, e := range l.entries {
		texts = append(texts, e.Text("text"))
	}
	return strings.Join(texts, " ")
}

func object(kv ...any) *orderedjson.Object {
	o := orderedjson.NewObject()
	for i := 0; i < len(kv); i += 2 {
		o.Set(kv[i].(string), kv[i+1])
	}
	return o
}

func parse(t testing.TB, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// begin opens a folder with a world of its own.
func begin(t testing.TB, dir string) (*world, *kept.File, *kept.Session) {
	t.Helper()
	f, err := kept.Open(dir, dialectName)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	s, err := f.Load(w.contents())
	if err != nil {
		t.Fatal(err)
	}
	return w, f, s
}

func end(t testing.TB, f *kept.File, s *kept.Session) {
	t.Helper()
	if err := s.Sync(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, s *index.Store, w index.Write) index.Written {
	t.Helper()
	done, err := s.Write(w)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestRestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "deep")
	w, f, s := begin(t, dir)
	source := parse(t, `{"z":1,"a":1.50,"big":1e2,"text":"é\u0001<&>","none":null,"list":[[],true,false],"dash":"\u20ac"}`)
	source.Set("lone", "\xed\xa0\x80") // a surrogate that stands alone
	write(t, w.store, index.Write{Index: "events", ID: "1", Source: parse(t, `{"a":0}`)})
	write(t, w.store, index.Write{Index: "events", ID: "1", Source: source, Visible: index.AtRefresh})
	write(t, w.store, index.Write{Index: "events", ID: "gone", Source: parse(t, `{"a":0}`), Visible: index.AtRefresh})
	if _, err := w.store.Remove(index.Write{Index: "events", ID: "gone"}); err != nil {
		t.Fatal(err)
	}
	uuid := w.store.Get("events").UUID
	w.small.set("one")
	w.log.add("first")
	end(t, f, s)

	w, f, s = begin(t, dir)
	x := w.store.Get("events")
	if x == nil || x.UUID != uuid || len(x.Docs) != 1 || x.LastSeqNo() != 3 {
		t.Fatalf("index after a restart: %+v", x)
	}
	d := x.Docs[0]
	if d.ID != "1" || d.Version != 2 || d.SeqNo != 1 || d.PrimaryTerm != 1 || text(d.Source) != text(source) || d.Source.Text("lone") != "\xed\xa0\x80" {
		t.Errorf("document after a restart: %+v %s", d, text(d.Source))
	}
	if w.small.text != "one" || len(w.log.entries) != 1 || w.log.entries[0].Text("text") != "first" {
		t.Errorf("parts after a restart: %+v %+v", w.small, w.log)
	}
	// Observed on 2.19.4: the term rises, numbers and versions go on, those of what
	// was deleted too.
	if got := write(t, w.store, index.Write{Index: "events", ID: "gone", Source: parse(t, `{"a":0}`)}); got.SeqNo != 4 || got.PrimaryTerm != 2 || got.Version != 3 {
		t.Errorf("a write after a restart: %+v", got)
	}
	if got := write(t, w.store, index.Write{Index: "new", ID: "1", Source: parse(t, `{"a":0}`)}); got.SeqNo != 0 || got.PrimaryTerm != 1 {
		t.Errorf("a write to a new index after a restart: %+v", got)
	}
	lock := &index.Lock{SeqNo: 1, PrimaryTerm: 1}
	write(t, w.store, index.Write{Index: "events", ID: "1", Source: source, Lock: lock})
	end(t, f, s)
	w, f, s = begin(t, dir)
	for name, want := range map[string]int64{"events": 3, "new": 2} {
		if got := w.store.Get(name).Term(); got != want {
			t.Errorf("term of %s after two restarts: %d, want %d", name, got, want)
		}
	}
	end(t, f, s)
}

func text(o *orderedjson.Object) string {
	b, _ := orderedjson.Marshal(o)
	return string(b)
}

// What was read under an older mapping stays what it was.
func TestEpochs(t *testing.T) {
	dir := t.TempDir()
	w, f, s := begin(t, dir)
	if err := w.store.Create("x", parse(t, `{"mappings":{"dynamic":"false","properties":{"a":{"type":"keyword","ignore_above":3}}}}`)); err != nil {
		t.Fatal(err)
	}
	write(t, w.store, index.Write{Index: "x", ID: "1", Source: parse(t, `{"a":"long","b":"seen"}`)})
	if err := w.store.PutMapping("x", parse(t, `{"properties":{"a":{"type":"keyword","ignore_above":30},"b":{"type":"keyword"}}}`)); err != nil {
		t.Fatal(err)
	}
	write(t, w.store, index.Write{Index: "x", ID: "2", Source: parse(t, `{"a":"long","b":"seen"}`)})
	if err := w.store.PutSettings("x", parse(t, `{"index.mapping.total_fields.limit":1}`)); err != nil {
		t.Fatal(err)
	}
	before := picture(w.store)
	end(t, f, s)
	w, f, s = begin(t, dir)
	if after := picture(w.store); after != before {
		t.Errorf("after a restart:\n%s\nbefore:\n%s", after, before)
	}
	end(t, f, s)
}

// picture is all that can be seen of a store, terms of writes to come aside.
func picture(s *index.Store) string {
	var b strings.Builder
	for _, name := range s.Names() {
		if err := s.Refresh(name); err != nil {
			return err.Error()
		}
		x := s.Get(name)
		fmt.Fprintf(&b, "%s %s %d %s %s %s %d\n", name, x.UUID, x.Created.UnixNano(), text(x.Settings), text(x.Aliases), text(x.Mapping.Print()), x.LastSeqNo())
		for _, d := range x.Docs {
			fmt.Fprintf(&b, "  %s %d %d %d %d %q %s", d.ID, d.Version, d.SeqNo, d.Order, d.PrimaryTerm, d.Routing, text(d.Source))
			for _, p := range x.Mapping.Paths() {
				if v := d.Fields.Values.Get(p); v != nil {
					plain, _ := json.Marshal([]any{v.Ints, v.Floats, v.Terms, v.Tokens})
					fmt.Fprintf(&b, " %s=%s", p, plain)
				}
			}
			b.WriteByte('\n')
		}
	}
	b.WriteString(text(index.Shapes{Store: s}.Export()))
	return b.String()
}

// Clients that write and ask at the same time share transactions, and lose nothing.
func TestConcurrentSync(t *testing.T) {
	dir := t.TempDir()
	w, f, s := begin(t, dir)
	var all sync.WaitGroup
	for c := range 8 {
		all.Go(func() {
			for n := range 25 {
				w.store.Together(func() {
					for _, name := range []string{"a", "b"} { // both, or none
						if _, err := w.store.Write(index.Write{Index: name, ID: fmt.Sprintf("%d-%d", c, n), Source: object("n", "x")}); err != nil {
							t.Error(err)
						}
					}
				})
				if err := s.Sync(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	before := picture(w.store)
	if err := f.Close(); err != nil { // without a last Sync
		t.Fatal(err)
	}
	w, f, s = begin(t, dir)
	if after := picture(w.store); after != before {
		t.Errorf("after a restart:\n%s\nbefore:\n%s", after, before)
	}
	end(t, f, s)
}

// What nobody asks for is kept a moment later.
func TestTimersAreKept(t *testing.T) {
	dir := t.TempDir()
	w, f, s := begin(t, dir)
	if err := s.Sync(); err != nil {
		t.Fatal(err)
	}
	size := get(t, dir)
	write(t, w.store, index.Write{Index: "x", ID: "1", Source: object("a", "b")})
	for string(get(t, dir)) == string(size) { // the test's own limit ends it
		time.Sleep(10 * time.Millisecond)
	}
	end(t, f, s)
}
