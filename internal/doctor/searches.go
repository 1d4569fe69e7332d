package doctor

import (
	"context"
	"errors"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/monitors"
)

// What is found by asking the searches of monitors by themselves.
const (
	SearchesWork Kind = "searches"
	NotSearched  Kind = "not-searched"
)

// atOnce is how many searches one request asks.
const atOnce = 50

// searchGrades are how bad it is what a search finds; what is not there is told in the
// words of a preflight.
var searchGrades = map[plan.FindingKind]Grade{
	plan.MissingIndex: Fault, plan.NothingMatches: Warning, plan.SearchFails: Fault, plan.ShardsFailed: Fault,
	plan.ShardsAway: Warning, plan.NotReadable: Unasked,
}

// asked is a monitor whose search is asked by itself.
type asked struct {
	monitor monitors.Live
	look    Look
}

// searches asks the searches of all monitors that are on: a run that finds nothing since
// a pattern matches nothing, or shards fail, tells nobody. Conditions are not run, so
// that nothing is compiled but scripts in searches.
func (e *examination) searches(ctx context.Context) error {
	var all []asked
	for _, m := range e.estate.live.Monitors {
		if m.Unreadable != "" || !m.Monitor.Enabled {
			continue
		}
		if indices, body, err := preflight.Alone(m.Monitor, e.options.Now); err == nil && len(indices) > 0 {
			all = append(all, asked{m, Look{indices, body}})
		}
	}
	well := 0
	for begin := 0; begin < len(all); begin += atOnce {
		n, err := e.ask(ctx, all[begin:min(begin+atOnce, len(all))])
		if err != nil {
			return e.unasked(Finding{Area: Monitors, Kind: NotSearched}, err)
		}
		well += n
	}
	if well > 0 {
		e.add(Finding{Area: Monitors, Kind: SearchesWork, Grade: Well, Count: well})
	}
	return e.fields(ctx, all)
}

// ask asks some searches, and tells how many have nothing wrong. One that does not parse
// spoils all of a request: then halves are asked, until it is found.
func (e *examination) ask(ctx context.Context, some []asked) (well int, err error) {
	looks := make([]Look, len(some))
	for i, a := range some {
		looks[i] = a.look
	}
	answers, err := e.cluster.Looks(ctx, looks)
	var refusal *preflight.Refusal
	if errors.As(err, &refusal) && refusal.Kind == preflight.Rejected {
		if len(some) == 1 {
			e.add(e.searched(some[0].monitor, plan.Finding{Kind: plan.SearchFails, Element: plan.Element{Part: plan.QueryPart}, Reason: refusal.Reason}))
			return 0, nil
		}
		half := len(some) / 2
		for _, part := range [][]asked{some[:half], some[half:]} {
			n, err := e.ask(ctx, part)
			if well += n; err != nil {
				return well, err
			}
		}
		return well, nil
	}
	if err != nil {
		return 0, err
	}
	for i, answer := range answers {
		found := preflight.AnswerOf(some[i].monitor.Monitor, answer)
		if len(found) == 0 {
			well++
		}
		for _, f := range found {
			e.add(e.searched(some[i].monitor, f))
		}
	}
	return well, nil
}

func (e *examination) searched(m monitors.Live, found plan.Finding) Finding {
	f := e.of(m, Monitors, Kind(found.Kind), searchGrades[found.Kind], found.Element)
	f.Reason, f.Names, f.Count, f.Limit = found.Reason, found.Names, found.Count, found.Total
	return f
}

// Look is one search of several.
type Look struct {
	Indices []string
	Body    *orderedjson.Object
}
