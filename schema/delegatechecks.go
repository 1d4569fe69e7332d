package schema

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// mostDelegates is how many delegates the server's search for them finds at most: it
// says 25, but the search has no size (from source; the sandbox plays it).
const mostDelegates = 10

// checkSequence looks at the delegates together.
func (w *workflowBlock) checkSequence(s *monitors.Sequence) {
	for i, d := range s.Delegates {
		if before := w.find(d.Monitor); before >= 0 && before < i {
			w.report("duplicate-delegate", w.places[i], "%s is a delegate of this workflow already. The server takes each once.", refName(d.Monitor))
		}
		w.checkDelegate(d.Monitor, w.places[i])
	}
	if len(s.Delegates) > mostDelegates {
		w.report("too-many-delegates", w.places[mostDelegates], "This workflow has %d delegates, and the server finds %d of them: it says of the rest that they are no valid monitors. Part it into several workflows.", len(s.Delegates), mostDelegates)
	}
}

// checkDelegate looks at what a declared delegate does.
func (w *workflowBlock) checkDelegate(r monitors.Ref, at place) {
	m := w.declared[r.Address]
	if m == nil {
		return
	}
	if m.Monitor.Enabled {
		w.report("delegate-runs-alone", at, "%s is enabled, so it also runs by its own schedule, and sends its own messages then. In the workflow it runs with the workflow's schedule, disabled or not: give it enabled = false if that is enough.", r.Address)
	}
	if len(m.Monitor.Triggers) == 0 {
		w.report("silent-delegate", at, "%s has no trigger, so it leaves no alert, and a condition over it never changes. Give it one.", r.Address)
	}
}

// refName is how a monitor is named in texts.
func refName(r monitors.Ref) string {
	if !r.Address.IsZero() {
		return r.Address.String()
	}
	return "the monitor " + r.ID
}

// findings checks one source of a delegate's findings; into holds the delegates
// before it.
func (w *workflowBlock) findings(d monitors.Delegate, source monitors.Ref, at place, into *workflowBlock) bool {
	if isUnknown(source.ID) {
		return true
	}
	own, of := w.declared[d.Monitor.Address], w.declared[source.Address]
	switch {
	case sameMonitor(source, d.Monitor):
		w.report("invalid-findings", at, "A delegate can't look at what it finds itself. Name delegates that come before it.")
	case into.find(source) < 0 && !into.incomplete:
		w.report("invalid-findings", at, "%s does not come before this delegate. Put its delegate block above this one.", refName(source))
	case of != nil && of.Monitor.Type == monitors.QueryLevel:
		w.report("invalid-findings", at, "%s is a query-level monitor, of which the server keeps no findings. They can be those of document-level and bucket-level monitors.", source.Address)
	case of != nil && own != nil && len(missingIndices(own.Monitor, of.Monitor)) > 0:
		w.report("invalid-findings", at, "%s searches %s, which %s does not; the server wants a delegate to search all indices whose findings it looks at.", source.Address, strings.Join(missingIndices(own.Monitor, of.Monitor), ", "), d.Monitor.Address)
	default:
		return true
	}
	return false
}

// missingIndices are those of a source that a delegate does not name.
func missingIndices(delegate, source monitors.Monitor) []string {
	have := indicesOf(delegate)
	return slices.DeleteFunc(indicesOf(source), func(name string) bool { return slices.Contains(have, name) })
}

func indicesOf(m monitors.Monitor) []string {
	switch in := m.Input.(type) {
	case *monitors.Search:
		return slices.Clone(in.Indices)
	case *monitors.DocumentQueries:
		return slices.Clone(in.Indices)
	default:
		return nil
	}
}

// delegateNames are how a condition may name the delegates, and what each means.
func (w *workflowBlock) delegateNames() map[string]monitors.Ref {
	names := map[string]monitors.Ref{}
	for _, d := range w.delegates {
		if d.Monitor.Address.IsZero() {
			names["id="+d.Monitor.ID] = d.Monitor
			continue
		}
		names[nameInCondition(d.Monitor.Address.From(w.within))] = d.Monitor
	}
	return names
}

func nameInCondition(at address.Address) string { return strings.TrimPrefix(at.String(), "monitor.") }
