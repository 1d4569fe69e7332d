package quiet

import (
	"fmt"
	"strconv"

	"github.com/alertplan/alertplan/internal/pattern"
)

var clockForm = pattern.New(`^([01]?[0-9]|2[0-3]):([0-5][0-9])$`)

// ParseClock reads 00:00 to 23:59, 9:00 too, and 24:00.
func ParseClock(text string) (Clock, bool) {
	if text == EndOfDay.String() {
		return EndOfDay, true
	}
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return Clock(60*hour + minute), true
}

// String writes 09:00.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// digits reads as the clock does: 09:00 is 900, 18:30 is 1830.
func (c Clock) digits() int { return int(100*(c/60) + c%60) }

func ofDigits(text string) Clock {
	n, _ := strconv.Atoi(text)
	return Clock(60*(n/100) + n%100)
}
