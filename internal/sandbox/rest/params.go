package rest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Has tells whether the parameter was sent, and marks it as known.
func (r *Request) Has(name string) bool {
	r.consumed[name] = true
	_, ok := r.params[name]
	return ok
}

// Sent tells whether the parameter was sent, without marking it as known: what
// only Sent looked at is no candidate for "did you mean".
func (r *Request) Sent(name string) bool {
	_, ok := r.params[name]
	return ok
}

// Names are the parameters that were sent, in no order.
func (r *Request) Names() []string { return slices.Collect(maps.Keys(r.params)) }

// Param is a parameter of the path or the query, "" where it was not sent.
func (r *Request) Param(name string) string { return r.ParamOr(name, "") }

// ParamOr is Param with another default. A parameter that was sent empty stays
// empty.
func (r *Request) ParamOr(name, fallback string) string {
	r.consumed[name] = true
	if v, ok := r.params[name]; ok {
		return v
	}
	return fallback
}

// List is a parameter of several values with commas between them. Empty values
// are dropped.
func (r *Request) List(name string) []string {
	values := []string{}
	for v := range strings.SplitSeq(r.Param(name), ",") {
		if v != "" {
			values = append(values, v)
		}
	}
	return values
}

// Bool is a parameter that is true or false; without a value it is true.
func (r *Request) Bool(name string, fallback Default) (bool, error) {
	r.consumed[name] = true
	v, ok := r.params[name]
	switch {
	case !ok:
		return bool(fallback), nil
	case v == "" || v == "true":
		return true, nil
	case v == "false":
		return false, nil
	}
	return false, IllegalArgument("Failed to parse value [%s] as only [true] or [false] are allowed.", v)
}

// Default is what a parameter is where it was not sent.
type Default bool

// The two defaults of Bool.
const (
	OnByDefault  Default = true
	OffByDefault Default = false
)

// Int is a parameter that is a whole number of 32 bits.
func (r *Request) Int(name string, fallback int) (int, error) {
	n, err := r.integer("int", name, int64(fallback))
	return int(n), err
}

// Int64 is a parameter that is a whole number of 64 bits.
func (r *Request) Int64(name string, fallback int64) (int64, error) {
	return r.integer("long", name, fallback)
}

func (r *Request) integer(kind, name string, fallback int64) (int64, error) {
	r.consumed[name] = true
	v, ok := r.params[name]
	if !ok {
		return fallback, nil
	}
	bits := 64
	if kind == "int" {
		bits = 32
	}
	n, err := strconv.ParseInt(v, 10, bits)
	if err != nil {
		e := IllegalArgument("Failed to parse %s parameter [%s] with value [%s]", kind, name, v)
		return 0, e.Because(&Error{Type: "number_format_exception", Reason: fmt.Sprintf("For input string: %q", v)})
	}
	return n, nil
}

var timeUnits = []struct {
	suffix string
	unit   time.Duration
}{
	{"nanos", time.Nanosecond}, {"micros", time.Microsecond}, {"ms", time.Millisecond},
	{"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}, {"d", 24 * time.Hour},
}

// Duration is a parameter such as 30s, 5m, 100ms; 0 and -1 need no unit.
func (r *Request) Duration(name string, fallback time.Duration) (time.Duration, error) {
	r.consumed[name] = true
	v, ok := r.params[name]
	if !ok {
		return fallback, nil
	}
	return ParseTimeValue(name, v)
}

// ParseTimeValue reads a time value as settings and parameters have it; name is
// only for the error.
func ParseTimeValue(name, v string) (time.Duration, error) {
	if v == "-1" {
		return -1, nil
	}
	if v == "0" {
		return 0, nil
	}
	lower := strings.ToLower(strings.TrimSpace(v))
	for _, u := range timeUnits {
		digits, ok := strings.CutSuffix(lower, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil {
			e := IllegalArgument("failed to parse [%s]", v)
			return 0, e.Because(&Error{Type: "number_format_exception", Reason: fmt.Sprintf("For input string: %q", strings.TrimSpace(digits))})
		}
		if n < 0 {
			return 0, IllegalArgument("failed to parse setting [%s] with value [%s] as a time value: negative durations are not supported", name, v)
		}
		return time.Duration(n) * u.unit, nil
	}
	return 0, IllegalArgument("failed to parse setting [%s] with value [%s] as a time value: unit is missing or unrecognized", name, v)
}

// Ready says that the handler has read all parameters and the body, and judged the
// request by itself. The error is the 400 of parameters that nobody asked for, or the
// 403 of a user who may not do it.
func (r *Request) Ready() error {
	if err := r.CheckParams(); err != nil {
		return err
	}
	return r.Permit()
}

// CheckParams is Ready without the question whether the user may do it.
func (r *Request) CheckParams() error {
	r.checked = true
	unknown := []string{}
	for name := range r.params {
		if !r.consumed[name] || slices.Contains(r.unread, name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 && r.Sent("master_timeout") && r.Sent("cluster_manager_timeout") {
		return Errorf(http.StatusBadRequest, "parse_exception", "Please only use one of the request parameters [master_timeout, cluster_manager_timeout].")
	} else if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	return unrecognized(r.Path, unknown, r.consumed)
}
