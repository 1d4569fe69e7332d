package quiet

import (
	"strings"
	"time"
)

// Words are what people read, a line for each: "Quiet hours: mon, tue 09:00-18:00
// Asia/Tokyo". They stand in the script as comments.
func (t Times) Words() []string {
	var lines []string
	for _, h := range t.Hours {
		if len(h.Days) > 0 {
			lines = append(lines, h.windowWords())
		}
		if len(h.Holidays) > 0 {
			lines = append(lines, h.holidayWords())
		}
	}
	for _, m := range t.Maintenance {
		lines = append(lines, m.words())
	}
	return lines
}

func (h Hours) windowWords() string {
	var days []string
	for _, d := range h.Days {
		days = append(days, DayName(d))
	}
	text := "Quiet hours: "
	if h.Only {
		text = "Alerts only in these hours: "
	}
	text += strings.Join(days, ", ") + " " + h.From.String() + "-" + h.To.String() + " " + h.Zone
	if len(h.Except) > 0 {
		text += ", not on " + strings.Join(h.Except, ", ")
	}
	return text
}

func (h Hours) holidayWords() string {
	return "Quiet all day: " + strings.Join(h.Holidays, ", ") + " " + h.Zone
}

func (m Maintenance) words() string {
	return "Maintenance: " + m.From.UTC().Format(time.RFC3339) + " - " + m.To.UTC().Format(time.RFC3339)
}
