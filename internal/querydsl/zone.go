package querydsl

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the server knows all zones, wherever this runs

	"github.com/alertplan/alertplan/internal/pattern"
)

var (
	zoneOffset = pattern.New(`^([+-])(\d{1,2}|\d{4}|\d{6}|\d\d:\d\d|\d\d:\d\d:\d\d)$`)
	zoneRegion = pattern.New(`^[A-Za-z][A-Za-z0-9~/._+-]+$`)
	zonePrefix = pattern.New(`^(UTC|GMT|UT)([+-].+)?$`)
)

// zoneID reads a time zone as java.time.ZoneId.of does and returns its id:
// offsets are written out ("+9" is "+09:00"), names stay.
func zoneID(zone string) (string, *Error) {
	if zone == "Z" {
		return zone, nil
	}
	if strings.HasPrefix(zone, "+") || strings.HasPrefix(zone, "-") {
		return offsetID(zone)
	}
	if m := zonePrefix.FindStringSubmatch(zone); m != nil {
		if m[2] == "" {
			return zone, nil
		}
		offset, err := offsetID(m[2])
		if err != nil {
			return "", refuse(KindDateTimeFormat, "Invalid ID for offset-based ZoneId: %s", zone)
		}
		if offset == "Z" {
			return m[1], nil
		}
		return m[1] + offset, nil
	}
	if len(zone) <= 1 {
		return "", refuse(KindDateTimeFormat, "Invalid ID for ZoneOffset, invalid format: %s", zone)
	}
	if !zoneRegion.MatchString(zone) {
		return "", refuse(KindDateTimeFormat, "Invalid ID for region-based ZoneId, invalid format: %s", zone)
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" || zone == "EST" || zone == "HST" || zone == "MST" {
		return "", refuse(KindDateTime, "Unknown time-zone ID: %s", zone)
	}
	return zone, nil
}

func offsetID(offset string) (string, *Error) {
	m := zoneOffset.FindStringSubmatch(offset)
	if m == nil {
		return "", refuse(KindDateTimeFormat, "Invalid ID for ZoneOffset, invalid format: %s", offset)
	}
	digits := strings.ReplaceAll(m[2], ":", "")
	if len(digits) == 1 {
		digits = "0" + digits
	}
	digits += strings.Repeat("0", 6-len(digits))
	hours, _ := strconv.Atoi(digits[:2])
	minutes, _ := strconv.Atoi(digits[2:4])
	seconds, _ := strconv.Atoi(digits[4:])
	if hours > 18 || minutes > 59 || seconds > 59 || (hours == 18 && minutes+seconds > 0) {
		return "", refuse(KindDateTimeFormat, "Zone offset hours not in valid range: value %s%d is not in the range -18 to 18", strings.TrimPrefix(m[1], "+"), hours)
	}
	switch {
	case hours+minutes+seconds == 0:
		return "Z", nil
	case seconds == 0:
		return fmt.Sprintf("%s%02d:%02d", m[1], hours, minutes), nil
	default:
		return fmt.Sprintf("%s%02d:%02d:%02d", m[1], hours, minutes, seconds), nil
	}
}
