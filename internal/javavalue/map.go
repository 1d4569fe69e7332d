package javavalue

import (
	"cmp"
	"math/bits"
	"slices"
)

// Unordered is a key whose hash is by identity in Java: in what order a HashMap of
// such keys is walked, nobody can foresee. UnforeseenOrder is called before one is.
type Unordered interface{ UnforeseenOrder() }

// Order is how a map walks its entries.
type Order int

const (
	// HashOrder is HashMap's: by bucket, then by insertion.
	HashOrder Order = iota
	// LinkedOrder is LinkedHashMap's: by insertion.
	LinkedOrder
	// SortedOrder is TreeMap's: by the map's Compare.
	SortedOrder
)

// Entry is one key of a map with its value.
type Entry struct {
	Key, Value Value
	hash       int32
	seq        int
}

// Map is a Java map. The zero value is an empty HashMap. ReadOnly is for the
// caller that changes it: the methods here do not look at it.
type Map struct {
	Order    Order
	Compare  func(a, b Value) int // of a SortedOrder map
	ReadOnly bool
	// Class is the binary name where it is none of the usual three.
	Class string

	byHash   map[int32][]*Entry
	walk     []*Entry // in iteration order; nil when a change made it stale
	size     int
	nextSeq  int
	capacity int
}

// NewHashMap makes an empty HashMap of the default capacity.
func NewHashMap() *Map { return &Map{} }

// NewHashMapFor makes an empty HashMap as `new HashMap(other)` sizes it for
// count entries: its order may differ from that of a map grown one by one.
func NewHashMapFor(count int) *Map {
	m := &Map{}
	if count > 0 {
		m.capacity = tableSizeFor(int(float32(count)/0.75 + 1))
	}
	return m
}

// NewHashMapSized makes an empty HashMap as `new HashMap(capacity)` does.
func NewHashMapSized(capacity int) *Map { return &Map{capacity: tableSizeFor(capacity)} }

// NewLinkedMap makes an empty LinkedHashMap.
func NewLinkedMap() *Map { return &Map{Order: LinkedOrder} }

// NewSortedMap makes an empty TreeMap ordered by compare.
func NewSortedMap(compare func(a, b Value) int) *Map {
	return &Map{Order: SortedOrder, Compare: compare}
}

const defaultCapacity = 16

func tableSizeFor(n int) int {
	if n <= 1 {
		return 1
	}
	return 1 << bits.Len(uint(n-1))
}

// Len is the number of entries; a nil map is empty.
func (m *Map) Len() int {
	if m == nil {
		return 0
	}
	return m.size
}

// Get returns the value of key and whether the key is there.
func (m *Map) Get(key Value) (Value, bool) {
	if e := m.find(key); e != nil {
		return e.Value, true
	}
	return nil, false
}

func (m *Map) find(key Value) *Entry {
	if m == nil {
		return nil
	}
	for _, e := range m.byHash[Hash(key)] {
		if m.same(e.Key, key) {
			return e
		}
	}
	return nil
}

func (m *Map) same(a, b Value) bool {
	if m.Order == SortedOrder && m.Compare != nil {
		return m.Compare(a, b) == 0
	}
	return Equal(a, b)
}

// Put sets the value of key and returns the one it had, or nil.
func (m *Map) Put(key, value Value) Value {
	if e := m.find(key); e != nil {
		old := e.Value
		e.Value = value
		return old
	}
	if m.byHash == nil {
		m.byHash = map[int32][]*Entry{}
	}
	if m.capacity == 0 {
		m.capacity = defaultCapacity
	}
	h := Hash(key)
	e := &Entry{Key: key, Value: value, hash: spread(h), seq: m.nextSeq}
	m.nextSeq++
	m.byHash[h] = append(m.byHash[h], e)
	m.walk = nil
	m.size++
	if m.size > m.capacity*3/4 {
		m.capacity *= 2
	}
	return nil
}

// Check compares a key with one that is there, or with itself, as a SortedOrder map does
// before it takes one.
func (m *Map) Check(key Value) {
	if m.Order != SortedOrder {
		return
	}
	other := key
	for _, entries := range m.byHash {
		if len(entries) > 0 {
			other = entries[0].Key
			break
		}
	}
	m.Compare(key, other)
}

// PutAll sets all values of another map. As in Java, an empty map that was never
// used takes a table just large enough for them, which shows in its order.
func (m *Map) PutAll(from *Map) {
	n := from.Len()
	if n == 0 {
		return
	}
	if m.capacity == 0 {
		m.capacity = tableSizeFor(int(float32(n)/0.75 + 1))
	}
	for n > m.capacity*3/4 {
		m.capacity *= 2
	}
	for _, e := range from.Entries() {
		m.Put(e.Key, e.Value)
	}
}

// spread is HashMap's: the high bits of a hash reach the bucket's number.
func spread(h int32) int32 { return h ^ int32(uint32(h)>>16) }

// Remove takes key away and returns its value, or nil.
func (m *Map) Remove(key Value) Value {
	e := m.find(key)
	if e == nil {
		return nil
	}
	h := Hash(key)
	m.byHash[h] = slices.DeleteFunc(m.byHash[h], func(x *Entry) bool { return x == e })
	m.walk = nil
	m.size--
	return e.Value
}

// Clear takes all entries away; the table keeps its size, as in Java.
func (m *Map) Clear() {
	m.byHash, m.walk, m.size = nil, nil, 0
}

// Entries lists the entries in iteration order. The caller may set their
// values, not their keys.
func (m *Map) Entries() []*Entry {
	if m == nil {
		return nil
	}
	if m.walk == nil && m.size > 0 {
		m.walk = make([]*Entry, 0, m.size)
		for _, bucket := range m.byHash {
			m.walk = append(m.walk, bucket...)
		}
		for _, e := range m.walk {
			if key, ok := e.Key.(Unordered); ok && m.Order == HashOrder && m.size > 1 {
				key.UnforeseenOrder()
			}
		}
		slices.SortFunc(m.walk, m.compareEntries)
	}
	return slices.Clone(m.walk)
}

func (m *Map) compareEntries(a, b *Entry) int {
	switch m.Order {
	case SortedOrder:
		return m.Compare(a.Key, b.Key)
	case LinkedOrder:
		return cmp.Compare(a.seq, b.seq)
	default:
		mask := int32(m.capacity - 1)
		return cmp.Or(cmp.Compare(a.hash&mask, b.hash&mask), cmp.Compare(a.seq, b.seq))
	}
}

// Keys lists the keys in iteration order.
func (m *Map) Keys() []Value {
	keys := make([]Value, 0, m.Len())
	for _, e := range m.Entries() {
		keys = append(keys, e.Key)
	}
	return keys
}

// Values lists the values in iteration order.
func (m *Map) Values() []Value {
	values := make([]Value, 0, m.Len())
	for _, e := range m.Entries() {
		values = append(values, e.Value)
	}
	return values
}

// Set is a Java set: the keys of a map.
type Set struct {
	Map *Map
	// Class is the binary name where it is none of the usual three.
	Class string
}

// NewHashSet makes a HashSet of items.
func NewHashSet(items ...Value) *Set {
	s := &Set{Map: NewHashMap()}
	for _, item := range items {
		s.Map.Put(item, true)
	}
	return s
}

// Items lists the members in iteration order.
func (s *Set) Items() []Value { return s.Map.Keys() }
