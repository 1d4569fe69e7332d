package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/plan"
)

// manyMonitorsMessage is the warning that max_monitors is near.
func manyMonitorsMessage(n plan.MonitorCount) message {
	return message{"The cluster takes few more monitors",
		fmt.Sprintf("With the %s of this plan it has %d monitors, others' included, of the %d that %s allows; then it refuses to save new ones. Raise that in time:\n\n%s",
			plural(n.Creates, "creation"), n.Live+n.Creates, n.Limit, n.Setting, setting(n.Setting, roomFor(n.Live+n.Creates)))}
}

// tooManyMonitorsMessage is the problem that max_monitors is too small.
func tooManyMonitorsMessage(n plan.MonitorCount) message {
	why := fmt.Sprintf("It has %s, others' included, and this plan creates %d: %s allows %d, and the server would refuse the rest in the middle of the apply.",
		plural(n.Live, "monitor"), n.Creates, n.Setting, n.Limit)
	if n.Creates == 0 {
		why = fmt.Sprintf("It has %s, others' included, and %s allows %d: a monitor that is replaced would be deleted, and refused when it is made anew.",
			plural(n.Live, "monitor"), n.Setting, n.Limit)
	}
	if n.Deletes > 0 {
		why += fmt.Sprintf(" The %s of this plan %s after the creations: apply %s first, with --target, if that makes room.", plural(n.Deletes, "deletion"), pick(n.Deletes, "comes", "come"), pick(n.Deletes, "it", "them"))
	}
	return message{"The cluster doesn't take so many monitors",
		fmt.Sprintf("%s Nothing is written. Raise the limit:\n\n%s", why, setting(n.Setting, roomFor(n.Live+n.Creates)))}
}

// roomFor is a limit with room for as many as there are, and some.
func roomFor(n int) int { return (n*5/4/100 + 1) * 100 }

// setting is a request that changes persistent settings, as an example: name, value, …
func setting(namesAndValues ...any) string {
	var parts []string
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		value, _ := json.Marshal(namesAndValues[i+1]) // texts and numbers
		parts = append(parts, fmt.Sprintf("    %q: %s", namesAndValues[i], value))
	}
	return "  PUT _cluster/settings\n  { \"persistent\": {\n" + strings.Join(parts, ",\n") + "\n  } }"
}

func compileRateMessage(c plan.Crowding) message {
	var contexts []string
	for _, s := range c.Shortages {
		contexts = append(contexts, "  "+shortageWords(s))
	}
	summary := "The cluster compiles fewer scripts than its monitors use"
	if onlyFiring(c) {
		summary += " when many fire"
	}
	paragraphs := []string{
		fmt.Sprintf("A cluster compiles every search, condition and message, and no more than so many in so long. With this plan %s, others' included. Of each script context they use:", plural(c.Monitors, "monitor")+pick(c.Monitors, " runs", " run")),
		strings.Join(contexts, "\n"),
		consequence(c),
	}
	paragraphs = append(paragraphs, raise(c.Shortages)...)
	if !lasting(c) {
		paragraphs = append(paragraphs, "Or apply in parts, with --target, some minutes apart.")
	}
	paragraphs = append(paragraphs, offered(c)...)
	return message{summary, strings.Join(paragraphs, "\n\n")}
}

func lasting(c plan.Crowding) bool {
	return slices.ContainsFunc(c.Shortages, func(s compiles.Shortage) bool { return s.Lasting })
}

// onlyFiring tells that it is enough to worry when triggers fire.
func onlyFiring(c plan.Crowding) bool {
	return !slices.ContainsFunc(c.Shortages, func(s compiles.Shortage) bool { return !s.WithFiring || s.Lasting })
}

// shortageWords say of one context what is used, and what is allowed.
func shortageWords(s compiles.Shortage) string {
	context := string(s.Context)
	if context == "" {
		context = "all together"
	}
	used := fmt.Sprintf("%d in every run", s.EachRun)
	if s.WhenFiring > 0 {
		used += fmt.Sprintf(", %d more when triggers fire", s.WhenFiring)
	}
	return fmt.Sprintf("%s: %s; a node compiles %d in %s, and keeps %d", context, used, s.Limit.Rate.Scripts, lengthWords(s.Limit.Rate.Per), s.Limit.Cache)
}

