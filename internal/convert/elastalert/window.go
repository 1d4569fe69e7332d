package elastalert

import (
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/generate"
)

// window is what a monitor looks at, and how often.
type window struct {
	every, last string
	lag         any // nil for none
	throttle    string
	count       int      // how many events there must be
	keys        []any    // the fields of groups; none: all events together
	names       []string // as the rule calls them
	length      time.Duration
}

// groups tells whether events are counted apart.
func (w window) groups() bool { return len(w.keys) > 0 }

// condition is what a trigger asks of the count.
func (w window) condition() string {
	if w.count <= 1 {
		return "> 0"
	}
	return ">= " + strconv.Itoa(w.count)
}

// mostHits is how many hits a search tells.
const mostHits = 10_000

// longest is the longest throttle that a server takes.
const longest = 24 * time.Hour

// window says how a rule looks at time.
func (r *rule) window(kind string) window {
	w := window{count: 1}
	interval := r.interval(&w)
	w.length = interval
	realert, said := r.length("realert")
	if !said {
		realert = time.Minute
		if r.get("aggregation").there() {
			realert = 0
		}
	}
	if kind == "frequency" {
		r.frequency(&w, interval)
	}
	if w.count > 1 {
		w.throttle = throttle(max(realert, w.length))
		r.note(r.get("timeframe").at(), "Events are counted in other pieces", "ElastAlert counts events within any %s, and begins again when it has told. The monitor looks at the last %s in each run, so that it misses none of those; it also finds as many events that lie so far apart. While they are in sight it tells once in %s.", words(w.length-interval), words(w.length), w.throttle)
	} else if realert > interval {
		w.throttle = throttle(realert)
		r.note(r.silence(), "Silence after a message", "ElastAlert is silent for %s after each. A monitor is silent while its alert is open; when a run finds nothing the alert ends, and the next one is told at once.", words(realert))
	}
	if max(realert, w.length) > longest && w.throttle != "" {
		r.note(r.silence(), "Silence after a message", "A server takes 24 hours at most: the monitor tells again after that.")
	}
	if r.keys(&w, realert > interval); w.count > mostHits && !w.groups() {
		r.refuse(r.get("num_events").at(), "More events than are counted", "A search tells 10,000 hits at most. Count them by hand: a value_count in aggregations, and a condition that asks for it.")
	}
	if r.options.Last != "" {
		w.last = r.options.Last
	} else {
		w.last = words(w.length)
	}
	if delay, ok := r.length("query_delay"); ok && delay >= time.Second {
		w.lag = words(delay)
	}
	r.late(interval)
	return w
}

// silence is where a rule says realert, or itself.
func (r *rule) silence() (at place) {
	if s := r.get("realert"); s.there() {
		return s.at()
	}
	return r.start()
}

// interval is how often a rule runs: whole minutes, and at least one.
func (r *rule) interval(w *window) time.Duration {
	every, said := r.length("run_every")
	switch {
	case r.options.Interval != "":
		every = time.Duration(generate.Seconds(r.options.Interval)) * time.Second
	case !said:
		w.every = r.options.Every("")
		every = time.Duration(generate.Seconds(w.every)) * time.Second
		r.note(r.start(), "Rule that doesn't say how often it runs", "run_every stands in config.yaml, which is not among the files. The monitor runs every %s: give config.yaml too, or say it by --interval.", w.every)
	}
	if rounded := max(time.Minute, every.Truncate(time.Minute)); rounded != every {
		r.note(r.get("run_every").at(), "Time between runs", "A monitor runs every minute at most, and in whole minutes: this one every %s.", words(rounded))
		every = rounded
	}
	w.every = words(every)
	return every
}

// frequency says how many events there must be, and within which time.
func (r *rule) frequency(w *window, interval time.Duration) {
	s := r.get("num_events")
	n, err := strconv.Atoi(s.text())
	timeframe, said := r.length("timeframe")
	if err != nil || !said || n < 1 {
		r.refuse(r.start(), "Frequency that is not whole", "A rule of the type frequency has num_events, a whole number, and timeframe.")
		return
	}
	if timeframe < time.Second {
		r.refuse(r.get("timeframe").at(), "Time that can't be read", "A timeframe is a second or longer.")
		return
	}
	if w.count = n; n > 1 {
		w.length = timeframe + interval
	}
}

// keys are the fields of query_key, for which events are counted apart. Where a key only
// says for what to be silent, and nothing is silent between runs, events are all told.
func (r *rule) keys(w *window, silent bool) {
	s := r.get("query_key")
	if !s.there() || w.count <= 1 && !silent {
		return
	}
	for _, name := range s.texts() {
		if field, ok := r.exact(s, name); ok {
			w.keys, w.names = append(w.keys, field), append(w.names, name)
		}
	}
	if w.groups() {
		r.note(s.at(), "Events without a group", "Events that lack %s are in no group here; ElastAlert counts them together, and tells of them. If there are any that matter, add a monitor of those: must_not exists.", strings.Join(w.names, " or "))
	}
}

// late tells that what arrives late is found by ElastAlert, which looks again.
func (r *rule) late(interval time.Duration) {
	s := r.get("buffer_time")
	buffer, said := r.length("buffer_time")
	if !said || buffer <= interval || r.get("use_count_query").truth(false) || r.get("use_terms_query").truth(false) {
		return
	}
	if s.in == r.config && r.config != nil {
		return // said once, of all
	}
	r.note(s.at(), "Events that arrive late", "%s", lateWords(buffer))
}

// lateAtAll says it once, where config.yaml says it of all rules.
func (c *conversion) lateAtAll() {
	if c.config == nil {
		return
	}
	r := &rule{conversion: c, documents: []*document{c.config}}
	buffer, said := r.length("buffer_time")
	every, _ := r.length("run_every")
	if said && buffer > every {
		c.result.Note(r.get("buffer_time").at(), "Events that arrive late", lateWords(buffer))
	}
}

func lateWords(buffer time.Duration) string {
	return "ElastAlert looks again at the last " + words(buffer) + ", and so finds events that arrive so late. A monitor looks at each moment once. If events arrive late, let timestamp_field be the time of their arrival, or add a lag to the monitor: it then runs behind by so much."
}

// words is a time in the words of the language.
func words(d time.Duration) string {
	return generate.Duration(int64((d + time.Second - 1) / time.Second))
}

// throttle is a time in whole minutes that a server takes.
func throttle(d time.Duration) string {
	d = min(max(d, time.Minute), longest)
	return words((d + time.Minute - 1).Truncate(time.Minute))
}
