package alertapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// LimitSettings are the settings that limit how many monitors there may be, and how
// many scripts are compiled for them.
type LimitSettings struct {
	// Scripts are the settings of scripts by full name, as they hold. A default that
	// belongs to a context is not told by the server (observed on 1.3.14 and 2.19.4).
	Scripts map[string]string

	// MaxMonitors is plugins.alerting.monitor.max_monitors; nil where it is not told.
	MaxMonitors *int
}

const maxMonitors = "alerting.monitor.max_monitors"

// limitPaths are what is asked for. Names are not flat, since then a dot in a filter
// matches nothing (2.19.4: limits/read_settings).
var limitPaths = []string{
	"*.script.max_compilations_rate", "*.script.disable_max_compilations_rate", "*.script.cache.max_size", "*.script.context",
	"*.plugins." + maxMonitors, "*.opendistro." + maxMonitors,
}

// LimitSettings reads them, in one request; the user needs cluster:monitor/state.
func (c *Client) LimitSettings(ctx context.Context) (LimitSettings, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: "/_cluster/settings", query: url.Values{
		"include_defaults": {"true"}, "filter_path": {strings.Join(limitPaths, ",")},
	}})
	if err != nil {
		return LimitSettings{}, err
	}
	return limitsIn(answer), nil
}

func limitsIn(answer *orderedjson.Object) LimitSettings {
	limits := LimitSettings{Scripts: map[string]string{}}
	for _, layer := range []string{"defaults", "persistent", "transient"} { // the last wins
		flatten("", answer.Object(layer), func(name, value string) {
			if strings.HasPrefix(name, "script.") {
				limits.Scripts[name] = value
			}
		})
	}
	limits.MaxMonitors = maxMonitorsIn(answer)
	return limits
}

// maxMonitorsIn finds the limit: the name of today, else the older one, where either is
// set; else the default.
func maxMonitorsIn(answer *orderedjson.Object) *int {
	for _, layers := range [][]string{{"transient", "persistent"}, {"defaults"}} {
		for _, prefix := range []string{"plugins.", "opendistro."} {
			for _, layer := range layers {
				if n := integerIn(answer.Object(layer), prefix+maxMonitors); n != nil {
					return n
				}
			}
		}
	}
	return nil
}

func integerIn(layer *orderedjson.Object, name string) (found *int) {
	flatten("", layer, func(other, value string) {
		if n, err := strconv.Atoi(value); err == nil && other == name {
			found = &n
		}
	})
	return found
}

// flatten visits the texts of nested settings by their full names.
func flatten(prefix string, o *orderedjson.Object, visit func(name, value string)) {
	for _, m := range o.Members() {
		switch v := m.Value.(type) {
		case *orderedjson.Object:
			flatten(prefix+m.Key+".", v, visit)
		case string:
			visit(prefix+m.Key, v)
		}
	}
}
