package compiles

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Rate is how many scripts a node compiles in how long: a bucket that holds Scripts,
// and fills up evenly (observed on 2.19.4: 75 at once, then 15 a minute). Per is 0
// where there is no limit.
type Rate struct {
	Scripts int
	Per     time.Duration
}

// Unlimited tells that there is no limit.
func (r Rate) Unlimited() bool { return r.Per <= 0 }

// within is how many are compiled in so many minutes at most, of a bucket that is full.
func (r Rate) within(minutes int) float64 {
	return float64(r.Scripts) + float64(minutes-1)*r.perMinute()
}

func (r Rate) perMinute() float64 { return float64(r.Scripts) * float64(time.Minute) / float64(r.Per) }

// The defaults of OpenSearch 1.3.14 and 2.19.4 (asked from nodes), and of every
// generation before (from source): 75 in 5 minutes, and 100 in the cache.
var defaultRate = Rate{75, 5 * time.Minute}

const defaultCache = 100

// units of a rate's time, as the server writes them.
var units = []struct {
	suffix string
	length time.Duration
}{{"ms", time.Millisecond}, {"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}, {"d", 24 * time.Hour}}

// parseRate reads 75/5m, and unlimited.
func parseRate(text string) (Rate, bool) {
	if text == "unlimited" {
		return Rate{}, true
	}
	count, per, ok := strings.Cut(text, "/")
	n, err := strconv.Atoi(count)
	if !ok || err != nil || n < 0 {
		return Rate{}, false
	}
	for _, u := range units {
		if number, found := strings.CutSuffix(per, u.suffix); found {
			length, err := strconv.Atoi(number)
			return Rate{n, time.Duration(length) * u.length}, err == nil && length > 0
		}
	}
	return Rate{}, false
}

// Limit is what a node allows for one context, or for all that share it.
type Limit struct {
	Rate  Rate
	Cache int // how many compiled scripts it keeps, the least used ones going first

	// Shared: one rate and one cache for all contexts, which Open Distro has unless it
	// is told otherwise (ES before 7.9), and every cluster that sets
	// script.max_compilations_rate.
	Shared bool
}

// Settings are a cluster's settings of scripts.
type Settings struct {
	values map[string]string
	shared *Rate
}

const (
	sharedRate  = "script.max_compilations_rate"
	sharedCache = "script.cache.max_size"
	withoutRate = "script.disable_max_compilations_rate"
	perContext  = "use-context"
)

// Read makes Settings of a cluster's settings by full name, as far as they are known;
// what is missing has its default, which is a rate for each context.
func Read(values map[string]string) Settings {
	s := Settings{values: values}
	if text := values[sharedRate]; text != "" && text != perContext {
		if rate, ok := parseRate(text); ok {
			s.shared = &rate
		}
	}
	return s
}

// RateSetting and CacheSetting are what hold a context's limits; Context "" is that
// which is shared by all.
func RateSetting(c Context) string {
	if c == "" {
		return sharedRate
	}
	return fmt.Sprintf("script.context.%s.max_compilations_rate", c)
}

func CacheSetting(c Context) string {
	if c == "" {
		return sharedCache
	}
	return fmt.Sprintf("script.context.%s.cache_max_size", c)
}

// Limit is what holds for a context.
func (s Settings) Limit(c Context) Limit {
	limit := Limit{Rate: defaultRate, Cache: s.cache(c)}
	switch rate, ok := parseRate(s.values[RateSetting(c)]); {
	case s.shared != nil:
		limit = Limit{Rate: *s.shared, Cache: s.cache(""), Shared: true}
	case ok:
		limit.Rate = rate
	}
	if s.values[withoutRate] == "true" {
		limit.Rate = Rate{}
	}
	return limit
}

// cache is the size of a context's cache: its own setting, else the general one, else
// the default.
func (s Settings) cache(c Context) int {
	for _, name := range []string{CacheSetting(c), sharedCache} {
		if n, err := strconv.Atoi(s.values[name]); err == nil && n >= 0 {
			return n
		}
	}
	return defaultCache
}
