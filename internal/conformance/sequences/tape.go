package sequences

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Taped is a sequence with the answers that a server gave, to be compared with those
// of others when it is not there.
type Taped struct {
	Name string `json:"name"`
	// Prefix is what names began with.
	Prefix string `json:"prefix"`
	Steps  []Play `json:"steps"`
	// Why says what it shows, where somebody has written that down.
	Why string `json:"why,omitempty"`
}

// Play is a request with its answer.
type Play struct {
	Step
	Want Answer `json:"want"`
}

// Tape plays a sequence to its end on one server. Without an error, nil says that the
// server had no time.
func Tape(ctx context.Context, s *Server, q Sequence, prefix string) (*Taped, error) {
	defer func() { _ = s.clean(context.WithoutCancel(ctx), q, prefix) }() // see Pair.Play
	t := &Taped{Prefix: prefix}
	var known memory
	for _, step := range q {
		want, err := s.Do(ctx, known.fill(step.under(prefix)))
		known.note(want)
		if errors.Is(err, errBusy) {
			return nil, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", s.URL, err)
		}
		t.Steps = append(t.Steps, Play{step, want})
	}
	return t, nil
}

// Sequence is what was played.
func (t *Taped) Sequence() Sequence {
	var q Sequence
	for _, p := range t.Steps {
		q = append(q, p.Step)
	}
	return q
}

// Compare plays it on a server, until an answer is another.
func (t *Taped) Compare(ctx context.Context, have *Server) (Result, error) {
	q := t.Sequence()
	defer func() { _ = have.clean(context.WithoutCancel(ctx), q, t.Prefix) }()
	return compareAll(ctx, q, t.Prefix, have, func(i int, _ Step) (Answer, error) { return t.Steps[i].Want, nil })
}

// MarshalJSON keeps the order of the body's keys.
func (a Answer) MarshalJSON() ([]byte, error) {
	return orderedjson.Marshal(obj("status", a.Status, "type", a.Type, "location", a.Location, "body", a.Body))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (a *Answer) UnmarshalJSON(data []byte) error {
	v, err := orderedjson.Parse(data)
	if err != nil {
		return err
	}
	o, _ := v.(*orderedjson.Object)
	a.Type, a.Location = o.Text("type"), o.Text("location")
	a.Body, _ = o.Get("body")
	status, _ := o.Get("status")
	return json.Unmarshal([]byte(text(status)), &a.Status)
}
