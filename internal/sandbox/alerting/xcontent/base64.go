package xcontent

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// Base64Fault is why the server can't decode the string to which a JSON pointer
// points, in the value that begins at mark, or nil where it can: base64 in units
// of four letters, padded, with blanks between units (asked of 2.19.4).
func (r *Reader) Base64Fault(mark Mark, pointer string) *fault.Fault {
	_, v := r.find(mark, pointer)
	if v < 0 || r.items[v].kind != String {
		return nil
	}
	it := r.items[v]
	d := &base64Decoder{units: rawUnits(r.data[it.start:])}
	for d.at < len(d.units) {
		if d.unit(); d.message != "" {
			return r.told(located(fault.JSONParse, d.message, it.line, it.column+d.column))
		}
	}
	return nil
}

// rawUnit is a byte of a string as it is written, or what an escape stands for.
type rawUnit struct {
	char rune
	end  int // bytes from the opening quote to behind it
}

// rawUnits are those of the string with which text begins, with its closing
// quote. It was read before.
func rawUnits(text []byte) []rawUnit {
	units := []rawUnit{}
	for i := 1; i < len(text); {
		if text[i] != '\\' {
			units = append(units, rawUnit{rune(text[i]), i + 1})
			if i++; text[i-1] == '"' {
				break
			}
			continue
		}
		s := &scanner{data: text, pos: i, line: 1}
		var b strings.Builder
		if s.escape(&b) != nil {
			break
		}
		i = s.pos
		units = append(units, rawUnit{[]rune(b.String())[0], i})
	}
	return units
}

// base64Decoder goes through a string to its first fault.
type base64Decoder struct {
	units   []rawUnit
	at      int
	message string
	column  int // bytes from the opening quote
}

const (
	base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	noPadding     = "Unexpected end of base64-encoded String: base64 variant 'MIME-NO-LINEFEEDS' expects padding " +
		"(one or more '=' characters) at the end. This Base64Variant might have been incorrectly configured"
)

// unit reads four letters, or the closing quote.
func (d *base64Decoder) unit() {
	for i := 0; i < 4 && d.at < len(d.units); i++ {
		u := d.units[d.at]
		d.at++
		switch {
		case strings.ContainsRune(base64Letters, u.char):
		case i == 0 && u.char <= ' ':
			i--
		case i == 0 && u.char == '"':
			return
		case i == 2 && u.char == '=':
			d.secondPadding()
			return
		case i == 3 && u.char == '=':
		case i >= 2 && u.char == '"':
			d.message, d.column = noPadding, u.end-1
			return
		default:
			d.illegal(u, i)
			return
		}
	}
}

func (d *base64Decoder) secondPadding() {
	if d.at >= len(d.units) {
		return
	}
	u := d.units[d.at]
	if d.at++; u.char != '=' {
		d.illegal(u, 3)
	}
}

func (d *base64Decoder) illegal(u rawUnit, index int) {
	what := fmt.Sprintf("Illegal character '%c' (code 0x%x) in base64 content", u.char, u.char)
	switch {
	case u.char <= ' ':
		what = fmt.Sprintf("Illegal white space character (code 0x%x) as character #%d of 4-char base64 unit: can only used between units", u.char, index+1)
	case u.char == '=':
		what = fmt.Sprintf("Unexpected padding character ('=') as character #%d of 4-char base64 unit: padding only legal as 3rd or 4th character", index+1)
	}
	d.message, d.column = "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): "+what, u.end
}
