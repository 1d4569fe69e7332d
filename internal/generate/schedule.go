package generate

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/monitors"
)

// Schedule is the block of a schedule.
func Schedule(s monitors.Schedule) Block {
	b := Block{Type: "schedule"}
	switch {
	case s.Interval != nil:
		b.Set("interval", s.Interval.String())
		return b
	case s.Cron == nil:
		return b
	case s.Calendar == nil:
		b.Set("cron", s.Cron.Expression)
	case s.Calendar.Frequency == monitors.Daily:
		b.Set("daily", s.Calendar.At())
	default:
		b.Blocks = append(b.Blocks, calendar(*s.Calendar))
	}
	b.Set("timezone", s.Cron.Timezone)
	return b
}

// calendar is the block weekly or monthly.
func calendar(c monitors.Calendar) Block {
	b := Block{Type: string(c.Frequency)}
	if c.Frequency == monitors.Weekly {
		b.Set("days", texts(c.Days))
	} else {
		b.Set("day", json.Number(strconv.Itoa(c.Day)))
	}
	b.Set("at", c.At())
	return b
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, text := range list {
		out[i] = text
	}
	return out
}
