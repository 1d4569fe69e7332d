package generate

import (
	"time"

	"github.com/alertplan/alertplan/monitors/quiet"
)

// Quiet are the blocks of quiet times.
func Quiet(times quiet.Times) []Block {
	var blocks []Block
	for _, h := range times.Hours {
		blocks = append(blocks, hours(h))
	}
	for _, m := range times.Maintenance {
		b := Block{Type: "maintenance"}
		b.Set("from", m.From.Format(time.RFC3339))
		b.Set("to", m.To.Format(time.RFC3339))
		blocks = append(blocks, b)
	}
	return blocks
}

func hours(h quiet.Hours) Block {
	b := Block{Type: "quiet_hours"}
	b.Set("timezone", h.Zone)
	if len(h.Days) > 0 {
		if len(h.Days) < len(quiet.Week) || len(h.Except) == 0 && h.From == 0 && h.To == quiet.EndOfDay {
			var days []string
			for _, d := range h.Days {
				days = append(days, quiet.DayName(d))
			}
			b.Set("days", texts(days))
		}
		if h.From != 0 || h.To != quiet.EndOfDay {
			b.Set("from", h.From.String())
			b.Set("to", h.To.String())
		}
	}
	if len(h.Except) > 0 {
		b.Set("except", texts(h.Except))
	}
	if len(h.Holidays) > 0 {
		b.Set("holidays", texts(h.Holidays))
	}
	if h.Only {
		b.Set("only", true)
	}
	return b
}
