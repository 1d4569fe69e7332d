package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

var morning = time.Date(2024, 8, 2, 9, 0, 0, 0, time.UTC)

func TestStatusTellsWhatIsPlayed(t *testing.T) {
	played, err := dialect.Parse("opensearch-1.3")
	if err != nil {
		t.Fatal(err)
	}
	s := startWith(t, sandbox.Options{Clock: clock.NewManual(morning), Version: "v1", Dialect: played})
	s.is("GET /_sandbox", "", `{"name":"alertplan sandbox","version":"v1","dialect":"opensearch-1.3","time":"2024-08-02T09:00:00Z","speed":0}`)
	if scaled := startWith(t, sandbox.Options{Clock: clock.NewScaled(morning, 60)}).call("GET /_sandbox", ""); scaled.Text("time")[:13] != "2024-08-02T09" {
		t.Error(scaled.Text("time"))
	}
}

func TestClockIsMoved(t *testing.T) {
	s := startWith(t, sandbox.Options{Clock: clock.NewManual(morning)})
	s.is("POST /_sandbox/clock?advance=1h30m", "", `{"time":"2024-08-02T10:30:00Z","speed":0}`)
	s.is("POST /_sandbox/clock", `{"advance": "1d"}`, `{"time":"2024-08-03T10:30:00Z","speed":0}`)
	s.is("POST /_sandbox/clock", `{"to": "2024-08-04T00:00:00+09:00"}`, `{"time":"2024-08-03T15:00:00Z","speed":0}`)
}

func TestClockRefuses(t *testing.T) {
	s := startWith(t, sandbox.Options{Clock: clock.NewManual(morning)})
	for body, want := range map[string]string{
		`{"advance": "soon"}`:                             `[advance] must be a duration such as 90m, 1h or 7d, not "soon"`,
		`{"advance": "-1h"}`:                              `[advance] must be a duration such as 90m, 1h or 7d, not "-1h"`,
		`{"advance": 5}`:                                  `[advance] must be a duration such as 90m, 1h or 7d, not "5"`,
		`{"to": "noon"}`:                                  `[to] must be a time such as 2024-08-02T09:00:00Z, not "noon"`,
		`{"to": "2024-08-02T08:59:59Z"}`:                  `the sandbox's time is 2024-08-02T09:00:00Z already, and only goes on`,
		`{"to": "2024-08-02T10:00:00Z", "advance": "1h"}`: `say either [advance] or [to]`,
		`{"speed": "0"}`:                                  `a speed of 0 is out of reach: it can be from 0.001x to 86400x`,
		`{}`:                                              `say how far: advance=1h, to=2024-08-02T09:00:00Z; or how fast: speed=60x`,
		`[]`:                                              `the body must be an object such as {"advance": "1h"}`,
		`{"back": "1h"}`:                                  `[back] is none of advance, to, speed`,
	} {
		status, answer := s.send("POST /_sandbox/clock", body)
		if got := answer.Object("error").Text("reason"); status != http.StatusBadRequest || got != want {
			t.Errorf("%s: %d %s, want %s", body, status, got, want)
		}
	}
}

func TestClockOfAServerChangesSpeed(t *testing.T) {
	s := startWith(t, sandbox.Options{Clock: clock.NewScaled(morning, clock.RealTime)})
	s.call("POST /_sandbox/clock?speed=60x&advance=1h", "")
	if n := s.call("GET /_sandbox", ""); !n.Has("speed") || n.Text("time")[:13] != "2024-08-02T10" {
		t.Error(n.Text("time"))
	}
}
