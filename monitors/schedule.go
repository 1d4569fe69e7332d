package monitors

import (
	"fmt"
	"time"
)

// Schedule is when a monitor runs: an interval or a cron expression, exactly
// one of them.
type Schedule struct {
	Interval *Interval
	Cron     *Cron

	// Calendar says what Cron says in the words of people; nil where it is said as
	// an expression. Of a live monitor it is what its editor shows.
	Calendar *Calendar
}

// Interval runs a monitor every Value Units, counted from when it was enabled.
type Interval struct {
	Value int
	Unit  Unit
}

// Unit is a unit of an interval, in the API's words.
type Unit string

// The units of an interval. Seconds is known from 3.2 on only.
const (
	Seconds Unit = "SECONDS"
	Minutes Unit = "MINUTES"
	Hours   Unit = "HOURS"
	Days    Unit = "DAYS"
)

// Cron runs a monitor at times of a time zone.
type Cron struct {
	Expression string // five fields, kept as written
	Timezone   string // a ZoneId; the server has no default
}

var unitLengths = map[Unit]time.Duration{Seconds: time.Second, Minutes: time.Minute, Hours: time.Hour, Days: 24 * time.Hour}

var unitSuffixes = map[Unit]string{Seconds: "s", Minutes: "m", Hours: "h", Days: "d"}

// Duration is the time between two runs, 0 for a unit that is not known.
func (i Interval) Duration() time.Duration { return time.Duration(i.Value) * unitLengths[i.Unit] }

// String writes an interval as configurations do: 5m, 24h, 1d. One that is not
// known is its unit, which says so (Unknown).
func (i Interval) String() string {
	if _, unknown := Unknown(string(i.Unit)); unknown {
		return string(i.Unit)
	}
	if suffix, ok := unitSuffixes[i.Unit]; ok {
		return fmt.Sprintf("%d%s", i.Value, suffix)
	}
	return fmt.Sprintf("%d %s", i.Value, i.Unit)
}
