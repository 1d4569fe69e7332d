package monitors

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
)

// ClusterCall is a call that cluster-metrics monitors can make.
type ClusterCall struct {
	APIType string
	Path    string

	// TakesParams and NeedsParams: parameters may, or must, stand behind the path.
	TakesParams, NeedsParams bool
}

// clusterCalls are in the server's order: of several that fit, the last counts
// (alerting-api.md 1.3).
var clusterCalls = []ClusterCall{
	{"CAT_INDICES", "/_cat/indices", true, false},
	{"CAT_PENDING_TASKS", "/_cat/pending_tasks", false, false},
	{"CAT_RECOVERY", "/_cat/recovery", true, false},
	{"CAT_SHARDS", "/_cat/shards", true, false},
	{"CAT_SNAPSHOTS", "/_cat/snapshots", true, true},
	{"CAT_TASKS", "/_cat/tasks", false, false},
	{"CLUSTER_HEALTH", "/_cluster/health", true, false},
	{"CLUSTER_SETTINGS", "/_cluster/settings", false, false},
	{"CLUSTER_STATS", "/_cluster/stats", true, false},
	{"NODES_STATS", "/_nodes/stats", false, false},
}

// ClusterPaths are the paths that cluster-metrics monitors can ask.
func ClusterPaths() []string {
	var paths []string
	for _, call := range clusterCalls {
		paths = append(paths, call.Path)
	}
	return paths
}

// ClusterCallOf is the call that a path means, parameters behind it or not.
func ClusterCallOf(path string) (ClusterCall, bool) {
	call, ok := callOf(path)
	if rest := strings.TrimPrefix(path, call.Path); rest != "" && rest[0] != '/' {
		return ClusterCall{}, false // the server takes it, for what it is not
	}
	return call, ok
}

// ownHost begins the url that the server derives.
const ownHost = "http://localhost:9200"

// canonical derives what the server derives: path, parameters and url of each
// other, and the api_type of the path, whatever was sent (observed on 2.19.4:
// monitor_errors/cluster_metrics; parameters of a path or url: from source).
func (in *ClusterAPI) canonical() *ClusterAPI {
	filled := *in
	filled.Clusters = orNil(in.Clusters)
	for _, text := range []string{in.Path, in.PathParams, in.URL} {
		if _, unknown := Unknown(text); unknown {
			filled.URL, filled.APIType = cmp.Or(in.URL, text), text
			filled.Path, filled.PathParams = cmp.Or(in.Path, text), cmp.Or(in.PathParams, text)
			return &filled
		}
	}
	filled.URL = cmp.Or(in.URL, in.address())
	parsed, err := url.Parse(filled.URL)
	if err != nil {
		return &filled
	}
	call, ok := callOf(parsed.Path)
	if !ok {
		filled.Path = cmp.Or(in.Path, parsed.Path)
		return &filled
	}
	filled.APIType = call.APIType
	if call.TakesParams && in.PathParams == "" {
		filled.PathParams = strings.Trim(strings.TrimPrefix(parsed.Path, call.Path), "/")
	}
	filled.Path = cmp.Or(in.Path, call.Path)
	return &filled
}

// AsAsked is a call in a form that the server takes: it refuses path and
// parameters that do not make exactly the url ("The provided URL and URI fields
// form different URLs"), even where it has derived the one of the other itself.
func (in *ClusterAPI) AsAsked() *ClusterAPI {
	asked := *in
	if in.URL == "" || in.Path == "" || in.address() == in.URL {
		return &asked
	}
	asked.PathParams = ""
	if asked.address() != in.URL {
		asked.Path = ""
	}
	return &asked
}

func callOf(path string) (found ClusterCall, ok bool) {
	for _, call := range clusterCalls {
		if strings.HasPrefix(path, call.Path) {
			found, ok = call, true
		}
	}
	return found, ok
}

// address is the url of path and parameters. Where they hold what no URI may
// hold, the server joins them without a slash, and escapes them (observed).
func (in *ClusterAPI) address() string {
	slashed := func(s string) string {
		if strings.TrimSpace(s) == "" || strings.HasPrefix(s, "/") {
			return s
		}
		return "/" + s
	}
	if text := slashed(in.Path) + slashed(in.PathParams); isURI(text) {
		return ownHost + text
	}
	return ownHost + slashed(escaped(in.Path+in.PathParams))
}

func isURI(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool {
		return c <= ' ' || c == 0x7f || strings.ContainsRune("\"<>\\^`{|}", c)
	})
}

func escaped(path string) string {
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
