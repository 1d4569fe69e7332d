package kept

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Values are written in a form of their own rather than as JSON: a text may hold
// lone surrogates, which JSON's writers change, and reading has to be fast.

const (
	tagNull byte = iota
	tagFalse
	tagTrue
	tagText
	tagNumber
	tagList
	tagObject
)

// mostDepth is how deep values may lie in each other: deeper than any document that
// the sandbox takes.
const mostDepth = 20_000

var errCut = errors.New("a value is cut or garbled")

// appendValue writes an orderedjson value, or one of Go's numbers.
func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, tagNull), nil
	case bool:
		if v {
			return append(b, tagTrue), nil
		}
		return append(b, tagFalse), nil
	case string:
		return appendText(append(b, tagText), v), nil
	case json.Number:
		return appendText(append(b, tagNumber), string(v)), nil
	case int:
		return appendText(append(b, tagNumber), strconv.Itoa(v)), nil
	case int64:
		return appendText(append(b, tagNumber), strconv.FormatInt(v, 10)), nil
	case []any:
		b = binary.AppendUvarint(append(b, tagList), uint64(len(v)))
		var err error
		for _, x := range v {
			if b, err = appendValue(b, x); err != nil {
				return b, err
			}
		}
		return b, nil
	case *orderedjson.Object:
		b = binary.AppendUvarint(append(b, tagObject), uint64(v.Len()))
		var err error
		for _, m := range v.Members() {
			if b, err = appendValue(appendText(b, m.Key), m.Value); err != nil {
				return b, err
			}
		}
		return b, nil
	}
	return b, fmt.Errorf("a value of type %T can't be kept", v)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// reader reads what was appended, and copies it: the data may be the file's.
type reader struct {
	data []byte
	keys map[string]string // those that were read, once each
}

func newReader(data []byte) *reader { return &reader{data: data, keys: map[string]string{}} }

func (r *reader) value(depth int) (any, error) {
	if len(r.data) == 0 || depth > mostDepth {
		return nil, errCut
	}
	tag := r.data[0]
	r.data = r.data[1:]
	switch tag {
	case tagNull:
		return nil, nil
	case tagFalse:
		return false, nil
	case tagTrue:
		return true, nil
	case tagText:
		s, err := r.bytes()
		return string(s), err
	case tagNumber:
		s, err := r.bytes()
		return json.Number(s), err
	case tagList:
		return r.list(depth)
	case tagObject:
		return r.object(depth)
	}
	return nil, errCut
}

func (r *reader) list(depth int) (any, error) {
	n, err := r.count()
	if err != nil {
		return nil, err
	}
	out := make([]any, n)
	for i := range out {
		if out[i], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r *reader) object(depth int) (any, error) {
	n, err := r.count()
	if err != nil {
		return nil, err
	}
	members := make([]orderedjson.Member, n)
	for i := range members {
		key, err := r.bytes()
		if err != nil {
			return nil, err
		}
		if members[i].Key = r.keys[string(key)]; members[i].Key == "" {
			members[i].Key = string(key)
			r.keys[members[i].Key] = members[i].Key
		}
		if members[i].Value, err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	return orderedjson.OfDistinct(members), nil
}

// count is a number of things that follow, each of at least a byte.
func (r *reader) count() (int, error) {
	n, err := r.uvarint()
	if err != nil || n > uint64(len(r.data)) {
		return 0, errCut
	}
	return int(n), nil
}

func (r *reader) bytes() ([]byte, error) {
	n, err := r.count()
	if err != nil {
		return nil, err
	}
	text := r.data[:n]
	r.data = r.data[n:]
	return text, nil
}

func (r *reader) uvarint() (uint64, error) {
	n, used := binary.Uvarint(r.data)
	if used <= 0 {
		return 0, errCut
	}
	r.data = r.data[used:]
	return n, nil
}

func (r *reader) varint() (int64, error) {
	n, used := binary.Varint(r.data)
	if used <= 0 {
		return 0, errCut
	}
	r.data = r.data[used:]
	return n, nil
}

// sum is a checksum. Its table is made when it is first asked for, and not at each start.
func sum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

const sumSize = 4

// sealed begins a value: room for the checksum, which seal fills in.
func sealed(b []byte) []byte { return append(b, 0, 0, 0, 0) }

func seal(b []byte) []byte {
	binary.LittleEndian.PutUint32(b, sum(b[sumSize:]))
	return b
}

// open takes the checksum off.
func open(b []byte) ([]byte, error) {
	if len(b) < sumSize || binary.LittleEndian.Uint32(b) != sum(b[sumSize:]) {
		return nil, errors.New("a value has another checksum than when it was written")
	}
	return b[sumSize:], nil
}

// sealObject writes an object as a value of the file.
func sealObject(o *orderedjson.Object) ([]byte, error) {
	b, err := appendValue(sealed(nil), o)
	return seal(b), err
}

func openObject(b []byte) (*orderedjson.Object, error) {
	b, err := open(b)
	if err != nil {
		return nil, err
	}
	r := newReader(b)
	v, err := r.value(0)
	if err != nil {
		return nil, err
	}
	o, ok := v.(*orderedjson.Object)
	if !ok || len(r.data) > 0 {
		return nil, errCut
	}
	return o, nil
}
