package kept_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
)

const fileName = "sandbox.db"

// folder makes a folder that keeps a few documents, and pages that were freed.
func folder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	w, f, s := begin(t, dir)
	w.small.set("text")
	for i := range 300 {
		w.log.add("entry")
		write(t, w.store, index.Write{Index: fmt.Sprintf("i%d", i%3), ID: fmt.Sprint(i % 100), Source: object("text", strings.Repeat("x", i))})
		if i%30 == 0 {
			if err := s.Sync(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.store.Delete("i2"); err != nil {
		t.Fatal(err)
	}
	end(t, f, s)
	return dir
}

// use does all that a sandbox does with a folder; the first error ends it.
func use(dir string) error {
	f, err := kept.Open(dir, dialectName)
	if err != nil {
		return err
	}
	defer f.Close()
	w := newWorld()
	s, err := f.Load(w.contents())
	if err != nil {
		return err
	}
	for i := range 50 {
		if _, err := w.store.Write(index.Write{Index: "i0", ID: fmt.Sprint(i), Source: object("text", "y")}); err != nil {
			return err
		}
	}
	return s.Sync()
}

func TestRefusals(t *testing.T) {
	about := func(t *testing.T, dir, key, value string) {
		db, err := bbolt.Open(filepath.Join(dir, fileName), 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("about")).Put([]byte(key), []byte(value)) }); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		name    string
		prepare func(t *testing.T, dir string)
		want    []string
	}{
		{"another format", func(t *testing.T, dir string) { about(t, dir, "format", "2") },
			[]string{`has format "2", and this alertplan reads format 1`, "use the alertplan that wrote it"}},
		{"another dialect", func(t *testing.T, dir string) { about(t, dir, "dialect", "opensearch-3.5") },
			[]string{"is one of opensearch-3.5, not of opensearch-2.19: start it with --dialect opensearch-3.5"}},
		{"no number of starts", func(t *testing.T, dir string) { about(t, dir, "starts", "x") }, []string{"is broken", "move it away"}},
		{"random bytes", func(t *testing.T, dir string) { put(t, dir, []byte(strings.Repeat("no database ", 2000))) }, []string{"is broken", "move it away"}},
		{"half of it", func(t *testing.T, dir string) { put(t, dir, get(t, dir)[:40_000]) }, []string{"is broken", "it is cut"}},
		{"a page of zeros", func(t *testing.T, dir string) {
			data := get(t, dir)
			clear(data[3*4096 : 20*4096])
			put(t, dir, data)
		}, []string{"is broken"}},
		{"another program's", func(t *testing.T, dir string) {
			_ = os.Remove(filepath.Join(dir, fileName))
			db, err := bbolt.Open(filepath.Join(dir, fileName), 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("cats")); return err }); err != nil {
				t.Fatal(err)
			}
		}, []string{"it is the file of another program"}},
		{"a file for a folder", func(t *testing.T, dir string) {
			_ = os.RemoveAll(dir)
			if err := os.WriteFile(dir, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, []string{"can't keep its data in"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t)
			c.prepare(t, dir)
			var before []byte
			if info, err := os.Stat(dir); err == nil && info.IsDir() {
				before = get(t, dir)
			}
			err := use(dir)
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v, want %q", err, want)
				}
			}
			if before != nil && string(get(t, dir)) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func get(t testing.TB, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func put(t testing.TB, dir string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, fileName), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFolderInUse(t *testing.T) {
	dir := t.TempDir()
	_, f, s := begin(t, dir)
	defer end(t, f, s)
	_, err := kept.Open(dir, dialectName)
	if want := fmt.Sprintf("is in use by another sandbox (process %d, since ", os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
}

// A value that isn't what was written is found by its checksum.
func TestChecksums(t *testing.T) {
	dir := folder(t)
	data := get(t, dir)
	at := strings.LastIndex(string(data), strings.Repeat("x", 200))
	for at >= 0 { // old pages hold it too
		data[at] = 'y'
		at = strings.LastIndex(string(data), strings.Repeat("x", 200))
	}
	put(t, dir, data)
	if err := use(dir); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Error(err)
	}
}

// FuzzBrokenFile puts bytes into a file: whatever comes of it, it is an error.
func FuzzBrokenFile(f *testing.F) {
	whole := get(f, folder(f))
	for _, at := range []int{0, 16, 24, 32, 40, 4096, 4096 + 16 + 32, 2 * 4096, 3*4096 + 8, 4*4096 + 8, 5*4096 + 12, 6*4096 + 16, 7*4096 + 24} {
		f.Add(append(binary.BigEndian.AppendUint32(nil, uint32(at)), 0xff))
	}
	f.Fuzz(func(t *testing.T, edits []byte) {
		data := append([]byte(nil), whole...)
		for ; len(edits) >= 5; edits = edits[5:] {
			data[int(binary.BigEndian.Uint32(edits))%len(data)] = edits[4]
		}
		dir := t.TempDir()
		put(t, dir, data)
		_ = use(dir) // no panic, and an end
	})
}
