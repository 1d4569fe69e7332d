package sandbox

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// clockMove is what a client asks of the clock.
type clockMove struct {
	advance time.Duration // -1: not given
	to      time.Time     // zero: not given
	speed   clock.Speed   // 0: as it is
}

// moveClock answers POST /_sandbox/clock. advance=1h moves the time on,
// to=2024-08-02T09:00:00Z moves it on to a moment, speed=60x changes how fast it
// goes from then on; as parameters, or as the keys of a body. What becomes due on
// the way is done, in order, before the answer comes.
func (s *Server) moveClock(r *rest.Request) (rest.Response, error) {
	move, err := readClockMove(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	c, ok := s.options.Clock.(clock.Movable)
	if !ok {
		return rest.Response{}, rest.IllegalArgument("this sandbox's clock can't be moved")
	}
	to, err := move.end(c.Now())
	if err != nil {
		return rest.Response{}, err
	}
	if err := c.MoveTo(r.Context(), to); err != nil {
		return rest.Response{}, rest.Errorf(http.StatusServiceUnavailable, "clock_stopped", "the clock was stopped on its way")
	}
	if scaled, ok := c.(*clock.Scaled); ok && move.speed != 0 {
		scaled.SetSpeed(move.speed)
	}
	return rest.JSON(http.StatusOK, s.timeOf()), nil
}

// readClockMove reads the parameters and the body, which may be left out.
func readClockMove(r *rest.Request) (clockMove, error) {
	move := clockMove{advance: -1}
	for _, key := range []string{"advance", "to", "speed"} {
		if text := r.Param(key); text != "" {
			if err := move.read(key, text); err != nil {
				return move, err
			}
		}
	}
	if r.HasBody() {
		body, err := r.WholeBody()
		if err != nil {
			return move, err
		}
		o, ok := body.Value.(*orderedjson.Object)
		if !ok {
			return move, rest.IllegalArgument(`the body must be an object such as {"advance": "1h"}`)
		}
		for _, m := range o.Members() {
			if err := move.read(m.Key, fmt.Sprint(m.Value)); err != nil {
				return move, err
			}
		}
	}
	return move, nil
}

func (m *clockMove) read(key, text string) (err error) {
	switch key {
	case "advance":
		m.advance, err = parseAdvance(text)
	case "to":
		if m.to, err = time.Parse(time.RFC3339, text); err != nil {
			err = fmt.Errorf("[to] must be a time such as 2024-08-02T09:00:00Z, not %q", text)
		}
	case "speed":
		m.speed, err = clock.ParseSpeed(text)
	default:
		err = fmt.Errorf("[%s] is none of advance, to, speed", key)
	}
	if err != nil {
		return rest.IllegalArgument("%s", err)
	}
	return nil
}

// parseAdvance reads a duration such as 90m, 1h30m or 7d.
func parseAdvance(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 64); err == nil && n <= math.MaxInt64/uint64(24*time.Hour) {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("[advance] must be a duration such as 90m, 1h or 7d, not %q", text)
	}
	return d, nil
}

// end is where the clock is to stand.
func (m clockMove) end(now time.Time) (time.Time, error) {
	switch {
	case m.advance >= 0 && !m.to.IsZero():
		return now, rest.IllegalArgument("say either [advance] or [to]")
	case m.advance >= 0:
		return now.Add(m.advance), nil
	case m.to.IsZero() && m.speed == 0:
		return now, rest.IllegalArgument("say how far: advance=1h, to=2024-08-02T09:00:00Z; or how fast: speed=60x")
	case m.to.IsZero():
		return now, nil
	case m.to.Before(now):
		return now, rest.IllegalArgument("the sandbox's time is %s already, and only goes on", now.UTC().Format(time.RFC3339))
	}
	return m.to, nil
}
