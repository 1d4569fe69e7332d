// Package compiles says what a cluster compiles to run monitors, and what becomes
// of an estate of them where it compiles no more than so many scripts in so long.
//
// Every search of a monitor is a mustache template, every condition a script, and
// every subject and message a template; each script context has a cache and a rate of
// its own. The package is pure: it must not know HCL, HTTP, a cluster, the clock, or
// how anything is worded.
package compiles

import (
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// Context is a script context, in the server's words (GET /_script_context).
type Context string

// The contexts that monitors use most. Trigger is the alerting plugin's own (from
// source; the others observed on 2.19.4 and 1.3.14).
const (
	Template           Context = "template"             // the search of a monitor, subjects, messages
	Trigger            Context = "trigger"              // conditions of query-level and cluster-metrics monitors
	AggregationSelect  Context = "aggregation_selector" // conditions of bucket-level monitors
	Filter             Context = "filter"               // script queries
	Score              Context = "score"
	Field              Context = "field"
	Aggregation        Context = "aggs"
	BucketAggregation  Context = "bucket_aggregation"
	NumberSort         Context = "number_sort"
	StringSort         Context = "string_sort"
	TermsSet           Context = "terms_set"
	Interval           Context = "interval"
	MovingFunction     Context = "moving-function"
	ScriptHeuristic    Context = "script_heuristic"
	AggregationInit    Context = "aggs_init"
	AggregationMap     Context = "aggs_map"
	AggregationCombine Context = "aggs_combine"
	AggregationReduce  Context = "aggs_reduce"
	DerivedField       Context = "derived_field"
)

// Role is what a script is for.
type Role string

// The roles.
const (
	Query     Role = "query"     // the monitor's search, rendered before it is sent
	InQuery   Role = "in query"  // a script inside of the search
	Condition Role = "condition" // of a trigger
	Subject   Role = "subject"   // of an action: compiled only when its trigger fires
	Message   Role = "message"   // of an action, likewise
)

// EachRun tells whether every run of the monitor uses the script; subjects and
// messages are used only by runs whose trigger fires.
func (r Role) EachRun() bool { return r == Query || r == InQuery || r == Condition }

// Script is something that the cluster compiles. Those with one Key are compiled
// once: that is how the server's caches know them.
type Script struct {
	Key
	Role    Role
	Trigger string // label or name of the trigger; "" for Query and InQuery
	Action  string // likewise, for Subject and Message
}

// Key is by what a cache knows a script: parameters are no part of it (observed on
// 2.19.4).
type Key struct {
	Context Context
	Lang    string
	Source  string // or the id of a stored script
	Options string // compiler options as JSON; "" for none
}

// Of lists what the cluster compiles to run a monitor, in the order of a run, each
// once. A monitor that is switched off compiles nothing, but is counted all the same:
// who asks decides. Workflows and document-level monitors compile their messages only.
func Of(m monitors.Monitor) []Script {
	l := &list{seen: map[Key]bool{}}
	if search, ok := m.Input.(*monitors.Search); ok {
		l.search(search, m.Triggers)
	}
	for _, t := range m.Triggers {
		l.trigger(t)
	}
	return l.scripts
}

type list struct {
	scripts []Script
	seen    map[Key]bool
}

func (l *list) add(s Script) {
	if !l.seen[s.Key] {
		l.seen[s.Key] = true
		l.scripts = append(l.scripts, s)
	}
}

func (l *list) trigger(t monitors.Trigger) {
	name := nameOf(t.Label, t.Name)
	switch c := t.Condition.(type) {
	case *monitors.ScriptCondition:
		l.add(Script{Key: keyOf(Trigger, c.Script), Role: Condition, Trigger: name})
	case *monitors.BucketCondition:
		l.add(Script{Key: keyOf(AggregationSelect, c.Script), Role: Condition, Trigger: name})
	}
	for _, a := range t.Actions {
		action := nameOf(a.Label, a.Name)
		if a.Subject != nil {
			l.add(Script{Key: keyOf(Template, *a.Subject), Role: Subject, Trigger: name, Action: action})
		}
		l.add(Script{Key: keyOf(Template, a.Message), Role: Message, Trigger: name, Action: action})
	}
}

func nameOf(label, name string) string {
	if label != "" {
		return label
	}
	return name
}

// Distinct are the keys of several monitors' scripts, each once, by context.
type Distinct map[Context]map[Key]bool

// Add adds scripts.
func (d Distinct) Add(scripts ...Script) {
	for _, s := range scripts {
		if d[s.Context] == nil {
			d[s.Context] = map[Key]bool{}
		}
		d[s.Context][s.Key] = true
	}
}

// Count is how many there are of a context.
func (d Distinct) Count(c Context) int { return len(d[c]) }

// Contexts are those that there are scripts of, sorted.
func (d Distinct) Contexts() []Context {
	var contexts []Context
	for c := range d {
		contexts = append(contexts, c)
	}
	slices.Sort(contexts)
	return contexts
}
