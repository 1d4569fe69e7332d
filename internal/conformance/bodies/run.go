package bodies

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/conformance/lessen"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// Plan is what a run asks.
type Plan struct {
	Seed   uint64
	Bodies int
	Prefix string // of the index on the node
	Shrink int    // how many differences are made smaller

	// Given are bodies to ask in place of those that Make makes; nil: none.
	Given []*orderedjson.Object
}

func (p Plan) body(i int, server Server) Body {
	if p.Given != nil {
		return Body{Search: p.Given[i]}
	}
	return Make(p.Seed, uint64(i), server)
}

// Usual is the plan of `make conformance`: some seconds.
func Usual() Plan { return Plan{Seed: 1, Bodies: 4000, Shrink: 5} }

// batch is how many bodies are sent before the log is read.
const batch = 500

// Finding is a body that comes out differently.
type Finding struct {
	Body       *orderedjson.Object
	Got, Want  string
	Made       []string
	difference outcome
}

func (f Finding) String() string {
	sent, _ := orderedjson.Marshal(f.Body)
	return fmt.Sprintf("%s\n  sent %s\n  here %s\n  node %s", f.difference, sent, f.Got, f.Want)
}

// Run asks a node what it makes of the bodies of a plan, and compares. A node whose
// log can't be read is ErrNoLog.
func Run(ctx context.Context, url string, plan Plan) (*Tally, []Finding, error) {
	n, err := dial(ctx, url, plan.Prefix)
	if err != nil {
		return nil, nil, err
	}
	if err := n.prepare(ctx); err != nil {
		return nil, nil, err
	}
	defer n.cleanUp()
	tally, findings := newTally(n.Version), []Finding{}
	for first := 0; first < plan.Bodies; first += batch {
		some := make([]Body, 0, batch)
		for i := first; i < min(first+batch, plan.Bodies); i++ {
			if b := plan.body(i, n.server); !haltsNode(b.Search) {
				some = append(some, b)
			}
		}
		answers, err := n.ask(ctx, searches(some))
		if err != nil {
			return nil, nil, err
		}
		for i, b := range some {
			f := n.compare(b.Search, answers[i])
			tally.count(b.Made, f.difference)
			if f.difference.isFault() {
				f.Made = b.Made
				if plan.Shrink > 0 {
					plan.Shrink--
					f = n.shrink(ctx, f)
				}
				findings = append(findings, f)
			}
		}
	}
	return tally, findings, nil
}

func searches(some []Body) []*orderedjson.Object {
	out := make([]*orderedjson.Object, len(some))
	for i, b := range some {
		out[i] = b.Search
	}
	return out
}

// haltsNode says of a body that it would end the node that reads it.
func haltsNode(body *orderedjson.Object) bool {
	_, err := querydsl.Canonical(body)
	var refusal *querydsl.Error
	if errors.As(err, &refusal) && refusal.Root().Kind == querydsl.KindAssertion {
		return true
	}
	return holdsNullScript(body)
}

// holdsNullScript looks for a script clause with null in it, wherever it stands.
func holdsNullScript(v any) bool {
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if o, ok := m.Value.(*orderedjson.Object); ok && m.Key == "script" {
				for _, inner := range o.Members() {
					if inner.Value == nil {
						return true
					}
				}
			}
			if holdsNullScript(m.Value) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, holdsNullScript)
	}
	return false
}

// compare holds what is known here of a body to what a node says of it.
func (n *node) compare(body *orderedjson.Object, a answer) Finding {
	f := Finding{Body: body}
	canonical, err := querydsl.CanonicalFor(n.Dialect, body)
	if canonical != nil {
		got, _ := orderedjson.Marshal(canonical)
		f.Got = string(got)
	}
	if err != nil {
		f.Got = "refused: " + err.Error()
	}
	switch {
	case a.refused:
		f.Want = "refused: " + a.reason
	case a.stored != nil:
		want, _ := orderedjson.Marshal(a.stored)
		f.Want = string(want)
	default:
		f.Want = "read, and failed: " + a.reason
	}
	f.difference = f.outcome(n, canonical, err, a)
	return f
}

func (f Finding) outcome(n *node, canonical *orderedjson.Object, err error, a answer) outcome {
	switch {
	case err != nil && a.refused:
		return refusedAlike
	case err != nil && strayBracket(err):
		return stricter
	case err != nil:
		return refusedHere
	case a.refused && isForeign(n.Dialect, f.Body):
		return foreign
	case a.refused && n.server.Generation == 1 && ofBucketPattern.MatchString(a.reason):
		return untold
	case a.refused:
		return acceptedHere
	case a.stored == nil:
		return untold
	case n.server.Generation == 1 || rewritten(canonical):
		return rewrittenThere
	case same(canonical, a.stored):
		return equal
	default:
		return unequal
	}
}

// ofBucketPattern is 1.3's refusal of a regular expression that chooses buckets: it
// reads those with the body, later servers when they run the search, which fails then.
var ofBucketPattern = regexp.MustCompile(`failed to parse field \[(include|exclude)\] .* at position \d+`)

// isForeign tells of what only plugins know: this node has none.
func isForeign(d querydsl.Dialect, body *orderedjson.Object) bool {
	form, err := querydsl.Read(d, body)
	return err == nil && len(form.Foreign) > 0
}

// strayBracket is a refusal of a brace, a bracket or null where a value is expected.
// Some parsers of the server go on reading behind it, with another meaning.
func strayBracket(err error) bool {
	var refusal *querydsl.Error
	for ; errors.As(err, &refusal); err = refusal.Unwrap() {
		for _, token := range []string{"START_OBJECT", "START_ARRAY", "END_OBJECT", "END_ARRAY", "VALUE_NULL", "malformed"} {
			if strings.Contains(refusal.Reason, token) {
				return true
			}
		}
	}
	return false
}

// shrink makes a body smaller as long as it comes out differently in the same way.
func (n *node) shrink(ctx context.Context, f Finding) Finding {
	for range 30 {
		var smaller []*orderedjson.Object
		for _, v := range lessen.Values(f.Body, nil) {
			if o, ok := v.(*orderedjson.Object); ok && !haltsNode(o) {
				smaller = append(smaller, o)
			}
		}
		answers, err := n.ask(ctx, smaller)
		if err != nil {
			return f
		}
		found := false
		for i, o := range smaller {
			if next := n.compare(o, answers[i]); next.difference == f.difference {
				next.Made, f, found = f.Made, next, true
				break
			}
		}
		if !found {
			return f
		}
	}
	return f
}
