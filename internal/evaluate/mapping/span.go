package mapping

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"net/netip"
)

// Span is a value of a range field: its first and last member, as texts that sort
// as the members do.
type Span struct{ Low, High string }

// readSpan reads {"gte": …, "lt": …}, or a network for an ip_range.
func (f *Field) readSpan(doc *Document, v any) error {
	if text, ok := v.(string); ok && f.Type == "ip_range" {
		span, err := Network(text)
		if err != nil {
			return err
		}
		values := f.values(doc)
		values.rarely().spans = append(values.Spans(), span)
		return nil
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return fault.New(400, "mapper_parsing_exception", "error parsing field [%s], expected an object but got %s", f.Path, f.Name())
	}
	e := Ends{Lower: true, Upper: true}
	for _, m := range o.Members() {
		switch m.Key {
		case "gt", "gte":
			e.From = m.Value
			e.Lower = m.Key != "gt"
		case "lt", "lte":
			e.To = m.Value
			e.Upper = m.Key != "lt"
		default:
			return fault.New(400, "mapper_parsing_exception", "error parsing field [%s], with unknown parameter [%s]", f.Path, m.Key)
		}
	}
	span, err := f.Span(e, nil)
	if err == nil {
		err = f.coerced(e)
	}
	if cause, ok := err.(*fault.Error); ok {
		cause.Status = 0
		return cause
	} else if err != nil {
		return err
	}
	if span.Low > span.High && f.Indexed {
		return fault.New(0, "illegal_argument_exception", "min value (%s) is greater than max value (%s)", javaText(e.From), javaText(e.To))
	}
	values := f.values(doc)
	values.rarely().spans = append(values.Spans(), span)
	return nil
}

// Ends are a range as it is written; a nil end is open.
type Ends struct {
	From, To     any
	Lower, Upper bool // included
}

// Span makes a field's span of written ends. dates reads the ends of a date_range;
// nil for those of a document. Errors have no status.
func (f *Field) Span(e Ends, dates func(any, bool) (int64, error)) (Span, error) {
	if f.Type == "ip_range" {
		return ipSpan(e)
	}
	read := f.wholeEnd
	switch f.Type {
	case "date_range":
		read = func(v any) (int64, error) { return f.Format.ParseMath(javaText(v), datetime.Context{}) }
	case "float_range", "double_range":
		read = f.decimalEnd
	}
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if limit, ok := limits[strings.TrimSuffix(f.Type, "_range")]; ok {
		low, high = limit[0], limit[1]
	}
	var err error
	if e.From != nil {
		if dates != nil {
			low, err = dates(e.From, !e.Lower)
		} else {
			low, err = read(e.From)
		}
		if err != nil {
			return Span{}, err
		}
		if !e.Lower {
			low++
		}
	}
	if e.To != nil {
		if dates != nil {
			high, err = dates(e.To, e.Upper)
		} else {
			high, err = read(e.To)
		}
		if err != nil {
			return Span{}, err
		}
		if !e.Upper {
			high--
		}
	}
	return Span{sorted(low), sorted(high)}, nil
}

func sorted(n int64) string {
	return string(binary.BigEndian.AppendUint64(nil, uint64(n)^1<<63))
}

func (f *Field) wholeEnd(v any) (int64, error) {
	n, err := ParseNumber(strings.TrimSuffix(f.Type, "_range"), v, f.Coerce)
	return n.Int, err
}

// coerced refuses texts where numbers belong, unless the field coerces them.
func (f *Field) coerced(e Ends) error {
	class, numbers := javaClass[strings.TrimSuffix(f.Type, "_range")]
	for _, v := range []any{e.From, e.To} {
		if _, isText := v.(string); isText && numbers && !f.Coerce {
			return fault.New(0, "illegal_argument_exception", "%s value passed as String", class)
		}
	}
	return nil
}

// decimalEnd is an end in the type's precision, as a number that sorts like it.
func (f *Field) decimalEnd(v any) (int64, error) {
	n, err := ParseNumber(strings.TrimSuffix(f.Type, "_range"), v, f.Coerce)
	if f.Type == "float_range" {
		bits := int32(math.Float32bits(float32(n.Float)))
		return int64(bits ^ (bits>>31)&math.MaxInt32), err
	}
	bits := int64(math.Float64bits(n.Float))
	return bits ^ (bits>>63)&math.MaxInt64, err
}

func ipSpan(e Ends) (Span, error) {
	out := Span{Low: strings.Repeat("\x00", 16), High: strings.Repeat("\xff", 16)}
	if e.From != nil {
		ip, ok := ParseIP(javaText(e.From))
		if !ok {
			return out, fault.New(0, "illegal_argument_exception", "'%s' is not an IP string literal.", javaText(e.From))
		}
		if out.Low = ip; !e.Lower {
			out.Low = step(ip, 1)
		}
	}
	if e.To != nil {
		ip, ok := ParseIP(javaText(e.To))
		if !ok {
			return out, fault.New(0, "illegal_argument_exception", "'%s' is not an IP string literal.", javaText(e.To))
		}
		if out.High = ip; !e.Upper {
			out.High = step(ip, -1)
		}
	}
	return out, nil
}

// step is the address after or before another.
func step(ip string, by int) string {
	b := []byte(ip)
	for i := len(b) - 1; i >= 0; i-- {
		b[i] += byte(by)
		if by > 0 && b[i] != 0 || by < 0 && b[i] != 0xff {
			break
		}
	}
	return string(b)
}

// Network is the first and the last address of "10.0.0.0/8". Errors have no
// status.
func Network(text string) (Span, error) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return Span{}, fault.New(0, "illegal_argument_exception", "Expected [ip/prefix] but was [%s]", text)
	}
	first := p.Masked().Addr().As16()
	last := first
	bits := p.Bits()
	if p.Addr().Is4() {
		bits += 96
	}
	for i := bits; i < 128; i++ {
		last[i/8] |= 1 << (7 - i%8)
	}
	return Span{string(first[:]), string(last[:])}, nil
}
