package trouble

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// parseEffect reads WHAT.
func parseEffect(p part) (e effect, err error) {
	for _, word := range p.split(",") {
		name, value, hasValue := word.cut("=")
		name.text = strings.ToLower(strings.TrimSpace(name.text))
		switch {
		case hasValue:
			err = e.option(name, value.trim())
		case name.text == "after", name.text == "html", name.text == "empty":
			err = e.refine(name)
		default:
			err = e.happens(name)
		}
		if err != nil {
			return e, err
		}
	}
	if e.status == 0 && (e.after || e.page != usual || e.retryAfter != 0) {
		return e, p.trim().wrong("after, html, empty and retry-after belong to a status: 503,after")
	}
	return e, nil
}

// happens reads a status or a kind.
func (e *effect) happens(word part) error {
	if e.status != 0 || e.kind != "" {
		return word.wrong("one thing can happen to a request, not %q too", word.text)
	}
	if status, err := strconv.Atoi(word.text); err == nil {
		if status < 400 || status > 599 {
			return word.wrong("a status that tells a failure is from 400 to 599, not %d", status)
		}
		e.status = status
		return nil
	}
	if _, ok := kinds[word.text]; ok {
		e.kind = word.text
		return nil
	}
	if better := otherNames[word.text]; better != "" {
		return word.wrong("say %s, not %q", better, word.text)
	}
	if word.text == "" {
		return word.wrong("what is to happen is missing: one of %s", listOf(effectNames()))
	}
	known := append(slices.Sorted(maps.Keys(kinds)), "latency", "retry-after", "after", "html", "empty")
	return word.wrong("%q is nothing that can happen.%s It is one of %s", word.text, nearest(word.text, known), listOf(effectNames()))
}

func (e *effect) refine(word part) error {
	switch word.text {
	case "after":
		e.after = true
	case "html":
		e.page = html
	case "empty":
		e.page = nothing
	}
	return nil
}

func (e *effect) option(name, value part) (err error) {
	switch name.text {
	case "latency":
		e.delay, err = parseSpan(value)
	case "retry-after":
		e.retryAfter, err = parseRetryAfter(value)
	default:
		err = name.wrong("there is no %q.%s Words with a value are latency=2s and retry-after=5s", name.text, nearest(name.text, []string{"latency", "retry-after"}))
	}
	return err
}

// longest is how long a latency may be.
const longest = time.Hour

// parseSpan reads 2s or 50ms..2s.
func parseSpan(p part) (span, error) {
	first, second, ranged := p.cut("..")
	from, err := parseDelay(first.trim())
	if err != nil || !ranged {
		return span{from, from}, err
	}
	to, err := parseDelay(second.trim())
	if err == nil && to < from {
		err = second.wrong("a range goes from the shorter to the longer: %s..%s", to, from)
	}
	return span{from, to}, err
}

func parseDelay(p part) (time.Duration, error) {
	d, err := time.ParseDuration(p.text)
	if err != nil || d <= 0 || d > longest {
		return 0, p.wrong("%q is no latency: a number with ms, s or m, above 0 and up to %s, as in 200ms or 1.5s", p.text, "1h")
	}
	return d, nil
}

// parseRetryAfter reads 5s or 5, in whole seconds; less than one is one.
func parseRetryAfter(p part) (int, error) {
	if p.text == "none" {
		return -1, nil
	}
	if n, err := strconv.Atoi(p.text); err == nil && n > 0 && n <= int(longest.Seconds()) {
		return n, nil
	}
	d, err := time.ParseDuration(p.text)
	if err != nil || d <= 0 || d > longest {
		return 0, p.wrong("%q is no Retry-After: seconds such as 5 or 5s, up to 1h, or none", p.text)
	}
	return int((d + time.Second - 1) / time.Second), nil
}
