package monitortest

import (
	"errors"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// tellsEnough is how long a reason is that needs no other: "runtime error" does.
const tellsEnough = 40

// reasons are an exception's reason, and its innermost one where the first says
// little.
func reasons(o *orderedjson.Object) string {
	outer := o.Text("reason")
	inner := outer
	for cause := o.Object("caused_by"); cause != nil; cause = cause.Object("caused_by") {
		if text := cause.Text("reason"); text != "" {
			inner = text
		}
	}
	if strings.Contains(outer, inner) || len(outer) > tellsEnough {
		return outer
	}
	return outer + ": " + inner
}

// searchReasons is why a run's search failed, beyond the words that the answer
// has; "" where nothing more is known.
func (s *series) searchReasons(r Run) string {
	l, ok := s.session.(*local)
	if !ok {
		return ""
	}
	at := Moment{Start: r.Outcome.Start, End: r.Outcome.End}
	if b, err := l.breakDown(at); err == nil {
		var lines []string
		for _, c := range b.clauses {
			if c.problem != "" {
				lines = append(lines, c.path+" "+describe(c.query)+": "+c.problem)
			}
		}
		if len(lines) > 0 {
			return strings.Join(lines, "\n")
		}
	}
	body, err := l.body(at)
	if err == nil {
		_, err = search.Search(l.store, l.setup.Targets, body, search.Options{Now: at.End, Dialect: l.dialect})
	}
	if err == nil {
		return ""
	}
	return searchReason(err)
}

// searchReason is why a search fails, as far down as the server tells.
func searchReason(err error) string {
	var refused *evaluate.Error
	if !errors.As(err, &refused) {
		return err.Error()
	}
	for _, m := range refused.Extra {
		list, _ := m.Value.([]any)
		if m.Key == "failed_shards" && len(list) > 0 {
			first, _ := list[0].(*orderedjson.Object)
			return reasons(first.Object("reason"))
		}
	}
	return reasons(refused.Object())
}
