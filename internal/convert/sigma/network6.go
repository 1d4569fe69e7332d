package sigma

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// addresses6 is an expression of all addresses of a network of IPv6, as RFC 5952 writes
// them; false where that leaves no beginning that they share: a group of zeros, which is
// left out wherever the longest row of them is.
func addresses6(net netip.Prefix) (string, bool) {
	bytes := net.Addr().As16()
	var b strings.Builder
	whole, rest := net.Bits()/16, net.Bits()%16
	for i := range whole {
		group := int(bytes[2*i])<<8 | int(bytes[2*i+1])
		if group == 0 {
			return "", false
		}
		b.WriteString("0*" + strconv.FormatInt(int64(group), 16) + ":")
	}
	if rest > 0 {
		group := int(bytes[2*whole])<<8 | int(bytes[2*whole+1])
		if group == 0 {
			return "", false
		}
		b.WriteString("0*" + hexadecimals(group, rest))
		if whole < 7 {
			b.WriteByte(':')
		}
	}
	if whole+rest > 0 && net.Bits() <= 112 {
		b.WriteString(hexadecimal[:len(hexadecimal)-1] + ":.]*")
	}
	return b.String(), b.Len() > 0
}

// hexadecimal is a digit: classes know the case of letters, whatever the search says.
const hexadecimal = "[0-9a-fA-F]"

// hexadecimals is an expression of the groups that begin with so many bits of one, in which
// some are set.
func hexadecimals(group, bits int) string {
	digits := fmt.Sprintf("%04x", group)
	fixed := strings.TrimLeft(digits[:bits/4], "0")
	if bits%4 > 0 {
		first, _ := strconv.ParseInt(digits[bits/4:bits/4+1], 16, 8)
		last := first | (1<<(4-bits%4) - 1)
		fixed += "["
		for n := first; n <= last; n++ {
			digit := strconv.FormatInt(n, 16)
			if fixed += digit; n > 9 {
				fixed += strings.ToUpper(digit)
			}
		}
		fixed += "]"
	}
	return fixed + strings.Repeat(hexadecimal, (16-bits)/4)
}
