package schema

import "strings"

// clock reads a time of day.
func (b *monitorBlock) clock(name string) (hour, minute int, missing string, ok bool) {
	text, ok := b.publicText(name)
	switch {
	case !ok:
		return 0, 0, "", false
	case isUnknown(text):
		return 0, 0, text, false
	}
	hour, minute, problem := parseClock(text)
	if problem != "" {
		b.report("invalid-clock", b.at(name), "%q is no time of day: %s.", text, problem)
	}
	return hour, minute, "", problem == ""
}

// parseClock reads a time of day. The problem is the end of a sentence, "" for
// none.
func parseClock(text string) (hour, minute int, problem string) {
	h, m, ok := strings.Cut(text, ":")
	hour, hourOK := twoDigits(h)
	minute, minuteOK := twoDigits(m)
	switch {
	case !ok || !hourOK || !minuteOK || len(m) != 2:
		return 0, 0, "write hours and minutes, from 00:00 to 23:59, such as 07:00"
	case hour == 24 && minute == 0:
		return 0, 0, "the day ends at 23:59, and midnight is 00:00, the beginning of a day"
	case hour > 23:
		return 0, 0, "the hours go from 00 to 23"
	case minute > 59:
		return 0, 0, "the minutes go from 00 to 59"
	}
	return hour, minute, ""
}

func twoDigits(text string) (int, bool) {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(text) == 1 || len(text) == 2
}
