package soak

import "slices"

// Manners are what differs between servers, as far as configurations and the look at
// them are concerned.
type Manners struct {
	Dialect  string // the sandbox's name for it
	Alerting string // path of the alerting API

	// Legacy: destinations of the alerting API, not notification channels.
	Legacy bool

	// lacks are kinds of objects that the server has not.
	lacks []string
}

// MannersOf are those of a dialect of the sandbox. plugin tells that the server knows
// a query of a plugin, moonphase, which it stores in its own way.
func MannersOf(dialect string, plugin Plugin) Manners {
	m := Manners{Dialect: dialect, Alerting: "/_plugins/_alerting"}
	switch dialect {
	case "opendistro-1.13":
		m.Alerting, m.Legacy = "/_opendistro/_alerting", true
		m.lacks = []string{"bucket", "bucket body", "document", "metrics", "workflow", "sns"}
	case "opensearch-1.3":
		m.Legacy = true
		m.lacks = []string{"document", "workflow", "sns"}
	}
	if plugin == NoPlugin {
		m.lacks = append(m.lacks, "plugin")
	}
	return m
}

// Plugin is what a server knows beyond its own queries.
type Plugin string

// The plugins.
const (
	NoPlugin  Plugin = ""
	Moonphase Plugin = "moonphase"
)

func (m Manners) has(kind string) bool { return !slices.Contains(m.lacks, kind) }

// MonitorsPath is the path of monitors.
func (m Manners) MonitorsPath() string { return m.Alerting + "/monitors" }

// ChannelsPath is the path of what messages go to.
func (m Manners) ChannelsPath() string {
	if m.Legacy {
		return m.Alerting + "/destinations"
	}
	return "/_plugins/_notifications/configs"
}
