package datetime

import (
	"strings"
	"time"
	_ "time/tzdata" // the zones must be the same on every machine

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// Zone reads a zone as java.time.ZoneId.of does: "Asia/Tokyo", "+09:00", "Z",
// "UTC+1". An unknown one is the server's date_time_exception, with status 400.
func Zone(id string) (*time.Location, error) {
	switch id {
	case "Z", "UTC", "GMT", "UT":
		return time.UTC, nil
	}
	rest := id
	for _, prefix := range []string{"UTC", "GMT", "UT"} {
		if cut, ok := strings.CutPrefix(id, prefix); ok {
			rest = cut
			break
		}
	}
	if strings.HasPrefix(rest, "+") || strings.HasPrefix(rest, "-") {
		if zone := fixedZone(rest); zone != nil {
			return zone, nil
		}
		return nil, fault.Illegal("Invalid ID for ZoneOffset, invalid format: %s", id)
	}
	if id == "" || id == "Local" {
		return nil, fault.Illegal("Unknown time-zone ID: %s", id)
	}
	zone, err := time.LoadLocation(id)
	if err != nil {
		return nil, fault.Illegal("Unknown time-zone ID: %s", id)
	}
	return zone, nil
}

// fixedZone reads ±H, ±HH, ±HHmm and ±HH:mm, the latter two with seconds, too.
func fixedZone(text string) *time.Location {
	sign := 1
	if text[0] == '-' {
		sign = -1
	}
	s := scanner{text: text, at: 1}
	h := s.number(1, 2)
	m, sec := 0, 0
	if h < 0 || h > 18 {
		return nil
	}
	colon := false
	if !s.end() {
		colon = s.text[s.at] == ':'
		if m = s.part(colon); m < 0 || m > 59 {
			return nil
		}
	}
	if !s.end() {
		if sec = s.part(colon); sec < 0 || sec > 59 {
			return nil
		}
	}
	if !s.end() {
		return nil
	}
	return time.FixedZone("", sign*(h*3600+m*60+sec))
}
