package cloudwatch

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/alertplan/alertplan/monitors/quiet"
)

func TestWeekly(t *testing.T) {
	at := func(d, h, m int) moment { return moment(d)*day + moment(60*h+m) }
	for _, test := range []struct {
		expression string
		want       []moment
		refused    bool
	}{
		{"cron(0 0 ? * MON-FRI *)", []moment{at(0, 0, 0), at(1, 0, 0), at(2, 0, 0), at(3, 0, 0), at(4, 0, 0)}, false},
		{"cron(30 9 ? * 2-4 *)", []moment{at(0, 9, 30), at(1, 9, 30), at(2, 9, 30)}, false},
		{"cron(0 18 ? * fri-mon *)", []moment{at(0, 18, 0), at(4, 18, 0), at(5, 18, 0), at(6, 18, 0)}, false},
		{"cron(0 8,20 ? * SUN *)", []moment{at(6, 8, 0), at(6, 20, 0)}, false},
		{"cron(0/30 1 ? * 1 *)", []moment{at(6, 1, 0), at(6, 1, 30)}, false},
		{"cron(0 0 1 * ? *)", nil, true},
		{"cron(0 0 ? 12 MON *)", nil, true},
		{"cron(0 0 ? * MON 2026)", nil, true},
		{"cron(0 0 ? * MON#1 *)", nil, true},
		{"cron(0 0 ? * 6L *)", nil, true},
		{"cron(0 0 ? * MON-FRI)", nil, true},
		{"cron(60 0 ? * MON *)", nil, true},
		{"rate(5 minutes)", nil, true},
	} {
		got, err := weekly(test.expression)
		if (err != nil) != test.refused || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, %v, want %v", test.expression, got, err, test.want)
		}
	}
}

// TestWindows holds the hours against a walk through two weeks, minute by minute.
func TestWindows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func() []moment {
		var out []moment
		for range 1 + r.IntN(5) {
			out = append(out, moment(r.IntN(7))*day+moment(r.IntN(24)*60+r.IntN(2)*30))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	for range 200 {
		off, on := some(), some()
		on = slices.DeleteFunc(on, func(m moment) bool { return slices.Contains(off, m) })
		if len(on) == 0 {
			continue
		}
		times := quiet.Times{Hours: windows(off, on, "UTC")}
		silent := false
		for m := moment(0); m < 2*week; m++ {
			switch {
			case slices.Contains(off, m%week):
				silent = true
			case slices.Contains(on, m%week):
				silent = false
			}
			if m < week {
				continue // until it has come round
			}
			if _, got := times.At(monday.Add(time.Duration(m) * time.Minute)); got != silent {
				t.Fatalf("off %v, on %v, at %v: %t, want %t\n%v", off, on, m%week, got, silent, times.Words())
			}
		}
	}
}

func FuzzWeekly(f *testing.F) {
	f.Add("cron(0/5 8-18 ? * MON-FRI,1 *)")
	f.Fuzz(func(t *testing.T, expression string) {
		got, err := weekly(expression)
		for _, m := range got {
			if err != nil || m < 0 || m >= week {
				t.Errorf("%q: %v, %v", expression, got, err)
			}
		}
	})
}
