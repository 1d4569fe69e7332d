// Package generation says what a cluster's generation can hold, as features: Open
// Distro, OpenSearch 1.x, 2.x, 3.x, Amazon's service. Nothing else compares
// versions of clusters.
//
// What a server of a version answers is not its matter (the sandbox's dialects say
// that), nor how a version is found out.
package generation

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/monitors"
)

// Generation is what a cluster can hold, and how it wants to hear it. The zero
// value is a cluster of 2.0 or later of which no version is known: it is taken to
// have everything, and refuses what it has not.
type Generation struct {
	// Name is for people: "OpenSearch 1.3.14", "Open Distro (Elasticsearch 7.10.2)".
	Name string

	// LegacyDestinations: actions name destinations, whose ids the server chooses,
	// and there are no notification channels (Open Distro, 1.x).
	LegacyDestinations bool

	// OpendistroPaths: the API lies below /_opendistro (Open Distro).
	OpendistroPaths bool

	// BareTriggers: a query-level trigger has no wrapper. Open Distro and 1.0 know
	// no other; 1.1 and later take it, too (alerting-api.md section 0).
	BareTriggers bool

	// Untyped: monitors have no monitor_type (Open Distro, 1.0).
	Untyped bool

	// NumberOfHits: hits.total is a number, not an object (Elasticsearch 6; from
	// source, not run).
	NumberOfHits bool

	// Amazon: it is Amazon's service, whose legacy destinations have a kind more,
	// sns (from its documentation, not run).
	Amazon bool

	// lacks are features by name: see Has.
	lacks []Feature
}

// Feature is something that a configuration may use and that some generation has
// not.
type Feature string

// The features that are asked for by name.
const (
	Seconds           Feature = "intervals in seconds"
	ExecutionPolicies Feature = "action_execution_policy"
	Muting            Feature = "enabled = false of a destination"
	RolelessTopics    Feature = "sns without a role_arn"
	Workflows         Feature = "composite monitors"
	RemoteClusters    Feature = "clusters of a cluster-metrics monitor"
)

// Has tells whether the generation has a feature.
func (g Generation) Has(f Feature) bool { return !slices.Contains(g.lacks, f) }

// monitorFeature is a monitor's type as a feature.
func monitorFeature(t monitors.Type) Feature { return Feature("monitor " + string(t)) }

func destinationFeature(k destinations.Kind) Feature { return Feature("destination " + string(k)) }

// HasMonitors tells whether there are monitors of a type.
func (g Generation) HasMonitors(t monitors.Type) bool { return g.Has(monitorFeature(t)) }

// FirstWithDestinations is where destinations of a kind came, for people: such as
// "OpenSearch 3.5".
func FirstWithDestinations(k destinations.Kind) string { return FirstWith(destinationFeature(k)) }

// HasDestinations tells whether there are destinations of a kind.
func (g Generation) HasDestinations(k destinations.Kind) bool {
	if k == destinations.SNS && g.LegacyDestinations {
		return g.Amazon
	}
	return g.Has(destinationFeature(k))
}
