package schema

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/schema/internal/zone"
)

// scheduleZone reads the timezone beside what needs one: all kinds but an interval.
func (b *monitorBlock) scheduleZone(given []string, places []place) string {
	b.needed("timezone")
	interval := slices.Contains(given, "interval")
	switch {
	case interval && len(given) == 1 && b.has("timezone"):
		b.report("conflicting-schedule", b.at("timezone"), "An interval has no timezone: it counts from when the monitor was enabled. Take it out, or use daily, weekly, monthly or cron.")
	case !interval && len(given) > 0 && b.lacks("timezone"):
		what := "A " + given[0] + " schedule"
		if given[0] == "cron" {
			what = "A cron expression"
		}
		b.report("missing-schedule", places[0], "%s needs a timezone beside it, such as timezone = \"UTC\": the server has no default.", what)
	}
	text, ok := b.publicText("timezone")
	if !ok {
		return ""
	}
	return b.timezone(text, b.at("timezone"))
}

func (b *monitorBlock) timezone(text string, at place) string {
	if isUnknown(text) {
		return text
	}
	id, ok := zone.Canonical(text)
	if !ok {
		b.report("invalid-timezone", at, "The server knows no time zone %q.%s", text, suggestedZone(text))
		return text
	}
	return id
}

// longestAbbreviation is how long names such as PST or AEST are, which mean
// nothing to Java and are near to many that do.
const longestAbbreviation = 4

// suggestedZone looks for a zone by its whole name, and by its last part, the city:
// people write Tokyo for Asia/Tokyo.
func suggestedZone(text string) string {
	text = strings.ReplaceAll(strings.TrimSpace(text), " ", "_")
	names := zone.Names()
	same := func(name string) bool { return strings.EqualFold(name, text) }
	if i := slices.IndexFunc(names, same); i >= 0 {
		return didYouMean(text, names[i:i+1])
	}
	city := lastPart(text)
	if found := zonesOf(city); len(found) > 0 {
		return " Did you mean " + oneOf(quoted(found)) + "?"
	}
	if len(text) > longestAbbreviation {
		if s := didYouMean(text, names); s != "" {
			return s
		}
		cities := make([]string, len(names))
		for i, name := range names {
			cities[i] = lastPart(name)
		}
		if near := nearest(city, cities); near != "" {
			return " Did you mean " + oneOf(quoted(zonesOf(near))) + "?"
		}
	}
	return " Use a name such as Europe/Berlin, or an offset such as +09:00."
}

// zonesOf are the zones whose last part this is, in whatever case.
func zonesOf(city string) (found []string) {
	for _, name := range zone.Names() {
		if strings.EqualFold(lastPart(name), city) {
			found = append(found, name)
		}
	}
	return found
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
