package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zones must not depend on the machine

	"github.com/alertplan/alertplan/internal/pattern"
)

// Zone is a time zone as Java has it: its id in Java's spelling, which may
// differ from what was sent (GMT+2 becomes GMT+02:00), and where it is.
type Zone struct {
	ID       string
	Location *time.Location
}

// ParseZone is Java's ZoneId.of.
func ParseZone(id string) (*Zone, error) {
	if zone := parseOffset(id); zone != nil {
		return zone, nil
	}
	for _, prefix := range []string{"UTC", "GMT", "UT"} {
		rest, ok := strings.CutPrefix(id, prefix)
		if !ok {
			continue
		}
		if rest == "" {
			return &Zone{ID: id, Location: time.UTC}, nil
		}
		if rest[0] != '+' && rest[0] != '-' {
			break // a region such as GMT0
		}
		offset := parseOffset(rest)
		if offset == nil {
			return nil, unsupported(id)
		}
		if offset.ID == "Z" {
			return &Zone{ID: prefix, Location: time.UTC}, nil
		}
		return &Zone{ID: prefix + offset.ID, Location: offset.Location}, nil
	}
	return parseRegion(id)
}

func unsupported(id string) error { return fmt.Errorf("Timezone %s is not supported", id) }

// notJava are names that the tz database has and ZoneId.of refuses: Java knows
// the first three only as short aliases.
var notJava = map[string]bool{
	"EST": true, "MST": true, "HST": true, "ROC": true, "Factory": true, "Local": true,
	"localtime": true, "posixrules": true,
}

var regionForm = pattern.New(`^[A-Za-z][A-Za-z0-9~/._+-]+$`)

func parseRegion(id string) (*Zone, error) {
	if !regionForm.MatchString(id) || notJava[id] || strings.HasPrefix(id, "posix/") ||
		strings.HasPrefix(id, "right/") || strings.Contains(id, "..") {
		return nil, unsupported(id)
	}
	location, err := time.LoadLocation(id)
	if err != nil {
		return nil, unsupported(id)
	}
	return &Zone{ID: id, Location: location}, nil
}

var offsetForm = pattern.New(`^([+-])(?:(\d)|(\d\d)(?::?(\d\d)(?::?(\d\d))?)?)$`)

// parseOffset reads Z, +h, +hh, +hhmm, +hh:mm, +hhmmss or +hh:mm:ss, at most 18
// hours; nil where id is none of them.
func parseOffset(id string) *Zone {
	if id == "Z" {
		return &Zone{ID: "Z", Location: time.UTC}
	}
	m := offsetForm.FindStringSubmatch(id)
	if m == nil || strings.Count(id, ":") == 1 && len(id) > 6 {
		return nil
	}
	hours, _ := strconv.Atoi(m[2] + m[3])
	minutes, _ := strconv.Atoi(m[4])
	seconds, _ := strconv.Atoi(m[5])
	total := hours*3600 + minutes*60 + seconds
	if minutes > 59 || seconds > 59 || total > 18*3600 {
		return nil
	}
	if total == 0 {
		return &Zone{ID: "Z", Location: time.UTC}
	}
	name := fmt.Sprintf("%s%02d:%02d", m[1], hours, minutes)
	if seconds > 0 {
		name += fmt.Sprintf(":%02d", seconds)
	}
	if m[1] == "-" {
		total = -total
	}
	return &Zone{ID: name, Location: time.FixedZone(name, total)}
}
