package painless

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/pattern"
)

// zone is a ZoneId or ZoneOffset.
type zone struct {
	id       string
	location *time.Location
}

// JavaClass is the binary name.
func (z zone) JavaClass() string {
	if javavalue.IsOffset(z.id) {
		return "java.time.ZoneOffset"
	}
	return "java.time.ZoneRegion"
}

func (z zone) painlessType() typ {
	if javavalue.IsOffset(z.id) {
		return "ZoneOffset"
	}
	return "ZoneId"
}

// JavaString is the id.
func (z zone) JavaString(javavalue.JDK) string { return z.id }

// JavaHash is that of the id, of an offset its seconds.
func (z zone) JavaHash() int32 {
	if z.painlessType() == "ZoneOffset" {
		return int32(z.seconds())
	}
	return javavalue.Hash(z.id)
}

// seconds is the offset of a ZoneOffset.
func (z zone) seconds() int { return z.secondsAt(time.Unix(0, 0)) }

func (z zone) secondsAt(t time.Time) int {
	_, seconds := t.In(z.location).Zone()
	return seconds
}

func offsetOf(seconds int) zone {
	if seconds == 0 {
		return zone{"Z", time.UTC}
	}
	return zone{offsetText(seconds), time.FixedZone("", seconds)}
}

// compareTo orders offsets: the greater one first.
func (z zone) compareTo(other Value) int32 { return int32(other.(zone).seconds() - z.seconds()) }

// noOffset is no offset that a zone can have: none is preferred.
const noOffset = 1 << 30

func (z zone) method(c *invocation) (Value, bool) {
	fixed := z.painlessType() == "ZoneOffset"
	switch c.key() {
	case "getId/0":
		return z.id, true
	case "getTotalSeconds/0":
		return int32(z.seconds()), fixed
	case "normalized/0":
		return z, fixed
	case "compareTo/1":
		return compareValues(z, c.arguments[0], c.offset), true
	}
	if fixed {
		m, _ := momentOf(z)
		return fieldMethod(m, c)
	}
	return nil, false
}

// JavaEquals compares ids.
func (z zone) JavaEquals(other Value) bool {
	o, ok := other.(zone)
	return ok && o.id == z.id
}

var (
	offsetPattern = pattern.New(`^([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$`)
	regionPattern = pattern.New(`^[A-Za-z][A-Za-z0-9~/._+-]+$`)
)

// zoneOf is ZoneId.of.
func zoneOf(id string, offset int) zone {
	if id == "Z" {
		return zone{"Z", time.UTC}
	}
	if len(id) <= 1 {
		throwTime("Invalid ID for ZoneOffset, invalid format: "+id, offset)
	}
	if strings.HasPrefix(id, "+") || strings.HasPrefix(id, "-") {
		return offsetZone(id, offset)
	}
	for _, prefix := range []string{"UTC", "GMT", "UT"} {
		rest, ok := strings.CutPrefix(id, prefix)
		if ok && rest == "" {
			return zone{id, time.UTC}
		}
		if ok && (rest[0] == '+' || rest[0] == '-') {
			fixed := offsetZone(rest, offset)
			if fixed.id == "Z" {
				return zone{prefix, time.UTC}
			}
			return zone{prefix + fixed.id, fixed.location}
		}
	}
	if !regionPattern.MatchString(id) {
		throwTime("Invalid ID for region-based ZoneId, invalid format: "+id, offset)
	}
	location, err := region(id)
	if err != nil || unknownToJava(id) {
		throw("java.time.zone.ZoneRulesException", "Unknown time-zone ID: "+id, offset)
	}
	return zone{id, location}
}

// regions are those that were asked for: each is read from the machine's files once.
var regions sync.Map

func region(id string) (*time.Location, error) {
	if known, ok := regions.Load(id); ok {
		return known.(*time.Location), nil
	}
	location, err := time.LoadLocation(id)
	if err == nil {
		regions.Store(id, location)
	}
	return location, err
}

// unknownToJava are names that Go or the system knows and Java's tzdb does not.
func unknownToJava(id string) bool {
	switch id {
	case "Local", "EST", "HST", "MST", "ROC", "Factory", "posixrules", "localtime":
		return true
	}
	return strings.HasPrefix(id, "posix/") || strings.HasPrefix(id, "right/")
}

func offsetZone(id string, offset int) zone {
	m := offsetPattern.FindStringSubmatch(id)
	if m == nil {
		throwTime("Invalid ID for ZoneOffset, invalid format: "+id, offset)
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	hours, minutes, seconds := number(m[2]), number(m[3]), number(m[4])
	total := hours*3600 + minutes*60 + seconds
	if minutes > 59 || seconds > 59 || total > 18*3600 || len(m[2]) == 1 && m[3] != "" {
		throwTime("Zone offset not in valid range: -18:00 to +18:00", offset)
	}
	if m[1] == "-" {
		total = -total
	}
	location := time.FixedZone("", total)
	return zone{javavalue.OffsetText(time.Unix(0, 0).In(location)), location}
}

func (z zone) at(t time.Time) javavalue.ZonedDateTime {
	return javavalue.ZonedDateTime{Time: t.In(z.location), Zone: z.id}
}

// atWall is ZonedDateTime.ofLocal: in a gap the clock goes on by its length, in an
// overlap the offset that it had stays, or else the earlier.
func (z zone) atWall(wall time.Time, preferred int) javavalue.ZonedDateTime {
	offsetAt := func(t time.Time) int { _, seconds := t.In(z.location).Zone(); return seconds }
	before, after := offsetAt(wall.Add(-26*time.Hour)), offsetAt(wall.Add(26*time.Hour))
	instant := func(seconds int) time.Time { return wall.Add(-time.Duration(seconds) * time.Second) }
	for _, seconds := range []int{preferred, before, after} {
		if offsetAt(instant(seconds)) == seconds {
			return z.at(instant(seconds))
		}
	}
	return z.at(instant(before))
}

func zoneOfTime(z javavalue.ZonedDateTime) zone { return zone{z.Zone, z.Time.Location()} }
