package generation

import (
	"fmt"
	"strings"
)

// Templates is how a cluster takes index templates. The zero value is OpenSearch 2.0
// or later: composable templates, and no types of documents.
type Templates struct {
	// Name is for people: "OpenSearch 2.19", "Elasticsearch 6.8".
	Name string

	// Legacy: there is no _index_template, which came with Elasticsearch 7.8, but
	// _template only.
	Legacy bool

	// Typed: a mapping stands beneath the name of its type (Elasticsearch 6).
	Typed bool

	// Types: documents may have a type of any name (all below OpenSearch 2.0; asked of
	// 1.3.14).
	Types bool
}

// openDistroBase is which Elasticsearch an Open Distro 1.x is made of, by its minor
// version (the release notes of Open Distro; not run): 1.0 is 7.0, 1.6 and 1.7 are
// 7.6, 1.9 is 7.8, 1.13 is 7.10.
var openDistroBase = []int{0, 1, 2, 3, 4, 4, 6, 6, 7, 8, 9, 9, 10, 10}

// TemplateNames are examples of what TemplatesNamed takes, the newest first.
var TemplateNames = []string{"opensearch-3", "opensearch-2", "opensearch-1", "opendistro-1.13", "opendistro-1.3", "es-7.10", "es-7", "es-6"}

// TemplatesNamed is how the generation of a name takes templates, such as
// opensearch-3, opensearch-2.19, opendistro-1.13, es-6.8. A version of one number is
// the oldest of that number.
func TemplatesNamed(name string) (Templates, error) {
	product, version, _ := strings.Cut(name, "-")
	release, ok := parse(version)
	if !ok {
		release, ok = parse(version + ".0")
	}
	products := map[string]bool{"opensearch": true, "opendistro": true, "es": true, "elasticsearch": true}
	if !ok || !products[product] {
		return Templates{}, fmt.Errorf("%q is no generation of clusters: there are opensearch-VERSION, opendistro-VERSION and es-VERSION, such as %s", name, strings.Join(TemplateNames, ", "))
	}
	switch product {
	case "opensearch":
		return Templates{Name: "OpenSearch " + version, Types: release.before(Release{2, 0})}, nil
	case "opendistro":
		t := ofElasticsearch(openDistroOn(release))
		t.Name = "Open Distro " + version
		return t, nil
	}
	t := ofElasticsearch(release)
	t.Name = "Elasticsearch " + version
	return t, nil
}

// TemplatesOf is how a cluster takes templates, by what GET / says of its version;
// distribution is "" of Elasticsearch. Types is false where that can't be told.
func TemplatesOf(distribution, number string) Templates {
	release, ok := parse(number)
	switch {
	case !ok || distribution == "opensearch" && release.Major == 7: // what 1.x and 2.x may call themselves
		return Templates{Name: "OpenSearch"}
	case distribution == "opensearch":
		return Templates{Name: "OpenSearch " + number, Types: release.before(Release{2, 0})}
	}
	t := ofElasticsearch(release)
	t.Name = "Elasticsearch " + number
	return t
}

func openDistroOn(r Release) Release {
	if r.Major == 0 {
		return Release{6, 8}
	}
	return Release{7, openDistroBase[min(max(r.Minor, 0), len(openDistroBase)-1)]}
}

// ofElasticsearch is from its documentation: composable templates came with 7.8, types
// are asked for from 7.0 on.
func ofElasticsearch(r Release) Templates {
	return Templates{Legacy: r.before(Release{7, 8}), Typed: r.before(Release{7, 0}), Types: r.before(Release{8, 0})}
}