// consequence says what comes of it.
func consequence(c plan.Crowding) string {
	refused, passes := 0, time.Duration(0)
	for _, s := range c.Shortages {
		refused, passes = max(refused, s.Refused), max(passes, s.Passes())
	}
	var b strings.Builder
	switch {
	case onlyFiring(c):
		fmt.Fprintf(&b, "If many triggers fire at once, soon after an apply or after a node has started, up to %d of a context are refused, and it takes %s until all have been compiled once. ", refused, lengthWords(passes))
	case refused > 0:
		fmt.Fprintf(&b, "After an apply, and whenever a node has started, up to %d of a context are refused at first, and it takes %s until all have been compiled once. ", refused, lengthWords(passes))
	}
	if lasting(c) {
		b.WriteString("More are used again and again than are kept, so that they are compiled again and again: some are refused in every run, for good. ")
	}
	b.WriteString("Where a search is refused, its monitor is blind; a refused condition counts as true, and pages people; a refused message is not sent. At most an alert in the state ERROR tells of it.")
	if c.Assumed {
		b.WriteString(" These limits are the defaults: this user may not read the cluster's (cluster:monitor/state).")
	}
	return b.String()
}

// raise says how to allow enough. The cache that all contexts share stands in each
// node's file: it can't be set otherwise (1.3.14 and 2.19.4 refuse that).
func raise(shortages []compiles.Shortage) []string {
	var settings []any
	inFile := ""
	for _, s := range shortages {
		n := (s.EachRun+s.WhenFiring)/50*50 + 50
		if s.Refused > 0 {
			settings = append(settings, compiles.RateSetting(s.Context), fmt.Sprintf("%d/%s", max(n, s.Limit.Rate.Scripts), shortLength(s.Limit.Rate.Per)))
		}
		switch cache := compiles.CacheSetting(s.Context); {
		case n <= s.Limit.Cache:
		case s.Context == "":
			inFile = fmt.Sprintf("%s: %d", cache, n)
		default:
			settings = append(settings, cache, n)
		}
	}
	var paragraphs []string
	if len(settings) > 0 {
		paragraphs = append(paragraphs, "Raise the limits, if the cluster is yours:", setting(settings...))
	}
	if inFile != "" {
		paragraphs = append(paragraphs, "In opensearch.yml of each node (elasticsearch.yml before that), which then starts anew:", "  "+inFile)
	}
	return paragraphs
}

// mostOffers is how many blocks are shown a schedule; the JSON has all of them.
const mostOffers = 5

// offered are schedules that spread the runs, one for each block.
func offered(c plan.Crowding) []string {
	if len(c.Offers) == 0 {
		return nil
	}
	helps := "which is enough"
	if len(c.Left) > 0 {
		helps = "which makes it less"
	}
	var lines []string
	seen := map[address.Address]bool{}
	for _, o := range c.Offers {
		block := o.Address.Block()
		if !seen[block] && len(seen) < mostOffers {
			lines = append(lines, fmt.Sprintf("  # %s, %s\n  schedule {\n    cron     = %s\n    timezone = %q\n  }", block, o.Declared, cronWords(o), o.Cron.Timezone))
		}
		seen[block] = true
	}
	if more := len(seen) - mostOffers; more > 0 {
		lines = append(lines, fmt.Sprintf("  … and for %s more: alertplan plan --format json has them all", plural(more, "block")))
	}
	return []string{
		fmt.Sprintf("Or let monitors run at different minutes, %s. These schedules are due as often as now:", helps),
		strings.Join(lines, "\n"),
	}
}

// cronWords are the expression as the files would have it: of an instance of a
// for_each as a call, since the block has one schedule for all.
func cronWords(o plan.Offer) string {
	if _, keyed := o.Address.Key(); !keyed {
		return fmt.Sprintf("%q", o.Cron.Expression)
	}
	call := fmt.Sprintf(`stagger(%q, "%s ${each.key}")`, o.Every, o.Address.Label())
	if o.Rest == "" {
		return call
	}
	return fmt.Sprintf(`"${split(" ", %s)[0]} %s"`, call, o.Rest)
}

// lengthWords writes a length of time in minutes or hours: 5 minutes.
func lengthWords(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return plural(int(d/time.Hour), "hour")
	case d%time.Minute == 0:
		return plural(int(d/time.Minute), "minute")
	default:
		return plural(int(d/time.Second), "second")
	}
}

// shortLength writes it as settings do: 5m.
func shortLength(d time.Duration) string {
	switch {
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d%time.Second == 0:
		return fmt.Sprintf("%ds", d/time.Second)
	default:
		return fmt.Sprintf("%dms", d/time.Millisecond)
	}
}
