package quiet

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/pattern"
)

// Forms of what Write writes. They are generous: what counts is that what was read
// makes the same text again.
var (
	helperForm = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:` + strings.ReplaceAll(regexp.QuoteMeta(helper), "NAME", `quietHours\d*`) + `)`)
	})
	anyGuard = pattern.New(`(?m)^// (?:Quiet hours|Alerts only in these hours|Quiet all day|Maintenance): [^\n]*\nif \(`)

	windowGuard = pattern.New(`^// (?:Quiet hours|Alerts only in these hours): [^\n]*\n` +
		`if \((!?)quietHours\d*\(` + zoned + `, \[([1-7, ]*)\], (\d+), (\d+), (\[[^\]\n]*\])\)\) \{ return false; \}\n`)
	holidayGuard = pattern.New(`^// Quiet all day: [^\n]*\n` +
		`if \((\[[^\]\n]*\])\.contains\(` + zoned + `\.toLocalDate\(\)\.toString\(\)\)\) \{ return false; \}\n`)
	maintenanceGuard = pattern.New(`^// Maintenance: [^\n]*\n` +
		`if \(!(\S+)` + isBefore + ` && \S+` + isBefore + `\) \{ return false; \}\n`)

	quotedText = pattern.New(`'([^'\n]*)'`)
)

const (
	zoned    = `(\S+)\.atZone\(ZoneId\.of\('([^'\n]*)'\)\)`
	isBefore = `\.isBefore\(Instant\.parse\('([^'\n]*)'\)\)`
)

// Read tells what Write has written apart. It is false for any other text.
func Read(source string) (t Times, s Script, at Moment, ok bool) {
	if !strings.Contains(source, "{ return false; }\n") {
		return Times{}, Script{}, "", false // most conditions
	}
	rest := source[len(helperForm().FindString(source)):]
	begin := anyGuard.FindStringIndex(rest)
	if begin == nil {
		return Times{}, Script{}, "", false
	}
	s.Functions = strings.TrimSuffix(rest[:begin[0]], "\n")
	rest = rest[begin[0]:]
	for {
		guard, length := readGuard(rest)
		if length == 0 {
			break
		}
		guard.add(&t)
		at, rest = guard.at, rest[length:]
	}
	s.Statements = rest
	return t, s, at, !t.IsZero() && t.Write(s, at) == source
}

// guard is one line of Write's.
type guard struct {
	at          Moment
	hours       *Hours
	maintenance *Maintenance
}

func (g guard) add(t *Times) {
	if g.maintenance != nil {
		t.Maintenance = append(t.Maintenance, *g.maintenance)
		return
	}
	// Holidays stand behind the window that they belong to.
	if n := len(t.Hours) - 1; n >= 0 && len(g.hours.Days) == 0 && len(t.Hours[n].Holidays) == 0 && t.Hours[n].Zone == g.hours.Zone {
		t.Hours[n].Holidays = g.hours.Holidays
		return
	}
	t.Hours = append(t.Hours, *g.hours)
}

func readGuard(text string) (g guard, length int) {
	if m := windowGuard.FindStringSubmatch(text); m != nil {
		h := Hours{Only: m[1] != "", Zone: m[3], From: ofDigits(m[5]), To: ofDigits(m[6]), Except: texts(m[7])}
		for _, n := range strings.Split(m[4], ", ") {
			day, _ := strconv.Atoi(n)
			h.Days = append(h.Days, time.Weekday(day%7))
		}
		return guard{at: Moment(m[2]), hours: &h}, len(m[0])
	}
	if m := holidayGuard.FindStringSubmatch(text); m != nil {
		return guard{at: Moment(m[2]), hours: &Hours{Zone: m[3], Holidays: texts(m[1])}}, len(m[0])
	}
	if m := maintenanceGuard.FindStringSubmatch(text); m != nil {
		from, errFrom := time.Parse(time.RFC3339, m[2])
		to, errTo := time.Parse(time.RFC3339, m[3])
		if errFrom == nil && errTo == nil {
			return guard{at: Moment(m[1]), maintenance: &Maintenance{From: from.UTC(), To: to.UTC()}}, len(m[0])
		}
	}
	return guard{}, 0
}

func texts(list string) []string {
	var out []string
	for _, m := range quotedText.FindAllStringSubmatch(list, -1) {
		out = append(out, m[1])
	}
	return out
}
