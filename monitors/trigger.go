package monitors

import "github.com/alertplan/alertplan/internal/orderedjson"

// Trigger is a condition with a severity and the actions that follow when it
// holds.
type Trigger struct {
	// Label is the trigger block's label in the configuration; for a live
	// trigger the one in the mark, "" where there is no mark.
	Label string

	// ID is the cluster's id; alerts belong to it. "" for a desired trigger
	// until the plan has matched it.
	ID string

	Name      string
	Severity  Severity
	Condition Condition
	Actions   []Action

	// Mute is on a live trigger, and on a desired one whose mute a write keeps; else nil.
	// Condition is the one without it.
	Mute *Mute
}

// Action finds an action by its label, nil where there is none.
func (t *Trigger) Action(label string) *Action {
	for i := range t.Actions {
		if t.Actions[i].Label == label {
			return &t.Actions[i]
		}
	}
	return nil
}

// Severity is "1" (highest) to "5". The server takes any text.
type Severity string

// Condition says when a trigger fires: *ScriptCondition, *BucketCondition,
// *DocumentCondition, *ChainedCondition, or *OtherCondition for what alertplan does
// not know.
type Condition interface{ isCondition() }

// ScriptCondition is a Painless script that returns a boolean
// (query_level_trigger: query-level and cluster-metrics monitors).
type ScriptCondition struct {
	Script Script

	// Threshold says what Script says in the words of the visual editor; nil where
	// it is written as a script.
	Threshold *Threshold
}

// DocumentCondition is an expression over document queries
// (document_level_trigger); it looks like a script but is no Painless.
type DocumentCondition struct{ Script Script }

// BucketCondition selects buckets of an aggregation (bucket_level_trigger).
type BucketCondition struct {
	BucketsPath        map[string]string // variable → path below the parent
	ParentBucketPath   string
	Script             Script
	GapPolicy          string // "skip" unless set
	Filter             *orderedjson.Object
	CompositeAggFilter *orderedjson.Object

	// Threshold says what all this says in the words of the visual editor; nil where
	// it is written as a script.
	Threshold *Threshold
}

// OtherCondition is a trigger of a kind that alertplan does not model: the
// wrapper's name and all that stands in it, id, name, severity and actions
// included.
type OtherCondition struct {
	Wrapper string
	Body    *orderedjson.Object
}

func (*ScriptCondition) isCondition()   {}
func (*DocumentCondition) isCondition() {}
func (*BucketCondition) isCondition()   {}
func (*OtherCondition) isCondition()    {}

// Script is a script or template with its language.
type Script struct {
	Source  string
	Lang    string              // painless for conditions, mustache for templates
	Params  *orderedjson.Object // nil where there are none
	Options *orderedjson.Object // such as content_type of a template; nil where there are none
}
