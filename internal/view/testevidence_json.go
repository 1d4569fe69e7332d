package view

import "github.com/alertplan/alertplan/internal/monitortest"

// EvidenceJSON is what explains a failure: the run's period, which events matched,
// and what the nearest one lacks.
type EvidenceJSON struct {
	PeriodStart string        `json:"period_start"`
	PeriodEnd   string        `json:"period_end"`
	Events      int           `json:"events"`              // that the search could see
	InWindow    *int          `json:"in_window,omitempty"` // absent where the query has no window of time
	Matched     []MatchJSON   `json:"matched"`             // the first of them
	Nearest     *NearestJSON  `json:"nearest,omitempty"`   // where nothing matched, or too little
	Missing     []NearestJSON `json:"missing"`             // documents that should have matched
	Answer      string        `json:"answer,omitempty"`    // of the cluster's API, which a cluster-metrics monitor asks
	Condition   string        `json:"condition,omitempty"`
	Buckets     []string      `json:"buckets"`
	Hints       []string      `json:"hints"`
}

// MatchJSON is an event, with the fields that the query looks at.
type MatchJSON struct {
	Place  PlaceJSON        `json:"place"`
	ID     string           `json:"id"`
	Index  string           `json:"index"`
	Fields map[string][]any `json:"fields"`
}

// NearestJSON is an event that some clauses of the query reject.
type NearestJSON struct {
	Event    MatchJSON      `json:"event"`
	Passed   int            `json:"passed"`
	Clauses  int            `json:"clauses"`
	Rejected []RejectedJSON `json:"rejected"`
}

// RejectedJSON is a clause that does not let the event pass.
type RejectedJSON struct {
	Path   string `json:"path"`
	Clause string `json:"clause"`
	Got    string `json:"got"`
}

func evidenceJSON(e *monitortest.Evidence) *EvidenceJSON {
	out := &EvidenceJSON{
		PeriodStart: clockText(e.Start), PeriodEnd: clockText(e.End), Events: e.Events, Matched: []MatchJSON{},
		Answer: printable(e.Answer), Condition: printable(e.Condition), Buckets: printables(e.Buckets), Hints: printables(e.Hints), Missing: []NearestJSON{},
	}
	if e.Within >= 0 {
		out.InWindow = &e.Within
	}
	for _, m := range e.Matched {
		out.Matched = append(out.Matched, matchJSON(m))
	}
	for _, n := range e.Missing {
		out.Missing = append(out.Missing, nearestJSON(n))
	}
	if e.Nearest != nil {
		nearest := nearestJSON(*e.Nearest)
		out.Nearest = &nearest
	}
	return out
}

func nearestJSON(n monitortest.Nearest) NearestJSON {
	out := NearestJSON{Event: matchJSON(n.Match), Passed: n.Passed, Clauses: n.Clauses, Rejected: []RejectedJSON{}}
	for _, r := range n.Rejected {
		out.Rejected = append(out.Rejected, RejectedJSON{Path: printable(r.Path), Clause: printable(r.Clause), Got: printable(r.Got)})
	}
	return out
}

func matchJSON(m monitortest.Match) MatchJSON {
	out := MatchJSON{Place: placeJSON(m.At), ID: printable(m.ID), Index: printable(m.Index), Fields: map[string][]any{}}
	for _, f := range m.Fields {
		if len(f.Values) > 0 {
			out.Fields[printable(f.Field)], _ = plainValue(f.Values).([]any)
		}
	}
	return out
}
