package cloudwatch

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/monitors/quiet"
)

// windows are the hours of a week from each moment that switches off to the next that
// switches on. Days that one window fills are whole days of their own.
func windows(off, on []moment, zone string) []quiet.Hours {
	type window struct{ from, to quiet.Clock }
	days := map[window][]time.Weekday{}
	var order []window
	add := func(d moment, w window) {
		if days[w] == nil {
			order = append(order, w)
		}
		if weekday := (d % week).weekday(); !slices.Contains(days[w], weekday) {
			days[w] = append(days[w], weekday)
		}
	}
	for _, from := range off {
		if previous(from, off) > previous(from, on) {
			continue // it is off already
		}
		to := next(from, on)
		if length := to - from; length < day {
			end := to % day
			if end == 0 {
				end = day
			}
			add(from, window{quiet.Clock(from % day), quiet.Clock(end)})
			continue
		}
		for at := from; at < to; {
			midnight := at - at%day + day
			end := min(midnight, to)
			add(at, window{quiet.Clock(at % day), quiet.Clock(end - (midnight - day))})
			at = end
		}
	}
	var hours []quiet.Hours
	for _, w := range order {
		h := quiet.Hours{Zone: zone, From: w.from, To: w.to}
		for _, d := range quiet.Week {
			if slices.Contains(days[w], d) {
				h.Days = append(h.Days, d)
			}
		}
		hours = append(hours, h)
	}
	return hours
}

// next is the first moment after another, in the week after it if need be.
func next(from moment, on []moment) moment {
	best := from + week
	for _, m := range on {
		for m <= from {
			m += week
		}
		best = min(best, m)
	}
	return best
}

// previous is the last moment before another, in the week before it if need be.
func previous(from moment, of []moment) moment {
	best := from - 2*week
	for _, m := range of {
		for m >= from {
			m -= week
		}
		best = max(best, m)
	}
	return best
}
