package alerting

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	evaluatefault "github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// closedSetting marks a closed index in the document store. Patterns step over
// such an index.
const closedSetting = "index.verified_before_close"

// probe is the search over the monitor's indices by which the server finds out
// whether they are there and can be read. No names at all are all indices.
func (a *API) probe(names []string) error {
	plain := []string{}
	for _, name := range names {
		name = dateMathName(name, a.deps.Clock.Now())
		switch {
		case strings.Contains(name, "*"):
			continue // patterns may match nothing, of clusters that nobody knows too
		case name == "" || strings.Contains(name, ":"):
			return fault.MissingIndex(name)
		}
		plain = append(plain, name)
	}
	if len(plain) == 0 {
		return nil
	}
	found, err := a.store().Resolve(plain, index.Options{})
	var unsupported *evaluatefault.UnsupportedError
	if errors.As(err, &unsupported) {
		return nil // it is there; that it cannot be searched here shows when it is run
	}
	if err != nil {
		return err
	}
	for _, x := range found {
		if x.Settings.Text(closedSetting) == "true" && slices.Contains(names, x.Name) {
			return fault.New(fault.IndexClosed, "closed")
		}
	}
	return nil
}

// dateMathName resolves date math in an index name, <logs-{now/d}> or
// <logs-{now/M{yyyy.MM}}>. Names without it, and with what cannot be read, come
// back as they are.
func dateMathName(name string, now time.Time) string {
	inner, ok := strings.CutPrefix(name, "<")
	if !ok || !strings.HasSuffix(inner, ">") {
		return name
	}
	before, rest, _ := strings.Cut(strings.TrimSuffix(inner, ">"), "{")
	end := strings.LastIndex(rest, "}")
	if end < 0 {
		return before
	}
	expression, pattern, _ := strings.Cut(strings.TrimSuffix(rest[:end], "}"), "{")
	layout, ok := datePatterns[pattern]
	at, err := datetime.MustDefault().ParseMath(expression, datetime.Context{Now: now})
	if !ok || err != nil {
		return name
	}
	return before + time.UnixMilli(at).UTC().Format(layout) + rest[end+1:]
}

// datePatterns are the forms of dates in index names, as Go writes them.
var datePatterns = map[string]string{
	"": "2006.01.02", "yyyy.MM.dd": "2006.01.02", "yyyy.MM": "2006.01", "yyyy": "2006",
	"yyyy-MM-dd": "2006-01-02", "yyyy-MM": "2006-01", "yyyyMMdd": "20060102",
	"uuuu.MM.dd": "2006.01.02", "uuuu.MM": "2006.01", "yyyy.MM.dd.HH": "2006.01.02.15",
}
