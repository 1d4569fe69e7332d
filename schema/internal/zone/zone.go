// Package zone knows the time zones that Java knows: what a cron schedule's
// timezone may be, and how the server writes it back. It knows nothing of
// schedules.
package zone

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// ids are the region ids of the time zone data of JDK 25, one a line, sorted;
// those of JDK 17 are the same but for America/Coyhaique.
//
//go:embed ids.txt
var ids string

var regions = strings.Fields(ids)

// Names lists the region ids, sorted.
func Names() []string { return regions }

// Canonical is ZoneId.of(text).getId(): how the server writes a zone back
// (GMT+2 becomes GMT+02:00, observed on 2.19.4: schedules/timezones). It is
// false for what Java doesn't know. Names are case-sensitive.
func Canonical(text string) (string, bool) {
	if text == "Z" || text == "UT" { // neither is a region
		return text, true
	}
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		return offset(text)
	}
	for _, prefix := range []string{"UTC", "GMT", "UT"} {
		rest, ok := strings.CutPrefix(text, prefix)
		if !ok || rest == "" || rest[0] != '+' && rest[0] != '-' {
			continue
		}
		o, ok := offset(rest)
		if o == "Z" {
			o = ""
		}
		return prefix + o, ok
	}
	_, known := slices.BinarySearch(regions, text)
	return text, known
}

// forms are those of ZoneOffset.of: +h, +hh, +hh:mm, +hhmm, +hh:mm:ss, +hhmmss.
var forms = pattern.New(`^([+-])(\d|\d\d)(?:()|(\d\d)(\d\d)?|:(\d\d)(?::(\d\d))?)$`)

func offset(text string) (string, bool) {
	m := forms.FindStringSubmatch(text)
	if m == nil || len(m[2]) == 1 && len(text) > 2 {
		return "", false
	}
	hours, minutes, seconds := number(m[2]), number(m[4]+m[6]), number(m[5]+m[7])
	if hours > 18 || minutes > 59 || seconds > 59 || hours == 18 && minutes+seconds > 0 {
		return "", false
	}
	switch {
	case hours+minutes+seconds == 0:
		return "Z", true
	case seconds > 0:
		return fmt.Sprintf("%s%02d:%02d:%02d", m[1], hours, minutes, seconds), true
	default:
		return fmt.Sprintf("%s%02d:%02d", m[1], hours, minutes), true
	}
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
