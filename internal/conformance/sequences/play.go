package sequences

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Pair are two servers: Want is right.
type Pair struct {
	Want, Have *Server
	// Name is what the names of everything begin with that is made on them.
	Name string

	plays atomic.Int64
}

// Outcome is how the answers to a sequence compare.
type Outcome int

// The outcomes. Wording: equal but for texts that people read. Refused: Have says by
// name that it doesn't do this. Busy: Want had no time, nothing is known. Broken: Want
// answered with a fault of its own, nothing is known from there on.
const (
	Equal Outcome = iota
	Wording
	Refused
	Busy
	Broken
	Different
)

func (o Outcome) String() string {
	return [...]string{"equal", "wording", "refused", "busy", "broken", "different"}[o]
}

// Result is what was found.
type Result struct {
	Outcome Outcome
	// Step counts from 0: the first one that is answered otherwise, or refused.
	Step int
	// Differences of that step; of an equal sequence those in wording, of all steps.
	Differences []Difference
	Want, Have  Answer
}

// Play plays a sequence on both servers, until an answer is different. An error is
// one in reaching a server.
func (p *Pair) Play(ctx context.Context, q Sequence) (Result, error) {
	prefix := fmt.Sprintf("%s%d-", p.Name, p.plays.Add(1))
	defer func() {
		clean := context.WithoutCancel(ctx)
		_, _ = p.Want.clean(clean, q, prefix), p.Have.clean(clean, q, prefix) // what is left has a prefix of its own
	}()
	var known memory
	return compareAll(ctx, q, prefix, p.Have, func(_ int, s Step) (Answer, error) {
		want, err := p.Want.Do(ctx, known.fill(s))
		known.note(want)
		if err != nil {
			err = fmt.Errorf("%s: %w", p.Want.URL, err)
		}
		return want, err
	})
}

// compareAll plays a sequence on a server until an answer is not the wanted one.
func compareAll(ctx context.Context, q Sequence, prefix string, server *Server, wanted func(int, Step) (Answer, error)) (Result, error) {
	var worded []Difference
	var known memory
	play := &comparer{prefix: prefix, spread: strings.Contains(q.String(), "number_of_shards")}
	for i, s := range q {
		s = s.under(prefix)
		want, err := wanted(i, s)
		if errors.Is(err, errBusy) {
			return Result{Outcome: Busy, Step: i}, nil
		} else if err != nil {
			return Result{}, err
		}
		have, err := server.Do(ctx, known.fill(s))
		if err != nil {
			return Result{}, fmt.Errorf("%s: %w", server.URL, err)
		}
		known.note(have)
		if refusal(have) != "" {
			return Result{Outcome: Refused, Step: i, Want: want, Have: have, Differences: []Difference{{At: "(refused)", Have: refusal(have)}}}, nil
		}
		if broken(want) || play.raced(s, want) {
			return Result{Outcome: Broken, Step: i, Want: want, Have: have}, nil
		}
		found := play.compare(s, want, have)
		if worst(found) == Different {
			return Result{Different, i, found, want, have}, nil
		}
		worded = append(worded, found...)
	}
	if len(worded) > 0 {
		return Result{Outcome: Wording, Differences: worded}, nil
	}
	return Result{}, nil
}

// refusal is what a server says that doesn't do something, and says so by name.
func refusal(a Answer) string {
	found := ""
	walk(a.Body, func(o *orderedjson.Object) {
		if o.Text("type") == "sandbox_unsupported_exception" {
			found = o.Text("reason")
		}
	})
	return found
}
