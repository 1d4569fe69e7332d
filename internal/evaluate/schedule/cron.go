package schedule

import (
	"fmt"
	"strconv"
	"strings"
)

// Cron is a parsed expression: the minutes and days on which it is due. An
// expression joined of several by "||" is due when any of them is.
type Cron struct {
	alternatives []single
}

// single is one expression of five fields, each as the set of its values.
type single struct {
	minutes, hours, days, months, weekdays set
	anyDay, anyWeekday                     bool
}

type set uint64

func (s set) has(n int) bool { return s&(1<<n) != 0 }

// field is one of the five: its range and its words.
type field struct {
	min, max int
	words    map[string]int
}

var (
	monthWords = map[string]int{
		"JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6,
		"JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10, "NOV": 11, "DEC": 12,
	}
	weekdayWords = map[string]int{"MON": 1, "TUE": 2, "WED": 3, "THU": 4, "FRI": 5, "SAT": 6, "SUN": 7}
	fields       = [5]field{
		{min: 0, max: 59}, {min: 0, max: 23}, {min: 1, max: 31},
		{min: 1, max: 12, words: monthWords}, {min: 0, max: 7, words: weekdayWords},
	}
)

// ParseCron reads an expression of five fields. Its errors have the server's
// texts.
func ParseCron(expression string) (*Cron, error) {
	if strings.HasPrefix(expression, "@") {
		return nil, fmt.Errorf("Nicknames not supported!") //nolint:staticcheck // the server's words
	}
	if strings.TrimSpace(expression) == "" {
		return nil, fmt.Errorf("Empty expression!") //nolint:staticcheck // the server's words
	}
	c := &Cron{}
	for _, text := range strings.Split(expression, "||") {
		s, err := parseSingle(text)
		if err != nil {
			return nil, err
		}
		c.alternatives = append(c.alternatives, s)
	}
	return c, nil
}

func parseSingle(text string) (single, error) {
	parts := strings.Fields(strings.ToUpper(text))
	for _, part := range parts {
		if strings.HasSuffix(part, ",") {
			return single{}, fmt.Errorf("Invalid field value! Trailing commas not permitted! '%s'", part)
		}
	}
	if len(parts) == 0 {
		return single{}, fmt.Errorf("Empty expression!") //nolint:staticcheck // the server's words
	}
	if len(parts) != len(fields) {
		return single{}, fmt.Errorf("Cron expression contains %d parts but we expect one of [5]", len(parts))
	}
	var values [5]set
	checks := []error{}
	for i, part := range parts {
		v, outOfRange, err := fields[i].parse(part)
		if err != nil {
			return single{}, fmt.Errorf("Failed to parse cron expression. %w", err)
		}
		if outOfRange != nil {
			checks = append(checks, outOfRange)
		}
		values[i] = v
	}
	if len(checks) > 0 {
		return single{}, fmt.Errorf("Failed to parse cron expression. %w", checks[0])
	}
	s := single{
		minutes: values[0], hours: values[1], days: values[2], months: values[3], weekdays: values[4],
		anyDay: parts[2] == "*", anyWeekday: parts[4] == "*",
	}
	if s.weekdays.has(7) { // Sunday has two numbers
		s.weekdays |= 1
	}
	return s, nil
}

// parse reads one field. Faults of form come back as err; values out of range
// are judged only after all fields have been read, as the server does.
func (f field) parse(text string) (values set, outOfRange, err error) {
	if !strings.ContainsAny(text, "/-,") {
		if strings.Contains(text, "?") {
			return 0, nil, fmt.Errorf("Invalid expression: %s", text)
		}
		return f.one(text)
	}
	if list := strings.Split(text, ","); len(list) > 1 {
		for _, part := range list {
			v, out, err := f.parse(part)
			if err != nil {
				return 0, nil, err
			}
			if outOfRange == nil {
				outOfRange = out
			}
			values |= v
		}
		return values, outOfRange, nil
	}
	if strings.Contains(text, "-") {
		return f.between(text)
	}
	return f.every(text)
}

