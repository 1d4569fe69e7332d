package monitortest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// variant is the same test as another generation of servers runs it.
type variant struct {
	dialect dialect.Dialect
	ledger  alerts.Ledger
	differs string // how its outcome differs; "": not so far
	done    bool   // it can't be compared any further
}

// mostCompared is how many runs of a series are made as other generations, too.
const mostCompared = 100

// variants are the dialects that differ from one in more than their name, the
// oldest first; of equal ones the newest.
func variants(own dialect.Dialect) []*variant {
	var out []*variant
	seen := []dialect.Dialect{own}
	for _, name := range slices.Backward(dialect.Names()) {
		d, err := dialect.Parse(name)
		if err != nil || slices.ContainsFunc(seen, d.SameAs) {
			continue
		}
		seen = append(seen, d)
		out = append(out, &variant{dialect: d})
	}
	slices.Reverse(out)
	return out
}

// compare makes a run as the other dialects, and notes what differs, or why that
// can't be known.
func (l *local) compare(at Moment, own *Outcome) {
	dryDocuments := l.setup.Dry && own.Found != nil // there the dry run itself differs, and no monitor does
	if l.compared++; l.compared > mostCompared || dryDocuments {
		return
	}
	for _, v := range l.others {
		if v.done {
			continue
		}
		other, err := l.run(at, v.dialect, &v.ledger)
		if err != nil {
			v.differs, v.done = l.setup.refusedAs(v.dialect, err), true
			continue
		}
		if v.differs = difference(own, other); v.differs != "" {
			v.done = true
		}
	}
}

// refusedAs says what a generation's refusal means; nothing of document-level
// monitors where there are none.
func (s Setup) refusedAs(d dialect.Dialect, err error) string {
	var refused *evaluate.Error
	var unknown *evaluate.UnsupportedError
	var setup *setupError
	switch {
	case errors.As(err, &setup):
		return setup.text
	case errors.As(err, &refused):
		return "the monitor is refused: " + why(refused)
	case errors.As(err, &unknown) && !(d.NoDocumentLevel && s.Monitor.Text("monitor_type") == "doc_level_monitor"):
		return "it is not known: " + unknown.What
	}
	return ""
}

// dialectNotes say which generations give something else.
func (l *local) dialectNotes() []string {
	var out []string
	for _, v := range l.others {
		if differs := alongside(v.differs, l.stocks[0].lostOtherwise(l.stocks.of(v.dialect))); differs != "" {
			out = append(out, fmt.Sprintf("as %s %s", v.dialect.Name(), differs))
		}
	}
	return out
}

// alongside are two differences, each "" for none.
func alongside(one, other string) string {
	if one == "" || other == "" {
		return one + other
	}
	return one + "; " + other
}

// difference is the first thing that a user would see differ; "" for nothing.
func difference(own, other *Outcome) string {
	if own.SearchFailed != other.SearchFailed {
		return either(other.SearchFailed, "the search fails: "+other.SearchError, "the search does not fail")
	}
	ours, _ := own.Hits()
	if theirs, _ := other.Hits(); ours != theirs {
		return fmt.Sprintf("the search finds %d, not %d", theirs, ours)
	}
	for i := range own.Triggers {
		if i >= len(other.Triggers) {
			break
		}
		a, b := own.Triggers[i], other.Triggers[i]
		if text := triggerDifference(a, b); text != "" {
			return "trigger " + a.Name + " " + text
		}
	}
	if name := aggregationDifference(own.Answer.Object("aggregations"), other.Answer.Object("aggregations")); name != "" {
		return "aggregation " + name + " gives something else"
	}
	return ""
}

// aggregationDifference is the first aggregation that gives something else. That
// hits in it have a type or a score more is no difference.
func aggregationDifference(own, other *orderedjson.Object) string {
	for _, m := range own.Members() {
		theirs, _ := other.Get(m.Key)
		if !orderedjson.Equal(m.Value, theirs) && !orderedjson.Equal(plainHits(m.Value), plainHits(theirs)) {
			return m.Key
		}
	}
	return ""
}

// plainHits are values without the types and scores of hits.
func plainHits(v any) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		out := orderedjson.NewObject()
		for _, m := range v.Members() {
			if m.Key != "_type" && m.Key != "_score" && m.Key != "max_score" {
				out.Set(m.Key, plainHits(m.Value))
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = plainHits(x)
		}
		return out
	}
	return v
}

func triggerDifference(own, other Triggered) string {
	keys := func(t Triggered) (out []string) {
		for _, b := range t.Buckets {
			out = append(out, b.Keys)
		}
		slices.Sort(out)
		return out
	}
	switch {
	case (own.Error == "") != (other.Error == ""):
		return either(other.Error != "", "fails", "does not fail")
	case own.Fired != other.Fired:
		return either(other.Fired, "fires", "does not fire")
	case !slices.Equal(keys(own), keys(other)):
		return "fires for " + strings.Join(keys(other), "; ")
	case !slices.Equal(own.Documents, other.Documents):
		return "fires for " + strings.Join(other.Documents, ", ")
	case !slices.EqualFunc(own.Messages, other.Messages, func(a, b Message) bool {
		return a.Subject == b.Subject && a.Message == b.Message && a.Sent() == b.Sent()
	}):
		return "sends something else"
	}
	return ""
}

func either(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}
