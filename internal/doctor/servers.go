package doctor

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// What is found of the cluster's servers.
const (
	IsVersion       Kind = "version"
	VersionUntold   Kind = "version-not-told"
	NoAlerting      Kind = "no-alerting"
	NoNotifications Kind = "no-notifications"
	HasPlugins      Kind = "plugins"
	PluginMissing   Kind = "plugin-missing-on-nodes"
	PluginVersions  Kind = "plugin-versions-differ"
	NodeVersions    Kind = "node-versions-differ"
	ClusterHealth   Kind = "health"
	ClockAgrees     Kind = "clock"
	ClockDiffers    Kind = "clock-differs"
)

// How far the clocks may be apart. A monitor looks at the last minutes by the clock of
// its node, and at times that other machines have written into events.
const (
	clockLate  = 5 * time.Second
	clockWrong = time.Minute
)

// servers tells which version it is, and ends the look where there is no alerting.
func (e *examination) servers() error {
	v := e.version
	f := Finding{Area: Servers, Kind: IsVersion, Grade: Well, Name: v.Name, From: v.Cluster}
	if !v.Told {
		f.Kind, f.Grade, f.Permissions = VersionUntold, Note, []string{"cluster:monitor/main"}
	}
	switch {
	case v.NoAlerting:
		e.add(Finding{Area: Plugins, Kind: NoAlerting, Grade: Fault})
		return errEnd
	case v.NoNotifications:
		e.add(Finding{Area: Plugins, Kind: NoNotifications, Grade: Fault})
		return errEnd
	}
	e.add(f)
	return nil
}

// plugins tells which of the plugins that matter are where.
func (e *examination) plugins(ctx context.Context) error {
	nodes, err := e.cluster.Nodes(ctx)
	if err != nil {
		return e.unasked(Finding{Area: Plugins, Kind: NotTold}, err)
	}
	e.nodeVersions(nodes)
	var there, versions []string
	for _, name := range pluginsOf(nodes) {
		found, lacking := map[string]bool{}, []string{}
		for _, n := range nodes {
			if v, has := n.Plugins[name]; has {
				found[v] = true
			} else {
				lacking = append(lacking, n.Name)
			}
		}
		all := slices.Sorted(maps.Keys(found))
		there, versions = append(there, name), append(versions, strings.Join(all, ", "))
		if len(lacking) > 0 {
			e.add(Finding{Area: Plugins, Kind: PluginMissing, Grade: Warning, Name: name, Names: lacking})
		}
		if len(all) > 1 {
			e.add(Finding{Area: Plugins, Kind: PluginVersions, Grade: Warning, Name: name, Versions: all})
		}
	}
	if len(there) > 0 {
		e.add(Finding{Area: Plugins, Kind: HasPlugins, Grade: Well, Names: there, Versions: versions})
	}
	return nil
}

func (e *examination) nodeVersions(nodes []Node) {
	found := map[string]bool{}
	for _, n := range nodes {
		found[n.Version] = true
	}
	if len(found) > 1 {
		e.add(Finding{Area: Servers, Kind: NodeVersions, Grade: Warning, Versions: slices.Sorted(maps.Keys(found))})
	}
}

// concerned are words in the names of the plugins that alerts go through: all versions
// have them, whatever comes before (opensearch-alerting, opendistro-alerting).
var concerned = []string{"alerting", "notifications", "job-scheduler", "security"}

// pluginsOf are the plugins that matter, of all nodes, sorted.
func pluginsOf(nodes []Node) []string {
	found := map[string]bool{}
	for _, n := range nodes {
		for name := range n.Plugins {
			if slices.ContainsFunc(concerned, func(word string) bool {
				return strings.Contains(name, word) && !strings.HasPrefix(name, "opensearch-security-analytics")
			}) {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// health tells how the cluster is, and whether its clock agrees with this machine's.
func (e *examination) health(ctx context.Context) error {
	now, err := e.cluster.Condition(ctx)
	if err != nil {
		return e.unasked(Finding{Area: Clock, Kind: NotTold}, err)
	}
	e.condition = now
	health := Finding{Area: Servers, Kind: ClusterHealth, Grade: Well, Name: now.Status, Count: now.DataNodes}
	switch now.Status {
	case "red":
		health.Grade = Fault
	case "yellow":
		health.Grade = Note
	}
	e.add(health)
	if !now.TimeKnown {
		return nil
	}
	f := Finding{Area: Clock, Kind: ClockAgrees, Grade: Well, Span: now.Ahead}
	switch apart := max(now.Ahead, -now.Ahead) - now.Within; {
	case apart >= clockWrong:
		f.Kind, f.Grade = ClockDiffers, Fault
	case apart >= clockLate:
		f.Kind, f.Grade = ClockDiffers, Warning
	}
	e.add(f)
	return nil
}