// one reads a single value or the star.
func (f field) one(text string) (set, error, error) {
	if text == "*" {
		return f.span(f.min, f.max, 1), nil, nil
	}
	n, err := f.number(text)
	if err != nil {
		return 0, nil, err
	}
	if out := f.inRange(n); out != nil {
		return 0, out, nil
	}
	return f.span(n, n, 1), nil, nil
}

// between reads a range, with or without a step.
func (f field) between(text string) (set, error, error) {
	ends := strings.Split(strings.TrimRight(text, "-"), "-")
	switch {
	case len(ends) != 2:
		return 0, nil, fmt.Errorf("Missing values for range: %s", text)
	case ends[0] == "" || ends[1] == "":
		return 0, nil, fmt.Errorf("Invalid expression! Expression: %s does not describe a range. "+
			"Negative numbers are not allowed.", text)
	}
	last, stepText, hasStep := strings.Cut(ends[1], "/")
	from, err := f.number(ends[0])
	if err != nil {
		return 0, nil, err
	}
	to, err := f.number(last)
	if err != nil {
		return 0, nil, err
	}
	step := 1
	if hasStep {
		if step, err = f.number(stepText); err != nil {
			return 0, nil, err
		}
	}
	for _, n := range []int{from, to} {
		if out := f.inRange(n); out != nil {
			return 0, out, nil
		}
	}
	if from > to {
		return 0, fmt.Errorf("Invalid range! [%d,%d]", from, to), nil
	}
	if out := f.stepInRange(step); out != nil {
		return 0, out, nil
	}
	return f.span(from, to, step), nil, nil
}

// every reads a step: "*/5", "/5", "10/5".
func (f field) every(text string) (set, error, error) {
	parts := strings.Split(strings.TrimRight(text, "/"), "/")
	if len(parts) == 1 {
		return 0, nil, fmt.Errorf("Missing steps for expression: %s", text)
	}
	if len(parts) != 2 {
		return 0, nil, fmt.Errorf("Invalid expression: %s", text)
	}
	from := f.min
	var err error
	if parts[0] != "*" && parts[0] != "" {
		if from, err = f.number(parts[0]); err != nil {
			return 0, nil, err
		}
	}
	step, err := f.number(parts[1])
	if err != nil {
		return 0, nil, err
	}
	if out := f.inRange(from); out != nil {
		return 0, out, nil
	}
	if out := f.stepInRange(step); out != nil {
		return 0, out, nil
	}
	return f.span(from, f.max, step), nil, nil
}

// number reads digits or one of the field's words. A 7 for Sunday is a 0.
func (f field) number(text string) (int, error) {
	n, known := f.words[text]
	if !known {
		if strings.Contains(text, "#") {
			return 0, fmt.Errorf("Invalid expression: %s", text)
		}
		parsed, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return 0, fmt.Errorf("Invalid chars in expression! Expression: %s Invalid chars: %s", text, f.invalid(text))
		}
		n = int(parsed)
	}
	if f.max == 7 && n == 7 {
		n = 0
	}
	return n, nil
}

// invalid is what is left of text without digits.
func (f field) invalid(text string) string { return strings.Trim(text, "0123456789") }

func (f field) inRange(n int) error {
	if n < f.min || n > f.max {
		return fmt.Errorf("Value %d not in range [%d, %d]", n, f.min, f.max)
	}
	return nil
}

func (f field) stepInRange(step int) error {
	if step <= 0 || step > f.max-f.min+1 {
		return fmt.Errorf("Period %d not in range [%d, %d]", step, f.min, f.max)
	}
	return nil
}

func (f field) span(from, to, step int) set {
	var s set
	for n := from; n <= to; n += step {
		s |= 1 << n
	}
	return s
}
