package kept

import (
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Part is a small part of a sandbox's state that is kept as one value. It is safe for
// concurrent use.
type Part interface {
	// Revision is another one, and greater, after each change.
	Revision() uint64
	// Export writes the part down. What it hands out is not changed afterwards.
	Export() *orderedjson.Object
	// Import reads what Export wrote into a part that is new.
	Import(*orderedjson.Object) error
}

// Log is a part that only grows, or loses its oldest entries: they are kept one by
// one. It is safe for concurrent use.
type Log interface {
	// Numbers are those of the oldest entry and of the one to come. Entries are
	// numbered one after the other.
	Numbers() (first, next int)
	// Entries writes down those from a number on; those that are gone are left out,
	// and the number of the first one comes with them.
	Entries(from int) (first int, entries []*orderedjson.Object)
	// Import reads entries into a log that is new; the first one gets this number.
	Import(first int, entries []*orderedjson.Object) error
}

// Contents are all that a sandbox keeps. Parts are read in their order, after the
// documents.
type Contents struct {
	Documents Documents
	Parts     []NamedPart
	Logs      []NamedLog
	// Now is the sandbox's time; nil: it has none that matters.
	Now func() time.Time
}

// NamedPart is a part with its name in the file, NamedLog a log with its.
type (
	NamedPart struct {
		Name string
		Part Part
	}
	NamedLog struct {
		Name string
		Log  Log
	}
)

// exported is what of the parts and logs is to be written.
type exported struct {
	parts map[string]*orderedjson.Object
	logs  []exportedLog
	// revisions say what will be in the file then.
	revisions map[string]uint64
}

type exportedLog struct {
	name    string
	from    int // number of the first of entries
	entries []*orderedjson.Object
	first   int // what is older is gone
}

// revision of a log: it is greater after each entry that comes or goes.
func revision(l Log) uint64 {
	first, next := l.Numbers()
	return uint64(first + next)
}

// revisions are those of the parts and logs at the moment.
func (c Contents) revisions() map[string]uint64 {
	now := make(map[string]uint64, len(c.Parts)+len(c.Logs))
	for _, p := range c.Parts {
		now[p.Name] = p.Part.Revision()
	}
	for _, l := range c.Logs {
		now[l.Name] = revision(l.Log)
	}
	return now
}

// export writes down what the file does not have. next are the numbers of the
// entries to come in the file's logs.
func (c Contents) export(have map[string]uint64, next map[string]int) exported {
	out := exported{parts: map[string]*orderedjson.Object{}, revisions: map[string]uint64{}}
	for _, p := range c.Parts {
		revision := p.Part.Revision() // before the export: a later change is exported again
		if was, ok := have[p.Name]; !ok || was != revision {
			out.parts[p.Name], out.revisions[p.Name] = p.Part.Export(), revision
		}
	}
	for _, l := range c.Logs {
		r := revision(l.Log)
		if have[l.Name] == r {
			continue
		}
		from, entries := l.Log.Entries(next[l.Name])
		first, _ := l.Log.Numbers()
		out.logs = append(out.logs, exportedLog{l.Name, from, entries, first})
		out.revisions[l.Name] = r
	}
	return out
}

func (e exported) empty() bool { return len(e.parts) == 0 && len(e.logs) == 0 }

func (e exported) write(tx *bbolt.Tx) error {
	if len(e.parts) > 0 {
		bucket, err := tx.CreateBucketIfNotExists(partsBucket)
		if err != nil {
			return err
		}
		for name, o := range e.parts {
			if err := putObject(bucket, []byte(name), o); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	for _, l := range e.logs {
		if err := l.write(tx); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
	}
	return nil
}

func (l exportedLog) write(tx *bbolt.Tx) error {
	all, err := tx.CreateBucketIfNotExists(logsBucket)
	if err != nil {
		return err
	}
	bucket, err := all.CreateBucketIfNotExists([]byte(l.name))
	if err != nil {
		return err
	}
	bucket.FillPercent = appended
	for i, o := range l.entries {
		if err := putObject(bucket, orderKey(int64(l.from+i)), o); err != nil {
			return err
		}
	}
	for {
		key, _ := bucket.Cursor().First()
		if key == nil {
			return nil
		}
		n, err := keyOrder(key)
		if err != nil || n >= int64(l.first) {
			return err
		}
		if err := bucket.Delete(key); err != nil {
			return err
		}
	}
}

func putObject(bucket *bbolt.Bucket, key []byte, o *orderedjson.Object) error {
	value, err := sealObject(o)
	if err != nil {
		return err
	}
	return bucket.Put(key, value)
}
