// Package datetime reads and prints dates as OpenSearch's formats do, with date
// math and rounding. Sources: java.time patterns, formats observed on 2.19.4. It
// must not know fields or queries.
package datetime

import (
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// Default is the format of a date field that names none.
const Default = "strict_date_optional_time||epoch_millis"

const emptyDate = "cannot parse empty date"

// Format is a compiled list of alternatives, "a||b||c"; printing uses the first.
type Format struct {
	Pattern string
	parts   []layout
}

// layout is one alternative. parse fails with ok false.
type layout interface {
	parse(text string) (fields, bool)
	print(t time.Time) string
}

// fields are the parts of a date that a text gave; -1 where it did not.
type fields struct {
	year, month, day           int
	hour, minute, second, nano int
	zone                       *time.Location
	instant                    *time.Time    // set by the epoch formats: everything is known
	last                       time.Duration // from the instant to the last one that the text stands for
	yearGiven                  bool
	pm                         int // 0 am, 1 pm, -1 not given
	hour12                     int
	dayOfWeek                  int // 1 Monday … 7 Sunday, -1 not given
	style                      resolving
	utc                        bool
}

func noFields() fields {
	return fields{year: -1, month: -1, day: -1, hour: -1, minute: -1, second: -1, nano: -1, pm: -1,
		hour12: -1, dayOfWeek: -1}
}

// Compile reads a format such as "strict_date_optional_time||epoch_millis" or a
// java.time pattern. A format that the server knows and this package doesn't is
// an UnsupportedError; one that the server refuses is its illegal_argument_exception.
func Compile(pattern string) (*Format, error) {
	f := &Format{Pattern: pattern}
	if pattern == "" {
		return nil, fault.Illegal("No date pattern provided")
	}
	for _, name := range strings.Split(pattern, "||") {
		l, err := compileOne(name)
		if err != nil {
			return nil, err
		}
		f.parts = append(f.parts, l)
	}
	return f, nil
}

// MustDefault is the compiled default format.
func MustDefault() *Format { return defaultFormat }

var defaultFormat = func() *Format {
	f, err := Compile(Default)
	if err != nil {
		panic(err)
	}
	return f
}()

func compileOne(name string) (layout, error) {
	switch name {
	case "epoch_millis":
		return epoch{digits: 3}, nil
	case "epoch_second":
		return epoch{digits: 0}, nil
	case "strict_date_optional_time", "iso8601":
		return optionalTime{strict: true, digits: 3}, nil
	case "strict_date_optional_time_nanos":
		return optionalTime{strict: true, digits: 9}, nil
	case "date_optional_time", "dateOptionalTime":
		return optionalTime{digits: 3}, nil
	}
	if n, ok := named[name]; ok {
		return n.compile()
	}
	if isName(name) {
		return nil, fault.Unsupported("date format [%s]", name)
	}
	return compilePattern(name)
}

// isName tells a format's name from a pattern: names have underscores.
func isName(s string) bool { return strings.Contains(s, "_") }

// Parse reads a text without date math. In c, Now is not looked at.
func (f *Format) Parse(text string, c Context) (time.Time, error) {
	if text == "" {
		return time.Time{}, fault.Illegal(emptyDate)
	}
	for _, l := range f.parts {
		got, ok := l.parse(text)
		if !ok {
			continue
		}
		if c.RoundUp { // another parser reads these, which java.time makes smart
			got.style = got.style.roundedUp(got)
		}
		if got.style != later && (got.year > mostYears || got.year < -mostYears) && c.RoundUp {
			continue
		}
		if wrong := got.beyond(c); wrong != nil {
			return time.Time{}, wrong
		}
		if t, ok := got.time(c); ok {
			return t, nil
		}
	}
	err := fault.Illegal("failed to parse date field [%s] with format [%s]", text, f.Pattern)
	if len(f.parts) > 1 || strings.HasPrefix(f.Pattern, "epoch_") { // which are several themselves
		return time.Time{}, err.CausedBy(fault.New(0, "date_time_parse_exception", "Failed to parse with all enclosed parsers"))
	}
	return time.Time{}, err.CausedBy(fault.New(0, "date_time_parse_exception",
		"Text '%s' could not be parsed at index 0", text))
}

// Reads tells whether a text has the format, be it a date that no calendar has: that
// is found later where a year is one of an era ("yyyy").
func (f *Format) Reads(text string) bool {
	for _, l := range f.parts {
		got, ok := l.parse(text)
		if _, dated := got.time(Context{}); ok && (dated || got.beyond(Context{}) != nil) {
			return true
		}
	}
	return false
}

// NamesZones tells that the first alternative prints zones by their names, which differ from
// one version of Java to another.
func (f *Format) NamesZones() bool {
	p, ok := f.parts[0].(pattern)
	return ok && strings.IndexByte(letters(p.pieces), 'z') >= 0
}

// Print writes milliseconds since the epoch in the format's first alternative.
func (f *Format) Print(ms int64, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return f.parts[0].print(time.UnixMilli(ms).In(zone))
}

func (f fields) time(c Context) (time.Time, bool) {
	if f.instant != nil && c.RoundUp { // a whole second, or millisecond, up or down (2.19.4)
		end := f.instant.Add(f.last)
		f.instant = &end
	}
	if f.instant != nil && c.Zone != nil {
		// Observed on 2.19.4: a query's time_zone moves even an instant, whose clock
		// time in UTC is taken for that zone's.
		t := f.instant.UTC()
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), c.Zone), true
	}
	if f.instant != nil {
		return *f.instant, true
	}
	zone := c.zone()
	switch {
	case f.zone != nil:
		zone = f.zone
	case f.utc && !c.RoundUp:
		zone = time.UTC
	}
	orElse := func(v, low, high int) int {
		switch {
		case v >= 0:
			return v
		case c.RoundUp:
			return high
		default:
			return low
		}
	}
	if !c.RoundUp && f.month < 0 {
		if f.day >= 0 && !f.yearGiven {
			return time.Time{}, false
		}
		f.day = -1                              // that of no month is not looked at
		f.yearGiven = f.yearGiven && f.hour < 0 // a time on no day is one of the first
	}
	year, month, day := f.date()
	if f.hour12 >= 0 {
		f.hour = f.hour12 % 12
		if f.pm == 1 {
			f.hour += 12
		}
		if c.RoundUp && f.hour != 23 { // filled from above, that is the hour
			return time.Time{}, false
		}
	}
	if f.style == smartly && month <= 12 && day <= 31 {
		day = min(day, daysIn(year, month))
	}
	if f.style != leniently && f.misdated() != "" || !f.clocked(c) {
		return time.Time{}, false
	}
	h, m, s := orElse(f.hour, 0, 23), orElse(f.minute, 0, 59), orElse(f.second, 0, 59)
	t := local(time.Date(year, time.Month(month), day, h, m, s, orElse(f.nano, 0, 999999999), time.UTC), zone, nil)
	if f.dayOfWeek > 0 && f.style != later && (int(t.Weekday())+6)%7+1 != f.dayOfWeek {
		return time.Time{}, false
	}
	return t, true
}

