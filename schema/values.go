package schema

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors"
)

// article names a type in a sentence: a text, a list, an object.
func article(t cty.Type) string {
	switch {
	case t == cty.String:
		return "a text"
	case t == cty.Number:
		return "a number"
	case t == cty.Bool:
		return "true or false"
	case t == addressType:
		return "a destination"
	case t == monitorType:
		return "a monitor"
	case t.IsSetType():
		return "a set"
	case t.IsListType(), t.IsTupleType():
		return "a list"
	case t.IsMapType(), t.IsObjectType():
		return "an object"
	default:
		return "another value"
	}
}

// numberText writes a number as JSON has it, the shortest text that is exact.
func numberText(v cty.Value) string {
	f := v.AsBigFloat()
	if f.IsInt() && f.MantExp(nil) < 256 {
		whole, _ := f.Int(nil)
		return whole.String()
	}
	if e := f.MantExp(nil); e > 256 || e < -256 {
		return f.Text('e', -1)
	}
	return f.Text('f', -1)
}

// smallNumber is a whole number that fits an int.
func smallNumber(v cty.Value) (int, bool) {
	n, accuracy := v.AsBigFloat().Int64()
	return int(n), accuracy == big.Exact
}

// pathText writes a path into a value as an expression would.
func pathText(path cty.Path) string {
	var b strings.Builder
	for _, s := range path {
		switch s := s.(type) {
		case cty.GetAttrStep:
			b.WriteString("." + s.Name)
		case cty.IndexStep:
			key, _ := keyText(s.Key)
			if s.Key.Type() == cty.String {
				key = strconv.Quote(key)
			}
			b.WriteString("[" + key + "]")
		}
	}
	return strings.TrimPrefix(b.String(), ".")
}

// withoutValue drops the value that some of go-cty's errors quote.
func withoutValue(text string) string {
	if strings.Contains(text, `"`) || strings.Contains(text, "`") {
		return "the value can't be converted"
	}
	return text
}

// units are those of durations in configurations.
var units = map[byte]struct {
	unit   monitors.Unit
	length time.Duration
}{
	's': {monitors.Seconds, time.Second}, 'm': {monitors.Minutes, time.Minute},
	'h': {monitors.Hours, time.Hour}, 'd': {monitors.Days, 24 * time.Hour},
}

// span is a duration as it was written: 90m is not 1h30m.
type span struct {
	count int
	unit  monitors.Unit
	// math is the unit as date math has it.
	math byte
}

func (s span) length() time.Duration { return time.Duration(s.count) * units[s.math].length }

func (s span) String() string { return fmt.Sprintf("%d%c", s.count, s.math) }

// longestSpan keeps a duration computable in nanoseconds.
const longestSpan = 100 * 365 * 24 * time.Hour

// parseSpan reads 5m, 24h, 1d: a whole number above 0 and one unit. The error
// is the end of a sentence.
func parseSpan(text string) (span, error) {
	if text == "" {
		return span{}, fmt.Errorf("it is empty")
	}
	last := text[len(text)-1]
	u, ok := units[last]
	if !ok {
		return span{}, fmt.Errorf("it must be a whole number with a unit behind it: s, m, h or d, such as 5m")
	}
	count, err := strconv.Atoi(text[:len(text)-1])
	switch {
	case err != nil || text[0] == '+':
		return span{}, fmt.Errorf("it must be one whole number with one unit behind it, such as 90m")
	case count <= 0:
		return span{}, fmt.Errorf("it must be longer than 0")
	case count > int(longestSpan/u.length):
		return span{}, fmt.Errorf("it is longer than a hundred years")
	}
	return span{count: count, unit: u.unit, math: last}, nil
}

// inMinutes is what to write instead of seconds where whole minutes are taken.
func (s span) inMinutes() string {
	minutes := int(s.length() / time.Minute)
	switch {
	case s.length()%time.Minute == 0:
		return spanOf(s.length()).String()
	case minutes == 0:
		return "1m or more"
	default:
		return fmt.Sprintf("%dm or %dm", minutes, minutes+1)
	}
}

// spanOf is a duration in the largest unit that expresses it.
func spanOf(d time.Duration) span {
	for _, c := range []byte("dhms") {
		if u := units[c]; d%u.length == 0 {
			return span{count: int(d / u.length), unit: u.unit, math: c}
		}
	}
	return span{}
}

func isUnknown(text string) bool {
	_, unknown := monitors.Unknown(text)
	return unknown
}
