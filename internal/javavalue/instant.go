package javavalue

import (
	"fmt"
	"math/bits"
	"strings"
	"time"
)

// Instant is a java.time.Instant.
type Instant struct{ Time time.Time }

// InstantOfMillis is Instant.ofEpochMilli.
func InstantOfMillis(ms int64) Instant { return Instant{time.UnixMilli(ms).UTC()} }

// JavaClass is the binary name.
func (Instant) JavaClass() string { return "java.time.Instant" }

// JavaString is ISO 8601 in UTC, with as many groups of three decimals as the
// nanoseconds need.
func (i Instant) JavaString(JDK) string {
	t := i.Time.UTC()
	return dateText(t) + "T" + t.Format("15:04:05") + fractionText(t.Nanosecond()) + "Z"
}

// JavaHash is Instant.hashCode.
func (i Instant) JavaHash() int32 {
	return foldLong(uint64(i.Time.Unix())) + 51*int32(i.Time.Nanosecond())
}

// JavaEquals is Instant.equals.
func (i Instant) JavaEquals(other Value) bool {
	o, ok := other.(Instant)
	return ok && i.Time.Equal(o.Time)
}

func dateText(t time.Time) string {
	return YearText(t.Year()) + t.Format("-01-02")
}

// YearText prints a year as java.time does: four digits at least, a plus sign
// above 9999.
func YearText(year int) string {
	switch {
	case year > 9999:
		return fmt.Sprintf("+%d", year)
	case year < 0:
		return fmt.Sprintf("-%04d", -year)
	default:
		return fmt.Sprintf("%04d", year)
	}
}

func fractionText(nanos int) string {
	switch {
	case nanos == 0:
		return ""
	case nanos%1_000_000 == 0:
		return fmt.Sprintf(".%03d", nanos/1_000_000)
	case nanos%1000 == 0:
		return fmt.Sprintf(".%06d", nanos/1000)
	default:
		return fmt.Sprintf(".%09d", nanos)
	}
}

// ZonedDateTime is a java.time.ZonedDateTime. Zone is the id as Java prints
// it; a fixed offset ("Z", "+02:00") is a ZoneOffset.
type ZonedDateTime struct {
	Time time.Time // in its location
	Zone string
}

// JavaClass is the binary name.
func (ZonedDateTime) JavaClass() string { return "java.time.ZonedDateTime" }

// JavaString is the local time, the offset, and the zone in brackets where it
// is more than an offset.
func (z ZonedDateTime) JavaString(JDK) string {
	text := dateText(z.Time) + "T" + ClockText(z.Time) + OffsetText(z.Time)
	if IsOffset(z.Zone) {
		return text
	}
	return text + "[" + z.Zone + "]"
}

// ClockText is LocalTime.toString: seconds and decimals only where needed.
func ClockText(t time.Time) string {
	text := t.Format("15:04")
	if t.Second() != 0 || t.Nanosecond() != 0 {
		text += t.Format(":05") + fractionText(t.Nanosecond())
	}
	return text
}

// OffsetText is ZoneOffset.getId of a time's offset.
func OffsetText(t time.Time) string {
	_, seconds := t.Zone()
	if seconds == 0 {
		return "Z"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	text := fmt.Sprintf("%s%02d:%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text
}

// IsOffset tells the id of a ZoneOffset from that of a region.
func IsOffset(zone string) bool {
	return zone == "Z" || strings.HasPrefix(zone, "+") || strings.HasPrefix(zone, "-")
}

// JavaHash is ZonedDateTime.hashCode.
func (z ZonedDateTime) JavaHash() int32 {
	y, m, d := int32(z.Time.Year()), int32(z.Time.Month()), int32(z.Time.Day())
	date := int32(uint32(y)&0xFFFFF800) ^ (y<<11 + m<<6 + d)
	nanos := int64(z.Time.Hour()*3600+z.Time.Minute()*60+z.Time.Second())*1_000_000_000 + int64(z.Time.Nanosecond())
	_, offset := z.Time.Zone()
	zone := uint32(hashString(z.Zone))
	if IsOffset(z.Zone) {
		zone = uint32(int32(offset))
	}
	return date ^ foldLong(uint64(nanos)) ^ int32(offset) ^ int32(bits.RotateLeft32(zone, 3))
}

// JavaEquals is ZonedDateTime.equals: the same instant in another zone is
// another value.
func (z ZonedDateTime) JavaEquals(other Value) bool {
	o, ok := other.(ZonedDateTime)
	return ok && z.Time.Equal(o.Time) && z.Zone == o.Zone
}
