package querydsl

import (
	"encoding/json"
	"math/big"
	"net/netip"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var rangeAggregations = map[string]aggregation{
	"range":      aggregationOf(valueSource("range", numericSource, rangeOptions(objectsOf(readRangeItem))...)),
	"date_range": aggregationOf(valueSource("date_range", numericSource|zoned, rangeOptions(objectsOf(readRangeItem))...)),
	"ip_range":   aggregationOf(valueSource("ip_range", 0, rangeOptions(listOf(readIPRange))...)),
}

func rangeOptions(items reader) []field {
	return []field{opt("ranges", kind{tObject | tArray, items}, []any{}), opt("keyed", boolKind, false)}
}

// A bound that is a number is printed before bounds that are text.
var rangeItemShape = &shape{name: "range", manners: declared, fields: []field{
	opt("key", kind{tNumber | tString, readText}), opt("from", rangeBoundKind), opt("to", rangeBoundKind),
}}

var rangeBoundKind = kind{tNumber | tString | tNull, func(c *context, v any) (any, *Error) {
	switch v.(type) {
	case string:
		return v, nil
	case json.Number:
		return readDouble(c, v)
	}
	return omitted, nil
}}

func readRangeItem(c *context, v any) (any, *Error) {
	read, err := rangeItemShape.parse(c, v)
	if err != nil {
		return nil, err
	}
	printed := rangeItemShape.print(read)
	_, fromIsText := read["from"].(string)
	_, toIsNumber := read["to"].(json.Number)
	if from, ok := printed.Get("from"); ok && fromIsText && toIsNumber {
		printed.Delete("from")
		printed.Set("from", from)
	}
	return printed, nil
}

func readIPRange(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("[ranges] must contain objects, but hit a %s", tokenName(v))
	}
	read := values{}
	for _, m := range o.Members() {
		value, err := readIPRangeOption(c, m)
		if err != nil {
			return nil, under(err, m.Key)
		}
		read[m.Key] = value
	}
	if mask, ok := read["mask"].(string); ok {
		if err := maskedRange(read, mask); err != nil {
			return nil, err
		}
	}
	printed := &orderedjson.Object{}
	for _, name := range []string{"key", "from", "to"} {
		if read.has(name) {
			printed.Set(name, read[name])
		}
	}
	return printed, nil
}

func readIPRangeOption(c *context, m orderedjson.Member) (any, *Error) {
	switch m.Key {
	case "key", "mask":
		return readText(c, m.Value)
	case "from", "to":
		bound, err := readTextOrNull(c, m.Value)
		if written, isText := bound.(string); isText {
			if _, bad := netip.ParseAddr(written); bad != nil {
				return nil, illegal("'%s' is not an IP string literal.", written)
			}
		}
		return bound, err
	}
	return nil, parsing("Unexpected ip range parameter: [%s]", m.Key)
}

// maskedRange turns a network such as 10.0.0.0/8 into its first address and the
// one behind its last.
func maskedRange(read values, mask string) *Error {
	network, err := netip.ParsePrefix(mask)
	if address, length, ok := strings.Cut(mask, "/"); err != nil && ok {
		if _, wrong := netip.ParseAddr(address); wrong == nil {
			return illegal("Illegal prefix length [%s] in [%s]. Must be 0-32 for IPv4 ranges, 0-128 for IPv6 ranges", length, mask)
		}
		return illegal("'%s' is not an IP string literal.", address)
	}
	if err != nil {
		return illegal("Expected [ip/prefix] but was [%s]", mask)
	}
	read.setDefault("key", mask)
	first := network.Masked().Addr()
	delete(read, "from")
	delete(read, "to")
	if first.Is4() || !first.IsUnspecified() {
		read["from"] = first.String()
	}
	bits := 128
	if first.Is4() {
		bits = 32
	}
	span := new(big.Int).Lsh(big.NewInt(1), uint(bits-network.Bits()))
	behind := new(big.Int).Add(new(big.Int).SetBytes(first.AsSlice()), span)
	if behind.BitLen() <= bits {
		address, _ := netip.AddrFromSlice(behind.FillBytes(make([]byte, bits/8)))
		read["to"] = address.String()
	} else if bits == 32 {
		read["to"] = "::1:0:0:0"
	}
	return nil
}
