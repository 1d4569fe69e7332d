package quiet

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// At tells whether a run whose period ends then is silent, and which of the times
// says so first. Hours of a zone that is not known say nothing.
func (t Times) At(end time.Time) (why Times, silent bool) {
	for _, h := range t.Hours {
		zone, err := Location(h.Zone)
		if err != nil {
			continue
		}
		wall := end.In(zone)
		if len(h.Days) > 0 && h.holds(wall) != h.Only {
			h.Holidays = nil
			return Times{Hours: []Hours{h}}, true
		}
		if date := wall.Format(time.DateOnly); slices.Contains(h.Holidays, date) {
			return Times{Hours: []Hours{{Zone: h.Zone, Holidays: []string{date}}}}, true
		}
	}
	for _, m := range t.Maintenance {
		if !end.Before(m.From) && end.Before(m.To) {
			return Times{Maintenance: []Maintenance{m}}, true
		}
	}
	return Times{}, false
}

// holds tells whether a clock stands within the window, as the helper does.
func (h Hours) holds(wall time.Time) bool {
	now, day := Clock(60*wall.Hour()+wall.Minute()), time.Date(wall.Year(), wall.Month(), wall.Day(), 0, 0, 0, 0, time.UTC)
	if h.From > h.To && now < h.To {
		day = day.AddDate(0, 0, -1)
	} else if now < h.From || h.From < h.To && now >= h.To {
		return false
	}
	return slices.Contains(h.Days, day.Weekday()) && !slices.Contains(h.Except, day.Format(time.DateOnly))
}

// Location is where a zone is, by the id that Java gives it: Europe/Berlin, +09:00,
// UTC-03:30, Z.
func Location(id string) (*time.Location, error) {
	rest := id
	for _, prefix := range []string{"UTC", "GMT", "UT"} {
		if after, ok := strings.CutPrefix(id, prefix); ok && (after == "" || strings.ContainsAny(after[:1], "+-")) {
			rest = after
			break
		}
	}
	switch {
	case rest == "" || rest == "Z":
		return time.UTC, nil
	case strings.ContainsAny(rest[:1], "+-"):
		form := "-07:00"
		if len(rest) > len(form) {
			form = "-07:00:00"
		}
		at, err := time.Parse(form, rest)
		if err != nil {
			return nil, err
		}
		_, seconds := at.Zone()
		return time.FixedZone(id, seconds), nil
	}
	if known, ok := regions.Load(id); ok {
		return known.(*time.Location), nil
	}
	region, err := time.LoadLocation(id)
	if err == nil {
		regions.Store(id, region)
	}
	return region, err
}

// regions are those that were asked for: each is read from the machine's files once.
var regions sync.Map
