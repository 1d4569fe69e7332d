package cluster

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/cat"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// plugin is an installed plugin: its name and what it does.
type plugin struct{ component, description string }

// plugins are those that the recorded nodes had (http/cat_plugins).
func (s *Service) plugins() []plugin {
	if s.dialect.OpendistroNames {
		return []plugin{
			{"opendistro-alerting", "Amazon OpenDistro alerting plugin"},
			{"opendistro-job-scheduler", "Open Distro for Elasticsearch Job Scheduler plugin"},
		}
	}
	all := []plugin{
		{"opensearch-alerting", "Amazon OpenSearch alerting plugin"},
		{"opensearch-job-scheduler", "OpenSearch Job Scheduler plugin"},
	}
	if !s.dialect.LegacyDestinations {
		all = append(all,
			plugin{"opensearch-notifications", "OpenSearch Notifications Plugin"},
			plugin{"opensearch-notifications-core", "OpenSearch Notifications Core Plugin"})
	}
	if s.Secured {
		all = append(all, plugin{"opensearch-security", "Provide access control related features for OpenSearch"})
	}
	return all
}

func (s *Service) pluginVersion() string {
	if s.dialect.PluginVersion != "" {
		return s.dialect.PluginVersion
	}
	return s.dialect.Version + ".0"
}

// tables are the _cat routes that the sandbox has, here and in documents.
var tables = []string{
	"nodes", "indices", "indices/{index}", "count", "count/{index}", "health", "aliases", "aliases/{alias}", "plugins", "templates",
}

// catList lists the tables, below the cat.
func (s *Service) catList(r *rest.Request) (rest.Response, error) {
	return rest.Text(http.StatusOK, "=^.^=\n/_cat/"+strings.Join(tables, "\n/_cat/")+"\n"), r.Ready()
}

func (s *Service) catPlugins(r *rest.Request) (rest.Response, error) {
	t := cat.Table{Columns: []cat.Column{
		{Name: "id", Description: "unique node id", Hidden: true},
		{Name: "name", Aliases: []string{"n"}, Description: "node name"},
		{Name: "component", Aliases: []string{"c"}, Description: "component"},
		{Name: "version", Aliases: []string{"v"}, Description: "component version"},
		{Name: "description", Aliases: []string{"d"}, Description: "plugin details", Hidden: true},
	}}
	for _, p := range s.plugins() {
		t.Rows = append(t.Rows, []string{s.identity.NodeID, NodeName, p.component, s.pluginVersion(), p.description})
	}
	return cat.Answer(r, t)
}

func (s *Service) catNodes(r *rest.Request) (rest.Response, error) {
	r.Has("full_id")
	t := cat.Table{
		Columns: []cat.Column{
			{Name: "id", Aliases: []string{"nodeId"}, Description: "unique node id", Hidden: true},
			{Name: "ip", Aliases: []string{"i"}, Description: "ip address"},
			{Name: "version", Aliases: []string{"v"}, Description: "os version", Hidden: true},
			{Name: "heap.percent", Aliases: []string{"hp", "heapPercent"}, Description: "used heap ratio", Right: true},
			{Name: "ram.percent", Aliases: []string{"rp", "ramPercent"}, Description: "used machine memory ratio", Right: true},
			{Name: "cpu", Description: "recent cpu usage", Right: true},
			{Name: "load_1m", Aliases: []string{"l"}, Description: "1m load avg", Right: true},
			{Name: "load_5m", Description: "5m load avg", Right: true},
			{Name: "load_15m", Description: "15m load avg", Right: true},
			{Name: "node.role", Aliases: []string{"r", "role", "nodeRole"}, Description: "m:master eligible node, d:data node, i:ingest node, -:coordinating node only"},
			{Name: "node.roles", Aliases: []string{"rs", "all roles"}, Description: "node roles"},
			{Name: "cluster_manager", Aliases: []string{"m", "master"}, Description: "*:current cluster manager"},
			{Name: "name", Aliases: []string{"n"}, Description: "node name"},
		},
		Rows: [][]string{{
			s.identity.NodeID[:4], "127.0.0.1", s.dialect.Version, "1", "1", "0", "0.00", "0.00", "0.00",
			"dimr", strings.Join(s.roles(), ","), "*", NodeName,
		}},
	}
	return cat.Answer(r, t)
}

// roles are the node's, sorted.
func (s *Service) roles() []string {
	if s.dialect.MasterRole {
		return []string{"data", "ingest", "master", "remote_cluster_client"}
	}
	return []string{"cluster_manager", "data", "ingest", "remote_cluster_client"}
}

// nodes answers GET /_nodes with the parts of a node that a client library looks
// at: name, version, roles, plugins.
func (s *Service) nodes(r *rest.Request) (rest.Response, error) {
	asked, metrics := r.List("nodeId"), r.List("metrics")
	if len(metrics) == 0 && isMetric(asked) {
		asked, metrics = nil, asked
	}
	for _, known := range []string{"timeout", "flat_settings"} {
		r.Has(known)
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	nodes := rest.O()
	if len(asked) == 0 || slices.ContainsFunc(asked, s.isThisNode) {
		nodes.Set(s.identity.NodeID, s.node(metrics))
	}
	return rest.JSON(http.StatusOK, rest.O(
		"_nodes", rest.O("total", nodes.Len(), "successful", nodes.Len(), "failed", 0),
		"cluster_name", Name,
		"nodes", nodes,
	)), nil
}

func isMetric(names []string) bool {
	known := []string{
		"_all", "settings", "os", "process", "jvm", "thread_pool", "transport", "http", "plugins", "ingest", "indices", "aggregations", "search_pipelines",
	}
	return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(known, n) })
}

func (s *Service) isThisNode(name string) bool {
	return slices.Contains([]string{"_local", "_all", "_cluster_manager", "_master", s.identity.NodeID}, name) ||
		rest.WildcardMatch(name, NodeName)
}

func (s *Service) node(metrics []string) any {
	all := len(metrics) == 0 || slices.Contains(metrics, "_all")
	list := []any{}
	for _, role := range s.roles() {
		list = append(list, role)
	}
	node := rest.O(
		"name", NodeName, "transport_address", "127.0.0.1:9300", "host", "127.0.0.1", "ip", "127.0.0.1",
		"version", s.dialect.Version, "build_type", "sandbox", "build_hash", "unknown", "roles", list,
	)
	if all || slices.Contains(metrics, "plugins") {
		plugins := []any{}
		for _, p := range s.plugins() {
			plugins = append(plugins, rest.O(
				"name", p.component, "version", s.pluginVersion(), "opensearch_version", s.dialect.Version, "description", p.description,
			))
		}
		node.Set("plugins", plugins)
	}
	return node
}
