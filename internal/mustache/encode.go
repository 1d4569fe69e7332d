package mustache

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func encoderOf(contentType string) (func(string) string, error) {
	switch contentType {
	case "", "application/json", "application/json; charset=UTF-8":
		return escapeJSON, nil
	case "text/plain":
		return func(s string) string { return s }, nil
	case "application/x-www-form-urlencoded":
		return encodeForm, nil
	}
	return nil, &ContentTypeError{ContentType: contentType}
}

// escapeJSON is Jackson's quoting, without the quotes: control characters, the
// quote and the backslash; nothing else.
func escapeJSON(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c >= 0x20:
			b.WriteByte(c)
		default:
			if short := strings.IndexByte("\b\t\n\f\r", c); short >= 0 {
				b.WriteByte('\\')
				b.WriteByte("btnfr"[short])
			} else {
				fmt.Fprintf(&b, `\u%04X`, c)
			}
		}
	}
	return b.String()
}

// quoteJSON is a string as Jackson writes it into UTF-8: like escapeJSON, but what
// lies outside of the basic plane is escaped too, as two surrogates.
func quoteJSON(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range escapeJSON(s) {
		if high, low := utf16.EncodeRune(r); r > 0xFFFF {
			fmt.Fprintf(&b, `\u%04X\u%04X`, high, low)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// encodeForm is java.net.URLEncoder with UTF-8.
func encodeForm(s string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToValidUTF8(s, "?")) {
		switch {
		case c == ' ':
			b.WriteByte('+')
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(".-*_", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// writeJSON is the server's XContentBuilder over a map or a list.
func writeJSON(v javavalue.Value, jdk javavalue.JDK) (string, error) {
	var b strings.Builder
	err := appendJSON(&b, v, jdk)
	return b.String(), err
}

func appendJSON(b *strings.Builder, v javavalue.Value, jdk javavalue.JDK) error {
	switch v := v.(type) {
	case *javavalue.Map:
		return appendJSONMap(b, v, jdk)
	case *javavalue.List:
		return appendJSONItems(b, v.Items, jdk)
	case *javavalue.Set:
		return appendJSONItems(b, v.Items(), jdk)
	case string:
		b.WriteString(quoteJSON(v))
	case javavalue.Instant:
		b.WriteString(`"` + isoWithMillis(v.Time.UTC()) + `"`)
	case float64:
		appendJSONDecimal(b, v, javavalue.DoubleText(v, jdk))
	case float32:
		appendJSONDecimal(b, float64(v), javavalue.FloatText(v, jdk))
	case nil, bool, int8, int16, int32, int64, *big.Int:
		b.WriteString(javavalue.Print(v, jdk))
	default:
		return &UnsupportedError{Construct: fmt.Sprintf("toJson of %T", v)}
	}
	return nil
}

func appendJSONDecimal(b *strings.Builder, d float64, text string) {
	if math.IsNaN(d) || math.IsInf(d, 0) {
		text = strconv.Quote(text)
	}
	b.WriteString(text)
}

func appendJSONMap(b *strings.Builder, m *javavalue.Map, jdk javavalue.JDK) error {
	b.WriteByte('{')
	for i, e := range m.Entries() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quoteJSON(javavalue.Print(e.Key, jdk)) + ":")
		if err := appendJSON(b, e.Value, jdk); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func appendJSONItems(b *strings.Builder, items []javavalue.Value, jdk javavalue.JDK) error {
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := appendJSON(b, item, jdk); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// isoWithMillis is the server's strict_date_optional_time_nanos: three to nine
// decimals.
func isoWithMillis(t time.Time) string {
	fraction := strings.TrimRight(fmt.Sprintf("%09d", t.Nanosecond()), "0")
	for len(fraction) < 3 {
		fraction += "0"
	}
	return t.Format("2006-01-02T15:04:05") + "." + fraction + "Z"
}
