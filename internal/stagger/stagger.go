// Package stagger makes cron expressions that spread what runs equally often over the
// time in between, by a key: a leaf that knows nothing but text.
//
// Which moment a key gets never changes: schedules that have been applied depend on it.
package stagger

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// Lengths are what Cron takes, the ways to write it: those that fit into an hour, a day
// or a week so many times, so that there is an expression that is due equally often.
var Lengths = []string{"2m", "3m", "4m", "5m", "6m", "10m", "12m", "15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h", "1d", "7d"}

var length = pattern.New(`^([1-9][0-9]{0,4})([mhd])$`)

// minutesOf reads a length as minutes: 60m is 1h.
func minutesOf(text string) (int, bool) {
	m := length.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, _ := strconv.Atoi(m[1])
	return n * map[string]int{"m": 1, "h": 60, "d": 24 * 60}[m[2]], true
}

// Cron is an expression of five fields that is due once in every, at a moment that the
// key decides on. Lists are written out, since that is what every server reads alike.
// An error doesn't repeat its arguments, which may be secrets.
func Cron(every, key string) (string, error) {
	minutes, ok := minutesOf(every)
	if !ok {
		return "", errors.New("it must be a length of time such as 5m, 1h or 1d")
	}
	const hour, day, week = 60, 24 * 60, 7 * 24 * 60
	moment := int(number(key) % uint64(max(minutes, 1)))
	switch {
	case minutes == 1:
		return "", errors.New("what runs every minute can't be spread over it")
	case minutes < hour && hour%minutes == 0:
		return list(moment, minutes, hour) + " * * * *", nil
	case minutes == hour:
		return fmt.Sprintf("%d * * * *", moment), nil
	case minutes < day && minutes%hour == 0 && day%minutes == 0:
		return fmt.Sprintf("%d %s * * *", moment%hour, list(moment/hour, minutes/hour, 24)), nil
	case minutes == day:
		return fmt.Sprintf("%d %d * * *", moment%hour, moment/hour), nil
	case minutes == week:
		return fmt.Sprintf("%d %d * * %d", moment%hour, moment%day/hour, moment/day), nil
	default:
		return "", errors.New("no cron expression is due so often; there is one for " + strings.Join(Lengths, ", "))
	}
}

// Within tells how an expression can be spread within its hours: how often it is due in
// each, as Cron takes it, and its other fields, "" where those are all *. False where
// its minutes are not one, nor evenly apart.
func Within(expression string) (every, rest string, ok bool) {
	fields := strings.Fields(expression)
	if len(fields) != 5 {
		return "", "", false
	}
	if rest = strings.Join(fields[1:], " "); rest == "* * * *" {
		rest = ""
	}
	if step, stepped := strings.CutPrefix(fields[0], "*/"); stepped {
		n, err := strconv.Atoi(step)
		return step + "m", rest, err == nil && n >= 2 && n <= 30 && 60%n == 0
	}
	_, err := strconv.Atoi(fields[0])
	return "1h", rest, err == nil
}

// list is every so many, from one on, below an end: 3,8,13.
func list(from, every, below int) string {
	var items []string
	for n := from; n < below; n += every {
		items = append(items, strconv.Itoa(n))
	}
	return strings.Join(items, ",")
}

func number(key string) uint64 {
	digest := sha256.Sum256([]byte(key))
	return binary.BigEndian.Uint64(digest[:8])
}
