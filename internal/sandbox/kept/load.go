package kept

import (
	"fmt"
	"iter"
	"runtime"

	"go.etcd.io/bbolt"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Load brings what the file holds into a sandbox that is new, and begins a session
// with it. Errors: a file that is broken.
func (f *File) Load(c Contents) (*Session, error) {
	isEmpty := true
	err := guarded(func() error {
		return f.db.View(func(tx *bbolt.Tx) error {
			if all := tx.Bucket(indicesBucket); all != nil {
				isEmpty = false
				if err := all.ForEachBucket(func(uuid []byte) error {
					return f.loadIndex(all.Bucket(uuid), string(uuid), c.Documents)
				}); err != nil {
					return err
				}
			}
			return c.load(tx)
		})
	})
	if err != nil {
		return nil, f.broken(err)
	}
	if isEmpty {
		return f.Empty(c), nil
	}
	s := f.session(c)
	s.have = c.revisions()
	for _, l := range c.Logs {
		_, s.next[l.Name] = l.Log.Numbers()
	}
	c.Documents.Listen(s.journal)
	return s, nil
}

// Part reads a part by its name before the others, nil where there is none. Errors: a
// file that is broken.
func (f *File) Part(name string) (o *orderedjson.Object, err error) {
	err = guarded(func() error {
		return f.db.View(func(tx *bbolt.Tx) error {
			parts := tx.Bucket(partsBucket)
			if parts == nil || parts.Get([]byte(name)) == nil {
				return nil
			}
			o, err = openObject(parts.Get([]byte(name)))
			return err
		})
	})
	if err != nil {
		return nil, f.broken(err)
	}
	return o, nil
}

func (f *File) loadIndex(bucket *bbolt.Bucket, uuid string, into *index.Store) error {
	o, err := openObject(bucket.Get(definitionKey))
	if err != nil {
		return fmt.Errorf("index %s: %w", uuid, err)
	}
	from, err := stored(uuid, o, f.starts)
	if err != nil {
		return fmt.Errorf("index %s: %w", uuid, err)
	}
	mappings, documents := bucket.Bucket(mappingsBucket), bucket.Bucket(documentsBucket)
	if mappings == nil || documents == nil {
		return fmt.Errorf("index [%s] is not whole", from.Name)
	}
	err = mappings.ForEach(func(key, value []byte) error {
		epoch, err := keyOrder(key)
		if err != nil {
			return err
		}
		from.Mappings[int(epoch)], err = openObject(value)
		return err
	})
	if err != nil {
		return fmt.Errorf("mapping of index [%s]: %w", from.Name, err)
	}
	restoring, err := into.Restore(from)
	if err != nil {
		return err
	}
	if err := loadDocuments(documents, restoring); err != nil {
		return fmt.Errorf("index [%s]: %w", from.Name, err)
	}
	into.Done(restoring)
	return nil
}

// batchSize is how many documents one goroutine reads at a time.
const batchSize = 256

// batch is documents on their way: raw, as the file has them, then read.
type batch struct {
	keys, values [][]byte
	read         chan []*index.Doc
	err          error // set before read is filled
}

// loading is documents of an index on their way.
type loading struct {
	into    *index.Restoring
	todo    chan *batch // to be read, by whoever has time
	inOrder chan *batch // to be put in
	stop    chan struct{}
	done    chan struct{}
	failed  error // set before stop and done are closed
}

// loadDocuments reads documents on all processors and puts them in, in their order.
// The file is read by this goroutine and the workers only, all of which have ended
// when it returns.
func loadDocuments(bucket *bbolt.Bucket, into *index.Restoring) (err error) {
	workers := runtime.GOMAXPROCS(0)
	l := &loading{into: into, todo: make(chan *batch, workers), inOrder: make(chan *batch, 2*workers),
		stop: make(chan struct{}), done: make(chan struct{})}
	for range workers {
		go l.read()
	}
	go l.putIn()
	defer func() {
		close(l.todo)
		close(l.inOrder)
		<-l.done
		err = l.failed
	}()
	for b := range batches(bucket) {
		select {
		case <-l.stop:
			return nil
		case l.inOrder <- b:
			l.todo <- b
		}
	}
	return nil
}

func (l *loading) read() {
	for b := range l.todo {
		b.readAll(l.into)
	}
}

func (l *loading) putIn() {
	defer close(l.done)
	for b := range l.inOrder {
		docs := <-b.read
		if l.failed != nil {
			continue // waits for the workers only
		}
		for _, d := range docs {
			l.into.Put(d)
		}
		if l.failed = b.err; l.failed != nil {
			close(l.stop)
		}
	}
}

// batches cuts a bucket in pieces.
func batches(bucket *bbolt.Bucket) iter.Seq[*batch] {
	return func(yield func(*batch) bool) {
		b := newBatch()
		cursor := bucket.Cursor()
		for key, value := cursor.First(); key != nil; key, value = cursor.Next() {
			b.keys, b.values = append(b.keys, key), append(b.values, value)
			if len(b.keys) == batchSize {
				if !yield(b) {
					return
				}
				b = newBatch()
			}
		}
		if len(b.keys) > 0 {
			yield(b)
		}
	}
}

func newBatch() *batch {
	return &batch{keys: make([][]byte, 0, batchSize), values: make([][]byte, 0, batchSize), read: make(chan []*index.Doc, 1)}
}

// readAll reads a batch's documents, up to the first that can't be read.
func (b *batch) readAll(under *index.Restoring) {
	var out []*index.Doc
	b.err = guarded(func() error {
		r := newReader(nil)
		for i, key := range b.keys {
			d, err := openDocument(key, b.values[i], r)
			if err != nil {
				return fmt.Errorf("write %x: %w", key, err)
			}
			doc, err := under.Read(d.doc, d.epoch)
			if err != nil {
				return err
			}
			out = append(out, doc)
		}
		return nil
	})
	b.read <- out
}

// load reads the parts and logs.
func (c Contents) load(tx *bbolt.Tx) error {
	parts, logs := tx.Bucket(partsBucket), tx.Bucket(logsBucket)
	for _, p := range c.Parts {
		if parts == nil || parts.Get([]byte(p.Name)) == nil {
			continue // it came with a later alertplan
		}
		o, err := openObject(parts.Get([]byte(p.Name)))
		if err == nil {
			err = p.Part.Import(o)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	for _, l := range c.Logs {
		if logs == nil || logs.Bucket([]byte(l.Name)) == nil {
			continue
		}
		if err := loadLog(logs.Bucket([]byte(l.Name)), l.Log); err != nil {
			return fmt.Errorf("%s: %w", l.Name, err)
		}
	}
	return nil
}

func loadLog(bucket *bbolt.Bucket, into Log) error {
	first := int64(-1)
	var entries []*orderedjson.Object
	err := bucket.ForEach(func(key, value []byte) error {
		n, err := keyOrder(key)
		if err != nil {
			return err
		}
		if first < 0 {
			first = n
		}
		if n != first+int64(len(entries)) {
			return fmt.Errorf("entry %d is missing", first+int64(len(entries)))
		}
		o, err := openObject(value)
		entries = append(entries, o)
		return err
	})
	if err != nil || len(entries) == 0 {
		return err
	}
	return into.Import(int(first), entries)
}
