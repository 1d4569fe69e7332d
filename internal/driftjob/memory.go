package driftjob

import (
	"slices"
	"time"
)

// Memory is what was told so far. Its zero value has told nothing, and takes what was
// there before for unknown. It can be kept as JSON, and holds no values of fields.
type Memory struct {
	Workspace string `json:"workspace"`
	Cluster   string `json:"cluster"`

	// Looked is set once there was a look that saw something.
	Looked bool `json:"looked"`

	// Told is the drift of the last message, and Since when it was first seen.
	Told  []Object  `json:"told"`
	Since time.Time `json:"since,omitzero"`

	// Untold is drift that was seen, and its message could not be sent. Once it has come
	// and gone, that is told.
	Untold []Object `json:"untold,omitempty"`

	// Waiting counts the looks in a row that saw drift to tell of.
	Waiting int `json:"waiting"`

	// Failures counts the looks in a row that failed, Failing is when the first was,
	// and ToldBlind is set once that was told.
	Failures  int       `json:"failures"`
	Failing   time.Time `json:"failing,omitzero"`
	ToldBlind bool      `json:"told_blind"`
}

// Patience is how many looks in a row it takes until something is told.
type Patience struct {
	Drift    int // that see drift that was not told of; 0 is 1
	Failures int // that fail; 0: it is never told
}

// Note takes a look in, and returns what is to be told of it, nil for nothing. Who has
// told the news says so by Tell; else the next look makes news of it again.
func (m *Memory) Note(run Run, after Patience) *News {
	if run.Workspace != "" {
		if m.Workspace != "" && (run.Workspace != m.Workspace || run.Cluster != m.Cluster) {
			*m = Memory{} // of something else
		}
		m.Workspace, m.Cluster = run.Workspace, run.Cluster
	}
	news := News{Workspace: m.Workspace, Cluster: m.Cluster, At: run.Begun.Add(run.Took), Counts: run.Counts, Outcome: run.Outcome, Why: run.Why, First: !m.Looked}
	if !run.Outcome.Looked() {
		return m.noteFailure(run, news, after.Failures)
	}
	if m.ToldBlind {
		news.Unseen = run.Begun.Sub(m.Failing)
	}
	m.Failures, m.Looked = 0, true
	news.Objects = moves(m.Told, m.Untold, run.Objects)
	any := slices.ContainsFunc(news.Objects, func(o Moved) bool { return o.Change != Same })
	switch {
	case len(run.Objects) == 0 && !any:
		m.Since = time.Time{}
	case m.Since.IsZero() && len(run.Objects) > 0:
		m.Since = run.Begun
	}
	news.Since = m.Since
	if m.Waiting++; !any || len(run.Objects) == 0 {
		m.Waiting = 0
	}
	switch {
	case !any && !m.ToldBlind:
		return nil
	case 0 < m.Waiting && m.Waiting < after.Drift && !m.ToldBlind:
		return nil
	case !any:
		news.Event = SeesAgain
	case len(run.Objects) == 0:
		news.Event = Ended
	case len(m.Told) == 0:
		news.Event = Appeared
	default:
		news.Event = HasChanged
	}
	return &news
}

func (m *Memory) noteFailure(run Run, news News, blindAfter int) *News {
	if m.Failures == 0 && !m.ToldBlind {
		m.Failing = run.Begun
	}
	m.Failures++
	if m.ToldBlind || blindAfter <= 0 || m.Failures < blindAfter {
		return nil
	}
	news.Event, news.Since, news.Failures, news.Counts = Blind, m.Failing, m.Failures, Counts{}
	return &news
}

// Tell notes that news were told.
func (m *Memory) Tell(news *News) {
	if news.Event == Blind {
		m.ToldBlind = true
		return
	}
	m.ToldBlind, m.Untold, m.Waiting = false, nil, 0
	m.Told = present(news)
	if len(m.Told) == 0 {
		m.Since = time.Time{}
	}
}

// Keep notes that news could not be told: they are told with the next look.
func (m *Memory) Keep(news *News) {
	if news.Event == Appeared || news.Event == HasChanged {
		m.Untold = union(m.Untold, present(news))
	}
}

// mostUntold limits what is remembered of drift that came and went untold.
const mostUntold = 1000

// union has each object once, the latest of it.
func union(older, newer []Object) []Object {
	all := slices.Clone(newer)
	known := byKey(newer)
	for _, o := range older {
		if _, again := known[o.Key]; !again && len(all) < mostUntold {
			all = append(all, o)
		}
	}
	return all
}

// present are the objects that drift now.
func present(news *News) []Object {
	list := []Object{}
	for _, o := range news.Objects {
		if o.Change != Gone {
			list = append(list, o.Object)
		}
	}
	return list
}
