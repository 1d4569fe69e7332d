package clock

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Speed is how much faster than the machine's time a clock goes: 60 is an hour in
// a minute.
type Speed float64

// The machine's own speed, and the ends of what ParseSpeed takes: a day in a
// second, and a second in a thousand.
const (
	RealTime Speed = 1
	fastest  Speed = 86_400
	slowest  Speed = 0.001
)

// ParseSpeed reads a speed such as "60x", "60" or "0.5x".
func ParseSpeed(text string) (Speed, error) {
	number := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(text)), "x")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsNaN(n) {
		return 0, fmt.Errorf("%q is no speed: 60x is an hour in a minute", text)
	}
	s := Speed(n)
	if s < slowest || s > fastest {
		return 0, fmt.Errorf("a speed of %s is out of reach: it can be from %s to %s", text, slowest, fastest)
	}
	return s, nil
}

// String is the speed as ParseSpeed reads it.
func (s Speed) String() string { return strconv.FormatFloat(float64(s), 'f', -1, 64) + "x" }
