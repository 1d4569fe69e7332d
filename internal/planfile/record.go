// Package planfile is the record of a plan that was shown to people: what
// `plan --out` writes and `apply FILE` carries out.
//
// The record holds no plan that could be carried out by itself. apply plans afresh
// from the files and the cluster, and Compare says of each object whether what
// would happen now equals what was recorded: the action, the version of what was
// read, and digests of what is wanted. Secrets are in no record: digests of them are
// made by a slow function with a salt of the record's own.
//
// It must not know HTTP, HCL, the clock, files, or how things are worded.
package planfile

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
)

// Format is what a file says that it is, FormatVersion in which version. The version
// changes when a member goes or means something else; new ones may come without.
const (
	Format        = "alertplan plan"
	FormatVersion = "1"
)

// DigestVersion is the version of what the digests are made of. It changes whenever
// that does, so that an old record is refused rather than taken for stale.
const DigestVersion = 1

// Record is the file of a plan: an approval of what it shows.
type Record struct {
	Format        string `json:"format"` // alertplan plan
	FormatVersion string `json:"format_version"`

	Header

	// What is to happen, sorted by address: what apply compares.
	Changes []Change `json:"changes"`

	// What was warned of.
	Warnings []Warning `json:"warnings"`

	// The plan as it was printed, line by line.
	Shown []string `json:"shown"`

	// The plan as plan --json printed it.
	Plan *orderedjson.Object `json:"plan"`

	// SHA-256 of all the rest, in hex: finds damage and edits, and is no signature.
	Checksum string `json:"checksum"`
}

// Header is what the record tells of how the plan was made.
type Header struct {
	Created   time.Time `json:"created"`
	Tool      Tool      `json:"tool"`
	Workspace string    `json:"workspace"`

	// The directory of the configuration, as it was given.
	Directory string `json:"directory"`

	// Digest of the configuration's files: another one is told, and no more.
	Configuration string `json:"configuration"`

	Cluster Cluster `json:"cluster"`
	Options Options `json:"options"`
	Secrets Secrets `json:"secrets"`
}

// Tool is what has written the file.
type Tool struct {
	Version       string `json:"version"`
	HashVersion   int    `json:"hash_version"`   // of the marks on monitors
	DigestVersion int    `json:"digest_version"` // of the digests in this file
}

// Cluster is the one that was read.
type Cluster struct {
	Name string `json:"name,omitempty"` // of its block
	URL  string `json:"url"`            // without user and password
	UUID string `json:"uuid,omitempty"` // its own; left out where it is not told
}

// Options are the choices that the plan was made with, and is carried out with.
type Options struct {
	Targets []string `json:"targets"`
	Adopt   bool     `json:"adopt"`

	// How many objects may be deleted; left out where nobody has said so.
	AllowDeletes *int `json:"allow_deletes,omitempty"`
}

// Secrets say how digests of secrets are made: scrypt with a salt of this file's own.
type Secrets struct {
	Function string `json:"function"` // scrypt
	Cost            // its parameters
	Salt     string `json:"salt"` // hex
}

// Cost is what one derivation costs: 128·N·R bytes of memory.
type Cost struct {
	N int `json:"n"` // a power of two
	R int `json:"r"`
	P int `json:"p"`
}

// Change is what is to happen to one object.
type Change struct {
	Address         string `json:"address"`
	PreviousAddress string `json:"previous_address,omitempty"`
	Action          string `json:"action"`              // create, update, replace, move, adopt, delete, forget
	ID              string `json:"id,omitempty"`        // on the cluster
	DoubleOf        string `json:"double_of,omitempty"` // the id of the monitor that stays

	// The version of what was read; left out for what was not there.
	Read *Version `json:"read,omitempty"`

	// Digest of the object as it is to be; left out for what goes.
	Wanted string `json:"wanted,omitempty"`

	// Digests of the values that fields get, by their paths; empty for what goes.
	Fields map[string]string `json:"fields"`
}

// Version is which version of an object was read.
type Version struct {
	SeqNo       int64  `json:"seq_no"`            // of a monitor, a workflow, a legacy destination
	PrimaryTerm int64  `json:"primary_term"`      // likewise
	Updated     string `json:"updated,omitempty"` // when a channel was written last
	Content     string `json:"content,omitempty"` // digest of a channel, which has no lock
}

// Warning is one that was shown.
type Warning struct {
	Kind    string `json:"kind"`
	Address string `json:"address,omitempty"`
	ID      string `json:"id,omitempty"`    // of the object that it is about
	Count   int    `json:"count,omitempty"` // such as of open alerts
}

// UsualCost makes one derivation take about a tenth of a second, in 32 MiB.
var UsualCost = Cost{N: 1 << 15, R: 8, P: 1}

// Warned tells whether the plan warned of a kind.
func (r Record) Warned(k plan.WarningKind) bool {
	return slices.ContainsFunc(r.Warnings, func(w Warning) bool { return w.Kind == string(k) })
}

// Names tells whether the record has a change, not of a double, at an address.
func (r Record) Names(at string) bool {
	return slices.ContainsFunc(r.Changes, func(c Change) bool { return c.Address == at && c.DoubleOf == "" })
}
