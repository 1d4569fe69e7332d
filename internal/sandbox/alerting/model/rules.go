package model

import (
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// CheckRequest judges a parsed monitor as the REST layer does before anything is
// looked up: data sources, owner, kinds of triggers under types in capitals,
// names of document-level queries. Errors are *fault.Fault.
func (m *Monitor) CheckRequest() error {
	if m.dialect.OlderMonitors {
		return nil
	}
	if !m.DataSources.areDefault() {
		return fault.Require("Custom Data Sources are not allowed.")
	}
	if m.Owner != DefaultOwner && !m.dialect.FreeOwners {
		return fault.Require("Invalid owner field")
	}
	kind, known := triggersOf[strings.ToLower(m.Type)]
	if !known {
		return nil
	}
	if strings.EqualFold(m.Type, DocumentLevel) {
		if err := m.checkQueryNames(); err != nil {
			return err
		}
	}
	for _, t := range m.Triggers {
		if t.Kind != kind {
			return fault.Require("Illegal trigger type, %s, for %s monitor", javaTriggers[t.Kind], spoken[strings.ToLower(m.Type)])
		}
	}
	return nil
}

var javaTriggers = map[string]string{
	QueryTrigger:    "org.opensearch.commons.alerting.model.QueryLevelTrigger",
	BucketTrigger:   "org.opensearch.commons.alerting.model.BucketLevelTrigger",
	DocumentTrigger: "org.opensearch.commons.alerting.model.DocumentLevelTrigger",
	ChainedTrigger:  "org.opensearch.commons.alerting.model.ChainedAlertTrigger",
}

var spoken = map[string]string{
	QueryLevel: "query level", BucketLevel: "bucket level",
	ClusterMetrics: "cluster metrics", DocumentLevel: "document level",
}

// badName is what the name of a document-level query may not hold.
var badName = pattern.New(`^[_+-]|\.\.|[\^*?<>|#]`)

func (m *Monitor) checkQueryNames() error {
	for _, in := range m.Inputs {
		for _, name := range in.QueryNames {
			if badName.MatchString(name) {
				return fault.Require("Doc level query name may not start with [_, +, -], contain '..', or contain: ^*?<>|#")
			}
		}
	}
	return nil
}

// HasIndexPattern tells whether a document-level monitor names an index by a
// pattern, which is refused: any name with a dot counts as one (2.19.3 and
// later).
func (m *Monitor) HasIndexPattern() bool {
	if !m.IsDocumentLevel() || len(m.Inputs) == 0 || m.Inputs[0].Kind != DocumentInput {
		return false
	}
	for _, name := range m.Inputs[0].Indices {
		if isPattern(name) {
			return true
		}
	}
	return false
}

func isPattern(name string) bool {
	if name == "" || name == "_all" || strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">") {
		return true
	}
	for i := 0; i < len(name); i++ {
		if name[i] == '\\' {
			i++
			continue
		}
		if strings.IndexByte(`*?+[](){}|.^$`, name[i]) >= 0 {
			return true
		}
	}
	return false
}

// IsDocumentLevel tells the type, in capitals or not.
func (m *Monitor) IsDocumentLevel() bool { return strings.EqualFold(m.Type, DocumentLevel) }

// IsStandard tells whether the type is one that the plugin can run.
func (m *Monitor) IsStandard() bool {
	_, known := triggersOf[strings.ToLower(m.Type)]
	return known
}

// Indices are the names that saving probes; inputs without indices name none,
// which probes every index.
func (m *Monitor) Indices() []string {
	names := []string{}
	for _, in := range m.Inputs {
		names = append(names, in.Indices...)
	}
	return names
}

// Throttles are the lengths, in minutes, of all throttles, enabled or not.
func (m *Monitor) Throttles() []int {
	minutes := []int{}
	for _, t := range m.Triggers {
		for _, a := range t.Actions {
			if a.HasThrottle {
				minutes = append(minutes, a.ThrottleMinutes)
			}
		}
	}
	return minutes
}

// CheckDocumentInput finds the faults that a document-level monitor runs into
// only when its queries are indexed, after it was written: the server takes the
// write back. nil where there is none.
func (m *Monitor) CheckDocumentInput() *fault.Fault {
	switch {
	case !m.IsDocumentLevel():
		return nil
	case len(m.Inputs) == 0:
		return fault.New(fault.NoSuchElement, "Empty list doesn't contain element at index 0.")
	case m.Inputs[0].Kind != DocumentInput:
		have := "org.opensearch.commons.alerting.model." + javaInputs[m.Inputs[0].Kind]
		want := "org.opensearch.commons.alerting.model.DocLevelMonitorInput"
		return fault.New(fault.ClassCast, "class %s cannot be cast to class %s (%s and %s are in unnamed module "+
			"of loader %s)", have, want, have, want, m.dialect.ClassLoader())
	case len(m.Inputs[0].Indices) == 0:
		return fault.New("java.lang.IndexOutOfBoundsException", "Index 0 out of bounds for length 0")
	}
	return nil
}

var javaInputs = map[string]string{SearchInput: "SearchInput", URIInput: "ClusterMetricsInput"}
