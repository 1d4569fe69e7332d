package compiles

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/monitors"
)

// Member is a monitor that runs: what is compiled for it (Of), and its schedule, with
// those of the workflows that run it, too.
type Member struct {
	Scripts   []Script
	Schedules []monitors.Schedule
}

// Shortage is a context of which the cluster compiles fewer scripts than an estate
// uses.
type Shortage struct {
	Context Context // "" where all contexts share one limit
	Limit   Limit

	// EachRun are the distinct scripts that runs use, WhenFiring those besides that only
	// runs use whose trigger fires.
	EachRun, WhenFiring int

	// Most is how many of them are used within Minutes, where that is most above the
	// limit; those that only firing triggers use are among them if WithFiring.
	Most, Minutes int
	WithFiring    bool

	// Refused is how many of those are refused, by an empty cache: after a node has
	// started, or an apply has made them all.
	Refused int

	// Lasting: the cache is too small for what is used again and again, so that it is
	// compiled again and again, faster than the limit allows; it does not pass.
	Lasting bool
}

// Passes is how long it takes until all is compiled once.
func (s Shortage) Passes() time.Duration {
	return time.Duration(math.Ceil(float64(s.Refused)/s.Limit.Rate.perMinute())) * time.Minute
}

// Judge finds the contexts of which the members use more distinct scripts than a node
// compiles. All of them may run on one node, since the server distributes monitors as
// it pleases. The result is sorted by context.
func Judge(members []Member, s Settings) []Shortage {
	e := estate{reader: reader{crons: map[monitors.Cron][]int{}}, uses: map[Key]*use{}}
	for _, m := range members {
		e.add(m)
	}
	groups := map[Context][]class{}
	for context, classes := range e.classes() {
		if s.Limit(context).Shared {
			context = ""
		}
		groups[context] = append(groups[context], classes...)
	}
	var shortages []Shortage
	for _, context := range slices.Sorted(maps.Keys(groups)) {
		limit := s.Limit(context)
		if limit.Rate.Unlimited() {
			continue
		}
		if shortage, short := judge(groups[context], limit); short {
			shortage.Context = context
			shortages = append(shortages, shortage)
		}
	}
	return shortages
}

// estate gathers who uses what when.
type estate struct {
	reader reader
	uses   map[Key]*use
}

// use is when a script is used.
type use struct {
	eachRun   bool
	schedules map[string]monitors.Schedule
}

func (e *estate) add(m Member) {
	for _, s := range m.Scripts {
		u := e.uses[s.Key]
		if u == nil {
			u = &use{schedules: map[string]monitors.Schedule{}}
			e.uses[s.Key] = u
		}
		u.eachRun = u.eachRun || s.Role.EachRun()
		for _, at := range m.Schedules {
			u.schedules[scheduleText(at)] = at
		}
	}
}

func scheduleText(s monitors.Schedule) string {
	switch {
	case s.Cron != nil:
		return s.Cron.Expression + " " + s.Cron.Timezone
	case s.Interval != nil:
		return s.Interval.String()
	default:
		return ""
	}
}

// class is scripts that are used at the same times.
type class struct {
	timetable
	eachRun, whenFiring int
}

// classes are the scripts of each context, by when they are used.
func (e *estate) classes() map[Context][]class {
	type when struct {
		context Context
		texts   string
	}
	found := map[when]*class{}
	for key, u := range e.uses {
		texts := slices.Sorted(maps.Keys(u.schedules))
		at := when{key.Context, strings.Join(texts, "\n")}
		if found[at] == nil {
			found[at] = &class{timetable: e.reader.of(slices.Collect(maps.Values(u.schedules)))}
		}
		if u.eachRun {
			found[at].eachRun++
		} else {
			found[at].whenFiring++
		}
	}
	byContext := map[Context][]class{}
	for at, c := range found {
		if c.runs() > 0 {
			byContext[at.context] = append(byContext[at.context], *c)
		}
	}
	for _, classes := range byContext { // sums of fractions depend on the order
		slices.SortFunc(classes, func(a, b class) int {
			return cmp.Or(cmp.Compare(b.runs(), a.runs()), slices.Compare(a.minutes, b.minutes))
		})
	}
	return byContext
}

