package monitortest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
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

// compare makes a run as the other dialects, and notes what differs. What can't be
// evaluated as one of them is not compared.
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
			v.done = true
			continue
		}
		if v.differs = difference(own, other); v.differs != "" {
			v.done = true
		}
	}
}

// dialectNotes say which generations give something else.
func (l *local) dialectNotes() []string {
	var out []string
	for _, v := range l.others {
		if v.differs != "" {
			out = append(out, fmt.Sprintf("as %s %s", v.dialect.Name(), v.differs))
		}
	}
	return out
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
	return ""
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
