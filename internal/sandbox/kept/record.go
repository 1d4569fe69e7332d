package kept

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// document is a document as the file has it: with the epoch in which it was written.
type document struct {
	doc   index.Doc
	epoch int
}

// orderKey is the key of the nth write: keys are sorted as numbers are.
func orderKey(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

func keyOrder(key []byte) (int64, error) {
	if len(key) != 8 {
		return 0, errors.New("a key has another length than when it was written")
	}
	return int64(binary.BigEndian.Uint64(key)), nil
}

// sealDocument writes a document. The note of a deletion has no source.
func sealDocument(b []byte, d *index.Doc, epoch int) ([]byte, error) {
	b = sealed(b)
	for _, n := range []int64{d.Version, d.SeqNo, d.PrimaryTerm, int64(epoch)} {
		b = binary.AppendVarint(b, n)
	}
	b = appendText(appendText(b, d.ID), d.Routing)
	if d.Deleted() {
		return seal(b), nil
	}
	b, err := appendValue(b, d.Source)
	return seal(b), err
}

// openDocument reads what sealDocument wrote under a key.
func openDocument(key, value []byte, r *reader) (document, error) {
	var out document
	var err error
	if out.doc.Order, err = keyOrder(key); err != nil {
		return out, err
	}
	if r.data, err = open(value); err != nil {
		return out, err
	}
	var epoch int64
	for _, n := range []*int64{&out.doc.Version, &out.doc.SeqNo, &out.doc.PrimaryTerm, &epoch} {
		if *n, err = r.varint(); err != nil {
			return out, err
		}
	}
	out.epoch = int(epoch)
	for _, text := range []*string{&out.doc.ID, &out.doc.Routing} {
		b, err := r.bytes()
		if err != nil {
			return out, err
		}
		*text = string(b)
	}
	if len(r.data) == 0 {
		return out, nil
	}
	v, err := r.value(0)
	if err != nil {
		return out, err
	}
	source, ok := v.(*orderedjson.Object)
	if !ok || len(r.data) > 0 {
		return out, errCut
	}
	out.doc.Source = source
	return out, nil
}

// definition is an index without its mapping and documents. began is the start in
// which it was made, from which its primary term is counted.
func definition(x *index.Index, starts int64) *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "name", Value: x.Name},
		orderedjson.Member{Key: "created", Value: x.Created.UnixNano()},
		orderedjson.Member{Key: "began", Value: starts + 1 - x.Term()},
		orderedjson.Member{Key: "epoch", Value: x.Epoch()},
		orderedjson.Member{Key: "mapped", Value: x.Mapped()},
		orderedjson.Member{Key: "settings", Value: x.Settings},
		orderedjson.Member{Key: "aliases", Value: x.Aliases},
	)
}

// stored reads a definition.
func stored(uuid string, o *orderedjson.Object, starts int64) (index.Stored, error) {
	out := index.Stored{Name: o.Text("name"), UUID: uuid, Settings: o.Object("settings"), Aliases: o.Object("aliases"),
		Mappings: map[int]*orderedjson.Object{}}
	created, err := wholeNumber(o, "created")
	if err != nil {
		return out, err
	}
	epoch, err := wholeNumber(o, "epoch")
	if err != nil {
		return out, err
	}
	began, err := wholeNumber(o, "began")
	if err != nil {
		return out, err
	}
	if out.Name == "" || out.Settings == nil || out.Aliases == nil {
		return out, errCut
	}
	mapped, _ := o.Get("mapped") // older files don't say it
	out.Mapped = mapped == true
	out.Created, out.Epoch, out.Term = time.Unix(0, created), int(epoch), starts+1-began
	return out, nil
}

func wholeNumber(o *orderedjson.Object, key string) (int64, error) {
	v, _ := o.Get(key)
	n, ok := v.(json.Number)
	if !ok {
		return 0, errCut
	}
	return n.Int64()
}
