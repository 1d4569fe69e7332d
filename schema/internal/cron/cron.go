// Package cron judges cron expressions as the server does, which parses them
// with cron-utils' UNIX definition: five fields, names of three letters, no
// nicknames, no L, W, # or ?. It knows nothing of schedules or time zones.
package cron

import (
	"fmt"
	"strconv"
	"strings"
)

// Error says what is wrong with an expression, and in which of its fields.
type Error struct {
	Field  string // "minute", "day of the week", …; "" where the whole is meant
	Reason string // a sentence without period
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Reason
	}
	return "in the " + e.Field + ": " + e.Reason
}

type field struct {
	name      string
	low, high int
	words     map[string]int
}

var months = wordsFrom(1, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

// weekdays are numbered as the server does: MON is 1, SUN 7; 0 is 7 too.
var weekdays = wordsFrom(1, "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")

var fields = []field{
	{"minute", 0, 59, nil},
	{"hour", 0, 23, nil},
	{"day of the month", 1, 31, nil},
	{"month", 1, 12, months},
	{"day of the week", 0, 7, weekdays},
}

func wordsFrom(first int, words ...string) map[string]int {
	numbers := make(map[string]int, len(words))
	for i, word := range words {
		numbers[word] = first + i
	}
	return numbers
}

// Schedule is when an expression fires: the values that each field allows.
type Schedule struct {
	sets [5]set
}

// set is the values of a field, and whether it is all of them ("*").
type set struct {
	values map[int]bool
	all    bool
}

// Parse reads an expression; the error is an *Error. Accepted and refused are
// exactly what the transcript monitor_errors/schedule_crons shows for 2.19.4.
func Parse(expression string) (Schedule, error) {
	parts := strings.Fields(expression)
	switch {
	case len(parts) == 0:
		return Schedule{}, &Error{Reason: "the expression is empty"}
	case strings.HasPrefix(parts[0], "@"):
		return Schedule{}, &Error{Reason: fmt.Sprintf("nicknames such as %s are not supported", parts[0])}
	case len(parts) != len(fields):
		return Schedule{}, &Error{Reason: fmt.Sprintf("it has %d fields instead of five (minute, hour, day of the month, month, day of the week)", len(parts))}
	}
	var s Schedule
	for i, f := range fields {
		values, err := f.parse(strings.ToUpper(parts[i]))
		if err != nil {
			return Schedule{}, &Error{Field: f.name, Reason: err.Error()}
		}
		s.sets[i] = values
	}
	return s, nil
}

func (f field) parse(text string) (set, error) {
	if text == "*" || text == "*/1" {
		every := f.span(f.low, f.high, 1)
		every.all = true
		return every, nil
	}
	all := set{values: map[int]bool{}}
	items := strings.Split(strings.TrimRight(text, ","), ",")
	for _, item := range items {
		part, err := f.item(item)
		if err != nil {
			return set{}, err
		}
		for v := range part.values {
			all.values[v] = true
		}
	}
	return all, nil
}

// item is a value, a range or a step of one of the two.
func (f field) item(text string) (set, error) {
	base, stepText, stepped := strings.Cut(text, "/")
	step := 1
	if stepped {
		n, err := strconv.Atoi(stepText)
		if err != nil {
			return set{}, fmt.Errorf("%q is no step", text)
		}
		if n < 1 || n > f.high {
			return set{}, fmt.Errorf("the step %d is outside 1 to %d", n, f.high)
		}
		step = n
	}
	if base == "*" || stepped && base == "" {
		return f.span(f.low, f.high, step), nil
	}
	from, to, ranged := strings.Cut(base, "-")
	low, err := f.value(from)
	if err != nil {
		return set{}, err
	}
	switch {
	case ranged:
		high, err := f.value(to)
		if err != nil {
			return set{}, err
		}
		if high < low {
			return set{}, fmt.Errorf("the range %s ends before it begins; write it as two, with a comma", base)
		}
		return f.span(low, high, step), nil
	case stepped:
		return f.span(low, f.high, step), nil
	default:
		return f.span(low, low, 1), nil
	}
}

func (f field) value(text string) (int, error) {
	if n, ok := f.words[text]; ok {
		return n, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil && f.words != nil:
		return 0, fmt.Errorf("%q is neither a number nor a name of three letters", text)
	case err != nil:
		return 0, fmt.Errorf("%q is no number", text)
	case n < f.low || n > f.high:
		return 0, fmt.Errorf("%d is outside %d to %d", n, f.low, f.high)
	}
	return n, nil
}

func (f field) span(low, high, step int) set {
	s := set{values: map[int]bool{}}
	for v := low; v <= high; v += step {
		s.values[v] = true
	}
	return s
}
