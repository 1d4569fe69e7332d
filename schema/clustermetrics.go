package schema

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

var metricsChecks = []Check{
	{"unknown-api", "Unknown API of the cluster", hcl.DiagError, "A cluster-metrics monitor asks one of ten APIs; the server refuses any other path."},
	{"invalid-path-params", "Invalid parameters of a path", hcl.DiagError, "The server takes path_params that it then can't use, and passes over what stands behind a question mark."},
	{"invalid-cluster-name", "Invalid name of a cluster", hcl.DiagError, "The server refuses names of remote clusters that none can have."},
}

// clusterMetrics reads the input of a cluster-metrics monitor.
func (b *monitorBlock) clusterMetrics() *monitors.ClusterAPI {
	in := &monitors.ClusterAPI{}
	b.needed("path")
	in.Path, _ = b.publicText("path")
	in.PathParams, _ = b.publicText("path_params")
	if b.has("path") {
		b.checkAPI(in, b.at("path"), b.at("path_params"))
	}
	list, _ := b.knownTexts("clusters")
	for _, name := range list {
		b.checkClusterName(name.text, name.at)
		in.Clusters = append(in.Clusters, name.text)
	}
	return in
}

// checkAPI looks whether there is such an API, and whether it takes these
// parameters.
func (b *monitorBlock) checkAPI(in *monitors.ClusterAPI, atPath, atParams place) {
	if isUnknown(in.Path) || isUnknown(in.PathParams) {
		return
	}
	path, asked, hasQuestion := strings.Cut("/"+strings.TrimPrefix(in.Path, "/"), "?")
	call, ok := monitors.ClusterCallOf(path)
	if !ok {
		b.report("unknown-api", atPath, "A cluster-metrics monitor can't ask %q: it can ask %s.%s", in.Path, oneOf(monitors.ClusterPaths()), didYouMean(path, monitors.ClusterPaths()))
		return
	}
	if hasQuestion {
		b.report("invalid-path-params", atPath, "The server passes over what stands behind the question mark (%q): these APIs are asked without. Take it out.", asked)
		return
	}
	const check = "invalid-path-params"
	within := strings.Trim(strings.TrimPrefix(path, call.Path), "/")
	switch params := in.PathParams; {
	case within != "" && params != "":
		b.report(check, atParams, "The path has parameters already: %q. Write both into path_params.", within)
	case !call.TakesParams && within+params != "":
		b.report(check, atParams, "%s takes no parameters behind the path: the server would pass over them. Take them out.", call.Path)
	case call.NeedsParams && within+params == "":
		b.report(check, atPath, "%s needs the name of a repository: path_params = \"…\".", call.Path)
	case badParams.MatchString(within + params):
		b.report(check, atParams, "No index, node or repository has such a name: there can be no %q in it. Several are parted by commas, without blanks.", badParams.FindString(within+params))
	}
}

// badParams is what the server refuses in parameters that stand in the path, and
// takes in path_params (observed on 2.19.4: monitor_errors/cluster_metrics).
var badParams = pattern.New(`[:"+\\|?#>< ]`)

var remoteName = pattern.New(`^[a-z0-9]([a-zA-Z0-9_-]*:?[a-zA-Z0-9_-]*)$`)

func (b *monitorBlock) checkClusterName(name string, at place) {
	if !isUnknown(name) && (len(name) > 255 || !remoteName.MatchString(name)) {
		b.report("invalid-cluster-name", at, "%q is no name of a remote cluster: they begin with a small letter or a digit, and hold letters, digits, _ and -.", name)
	}
}

func (b *monitorBlock) checkRawMetrics(in *monitors.ClusterAPI) {
	const at = "/inputs/0/uri"
	if in.Path != "" {
		b.checkAPI(in, b.bodyAt(at+"/path"), b.bodyAt(at+"/path_params"))
	}
	for _, name := range in.Clusters {
		b.checkClusterName(name, b.bodyAt(at+"/clusters"))
	}
}

// metricsCondition reads the condition of a cluster-metrics trigger.
func (b *monitorBlock) metricsCondition() monitors.Condition {
	b.refuseOtherConditions("a cluster-metrics monitor", "Write condition = \"ctx.results[0].…\": ctx.results[0] is the answer of the API.")
	if b.lacks(slices.Concat(thresholds, []string{"hits", "condition"})...) {
		b.report("missing-condition", place{b.def, b.block}, "A trigger of a cluster-metrics monitor needs a Painless condition, such as condition = \"ctx.results[0].status != 'green'\".")
	}
	if !b.has("condition") {
		return nil
	}
	return b.script(nil)
}

// resultsOfSearch is how a condition or a message asks for what a search finds.
var resultsOfSearch = pattern.New(`\bctx\.results(?:\[0\]|\.0)\.(hits|aggregations)\b`)

// searchAnswer tells whether a condition or a message of a cluster-metrics monitor
// reads what only a search has.
func (b *monitorBlock) searchAnswer(text string) (name string, reads bool) {
	if found := resultsOfSearch.FindStringSubmatch(text); found != nil && b.kind == monitors.ClusterMetrics {
		return found[1], true
	}
	return "", false
}
