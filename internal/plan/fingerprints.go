package plan

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/monitors"
)

// under is what the fingerprints at a path, and below it, say.
func under(prints map[string]string, path string) string {
	var found []string
	for at, print := range prints {
		if rest, ok := strings.CutPrefix(at, path); ok && (rest == "" || rest[0] == '.') {
			found = append(found, rest+"="+print)
		}
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

// manyQueries has one fingerprint: a document-level monitor may have hundreds of
// queries, and the mark has to stay small.
const manyQueries = "document_queries.query"

// part is what has a fingerprint: a field, or several that are one. ofMany says
// that its fields may change each by itself.
type part struct {
	path   string
	ofMany bool
}

// partOf tells which part a field belongs to. Fingerprints are taken of what a
// monitor means, in the plainest words: a schedule, a search and a condition may
// be said in those of the Dashboards' forms, too.
func partOf(path string) part {
	words := strings.Split(path, ".")
	switch {
	case words[0] == "schedule":
		return part{path: "schedule"}
	case path == "graph.indices":
		return part{path: "extraction_query.indices"}
	case words[0] == "graph":
		return part{path: "extraction_query.body", ofMany: true}
	case strings.HasPrefix(path, manyQueries+"."):
		return part{path: manyQueries, ofMany: true}
	case words[0] == "trigger" && len(words) == 3 && slices.Contains(conditionFields, words[2]):
		return part{path: words[0] + "." + words[1] + ".condition"}
	default:
		return part{path: path}
	}
}

// fingerprints digests every part of a monitor that says something, by its path in
// the words of differences. A destination is the channel's id, which stays when its
// address changes.
func fingerprints(m monitors.Monitor) map[string]string {
	m = m.InWordsOf(monitors.Monitor{Input: &monitors.Search{}})
	m.Triggers = slices.Clone(m.Triggers)
	for i, t := range m.Triggers {
		m.Triggers[i] = t.InWordsOf(monitors.Trigger{})
		m.Triggers[i].Actions = slices.Clone(t.Actions)
		for j, a := range t.Actions {
			m.Triggers[i].Actions[j].Destination = monitors.DestinationRef{ID: a.Destination.ID}
		}
	}
	prints := map[string]string{}
	for _, f := range (comparison{}).added(m) {
		if partOf(f.Path).path == f.Path {
			prints[f.Path] = monitors.Fingerprint(f.After)
		}
	}
	fields := m.Fields()
	prints["schedule"] = monitors.Fingerprint(fields.Object("schedule"))
	if in, ok := m.Input.(*monitors.DocumentQueries); ok && len(in.Queries) > 0 {
		prints[manyQueries] = monitors.Fingerprint(in.ByID())
	}
	return prints
}
