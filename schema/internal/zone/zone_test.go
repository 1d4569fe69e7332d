package zone_test

import (
	"testing"

	"github.com/alertplan/alertplan/schema/internal/zone"
)

// TestCanonical holds the package to what ZoneId.of says (JDK 17), and to the
// transcript schedules/timezones of 2.19.4.
func TestCanonical(t *testing.T) {
	known := map[string]string{
		"Z": "Z", "+9": "+09:00", "+09": "+09:00", "+0930": "+09:30", "+09:30": "+09:30", "+093015": "+09:30:15",
		"+09:30:15": "+09:30:15", "+18": "+18:00", "-00:00": "Z", "+0": "Z", "UTC": "UTC", "UTC+9": "UTC+09:00",
		"UTC+0930": "UTC+09:30", "UTC+0": "UTC", "UTC-03:30": "UTC-03:30", "GMT+2": "GMT+02:00", "GMT0": "GMT0",
		"GMT-0": "GMT", "UT+3": "UT+03:00", "UT": "UT", "GMT+09:00:00": "GMT+09:00", "UT-00:00:00": "UT",
		"Etc/GMT-9": "Etc/GMT-9", "EST5EDT": "EST5EDT", "Asia/Tokyo": "Asia/Tokyo", "Zulu": "Zulu", "Japan": "Japan",
	}
	for text, want := range known {
		if got, ok := zone.Canonical(text); !ok || got != want {
			t.Errorf("Canonical(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "z", "+19", "+18:01", "utc", "UTC0", "GMT2", "UTZ", "UTC+9:30", "+9:30", "+123", "EST", "PST", "JST",
		"asia/tokyo", "Asia/Tokyo ", "UTC+19", "Asia/Tokio", "UTCZ", "+1:00", "9", "A/B", "UTC+1:00", "+", "UTC+", "+12345",
	} {
		if got, ok := zone.Canonical(text); ok {
			t.Errorf("Canonical(%q) = %q, want none", text, got)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, text := range []string{"Z", "GMT+2", "+09:30:15", "Asia/Tokyo"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, ok := zone.Canonical(text)
		if !ok {
			return
		}
		if again, ok := zone.Canonical(once); !ok || again != once {
			t.Fatalf("%q becomes %q becomes %q", text, once, again)
		}
	})
}
