package driftjob

import "time"

// Outcome is what a look came to. The words are labels of metrics.
type Outcome string

// The outcomes.
const (
	NoDrift Outcome = "no_drift"
	Drift   Outcome = "drift"

	// Configuration: the files could not be read, or name no cluster; nothing was sent.
	Configuration Outcome = "configuration"

	// Unreachable: the cluster did not answer, or said that it can't serve now.
	Unreachable Outcome = "unreachable"

	// Failed: all else, such as a cluster that does not know the user, or forbids.
	Failed Outcome = "failed"
)

// Outcomes are all of them.
var Outcomes = []Outcome{NoDrift, Drift, Configuration, Unreachable, Failed}

// Looked tells that a look has seen what it wanted to see.
func (o Outcome) Looked() bool { return o == NoDrift || o == Drift }

// Look is what one look at a cluster came to.
type Look struct {
	Outcome Outcome

	// Workspace and Cluster say of what, for people; "" as long as that is not known.
	Workspace, Cluster string

	// Why says on one line why nothing could be seen; it may be shown to anybody.
	Why string

	Objects []Object // what drifted, each key once
	Counts  Counts
}

// Counts are those of a look.
type Counts struct {
	Changed, Missing, Copies, Unmanaged int

	Unchanged  int // as the files have them
	NotApplied int // what the files want beside that: it is no drift
}

// Kind says in which way an object drifted. The words are labels of metrics.
type Kind string

// The kinds.
const (
	Changed   Kind = "changed"
	Missing   Kind = "missing"
	Copies    Kind = "copies"
	Unmanaged Kind = "unmanaged"
)

// Kinds are all of them.
var Kinds = []Kind{Changed, Missing, Copies, Unmanaged}

// Object is something that drifted. It holds no value of a field.
type Object struct {
	Key  string `json:"key"` // the address, or what else it is known by
	Kind Kind   `json:"kind"`

	Address string   `json:"address,omitempty"` // "" for what no workspace owns
	ID      string   `json:"id,omitempty"`      // the cluster's, where there is one object
	Name    string   `json:"name,omitempty"`
	Fields  []string `json:"fields,omitempty"` // paths of what differs

	LastUpdate time.Time `json:"last_update,omitzero"` // when it was written last, as far as the cluster tells

	// Digest is another one as soon as something else drifted of this object.
	Digest string `json:"digest"`
}
