package generation

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/monitors"
)

// Release is a version of a distribution.
type Release struct{ Major, Minor int }

func (r Release) before(other Release) bool {
	return r.Major < other.Major || r.Major == other.Major && r.Minor < other.Minor
}

// since says in which version of OpenSearch a feature came (alerting-api.md section
// 0; from source, but for what the recordings of 1.3.14, 2.19.4 and 3.5.0 show).
// What is not in it was there from 1.0 on.
var since = map[Feature]Release{
	ExecutionPolicies:                           {1, 1},
	monitorFeature(monitors.BucketLevel):        {1, 1},
	monitorFeature(monitors.ClusterMetrics):     {1, 3},
	monitorFeature(monitors.DocumentLevel):      {2, 0},
	RolelessTopics:                              {2, 0},
	Muting:                                      {2, 0},
	destinationFeature(destinations.SNS):        {2, 0},
	destinationFeature(destinations.SESAccount): {2, 0},
	RemoteClusters:                              {2, 12},
	BackendRoles:                                {2, 4},
	IndexMetrics:                                {2, 0},
	FreshQueryIndex:                             {2, 18},
	FewerNodes:                                  {2, 19},
	AlertForFindings:                            {2, 19},
	Workflows:                                   {2, 9},
	destinationFeature(destinations.MicrosoftTeams): {2, 10},
	Seconds: {3, 2},
	destinationFeature(destinations.Mattermost): {3, 5},
}

// openDistro is before every version of OpenSearch.
var openDistro = Release{}

// Of is the generation of a cluster, by what GET / says of its version.
// distribution is "" of Elasticsearch. The second result is false where that tells
// too little: what it says is no version, or one that OpenSearch 1.x and 2.x put on
// for clients of Elasticsearch's (compatibility.override_main_response_version).
func Of(distribution, number string) (Generation, bool) {
	release, ok := parse(number)
	switch {
	case !ok:
		return Generation{}, false
	case distribution == "opensearch" && release.Major == 7:
		return Generation{}, false
	case distribution == "opensearch":
		return at(release).named("OpenSearch " + number), true
	default:
		g := at(openDistro).named(fmt.Sprintf("Open Distro (Elasticsearch %s)", number))
		g.NumberOfHits = release.Major < 7
		if release.before(firstWithAnyCase) {
			g.lacks = append(g.lacks, AnyCase)
		}
		return g, true
	}
}

// Legacy is the generation of a cluster with legacy destinations of which no
// version is known: of Open Distro's where its API lies below /_opendistro only,
// else of 1.x.
func Legacy(opendistroPaths bool) Generation {
	if opendistroPaths {
		return at(openDistro).named("Open Distro")
	}
	g := at(Release{1, 3}).named("OpenSearch 1.x")
	g.BareTriggers = true
	return g
}

// Named is the generation that a cluster block's dialect speaks of; ok is false
// for a name that is none.
func Named(dialect string) (g Generation, ok bool) {
	product, version, _ := strings.Cut(dialect, "-")
	release, ok := parse(version)
	switch {
	case !ok:
		return Generation{}, false
	case product == "opendistro":
		return at(openDistro).named("Open Distro " + version), true
	default:
		return at(release).named("OpenSearch " + version), product == "opensearch"
	}
}

func at(r Release) Generation {
	g := Generation{
		LegacyDestinations: r.before(Release{2, 0}),
		OpendistroPaths:    r == openDistro,
		BareTriggers:       r.before(Release{1, 1}),
		Untyped:            r.before(Release{1, 1}),
	}
	for feature, first := range since {
		if r.before(first) {
			g.lacks = append(g.lacks, feature)
		}
	}
	return g
}

func (g Generation) named(name string) Generation {
	g.Name = name
	return g
}

func parse(number string) (Release, bool) {
	parts := strings.SplitN(number, ".", 3)
	if len(parts) < 2 {
		return Release{}, false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil {
		return Release{}, false
	}
	minor, err := strconv.Atoi(parts[1])
	return Release{major, minor}, err == nil
}
