package painless

import (
	"crypto/md5" // as UUID.nameUUIDFromBytes does
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// codec is a Base64.Encoder or Base64.Decoder.
type codec struct {
	opaque
	encoding *base64.Encoding
	url      bool
}

func base64Static(c *invocation) (Value, bool) {
	switch c.key() {
	case "getEncoder/0":
		return &codec{opaque{"java.util.Base64$Encoder"}, base64.StdEncoding, false}, true
	case "getUrlEncoder/0":
		return &codec{opaque{"java.util.Base64$Encoder"}, base64.URLEncoding, true}, true
	case "getDecoder/0":
		return &codec{opaque{"java.util.Base64$Decoder"}, base64.StdEncoding, false}, true
	case "getUrlDecoder/0":
		return &codec{opaque{"java.util.Base64$Decoder"}, base64.URLEncoding, true}, true
	}
	return nil, false
}

func (c *invocation) bytes(i int) []byte {
	a, ok := c.arguments[i].(*array)
	if !ok {
		throwNull(c.offset)
	}
	made := make([]byte, len(a.items))
	for i, v := range a.items {
		made[i] = byte(toLong(v))
	}
	return made
}

func byteArray(data []byte) *array {
	a := &array{element: "byte", items: make([]Value, len(data))}
	for i, b := range data {
		a.items[i] = int8(b)
	}
	return a
}

func (k *codec) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "encodeToString/1":
		return k.encoding.EncodeToString(c.bytes(0)), true
	case "encode/1":
		return byteArray([]byte(k.encoding.EncodeToString(c.bytes(0)))), true
	case "withoutPadding/0":
		return &codec{k.opaque, k.encoding.WithPadding(base64.NoPadding), k.url}, true
	case "decode/1":
		text, ok := c.arguments[0].(string)
		if !ok {
			text = string(c.bytes(0))
		}
		return byteArray(k.decode(text, c.offset)), true
	}
	return nil, false
}

// decode is Base64.Decoder.decode: padding may be left out whole.
func (k *codec) decode(text string, offset int) []byte {
	for _, b := range []byte(strings.TrimRight(text, "=")) {
		special := strings.IndexByte("+/", b) >= 0 && !k.url || strings.IndexByte("-_", b) >= 0 && k.url
		if !isLetter(b) && !isDigit(b) && !special || b == '_' && !k.url {
			throwArgument("Illegal base64 character "+strconv.FormatInt(int64(b), 16), offset)
		}
	}
	data, err := k.encoding.DecodeString(text)
	if err != nil {
		data, err = k.encoding.WithPadding(base64.NoPadding).DecodeString(text)
	}
	if err != nil {
		refuse(offset, "base64 that ends in the middle")
	}
	return data
}

// uuid is a java.util.UUID.
type uuid struct{ high, low uint64 }

// JavaClass is the binary name.
func (*uuid) JavaClass() string { return "java.util.UUID" }

// JavaString is the usual form.
func (u *uuid) JavaString(javavalue.JDK) string {
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", u.high>>32, u.high>>16&0xFFFF, u.high&0xFFFF, u.low>>48, u.low&0xFFFFFFFFFFFF)
}

// JavaHash is Java's.
func (u *uuid) JavaHash() int32 { return javavalue.Hash(int64(u.high ^ u.low)) }

// JavaEquals compares both halves.
func (u *uuid) JavaEquals(other Value) bool {
	o, ok := other.(*uuid)
	return ok && *o == *u
}

func (u *uuid) compareTo(other Value) int32 {
	o := other.(*uuid)
	for _, pair := range [][2]uint64{{u.high, o.high}, {u.low, o.low}} {
		if int64(pair[0]) < int64(pair[1]) {
			return -1
		} else if int64(pair[0]) > int64(pair[1]) {
			return 1
		}
	}
	return 0
}

func uuidStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "nameUUIDFromBytes/1":
		sum := md5.Sum(c.bytes(0))
		sum[6], sum[8] = sum[6]&0x0F|0x30, sum[8]&0x3F|0x80
		return &uuid{binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:])}, true
	case "fromString/1":
		text := c.text(0)
		var parts [5]uint64
		list := strings.Split(text, "-")
		for i, part := range list {
			v, err := strconv.ParseUint(part, 16, 63)
			if err != nil || len(list) != 5 || len(text) > 36 {
				return nil, false
			}
			parts[i] = v
		}
		return &uuid{parts[0]<<32 | parts[1]&0xFFFF<<16 | parts[2]&0xFFFF, parts[3]<<48 | parts[4]&0xFFFFFFFFFFFF}, true
	}
	return nil, false
}

func (u *uuid) method(c *invocation) (Value, bool) {
	version := int32(u.high >> 12 & 0xF)
	switch c.key() {
	case "getMostSignificantBits/0":
		return int64(u.high), true
	case "getLeastSignificantBits/0":
		return int64(u.low), true
	case "version/0":
		return version, true
	case "variant/0":
		return int32(u.low >> (64 - u.low>>62) & uint64(int64(u.low)>>63)), true
	case "compareTo/1":
		return compareValues(u, c.arguments[0], c.offset), true
	case "timestamp/0", "clockSequence/0", "node/0":
		if version != 1 {
			throw("java.lang.UnsupportedOperationException", "Not a time-based UUID", c.offset)
		}
	}
	return nil, false
}
