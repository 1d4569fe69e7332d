package search

import (
	"slices"
	"time"
)

// zone is a time zone as roundings ask it: by milliseconds since the epoch, or by
// milliseconds on its clock ("local").
type zone struct {
	location *time.Location
	fixed    bool // the clock is never changed
}

func newZone(location *time.Location) zone {
	start, end := time.Unix(0, 0).In(location).ZoneBounds()
	return zone{location, start.IsZero() && end.IsZero()}
}

// offset is how much the clock is ahead of UTC.
func (z zone) offset(ms int64) int64 {
	_, seconds := time.UnixMilli(ms).In(z.location).Zone()
	return int64(seconds) * 1000
}

const day = 86400000

// valid are the offsets under which a clock shows a time: two where it was there
// twice, the earlier one first, none where it was left out.
func (z zone) valid(local int64) []int64 {
	var out []int64
	for _, at := range []int64{local - day, local, local + day} {
		o := z.offset(at)
		if z.offset(local-o) == o && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b int64) int { return int(b - a) })
	return out
}

// gap is when the clock was changed that left out a time.
func (z zone) gap(local int64) int64 {
	change, _ := z.changeBefore(local - z.offset(local-day) + 1)
	return change
}

// changeBefore is the last change of the clock before a time.
func (z zone) changeBefore(ms int64) (int64, bool) {
	for at := ms - 1; ; {
		start, _ := time.UnixMilli(at).In(z.location).ZoneBounds()
		if start.IsZero() {
			return 0, false
		}
		change := start.UnixMilli()
		if z.offset(change) != z.offset(change-1) {
			return change, true
		}
		at = change - 1
	}
}

// first is when a clock showed a time first, or when it was changed over it.
func (z zone) first(local int64) int64 {
	if offsets := z.valid(local); len(offsets) > 0 {
		return local - offsets[0]
	}
	return z.gap(local)
}
