package main

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/alertplan/alertplan/monitors"
)

const (
	// longestMute is how long a mute may be: what is silent for longer belongs into the
	// files, where it is reviewed.
	longestMute = 31 * day

	// longestReason is how many characters a reason may have.
	longestReason = 200
)

// wish is what is asked for, now.
func (o *muteOptions) wish(a *app) (*monitors.Mute, error) {
	if o.isUnmute {
		return nil, nil
	}
	now := a.clock.Now()
	why, err := o.reason()
	if err != nil {
		return nil, err
	}
	until, err := o.end(now)
	if err != nil {
		return nil, err
	}
	switch lasts := until.Sub(now); {
	case lasts <= 0:
		return nil, fmt.Errorf("--until: %s is over already", until.Format(time.RFC3339))
	case lasts > longestMute:
		return nil, fmt.Errorf("a mute lasts 31 days at most. What is silent until %s belongs into the files: a maintenance block, or enabled = false", until.Format(time.RFC3339))
	}
	return &monitors.Mute{Until: until, Since: now.UTC().Truncate(time.Second), Why: why}, nil
}

func (o *muteOptions) reason() (string, error) {
	why := strings.TrimSpace(o.why)
	switch {
	case why == "":
		return "", errors.New("--why says why, in a few words: who finds the monitor silent will ask")
	case len([]rune(why)) > longestReason:
		return "", fmt.Errorf("--why takes %d characters at most", longestReason)
	case strings.ContainsFunc(why, unicode.IsControl):
		return "", errors.New("--why takes one line, without control characters")
	}
	return why, nil
}

// clockForm is a time of the day.
const clockForm = "15:04"

// end is when the mute ends, in whole seconds.
func (o *muteOptions) end(now time.Time) (time.Time, error) {
	switch {
	case o.lasts != "":
		d, err := parseSpan(o.lasts)
		if err != nil || d < time.Second {
			return time.Time{}, fmt.Errorf("--for: %q is no time of a second or more, such as 90m, 2h or 1d", o.lasts)
		}
		return now.Add(d).UTC().Truncate(time.Second), nil
	case o.until == "":
		return time.Time{}, errors.New("say how long: --for 2h, or --until 06:00")
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(form, o.until); err == nil {
			return at.UTC().Truncate(time.Second), nil
		}
	}
	at, err := time.ParseInLocation(clockForm, o.until, now.Location())
	if err != nil {
		return time.Time{}, fmt.Errorf("--until: %q is no time such as 2026-03-08T06:00Z, 2026-03-08T06:00+01:00 or 06:00", o.until)
	}
	next := time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, now.Location())
	if !next.After(now) {
		next = time.Date(now.Year(), now.Month(), now.Day()+1, at.Hour(), at.Minute(), 0, 0, now.Location())
	}
	return next.UTC(), nil
}

// parseSpan reads a duration, of days too: 1d, 1d12h.
func parseSpan(text string) (time.Duration, error) {
	days, rest, ok := strings.Cut(text, "d")
	if !ok {
		return time.ParseDuration(text)
	}
	whole, err := time.ParseDuration(days + "h")
	if err != nil || strings.ContainsAny(days, ".hms") {
		return 0, fmt.Errorf("%q is no duration", text)
	}
	if rest == "" {
		return 24 * whole, nil
	}
	more, err := time.ParseDuration(rest)
	return 24*whole + more, err
}
