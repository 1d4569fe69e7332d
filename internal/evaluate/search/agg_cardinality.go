package search

import (
	"math"
	"math/bits"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The server counts distinct values by hashes: up to a threshold it keeps them
// all, cut to 32 bits, above it only registers (HyperLogLog++). The hashes are the
// same here, so that even a collision counts as it does there.

// sketch counts distinct values as one bucket of the server does.
type sketch struct {
	precision int
	hashes    map[uint32]bool // while they are kept
	registers []byte          // afterwards
}

// keptBits is how many bits of a hash tell values apart while hashes are kept.
const keptBits = 25

func newSketch(precision int) *sketch {
	return &sketch{precision: precision, hashes: map[uint32]bool{}}
}

// precisionOf is the precision that counts so many values exactly.
func precisionOf(threshold int64) int {
	entries := int64(math.Ceil(float64(float32(threshold) / 0.75)))
	return min(max(bits.Len64(uint64(entries*4)), 4), 18)
}

// kept is how many hashes are kept: three quarters of the memory that registers
// take.
func (c *sketch) kept() int { return (1 << c.precision) / 4 * 3 / 4 }

func (c *sketch) add(hash uint64) {
	e := hash >> (64 - keptBits)
	if e&(1<<(keptBits-c.precision)-1) == 0 {
		run := 1 + min(bits.LeadingZeros64(hash<<keptBits), 64-keptBits)
		c.addEncoded(uint32(e<<7 | uint64(run)<<1 | 1))
		return
	}
	c.addEncoded(uint32(e << 1))
}

func (c *sketch) addEncoded(x uint32) {
	if c.registers != nil {
		c.register(x)
		return
	}
	c.hashes[x] = true
	if len(c.hashes) > c.kept() {
		c.forget()
	}
}

// forget turns hashes into registers.
func (c *sketch) forget() {
	c.registers = make([]byte, 1<<c.precision)
	for x := range c.hashes {
		c.register(x)
	}
	c.hashes = nil
}

func (c *sketch) register(x uint32) {
	var run, at uint32
	if x&1 == 1 {
		run = x>>1&0x3f + keptBits - uint32(c.precision)
		at = x >> 7
	} else {
		run = 1 + uint32(bits.LeadingZeros32(x<<(31+c.precision-keptBits)))
		at = x >> 1
	}
	at >>= keptBits - c.precision
	c.registers[at] = max(c.registers[at], byte(run))
}

// merge adds what another shard counted.
func (c *sketch) merge(o *sketch) {
	for x := range o.hashes {
		c.addEncoded(x)
	}
	if o.registers == nil {
		return
	}
	if c.registers == nil {
		c.forget()
	}
	for i, run := range o.registers {
		c.registers[i] = max(c.registers[i], run)
	}
}

// certain are the largest counts that are told from empty registers, by precision.
var certain = []int64{10, 20, 40, 80, 220, 400, 900, 1800, 3100, 6500, 11500, 20000, 50000, 120000, 350000}

func linear(m, empty float64) int64 { return javavalue.Round(m * math.Log(m/empty)) }

// count estimates. Where the server corrects a bias by tables, which are not here,
// it is refused.
func (c *sketch) count() (int64, error) {
	if c.registers == nil {
		const m = 1 << keptBits
		return linear(m, m-float64(len(c.hashes))), nil
	}
	m := float64(len(c.registers))
	sum, empty := 0.0, 0
	for _, run := range c.registers {
		sum += 1 / float64(uint64(1)<<run)
		if run == 0 {
			empty++
		}
	}
	if empty > 0 {
		if n := linear(m, float64(empty)); n <= certain[c.precision-4] {
			return n, nil
		}
	}
	alpha := map[int]float64{4: 0.673, 5: 0.697}[c.precision]
	if alpha == 0 {
		alpha = 0.7213 / (1 + 1.079/m)
	}
	estimate := alpha * m * m / sum
	if estimate <= 5*m {
		return 0, fault.Unsupported("aggregation [cardinality] of more values than can be told exactly (about %.0f)", estimate)
	}
	return javavalue.Round(estimate), nil
}

func evaluateCardinality(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "precision_threshold", "execution_hint", "rehash", "value_type", "script"); err != nil {
		return nil, err
	}
	precision := 14
	if a.body.Has("precision_threshold") {
		precision = precisionOf(int64(integer(a.body, "precision_threshold", 0)))
	}
	all := newSketch(precision)
	for _, set := range in {
		mine := newSketch(precision)
		keys, err := a.documentKeys(set.shard)
		if err != nil {
			return nil, err
		}
		docs := set.docs
		if a.prunes(set.shard) {
			docs = found(set)
		}
		for _, d := range docs {
			list, err := keys(d)
			if err != nil {
				return nil, err
			}
			for _, k := range list {
				mine.add(k.hash())
			}
		}
		all.merge(mine)
	}
	n, err := all.count()
	return valueOnly(n), err
}

// hash is the server's hash of a value.
func (k bucketKey) hash() uint64 {
	switch k.kind {
	case intValue:
		return mix(uint64(k.i))
	case unsignedValue:
		return mix(math.Float64bits(k.number())) // so the server tells them apart: as doubles
	case floatValue:
		return mix(math.Float64bits(k.f))
	}
	return murmur(k.text)
}

// mix is a finalizer of 64-bit hashes (David Stafford's "variant 9").
func mix(z uint64) uint64 {
	z = (z ^ z>>32) * 0x4cd6944c5cc20b6d
	z = (z ^ z>>29) * 0xfc12c5b19d3259e9
	return z ^ z>>32
}

const (
	murmur1 = 0x87c37b91114253d5
	murmur2 = 0x4cf5ad432745937f
)

// murmur is the first half of MurmurHash3 x64 128, without a seed.
func murmur(text string) uint64 {
	var h1, h2 uint64
	at := 0
	for ; at+16 <= len(text); at += 16 {
		k1, k2 := littleEndian(text[at:at+8]), littleEndian(text[at+8:at+16])
		h1 ^= bits.RotateLeft64(k1*murmur1, 31) * murmur2
		h1 = (bits.RotateLeft64(h1, 27)+h2)*5 + 0x52dce729
		h2 ^= bits.RotateLeft64(k2*murmur2, 33) * murmur1
		h2 = (bits.RotateLeft64(h2, 31)+h1)*5 + 0x38495ab5
	}
	rest := text[at:]
	if len(rest) > 8 {
		h2 ^= bits.RotateLeft64(littleEndian(rest[8:])*murmur2, 33) * murmur1
	}
	if len(rest) > 0 {
		h1 ^= bits.RotateLeft64(littleEndian(rest[:min(8, len(rest))])*murmur1, 31) * murmur2
	}
	h1, h2 = h1^uint64(len(text)), h2^uint64(len(text))
	h1 += h2
	h2 += h1
	h1, h2 = finish(h1), finish(h2)
	return h1 + h2
}

func littleEndian(s string) (x uint64) {
	for i := range len(s) {
		x |= uint64(s[i]) << (8 * i)
	}
	return x
}

func finish(k uint64) uint64 {
	k = (k ^ k>>33) * 0xff51afd7ed558ccd
	k = (k ^ k>>33) * 0xc4ceb9fe1a85ec53
	return k ^ k>>33
}
