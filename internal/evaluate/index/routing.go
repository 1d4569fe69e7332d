package index

import (
	"cmp"
	"math/bits"
	"unicode/utf16"
)

// ShardOf is the shard of an index with so many primary shards that a document
// goes to, as the server routes it by its id.
func ShardOf(id string, shards int) int {
	if shards <= 1 {
		return 0
	}
	// The hash goes over more, virtual shards, so that an index can be split later.
	splits := max(1, 10-bits.Len(uint(shards-1)))
	return shardOf(id, shards, shards<<splits)
}

func shardOf(key string, shards, virtual int) int {
	hash := int(int32(murmur3(key)))
	return ((hash%virtual + virtual) % virtual) / (virtual / shards)
}

// ShardOf is the shard of a document by its routing or, without one, its id;
// index.number_of_routing_shards says how many virtual shards there are.
func (x *Index) ShardOf(key string) int {
	shards := x.Shards()
	if virtual := x.number("index.number_of_routing_shards", 0); virtual >= shards && shards > 1 {
		return shardOf(key, shards, virtual)
	}
	return ShardOf(key, shards)
}

// RoutedBy is what a document's shard is found by.
func (d *Doc) RoutedBy() string { return cmp.Or(d.Routing, d.ID) }

func (w Write) routedBy() string { return cmp.Or(w.Routing, w.ID) }

// murmur3 is the 32-bit hash of a text's UTF-16 units, low byte first, seed 0.
func murmur3(text string) uint32 {
	const c1, c2 = 0xcc9e2d51, 0x1b873593
	var data []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		data = append(data, byte(unit), byte(unit>>8))
	}
	length := len(data)
	var h, k uint32
	for ; len(data) >= 4; data = data[4:] {
		k = uint32(data[0]) | uint32(data[1])<<8 | uint32(data[2])<<16 | uint32(data[3])<<24
		h ^= bits.RotateLeft32(k*c1, 15) * c2
		h = bits.RotateLeft32(h, 13)*5 + 0xe6546b64
	}
	if len(data) > 0 { // two bytes: units are never cut
		k = uint32(data[0]) | uint32(data[1])<<8
		h ^= bits.RotateLeft32(k*c1, 15) * c2
	}
	h ^= uint32(length)
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}
