package painless

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// format is String.format in English, for the usual conversions: %s %d %x %f %b
// %c %n %%, with width, precision and the flags - 0 and comma.
func (c *invocation) format(pattern string, arguments []Value) string {
	var b strings.Builder
	next := 0
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' {
			b.WriteByte(pattern[i])
			continue
		}
		d := readDirective(pattern[i+1:])
		if d.size == 0 {
			refuse(c.offset, "the format %q", pattern)
		}
		i += d.size
		switch d.verb {
		case 'n':
			b.WriteByte('\n')
		case '%':
			b.WriteByte('%')
		default:
			if next >= len(arguments) {
				throw("java.util.MissingFormatArgumentException", "Format specifier '"+pattern[i-d.size:i+1]+"'", c.offset)
			}
			b.WriteString(c.directive(d, arguments[next]))
			next++
		}
	}
	return b.String()
}

type directive struct {
	flags            string
	width, precision int // precision -1 where none is given
	verb             byte
	size             int
}

func readDirective(s string) directive {
	d := directive{precision: -1}
	n := spanOf(s, "-0,")
	d.flags = s[:n]
	digits := spanOf(s[n:], "0123456789")
	d.width, _ = strconv.Atoi(s[n : n+digits])
	n += digits
	if n < len(s) && s[n] == '.' {
		digits = spanOf(s[n+1:], "0123456789")
		d.precision, _ = strconv.Atoi(s[n+1 : n+1+digits])
		n += 1 + digits
	}
	if n >= len(s) || strings.IndexByte("sdxfbcn%", s[n]) < 0 || d.width > 1000 || d.precision > 300 {
		return directive{}
	}
	d.verb, d.size = s[n], n+1
	return d
}

func (c *invocation) directive(d directive, v Value) string {
	text := ""
	switch {
	case d.verb == 's':
		text = c.print(v)
		if d.precision >= 0 && d.precision < len(text) {
			text = text[:d.precision]
		}
	case d.verb == 'b':
		text = strconv.FormatBool(v != nil && v != Value(false))
	case v == nil:
		text = "null"
	default:
		text = c.numeric(d, v)
	}
	if pad := d.width - len([]rune(text)); pad > 0 {
		switch {
		case strings.Contains(d.flags, "-"):
			text += strings.Repeat(" ", pad)
		case strings.Contains(d.flags, "0") && strings.HasPrefix(text, "-"):
			text = "-" + strings.Repeat("0", pad) + text[1:]
		case strings.Contains(d.flags, "0"):
			text = strings.Repeat("0", pad) + text
		default:
			text = strings.Repeat(" ", pad) + text
		}
	}
	return text
}

func (c *invocation) numeric(d directive, v Value) string {
	t := primitiveOf(v)
	wrong := func() {
		throw("java.util.IllegalFormatConversionException", fmt.Sprintf("%c != %s", d.verb, className(v)), c.offset)
	}
	switch d.verb {
	case 'd', 'x':
		if !isWhole(t) || t == "char" {
			wrong()
		}
		if d.verb == 'x' {
			if t == "int" {
				return strconv.FormatUint(uint64(uint32(toInt(v))), 16)
			}
			return strconv.FormatUint(uint64(toLong(v)), 16)
		}
		return grouped(d, strconv.FormatInt(toLong(v), 10))
	case 'f':
		if t != "double" && t != "float" {
			wrong()
		}
		return grouped(d, c.fixed(d, v))
	}
	if t != "char" {
		wrong()
	}
	return c.print(v)
}

// fixed rounds half up, from the decimal digits that Double.toString shows.
func (c *invocation) fixed(d directive, v Value) string {
	precision := 6
	if d.precision >= 0 {
		precision = d.precision
	}
	shown := c.print(v)
	return fixedText(shown, precision)
}

func fixedText(shown string, precision int) string {
	exact, ok := new(big.Rat).SetString(shown)
	if !ok {
		return shown // NaN, Infinity
	}
	return exact.FloatString(precision)
}

func grouped(d directive, text string) string {
	if !strings.Contains(d.flags, ",") {
		return text
	}
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}
