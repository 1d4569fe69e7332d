package settings

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scriptSettings limit how many scripts a node compiles. The sandbox takes them and
// tells them, and compiles as many as it is asked to. Defaults and refusals are as
// 1.3.14 and 2.19.4 answer.
var scriptSettings = []Setting{
	{Name: "script.max_compilations_rate", kind: rate, Default: Value{Text: "use-context"}, listed: true},
	{Name: "script.disable_max_compilations_rate", Default: Value{Text: "false"}, static: true, listed: true},
	{Name: "script.cache.max_size", Default: Value{Text: "100"}, static: true, listed: true},
	{Name: "script.cache.expire", Default: Value{Text: "0ms"}, static: true, listed: true},
}

// perContext are the settings of a script context, which have no defaults of their own
// to be listed.
var perContext = pattern.New(`^script\.context\.[^.]+\.(max_compilations_rate|cache_max_size|cache_expire)$`)

func contextSetting(name string) (Setting, bool) {
	m := perContext.FindStringSubmatch(name)
	if m == nil {
		return Setting{}, false
	}
	switch s := (Setting{Name: name}); m[1] {
	case "cache_max_size":
		s.kind, s.least = integer, atLeast(0)
		return s, true
	case "cache_expire":
		s.kind = duration
		return s, true
	default:
		s.kind = rate
		return s, true
	}
}

var minutes = pattern.New(`^[0-9]+(m|h|d)$`)

// checkRate holds a value to the form 75/5m; the words for other forms of rates are
// taken for those of a count and a time.
func checkRate(text string) error {
	if text == "unlimited" || text == "use-context" {
		return nil
	}
	count, per, ok := strings.Cut(text, "/")
	n, err := strconv.Atoi(count)
	switch {
	case !ok || err != nil:
		return rest.IllegalArgument("parameter must contain a positive integer and a timevalue, i.e. 10/1m, but was [%s]", text)
	case n < 0:
		return rest.IllegalArgument("rate [%d] must be positive", n)
	case !minutes.MatchString(per):
		return rest.IllegalArgument("time value [%s] must be at least on a one minute resolution", per)
	}
	return nil
}
