package schedule_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
)

// TestWeekAgreesWithAfter compares with the times one after the other, in a week
// without changes of clocks.
func TestWeekAgreesWithAfter(t *testing.T) {
	begins := time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	for _, expression := range []string{"*/40 * * * *", "0 9 * * MON-FRI", "30 23 * * 0", "0 0 6 * 2", "0 9 31 12 *", "5 1 * * 1||6 2 * * 2"} {
		for _, id := range []string{"UTC", "Asia/Tokyo", "Asia/Kolkata", "America/New_York"} {
			cron, err := schedule.ParseCron(expression)
			if err != nil {
				t.Fatal(err)
			}
			zone, err := schedule.ParseZone(id)
			if err != nil {
				t.Fatal(err)
			}
			want := map[int]bool{}
			local := time.Date(2026, time.January, 5, 0, 0, 0, 0, zone.Location)
			for at := local.Add(-time.Second); ; {
				next, ok := cron.After(at)
				if !ok || !next.Before(local.AddDate(0, 0, 7)) {
					break
				}
				minute := int(next.Sub(begins) / time.Minute)
				want[((minute%10080)+10080)%10080] = true
				at = next
			}
			got := cron.Week(begins, zone.Location)
			if len(got) != len(want) {
				t.Errorf("%s in %s: got %d minutes, want %d", expression, id, len(got), len(want))
			}
			for _, minute := range got {
				if !want[minute] {
					t.Errorf("%s in %s: minute %d is not due", expression, id, minute)
				}
			}
		}
	}
}
