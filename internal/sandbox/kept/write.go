package kept

import (
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
)

// The buckets and keys of an index.
var (
	definitionKey   = []byte("definition")
	mappingsBucket  = []byte("mappings")
	documentsBucket = []byte("documents")
)

// appended is how full pages get to which is only added at the end.
const appended = 0.95

func (f *File) writeChanges(tx *bbolt.Tx, c *changes) error {
	all, err := tx.CreateBucketIfNotExists(indicesBucket)
	if err != nil {
		return err
	}
	for _, uuid := range c.dropped {
		if all.Bucket([]byte(uuid)) == nil {
			continue // it came and went between two transactions
		}
		if err := all.DeleteBucket([]byte(uuid)); err != nil {
			return err
		}
	}
	for _, uuid := range slices.Sorted(maps.Keys(c.indices)) {
		if err := f.writeIndex(all, uuid, c.indices[uuid]); err != nil {
			return fmt.Errorf("index %s: %w", uuid, err)
		}
	}
	return nil
}

func (f *File) writeIndex(all *bbolt.Bucket, uuid string, x *indexChanges) error {
	bucket, err := all.CreateBucketIfNotExists([]byte(uuid))
	if err != nil {
		return err
	}
	if x.defined != nil {
		if err := putObject(bucket, definitionKey, definition(x.defined, f.starts)); err != nil {
			return err
		}
	}
	mappings, err := bucket.CreateBucketIfNotExists(mappingsBucket)
	if err != nil {
		return err
	}
	for epoch, m := range x.mappings {
		if err := putObject(mappings, orderKey(int64(epoch)), m.Print()); err != nil {
			return err
		}
	}
	documents, err := bucket.CreateBucketIfNotExists(documentsBucket)
	if err != nil {
		return err
	}
	return x.writeDocuments(documents)
}

func (x *indexChanges) writeDocuments(bucket *bbolt.Bucket) error {
	bucket.FillPercent = appended
	for _, order := range x.gone {
		if err := bucket.Delete(orderKey(order)); err != nil {
			return err
		}
	}
	for _, order := range slices.Sorted(maps.Keys(x.put)) {
		w := x.put[order]
		value, err := sealDocument(nil, w.doc, w.epoch) // bbolt keeps the value until the end
		if err != nil {
			return err
		}
		if err := bucket.Put(orderKey(order), value); err != nil {
			return err
		}
	}
	return nil
}
