package javavalue

import (
	"math"
	"math/big"
	"unicode/utf8"
)

// UTF16 is a Java string's units; bytes that are no UTF-8 become U+FFFD.
func UTF16(s string) []uint16 {
	units := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unit, ok := loneSurrogate(s[i:]); ok {
			units, i = append(units, unit), i+3
			continue
		}
		if r >= 0x10000 {
			r -= 0x10000
			units = append(units, uint16(0xD800+(r>>10)), uint16(0xDC00+(r&0x3FF)))
		} else {
			units = append(units, uint16(r))
		}
		i += n
	}
	return units
}

// loneSurrogate reads the three bytes under which FromUTF16 keeps half of a
// surrogate pair, which UTF-8 has no place for.
func loneSurrogate(s string) (uint16, bool) {
	if len(s) < 3 || s[0] != 0xED || s[1] < 0xA0 || s[1] > 0xBF || s[2]&0xC0 != 0x80 {
		return 0, false
	}
	return 0xD000 | uint16(s[1]&0x3F)<<6 | uint16(s[2]&0x3F), true
}

// FromUTF16 is the string of a Java string's units.
func FromUTF16(units []uint16) string {
	b := make([]byte, 0, len(units))
	for i := 0; i < len(units); i++ {
		u := units[i]
		switch {
		case u < 0xD800 || u > 0xDFFF:
			b = utf8.AppendRune(b, rune(u))
		case u < 0xDC00 && i+1 < len(units) && units[i+1] >= 0xDC00 && units[i+1] <= 0xDFFF:
			b = utf8.AppendRune(b, 0x10000+(rune(u)-0xD800)<<10+rune(units[i+1])-0xDC00)
			i++
		default:
			b = append(b, 0xED, byte(0x80|(u>>6)&0x3F), byte(0x80|u&0x3F))
		}
	}
	return string(b)
}

// Hash is Object.hashCode.
func Hash(v Value) int32 {
	switch v := v.(type) {
	case nil:
		return 0
	case bool:
		if v {
			return 1231
		}
		return 1237
	case string:
		return hashString(v)
	case int8:
		return int32(v)
	case int16:
		return int32(v)
	case Char:
		return int32(v)
	case int32:
		return v
	case int64:
		return foldLong(uint64(v))
	case float32:
		return int32(math.Float32bits(v))
	case float64:
		return foldLong(doubleBits(v))
	case *big.Int:
		return hashBigInt(v)
	case *List:
		h := int32(1)
		for _, item := range v.Items {
			h = 31*h + Hash(item)
		}
		return h
	case *Map:
		return hashMap(v)
	case *Set:
		h := int32(0)
		for _, item := range v.Items() {
			h += Hash(item)
		}
		return h
	case Object:
		return v.JavaHash()
	default:
		return 0
	}
}

func hashString(s string) int32 {
	h := int32(0)
	for _, u := range UTF16(s) {
		h = 31*h + int32(u)
	}
	return h
}

func hashMap(m *Map) int32 {
	h := int32(0)
	for _, e := range m.Entries() {
		h += Hash(e.Key) ^ Hash(e.Value)
	}
	return h
}

func hashBigInt(v *big.Int) int32 {
	h := int32(0)
	magnitude := v.Bytes()
	for len(magnitude)%4 != 0 {
		magnitude = append([]byte{0}, magnitude...)
	}
	for i := 0; i < len(magnitude); i += 4 {
		word := uint32(magnitude[i])<<24 | uint32(magnitude[i+1])<<16 | uint32(magnitude[i+2])<<8 | uint32(magnitude[i+3])
		h = 31*h + int32(word)
	}
	return h * int32(v.Sign())
}

func foldLong(v uint64) int32 { return int32(uint32(v) ^ uint32(v>>32)) }

func doubleBits(v float64) uint64 {
	if math.IsNaN(v) {
		return 0x7ff8000000000000
	}
	return math.Float64bits(v)
}

// Equal is Object.equals (and true for two nulls): values of different classes
// are never equal, Integer 1 and Long 1 among them.
func Equal(a, b Value) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && doubleBits(a) == doubleBits(b)
	case float32:
		b, ok := b.(float32)
		return ok && (math.Float32bits(a) == math.Float32bits(b) || a != a && b != b)
	case *big.Int:
		b, ok := b.(*big.Int)
		return ok && a.Cmp(b) == 0
	case *List:
		b, ok := b.(*List)
		return ok && equalItems(a.Items, b.Items)
	case *Map:
		b, ok := b.(*Map)
		return ok && equalMaps(a, b)
	case *Set:
		b, ok := b.(*Set)
		return ok && equalMaps(a.Map, b.Map)
	case Object:
		return a.JavaEquals(b)
	case nil, bool, string, int8, int16, Char, int32, int64:
		switch b.(type) {
		case nil, bool, string, int8, int16, Char, int32, int64:
			return a == b
		}
		return false
	default:
		return false
	}
}

func equalItems(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalMaps(a, b *Map) bool {
	if a.Len() != b.Len() {
		return false
	}
	for _, e := range a.Entries() {
		other, ok := b.Get(e.Key)
		if !ok || !Equal(e.Value, other) {
			return false
		}
	}
	return true
}