// judge tells whether a node keeps up with the classes of a context.
func judge(classes []class, limit Limit) (Shortage, bool) {
	s := Shortage{Limit: limit}
	for _, c := range classes {
		s.EachRun += c.eachRun
		s.WhenFiring += c.whenFiring
	}
	eachRun := func(c class) int { return c.eachRun }
	all := func(c class) int { return c.eachRun + c.whenFiring }
	s.crowd(classes, eachRun)
	if s.Refused == 0 {
		s.crowd(classes, all)
		s.WithFiring = s.Refused > 0
	}
	s.Lasting = lasts(classes, limit)
	return s, s.Refused > 0 || s.Lasting
}

// spans are the lengths of time, in minutes, in which uses are counted.
var spans = []int{1, 5, 15, 60, 240}

// crowd finds the span in which most scripts are refused if none is compiled yet.
func (s *Shortage) crowd(classes []class, count func(class) int) {
	for _, minutes := range spans {
		most := mostWithin(classes, minutes, count)
		if refused := int(math.Ceil(float64(most) - s.Limit.Rate.within(minutes))); refused > s.Refused {
			s.Most, s.Minutes, s.Refused = most, minutes, refused
		}
	}
}

// mostWithin is how many distinct scripts are used within so many minutes of the week,
// where they are most.
func mostWithin(classes []class, minutes int, count func(class) int) int {
	always := 0
	changes := make([]int, week+1)
	for _, c := range classes {
		n := count(c)
		if c.every > 0 {
			always += n
			continue
		}
		spread(changes, c.minutes, minutes, n)
	}
	return always + highest(changes)
}

// highest is the highest sum of differences from the first on.
func highest(changes []int) int {
	most, now := 0, 0
	for _, change := range changes[:week] {
		now += change
		most = max(most, now)
	}
	return most
}

// spread adds n to every moment from which one of the minutes is less than a span
// away, once: changes are differences.
func spread(changes []int, minutes []int, span, n int) {
	for i, at := range minutes {
		from := at - span + 1
		if i > 0 {
			from = max(from, minutes[i-1]+1)
		} else if last := minutes[len(minutes)-1] - week; from <= last {
			from = last + 1
		}
		if from < 0 { // of the week before
			changes[from+week] += n
			changes[week] -= n
			from = 0
		}
		changes[from] += n
		changes[at+1] -= n
	}
}

// lasts tells whether the cache loses scripts before they are used again, and so many
// that they are not compiled in time. A script is lost if more others than the cache
// holds are used between two of its uses: the server drops what was used longest ago.
func lasts(classes []class, limit Limit) bool {
	perMinute, together := 0.0, 0
	crowded := make([]int, week+1)
	others := othersBetween(classes)
	for i, c := range classes {
		if c.eachRun == 0 || others[i] <= float64(limit.Cache) {
			continue
		}
		perMinute += float64(c.eachRun) * c.runs()
		if c.every > 0 {
			together += c.eachRun
		} else {
			spread(crowded, c.minutes, 1, c.eachRun)
		}
	}
	return perMinute > limit.Rate.perMinute() || together+highest(crowded) > limit.Rate.Scripts
}

// othersBetween is, for each class, how many scripts are used between two uses of one
// of it, that one included. The classes that are used most stand first: of those
// before it all are, of those behind it a part.
func othersBetween(classes []class) []float64 {
	behind := 0.0
	for _, c := range classes {
		behind += float64(c.eachRun) * c.runs()
	}
	before, others := 0.0, make([]float64, len(classes))
	for i, c := range classes {
		before += float64(c.eachRun)
		behind -= float64(c.eachRun) * c.runs()
		others[i] = before + behind/c.runs()
	}
	for i := len(classes) - 2; i >= 0; i-- { // those that are used equally often stand together
		if classes[i].runs() == classes[i+1].runs() {
			others[i] = others[i+1]
		}
	}
	return others
}
