// Package model is the alerting plugin's model of a monitor: it reads a body
// field by field as the plugin's own parsers do, coercing, dropping and refusing
// what they coerce, drop and refuse, and prints the form that is stored and
// answered (observed on 2.19.4: monitors/*, monitor_errors/*, schedules/*,
// inputs/*).
//
// It knows bodies only: no store, no index, no request.
package model

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// The monitor types that the plugin knows. Others are taken as they are.
const (
	QueryLevel     = "query_level_monitor"
	BucketLevel    = "bucket_level_monitor"
	DocumentLevel  = "doc_level_monitor"
	ClusterMetrics = "cluster_metrics_monitor"
)

// SchemaVersion is that of the config index: what a PUT writes into schema_version,
// and what older servers write into everything that they store.
func SchemaVersion(d dialect.Dialect) int {
	switch {
	case d.BareMonitors:
		return 3
	case d.OlderMonitors:
		return 4
	}
	return 8
}

// DefaultOwner is the owner of a monitor that names none.
const DefaultOwner = "alerting"

// Monitor is a body that was taken.
type Monitor struct {
	Name          string
	Type          string // as it was sent, "query_level_monitor" by default
	Enabled       bool
	EnabledTime   int64 // milliseconds since 1970; 0 where the monitor is disabled
	LastUpdate    int64 // milliseconds since 1970
	SchemaVersion int
	Schedule      Schedule
	Inputs        []Input
	Triggers      []Trigger
	UIMetadata    *orderedjson.Object
	DataSources   DataSources
	// DeleteQueryIndex and SingleAlert are delete_query_index_in_every_run and
	// should_create_single_alert_for_findings.
	DeleteQueryIndex, SingleAlert bool
	Owner                         string
	// User is who saved it last, as it is stored; nil: not known.
	User *orderedjson.Object

	dialect dialect.Dialect
}

// Schedule is a schedule with its stored form.
type Schedule struct {
	schedule.Schedule
	Stored *orderedjson.Object
}

// Input kinds: the key that wraps an input.
const (
	SearchInput   = "search"
	URIInput      = "uri"
	DocumentInput = "doc_level_input"
)

// Input is what a monitor reads.
type Input struct {
	Kind string
	// Indices are the indices of a search or document-level input.
	Indices []string
	// Query is the canonical search body of a search input.
	Query *orderedjson.Object
	// QueryNames are the names of a document-level input's queries.
	QueryNames []string
	Stored     *orderedjson.Object
	// java is the input as Kotlin prints it, which some errors quote.
	java string
}

// Trigger kinds: the key that wraps a trigger.
const (
	QueryTrigger    = "query_level_trigger"
	BucketTrigger   = "bucket_level_trigger"
	DocumentTrigger = "document_level_trigger"
	ChainedTrigger  = "chained_alert_trigger"
)

// Trigger is a condition with what it sets off.
type Trigger struct {
	Kind, ID, Name, Severity string
	Actions                  []Action
	// Condition is the stored condition.
	Condition *orderedjson.Object
}

// Action is a message that a trigger sends.
type Action struct {
	ID, Name, DestinationID string
	ThrottleEnabled         bool
	// HasThrottle: a throttle was given, enabled or not; ThrottleMinutes is its
	// length.
	HasThrottle     bool
	ThrottleMinutes int
	Stored          *orderedjson.Object
}

// newID is an id as the server makes them: 20 characters of base64url.
func newID() string {
	var b [15]byte
	_, _ = rand.Read(b[:]) // crypto/rand does not fail
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// NewID is an id for a monitor, trigger, action or alert, of the server's form.
func NewID() string { return newID() }

// newUUID is a random UUID, which document-level queries get.
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
