package alertapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Rules are the settings of a cluster that decide whether alerts are raised and sent.
type Rules struct {
	LimitSettings

	ShardsPerNode int // cluster.max_shards_per_node; 0: not told

	// DeniedHosts are those to which nothing is sent: names, addresses, networks.
	DeniedHosts []string

	// Destinations are the kinds of legacy destinations that are sent to
	// (plugins.alerting.destination.allow_list); nil: not told.
	Destinations []string

	// Filtered: what others saved may be hidden from this user (filter_by_backend_roles).
	Filtered bool
}

// rulePaths are what is asked for beside limitPaths (2.19.4: cluster/settings_…, with
// the names of the notifications plugin and those of alerting; 1.3.14 and Open Distro
// know the last ones only).
var rulePaths = []string{
	"*.cluster.max_shards_per_node", "*.opensearch.notifications.core.http.host_deny_list", "*.opensearch.notifications.general.filter_by_backend_roles",
	"*.plugins.alerting.filter_by_backend_roles", "*.opendistro.alerting.filter_by_backend_roles", "*.plugins.destination.host.deny_list", "*.opendistro.destination.host.deny_list",
	"*.plugins.alerting.destination.allow_list", "*.opendistro.alerting.destination.allow_list",
}

// Rules reads them, in one request; the user needs cluster:monitor/state.
func (c *Client) Rules(ctx context.Context) (Rules, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: "/_cluster/settings", query: url.Values{
		"include_defaults": {"true"}, "filter_path": {strings.Join(append(limitPaths, rulePaths...), ",")},
	}})
	if err != nil {
		return Rules{}, err
	}
	r := Rules{LimitSettings: limitsIn(answer)}
	for _, layer := range []string{"defaults", "persistent", "transient"} { // the last wins
		r.take(answer.Object(layer))
	}
	return r, nil
}

func (r *Rules) take(layer *orderedjson.Object) {
	flatten("", layer, func(name, value string) {
		switch {
		case name == "cluster.max_shards_per_node":
			r.ShardsPerNode, _ = strconv.Atoi(value)
		case strings.HasSuffix(name, "filter_by_backend_roles"):
			r.Filtered = r.Filtered || value == "true"
		}
	})
	eachList("", layer, func(name string, values []string) {
		switch {
		case strings.HasSuffix(name, "deny_list"):
			r.DeniedHosts = values
		case strings.HasSuffix(name, "allow_list"):
			r.Destinations = values
		}
	})
}

// eachList visits the lists of nested settings by their full names.
func eachList(prefix string, o *orderedjson.Object, visit func(name string, values []string)) {
	for _, m := range o.Members() {
		switch v := m.Value.(type) {
		case *orderedjson.Object:
			eachList(prefix+m.Key+".", v, visit)
		case []any:
			visit(prefix+m.Key, textsIn(o, m.Key))
		}
	}
}
