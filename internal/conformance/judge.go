package conformance

import (
	"cmp"
	"context"
	"slices"
)

// Judge asks cases on both sides and compares. What is refused here isn't asked
// on the node.
func Judge(ctx context.Context, n *Node, cases []*Case) ([]Result, error) {
	out := make([]Result, len(cases))
	var asks []Ask
	var asked []int
	ours := make([]Answer, len(cases))
	for i, c := range cases {
		out[i].Case = c
		a, refusal := c.World.Search(c.Targets, c.Body)
		if refusal != "" {
			out[i].Outcome, out[i].Refusal = Refused, refusal
			continue
		}
		ours[i] = a
		asked = append(asked, i)
	}
	// Those alone last: a request holds what comes one after the other.
	slices.SortStableFunc(asked, func(a, b int) int { return cmp.Compare(ours[a].Status, ours[b].Status) })
	asks = asks[:0]
	for _, i := range asked {
		asks = append(asks, Ask{cases[i].Targets, cases[i].Body, ours[i].Status != 200})
	}
	answers, err := n.Searches(ctx, asks)
	if err != nil {
		return nil, err
	}
	for k, i := range asked {
		if why := notAnswered(answers[k]); why != "" {
			out[i].Outcome, out[i].Refusal = Refused, "not compared: "+why
			continue
		}
		if cases[i].World.dialect.EndsEarly && !ours[i].Body.Has("terminated_early") {
			answers[k].Body.Delete("terminated_early")
		}
		out[i].judge(answers[k], ours[i])
	}
	return out, nil
}

func (r *Result) judge(want, got Answer) {
	r.Node, r.Here = want, got
	r.Difference, r.OtherWords = Compare(want, got)
	switch {
	case r.Difference.Kind != "":
		r.Outcome = Unequal
	case want.Status != 200:
		r.Outcome = EqualError
	default:
		r.Outcome = Equal
	}
}

// notAnswered says why there is no answer to compare; "" where there is one.
func notAnswered(a Answer) string {
	switch a.Status {
	case unanswered:
		return "the node gave no answer in time"
	case busy:
		return "the node was too busy, however often it was asked"
	}
	return ""
}
