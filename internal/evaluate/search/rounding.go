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
	return float64(math.Floor((x-r.offset)/r.interval)*r.interval) + r.offset
}

func (r steps) next(key float64) float64 { return r.down(key + r.interval + r.interval/2) }

// shifted are buckets of times that begin so many milliseconds later.
type shifted struct {
	times  times
	offset int64
}

// times are buckets of milliseconds since the epoch.
type times interface {
	floor(ms int64) int64
	after(ms int64) int64
}

func (r shifted) down(x float64) float64 {
	return float64(r.times.floor(javaLong(x)-r.offset) + r.offset)
}

func (r shifted) next(key float64) float64 {
	return float64(r.times.after(javaLong(key)-r.offset) + r.offset)
}

// intervals are buckets of so many milliseconds, of the zone's clock.
type intervals struct {
	ms   int64
	zone zone
}

func mod(a, n int64) int64 { return (a%n + n) % n }

// floor follows the clock. Where the rounded time was there twice, the later one
// counts that is not in the future; no bucket goes over a change of the clock.
func (r intervals) floor(ms int64) int64 {
	if r.zone.fixed {
		local := ms + r.zone.offset(ms)
		return local - mod(local, r.ms) - r.zone.offset(ms)
	}
	local := ms + r.zone.offset(ms)
	rounded := local - mod(local, r.ms)
	offsets := r.zone.valid(rounded)
	if len(offsets) == 0 {
		return r.zone.gap(rounded)
	}
	change, some := r.zone.changeBefore(ms + 1)
	for i := len(offsets) - 1; i >= 0; i-- {
		at := rounded - offsets[i]
		if some && at < change {
			return r.floor(change - 1)
		}
		if ms >= at {
			return at
		}
	}
	return rounded - offsets[0]
}

// after searches the next bucket: a change of the clock makes buckets longer or
// shorter.
func (r intervals) after(ms int64) int64 {
	before := r.floor(ms)
	step, from := r.ms, before
	for range 100 {
		from += step
		rounded := r.floor(from)
		if rounded <= before {
			if step < 0 {
				step = -step / 2
			}
			continue
		}
		if r.floor(rounded-1) > before {
			if step > 0 {
				step = -step / 2
			}
			continue
		}
		return rounded
	}
	return r.floor(from)
}

// calendar are buckets of one calendar unit.
type calendar struct {
	unit byte
	zone zone
}

// short are the units that are not rounded to midnight, in milliseconds.
var short = map[byte]int64{'s': 1000, 'm': 60000, 'h': 3600000}

func (r calendar) floor(ms int64) int64 {
	if length := short[r.unit]; length > 0 {
		return r.floorShort(ms, length)
	}
	return r.zone.first(r.midnight(ms + r.zone.offset(ms)))
}

// midnight is the begin of the unit on the clock.
func (r calendar) midnight(local int64) int64 {
	t := time.UnixMilli(local).UTC()
	if r.unit == 'q' {
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	}
	return datetime.Floor(t, r.unit).UnixMilli()
}

// floorShort goes back before changes of the clock where the rounded time was not
// there.
func (r calendar) floorShort(ms, length int64) int64 {
	for {
		local := ms + r.zone.offset(ms)
		rounded := local - mod(local, length)
		at, ok := int64(0), false
		offsets := r.zone.valid(rounded)
		for i := len(offsets) - 1; i >= 0 && !ok; i-- {
			at = rounded - offsets[i]
			ok = at <= ms
		}
		change, some := r.zone.changeBefore(ms)
		if !some || ok && change <= at {
			return at
		}
		ms = change - 1
	}
}

func (r calendar) after(ms int64) int64 {
	if length := short[r.unit]; length > 0 {
		if next := r.floor(ms + length); ms < next {
			return next
		}
		return r.floor(ms + 2*length)
	}
	unit, n := r.unit, 1
	if unit == 'q' {
		unit, n = 'M', 3
	}
	t := time.UnixMilli(r.midnight(ms + r.zone.offset(ms))).UTC()
	return r.zone.first(datetime.Shift(t, unit, n).UnixMilli())
}

// calendarUnits are the names of calendar_interval.
var calendarUnits = map[string]byte{"minute": 'm', "1m": 'm', "hour": 'h', "1h": 'h', "day": 'd', "1d": 'd', "week": 'w', "1w": 'w',
	"month": 'M', "1M": 'M', "quarter": 'q', "1q": 'q', "year": 'y', "1y": 'y', "second": 's', "1s": 's'}

// dateRounding reads the interval, offset and zone of a date_histogram, or of a
// composite's source.
func dateRounding(o *orderedjson.Object) (r shifted, location *time.Location, err error) {
	location = time.UTC
	if id := o.Text("time_zone"); id != "" {
		if location, err = datetime.Zone(id); err != nil {
			return r, nil, err
		}
	}
	if v, ok := o.Get("offset"); ok {
		if r.offset, err = milliseconds(javaText(v)); err != nil {
			return r, nil, err
		}
	}
	r.times, err = readTimes(o, newZone(location))
	return r, location, err
}

func readTimes(o *orderedjson.Object, z zone) (times, error) {
	text, named := o.Text("calendar_interval"), true
	if text == "" {
		text, named = o.Text("fixed_interval"), false
	}
	if text == "" {
		if v, ok := o.Get("interval"); ok { // the old name: of the calendar, if there is such a unit
			text = javaText(v)
			_, named = calendarUnits[text]
		}
	}
	if text == "" {
		return nil, fault.Illegal("Invalid interval specified, must be non-null and non-empty")
	}
	if named {
		unit, ok := calendarUnits[text]
		if !ok {
			return nil, fault.Illegal("The supplied interval [%s] could not be parsed as a calendar interval.", text)
		}
		return calendar{unit, z}, nil
	}
	ms, err := milliseconds(text)
	if err != nil {
		return nil, err
	}
	if ms <= 0 {
		return nil, fault.Illegal("Zero or negative time interval not supported")
	}
	return intervals{ms, z}, nil
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
