package security

import "slices"

// Index is the plugin's own index.
const Index = ".opendistro_security"

// systemIndices are those that only the plugins themselves write to; the documents in
// them nobody sees by the document API, not even the admin (observed on 2.19.4).
var systemIndices = []string{Index, ".opendistro-alerting-config", ".opendistro-alerting-alert*", ".opensearch-notifications-*"}

// IsSystem tells whether an index is one of those that plugins keep for themselves.
func IsSystem(name string) bool { return matchesAny(systemIndices, name) }

// deniedActions nobody may do to a system index.
var deniedActions = []string{
	"indices:data/write*", "indices:admin/delete*", "indices:admin/mapping/delete*", "indices:admin/mapping/put*",
	"indices:admin/freeze*", "indices:admin/settings/update*", "indices:admin/aliases", "indices:admin/close*",
}

// protected tells whether actions would write to a system index, or to all indices,
// which is refused to everybody.
func protected(actions, expressions []string, targets []target) bool {
	if !slices.ContainsFunc(actions, func(a string) bool { return matchesAny(deniedActions, a) }) {
		return false
	}
	return all(expressions) || slices.ContainsFunc(targets, func(t target) bool { return IsSystem(t.names[0]) })
}
