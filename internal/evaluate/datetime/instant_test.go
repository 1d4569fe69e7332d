package datetime_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
)

// FuzzInstant: what Instant reads, the default format reads alike.
func FuzzInstant(f *testing.F) {
	for _, text := range []string{"2020-02-29T23:59:59.123456789Z", "1970-01-01T00:00:00Z", "2100-03-01T00:00:00.5Z", "2023-02-29T00:00:00Z", "2020-02-07T24:00:00Z",
		"2020-02-07T00:00:00.Z", "2020-02-07T00:00:00", "9999-12-31T23:59:59Z"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := datetime.Instant(text)
		want, err := datetime.MustDefault().Parse(text, datetime.Context{})
		if ok && (err != nil || want.UnixMilli() != got) {
			t.Errorf("Instant(%q) = %d, the default format: %v, %v", text, got, want, err)
		}
	})
}

func TestInstantReadsEveryDay(t *testing.T) {
	for at := time.Date(1970, 1, 1, 11, 12, 13, 0, time.UTC); at.Year() < 2110; at = at.AddDate(0, 0, 1) {
		text := at.Format("2006-01-02T15:04:05Z")
		if got, ok := datetime.Instant([]byte(text)); !ok || got != at.UnixMilli() {
			t.Fatalf("Instant(%s) = %d, %v", text, got, ok)
		}
	}
}