// date is the date that was given, from 1970-01-01 on.
func (f fields) date() (year, month, day int) {
	year, month, day = 1970, f.month, f.day
	if f.yearGiven {
		year = f.year
	}
	if month < 0 {
		month = 1
	}
	if day < 0 {
		day = 1
	}
	return year, month, day
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// maxSecond is the last second that an instant of java.time has.
const maxSecond = 31556889864403199

// epoch is epoch_millis (digits 3) or epoch_second (digits 0).
type epoch struct{ digits int }

func (e epoch) parse(text string) (fields, bool) {
	f := noFields()
	sign := int64(1)
	rest := text
	if strings.HasPrefix(rest, "-") {
		sign, rest = -1, rest[1:]
	}
	whole, fraction, _ := strings.Cut(rest, ".")
	if e.digits == 3 {
		fraction = strings.TrimSuffix(fraction, ".") // a point may end what has one
	}
	if whole == "" || len(whole) > 19 || !digits(whole) || !digits(fraction) || len(fraction) > 9-e.digits {
		return f, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return f, false
	}
	frac, _ := strconv.ParseInt((fraction + "000000000")[:9-e.digits], 10, 64)
	last := time.Duration(0) // of what a text without a fraction stands for
	var t time.Time
	switch {
	case e.digits == 3:
		t = time.UnixMilli(sign * n).Add(time.Duration(sign * frac))
		last = time.Duration(sign) * 999999
	case sign < 0 && n == 0, n > maxSecond:
		return f, false
	default:
		t = time.Unix(sign*n, frac) // also before the epoch
		last = 999999999
	}
	if fraction != "" {
		last = 0
	}
	t = t.UTC()
	f.instant, f.last = &t, last
	return f, true
}

func (e epoch) print(t time.Time) string {
	if e.digits == 3 {
		return strconv.FormatInt(t.UnixMilli(), 10)
	}
	s := strconv.FormatInt(t.Unix(), 10)
	if t.Nanosecond() == 0 {
		return s
	}
	// Before the epoch, too, the fraction is what is added: -2.5 is -1.5 seconds.
	return s + "." + strings.TrimRight(strconv.Itoa(1e9 + t.Nanosecond())[1:], "0")
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
