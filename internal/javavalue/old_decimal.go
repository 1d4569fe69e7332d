package javavalue

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// oldDigits makes the digits of JDK 18 and before. They are Steele and White's
// free-format digits with a symmetric and sometimes too careful stopping test,
// which is why some numbers show more digits than they need; the comparisons
// differ by the width of arithmetic that the JDK would choose, so that choice
// is made here as well.
func oldDigits(p parts) (digits string, exponent int) {
	tailZeros := bits.TrailingZeros64(p.fraction)
	used := fractionBits + 1 - tailZeros
	tiny := max(0, used-p.exponent-1)
	if p.exponent <= 62 && p.exponent >= -21 && tiny == 0 && used < 64 {
		return wholeDigits(p)
	}
	decimal := estimateDecimalExponent(p)
	b5 := max(0, -decimal)
	b2 := b5 + tiny + p.exponent
	s5 := max(0, decimal)
	s2 := s5 + tiny
	m5 := b5
	m2 := b2 - p.significant
	b2 -= used - 1
	common := min(b2, s2)
	b2, s2, m2 = b2-common, s2-common, m2-common
	if used == 1 {
		m2--
	}
	if m2 < 0 {
		b2, s2, m2 = b2-m2, s2-m2, 0
	}
	narrow := used+b2+bitsOfFive(b5) < 64 && s2+1+bitsOfFive(s5+1) < 64
	d := digitMaker{
		b:      scaled(new(big.Int).SetUint64(p.fraction>>tailZeros), b5, b2),
		s:      scaled(big.NewInt(1), s5, s2),
		m:      scaled(big.NewInt(1), m5, m2),
		narrow: narrow,
	}
	return d.run(decimal)
}

// bitsOfFive is how many bits the JDK reckons 5 to the n to have.
func bitsOfFive(n int) int {
	if n < 27 {
		if n == 0 {
			return 0
		}
		return new(big.Int).Exp(big.NewInt(5), big.NewInt(int64(n)), nil).BitLen()
	}
	return n * 3
}

func scaled(v *big.Int, five, two int) *big.Int {
	power := new(big.Int).Exp(big.NewInt(5), big.NewInt(int64(five)), nil)
	return v.Lsh(v.Mul(v, power), uint(two))
}

// wholeDigits prints a number without a fraction, less the digits that its
// precision does not reach.
func wholeDigits(p parts) (string, int) {
	insignificant := 0
	if p.exponent > p.significant {
		insignificant = insignificantDigits(p.exponent - p.significant - 1)
	}
	v := p.fraction
	if p.exponent >= fractionBits {
		v <<= p.exponent - fractionBits
	} else {
		v >>= fractionBits - p.exponent
	}
	if insignificant != 0 {
		power := uint64(math.Pow10(insignificant))
		residue := v % power
		v /= power
		if residue >= power>>1 {
			v++
		}
	}
	text := strconv.FormatUint(v, 10)
	return strings.TrimRight(text, "0"), len(text) + insignificant
}

func insignificantDigits(powerOfTwo int) int {
	if powerOfTwo <= 1 {
		return 0
	}
	return int(float64(powerOfTwo) * math.Log10(2))
}

func estimateDecimalExponent(p parts) int {
	d2 := math.Float64frombits(1023<<fractionBits | p.fraction&(1<<fractionBits-1))
	part := (d2 - 1.5) * 0.289529654
	sum := part + 0.176091259
	scaledExponent := float64(p.exponent) * 0.301029995663981
	return int(math.Floor(sum + scaledExponent))
}

// digitMaker divides b by s digit by digit; m is half the distance to the
// neighbours, in the same scale.
type digitMaker struct {
	b, s, m   *big.Int
	narrow    bool // the JDK would do it in int or long arithmetic
	low, high bool
}

func (d *digitMaker) run(decimal int) (string, int) {
	ten := big.NewInt(10)
	tens := new(big.Int).Mul(d.s, ten)
	var digits []byte
	first := d.next(tens, ten)
	if first == 0 && !d.high {
		decimal--
	} else {
		digits = append(digits, '0'+first)
	}
	if decimal < -3 || decimal >= 8 {
		d.low, d.high = false, false
	}
	for !d.low && !d.high {
		digits = append(digits, '0'+d.next(tens, ten))
	}
	if d.high && (!d.low || d.roundsUp(tens, digits)) {
		if increment(digits) {
			decimal++
			digits[0] = '1'
		}
	}
	return strings.TrimRight(string(digits[:1]), "") + strings.TrimRight(string(digits[1:]), "0"), decimal + 1
}

func (d *digitMaker) next(tens, ten *big.Int) byte {
	q := new(big.Int)
	q.QuoRem(d.b, d.s, d.b)
	d.b.Mul(d.b, ten)
	d.m.Mul(d.m, ten)
	if d.narrow && d.m.BitLen() > 63 {
		d.low, d.high = true, true // the JDK's long has overflowed
	} else {
		d.low = d.b.Cmp(d.m) < 0
		edge := new(big.Int).Add(d.b, d.m).Cmp(tens)
		d.high = edge > 0 || edge == 0 && !d.narrow
	}
	return byte(q.Int64())
}

func (d *digitMaker) roundsUp(tens *big.Int, digits []byte) bool {
	difference := new(big.Int).Lsh(d.b, 1).Cmp(tens)
	if difference == 0 {
		return digits[len(digits)-1]&1 != 0
	}
	return difference > 0
}

// increment adds one to the last digit; it says when all were nines, and
// leaves zeros.
func increment(digits []byte) (carried bool) {
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] != '9' {
			digits[i]++
			return false
		}
		digits[i] = '0'
	}
	return true
}
