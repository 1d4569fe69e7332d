package monitors

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// zoneOffset is an offset as java.time.ZoneId takes it: +9, +09, +0930, +09:30,
// with seconds in the longer forms; after a prefix it makes a zone of its own.
var zoneOffset = pattern.New(`^(UTC|GMT|UT|)([+-])(?:(\d{1,2})|(\d\d):?(\d\d)(?::?(\d\d))?)$`)

// canonicalZone writes a time zone as the server returns it: offsets in full
// (GMT+2 is GMT+02:00, -00:00 is Z), names as they are. What is no zone stays
// too; the server refuses it (observed on 2.19.4: schedules/timezones).
func canonicalZone(zone string) string {
	m := zoneOffset.FindStringSubmatch(zone)
	if m == nil {
		return zone
	}
	prefix, sign, hours, seconds := m[1], m[2], m[3]+m[4], m[6]
	offset := fmt.Sprintf("%s%02d:%02d", sign, atoi(hours), atoi(m[5]))
	if atoi(seconds) > 0 {
		offset += fmt.Sprintf(":%02d", atoi(seconds))
	}
	if strings.Trim(offset, "+-0:") != "" {
		return prefix + offset
	}
	if prefix == "" {
		return "Z"
	}
	return prefix
}

// atoi reads digits; none is 0.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
