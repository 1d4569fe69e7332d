package mapping

import (
	"hash/maphash"
	"math"
	"reflect"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Shared keeps once what many documents of an index have in common: which fields
// they have, the values of a field, texts. It makes a settled document several times
// smaller. It is not safe for concurrent use; the zero value is ready.
type Shared struct {
	sources orderedjson.Shared
	fields  map[string]*sharedField
	shapes  map[uint64]*shape
	seed    maphash.Seed

	paths []string // of the document that is settled
}

// sharedField is a field with the values that were seen in it, by their hash.
type sharedField struct {
	values map[uint64]*Values
	misses int
	off    bool
}

// Of a field at most sharedMost values are remembered; after so many of them that
// were new, at least as many must have been old.
const (
	sharedMost  = 1 << 14
	sharedTrial = 1 << 10
)

// Settle makes a document small that will not be changed any more.
func (s *Shared) Settle(d *Document) {
	if s.fields == nil {
		s.fields, s.shapes, s.seed = map[string]*sharedField{}, map[uint64]*shape{}, maphash.MakeSeed()
	}
	if len(d.Nested) == 0 { // else parts of the source are sources of their own
		d.Source, _ = s.sources.Copy(d.Source).(*orderedjson.Object)
	}
	s.settle(d)
}

func (s *Shared) settle(d *Document) {
	for _, n := range d.Nested {
		s.settle(n)
	}
	s.paths = s.paths[:0]
	for path := range d.Values.open {
		s.paths = append(s.paths, path)
	}
	slices.Sort(s.paths)
	list := make([]*Values, len(s.paths))
	for i, path := range s.paths {
		list[i] = s.share(path, d.Values.open[path])
	}
	d.Values = FieldValues{shape: s.shape(), list: list}
	d.spare = nil
}

// shape finds the shape that has the paths, or makes it.
func (s *Shared) shape() *shape {
	var h maphash.Hash
	h.SetSeed(s.seed)
	for _, path := range s.paths {
		_, _ = h.WriteString(path)
		_ = h.WriteByte(0)
	}
	sum := h.Sum64()
	if found := s.shapes[sum]; found != nil && slices.Equal(found.paths, s.paths) {
		return found
	}
	made := &shape{paths: slices.Clone(s.paths), places: make(map[string]int, len(s.paths))}
	for i, path := range s.paths {
		made.places[path] = i
	}
	if len(s.shapes) < sharedMost {
		s.shapes[sum] = made
	}
	return made
}

// share is equal values of the field that were seen before, or a copy of these.
func (s *Shared) share(path string, v *Values) *Values {
	f := s.fields[path]
	if f == nil {
		f = &sharedField{}
		s.fields[path] = f
	}
	if f.off {
		return trimmed(v)
	}
	sum := v.hash(s.seed)
	if kept := f.values[sum]; kept != nil && kept.equal(v) {
		f.misses--
		return kept
	}
	v = trimmed(v)
	if f.misses++; f.misses > sharedTrial || len(f.values) == sharedMost {
		f.off, f.values = f.misses > sharedTrial, nil
		return v
	}
	if f.values == nil {
		f.values = map[uint64]*Values{}
	}
	f.values[sum] = v
	return v
}

// trimmed copies values, without spare room.
func trimmed(v *Values) *Values {
	c := *v
	c.Ints, c.Floats, c.Terms, c.Tokens = slices.Clip(v.Ints), slices.Clip(v.Floats), slices.Clip(v.Terms), slices.Clip(v.Tokens)
	return &c
}

func (v *Values) hash(seed maphash.Seed) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, n := range v.Ints {
		maphash.WriteComparable(&h, n)
	}
	for _, n := range v.Floats {
		maphash.WriteComparable(&h, n)
	}
	for _, t := range v.Terms {
		_, _ = h.WriteString(t)
		_ = h.WriteByte(0)
	}
	for i := range v.Tokens {
		_, _ = h.WriteString(v.Tokens[i].Term)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// sameBits tells -0 from 0.
func sameBits(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

func (v *Values) equal(w *Values) bool {
	return slices.Equal(v.Ints, w.Ints) && slices.EqualFunc(v.Floats, w.Floats, sameBits) && slices.Equal(v.Terms, w.Terms) &&
		slices.Equal(v.Tokens, w.Tokens) && v.Length == w.Length && v.Overlaps == w.Overlaps && v.next == w.next &&
		(v.rare == nil && w.rare == nil || reflect.DeepEqual(v.rare, w.rare))
}
