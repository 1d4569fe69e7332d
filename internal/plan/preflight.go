package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
)

// Preflight is what was found out about the monitors that a plan saves before anything
// is written (internal/preflight). It is nil where none was asked for, or no monitor
// has a change that would run otherwise.
type Preflight struct {
	// Ran are the monitors of which a dry run was made on the cluster.
	Ran []address.Address

	// Offline are the others, and why each was only checked without the cluster.
	Offline []Unasked

	// Findings are sorted by address, then as the monitor has its parts.
	Findings []Finding

	// Scripts is how many new scripts of one context a preflight may have the cluster
	// compile, and Minutes in how many minutes, where that kept monitors from being
	// run; else 0.
	Scripts, Minutes int

	// Permissions are what the user lacks to make dry runs; empty where nothing.
	Permissions []string

	// Trouble is why the cluster was asked no more, in its words; "" where it was.
	Trouble string
}

// Unasked is a monitor that was not run on the cluster.
type Unasked struct {
	Address address.Address
	Why     Reason
}

// Reason is why a monitor is not run on the cluster.
type Reason string

// The reasons.
const (
	// RateSpent: its scripts are more than a preflight may have compiled.
	RateSpent Reason = "compile-rate"
	// LimitReached: the cluster compiled no more scripts.
	LimitReached Reason = "limit-reached"
	// NotPermitted: the user may not make dry runs.
	NotPermitted Reason = "not-permitted"
	// NoAnswer: the cluster did not take dry runs, or took too long for one.
	NoAnswer Reason = "no-answer"
	// TimeUp: all dry runs together took too long.
	TimeUp Reason = "time-up"
	// DocumentLevel: an inline run of one writes its queries into an index of the
	// cluster, and where its index is missing it is never answered.
	DocumentLevel Reason = "document-level"
	// WorkflowRun: only a stored workflow can be run.
	WorkflowRun Reason = "workflow"
	// ManyPages: a run would compile the search once for each page of buckets.
	ManyPages Reason = "many-pages"
	// ValuesMissing: parts of it have no value in this run.
	ValuesMissing Reason = "values-missing"
)

// Reasons are all of them, in the order in which they are told.
func Reasons() []Reason {
	return []Reason{NotPermitted, NoAnswer, TimeUp, LimitReached, RateSpent, ManyPages, DocumentLevel, WorkflowRun, ValuesMissing}
}

// FindingKind is what a preflight finds.
type FindingKind string

// The findings.
const (
	// ConditionFails: a query-level condition that fails counts as true.
	ConditionFails FindingKind = "condition-fails"
	// ConditionSilences: the condition of a bucket- or document-level trigger that fails
	// alerts nobody.
	ConditionSilences FindingKind = "condition-silences"
	// FailsWithoutIndex: it fails since a pattern matches no index, so that the answer has
	// no aggregations.
	FailsWithoutIndex FindingKind = "fails-without-index"
	// FailsWithoutHits: the condition fails where the search finds nothing.
	FailsWithoutHits FindingKind = "fails-without-hits"
	// FailsWhenLoud: the condition fails outside of its quiet times.
	FailsWhenLoud FindingKind = "fails-when-loud"
	// MessageFails: a subject or message that fails is not sent.
	MessageFails FindingKind = "message-fails"
	// EmptyMessage: a message that renders to nothing is not sent.
	EmptyMessage FindingKind = "message-empty"
	// MissingIndex: an index does not exist.
	MissingIndex FindingKind = "missing-index"
	// NothingMatches: a pattern matches no index.
	NothingMatches FindingKind = "nothing-matches"
	// SearchFails: the search fails as a whole.
	SearchFails FindingKind = "search-fails"
	// ShardsFailed: the search fails on some shards, which the server calls a success.
	ShardsFailed FindingKind = "shards-failed"
	// ShardsAway: shards did not answer, for no fault of the search.
	ShardsAway FindingKind = "shards-away"
	// NotReadable: the user may not search the indices.
	NotReadable FindingKind = "not-readable"
	// RunRefused: the cluster does not take the monitor.
	RunRefused FindingKind = "run-refused"
	// SlowSearch: a run took longer than a preflight waits.
	SlowSearch FindingKind = "slow-search"
)

// FindingKinds are all of them.
func FindingKinds() []FindingKind {
	return []FindingKind{
		ConditionFails, ConditionSilences, FailsWithoutIndex, FailsWithoutHits, FailsWhenLoud, MessageFails, EmptyMessage, MissingIndex,
		NothingMatches, SearchFails, ShardsFailed, ShardsAway, NotReadable, RunRefused, SlowSearch,
	}
}

// Part is a part of a monitor.
type Part string

// The parts.
const (
	WholeMonitor  Part = "monitor"
	IndicesPart   Part = "indices"
	QueryPart     Part = "query"
	ConditionPart Part = "condition"
	SubjectPart   Part = "subject"
	MessagePart   Part = "message"
)

// Element is a part of a monitor by address and labels.
type Element struct {
	Address address.Address
	Part    Part
	Trigger string // label; "" for what belongs to no trigger
	Action  string // label; "" for what belongs to no action
}

// Finding is something that a preflight has found out.
type Finding struct {
	Element
	Kind  FindingKind
	Error bool // it keeps the plan from being applied

	Reason  string   // in the server's words, or ours; "" where the kind says it all
	Line    int      // of the script or template, from 1; 0: not known
	Names   []string // indices or patterns; for conditions the aggregations that are null
	Pages   bool     // somebody would be paged by it in every run
	Offline bool     // found without the cluster
	Count   int      // of shards that failed; for SlowSearch of seconds
	Total   int      // of shards

	// Documents: the monitor is a document-level one. Graph: the condition is that of a
	// graph, which has one form only. Off: the monitor is switched off.
	Documents, Graph, Off bool

	// At is where it stands in the files; zero where that is not known.
	At Place
}

// Place is a range of a file; see hcl.Range.
type Place struct {
	File       string
	Start, End Position
}

// Position is a point in a file: line and column from 1, byte from 0.
type Position struct{ Line, Column, Byte int }

// Failed tells whether a preflight has found what keeps the plan from being applied.
func (p *Preflight) Failed() bool { return p.Errors() > 0 }

// Errors counts the findings that keep the plan from being applied.
func (p *Preflight) Errors() int {
	if p == nil {
		return 0
	}
	n := 0
	for _, f := range p.Findings {
		if f.Error {
			n++
		}
	}
	return n
}

// OfflineFor counts the monitors that were not run for one of some reasons.
func (p *Preflight) OfflineFor(reasons ...Reason) int {
	n := 0
	for _, u := range p.Offline {
		if slices.Contains(reasons, u.Why) {
			n++
		}
	}
	return n
}
