package cloudwatch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// moment is a time of the week in minutes, from Monday's midnight on.
type moment int

const (
	day  moment = 24 * 60
	week        = 7 * day
)

// weekly are the moments of a cron expression of EventBridge, which has six fields:
// minute, hour, day of the month, month, day of the week (1 is Sunday), year
// ("Schedule types in EventBridge Scheduler"). Only those that come back every week can
// be told as hours; the others are an error.
func weekly(expression string) ([]moment, error) {
	inside, ok := strings.CutPrefix(strings.TrimSpace(expression), "cron(")
	inside, shut := strings.CutSuffix(inside, ")")
	if !ok || !shut {
		return nil, fmt.Errorf("it is no cron expression, so it doesn't come back every week")
	}
	fields := strings.Fields(inside)
	if len(fields) != 6 {
		return nil, fmt.Errorf("a cron expression of EventBridge has six fields, and this one has %d", len(fields))
	}
	for _, whole := range []struct {
		field, name string
		every       []string
	}{{fields[2], "a day of the month", []string{"*", "?"}}, {fields[3], "a month", []string{"*"}}, {fields[5], "a year", []string{"*"}}} {
		if !slices.Contains(whole.every, whole.field) {
			return nil, fmt.Errorf("it names %s (%s), and quiet hours are the same every week", whole.name, whole.field)
		}
	}
	minutes, err := values(fields[0], 0, 59, nil)
	if err != nil {
		return nil, fmt.Errorf("minutes: %w", err)
	}
	hours, err := values(fields[1], 0, 23, nil)
	if err != nil {
		return nil, fmt.Errorf("hours: %w", err)
	}
	days, err := values(fields[4], 1, 7, dayNames)
	if err != nil {
		return nil, fmt.Errorf("days of the week: %w", err)
	}
	var out []moment
	for _, d := range days {
		for _, h := range hours {
			for _, m := range minutes {
				out = append(out, moment((d+5)%7)*day+moment(60*h+m))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

var dayNames = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}

// values are those of a field: numbers, names, lists, ranges and steps.
func values(field string, low, high int, names []string) ([]int, error) {
	var out []int
	for _, part := range strings.Split(field, ",") {
		span, step, stepped := strings.Cut(part, "/")
		every := 1
		if stepped {
			n, err := strconv.Atoi(step)
			if err != nil || n < 1 {
				return nil, fmt.Errorf("%q is no step", part)
			}
			every = n
		}
		from, to := low, high
		if span != "*" && !(span == "?" && names != nil) {
			first, last, ranged := strings.Cut(span, "-")
			var err error
			if from, err = value(first, low, high, names); err != nil {
				return nil, err
			}
			to = from
			if ranged {
				if to, err = value(last, low, high, names); err != nil {
					return nil, err
				}
			} else if stepped {
				to = high
			}
		}
		if to < from && names == nil {
			return nil, fmt.Errorf("%q goes backwards", part)
		}
		if to < from {
			to += 7
		}
		for n := from; n <= to; n += every {
			out = append(out, (n-low)%(high-low+1)+low)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func value(text string, low, high int, names []string) (int, error) {
	if i := slices.Index(names, strings.ToUpper(text)); i >= 0 {
		return i + low, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("%q can't be told as hours of a week", text)
	}
	return n, nil
}

// weekday is the day of a moment.
func (m moment) weekday() time.Weekday { return time.Weekday((m/day + 1) % 7) }
