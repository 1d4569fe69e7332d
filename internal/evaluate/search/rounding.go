package search

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// rounding brings a number down to its bucket's key, and finds the next key.
type rounding interface {
	down(x float64) float64
	next(key float64) float64
}

// steps are buckets of one width.
type steps struct{ interval, offset float64 }

func (r steps) down(x float64) float64 {
	return math.Floor((x-r.offset)/r.interval)*r.interval + r.offset
}

func (r steps) next(key float64) float64 {
	return math.Floor((key-r.offset)/r.interval+1)*r.interval + r.offset
}

// fixed are buckets of so many milliseconds, begun at midnight of the zone.
type fixed struct {
	ms     int64
	offset int64
	zone   *time.Location
}

func (r fixed) down(x float64) float64 {
	t := int64(x) - r.offset
	shift := int64(0)
	if r.zone != nil {
		_, sec := time.UnixMilli(t).In(r.zone).Zone()
		shift = int64(sec) * 1000
	}
	local := t + shift
	low := local - mod(local, r.ms)
	out := low - shift
	if r.zone != nil { // the offset at the bucket's begin may be another one
		if _, sec := time.UnixMilli(out).In(r.zone).Zone(); int64(sec)*1000 != shift {
			out = low - int64(sec)*1000
		}
	}
	return float64(out + r.offset)
}

func mod(a, n int64) int64 { return (a%n + n) % n }

func (r fixed) next(key float64) float64 {
	n := r.down(key + float64(r.ms))
	if n <= key {
		return r.down(key + float64(2*r.ms))
	}
	return n
}

// calendar are buckets of one calendar unit.
type calendar struct {
	unit   byte
	offset int64
	zone   *time.Location
}

func (r calendar) down(x float64) float64 {
	t := time.UnixMilli(int64(x) - r.offset).In(r.zone)
	if r.unit == 'q' {
		t = time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, r.zone)
	} else {
		t = datetime.Floor(t, r.unit)
	}
	return float64(t.UnixMilli() + r.offset)
}

func (r calendar) next(key float64) float64 {
	t := time.UnixMilli(int64(key) - r.offset).In(r.zone)
	unit, n := r.unit, 1
	if unit == 'q' {
		unit, n = 'M', 3
	}
	return float64(datetime.Shift(t, unit, n).UnixMilli() + r.offset)
}

// calendarUnits are the names of calendar_interval.
var calendarUnits = map[string]byte{"minute": 'm', "1m": 'm', "hour": 'h', "1h": 'h', "day": 'd', "1d": 'd', "week": 'w', "1w": 'w',
	"month": 'M', "1M": 'M', "quarter": 'q', "1q": 'q', "year": 'y', "1y": 'y', "second": 's', "1s": 's'}

// dateRounding reads the interval, offset and zone of a date_histogram, or of a
// composite's source.
func dateRounding(o *orderedjson.Object) (rounding, *time.Location, error) {
	zone := time.UTC
	var err error
	if id := o.Text("time_zone"); id != "" {
		if zone, err = datetime.Zone(id); err != nil {
			return nil, nil, err
		}
	}
	offset := int64(0)
	if v, ok := o.Get("offset"); ok {
		if offset, err = milliseconds(javaText(v)); err != nil {
			return nil, nil, err
		}
	}
	if text := o.Text("calendar_interval"); text != "" {
		unit, ok := calendarUnits[text]
		if !ok {
			return nil, nil, fault.Illegal("The supplied interval [%s] could not be parsed as a calendar interval.", text)
		}
		return calendar{unit, offset, zone}, zone, nil
	}
	text := o.Text("fixed_interval")
	if text == "" {
		return nil, nil, fault.Illegal("Invalid interval specified, must be non-null and non-empty")
	}
	ms, err := milliseconds(text)
	if err != nil || ms <= 0 {
		return nil, nil, fault.Unsupported("fixed_interval [%s]", text)
	}
	if zone == time.UTC {
		return fixed{ms, offset, nil}, zone, nil
	}
	return fixed{ms, offset, zone}, zone, nil
}

// milliseconds reads a time value: "90m", "-6h", "0".
func milliseconds(text string) (int64, error) {
	text = strings.TrimPrefix(text, "+")
	digits := strings.TrimRight(text, "smhdinaotcr")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fault.Unsupported("time value [%s]", text)
	}
	unit, ok := map[string]int64{"ms": 1, "s": 1000, "m": 60000, "h": 3600000, "d": 86400000, "": 1}[text[len(digits):]]
	if !ok {
		return 0, fault.Unsupported("time value [%s]", text)
	}
	return n * unit, nil
}
