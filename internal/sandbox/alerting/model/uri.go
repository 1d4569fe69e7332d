package model

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// clusterAPI is one of the APIs that a cluster-metrics monitor may ask.
type clusterAPI struct {
	kind, path, prepend            string
	supportsParams, requiresParams bool
}

// clusterAPIs in the server's order: of several that fit, the last counts.
var clusterAPIs = []clusterAPI{
	{"CAT_INDICES", "/_cat/indices", "/_cat/indices", true, false},
	{"CAT_PENDING_TASKS", "/_cat/pending_tasks", "/_cat/pending_tasks", false, false},
	{"CAT_RECOVERY", "/_cat/recovery", "/_cat/recovery", true, false},
	{"CAT_SHARDS", "/_cat/shards", "/_cat/shards", true, false},
	{"CAT_SNAPSHOTS", "/_cat/snapshots", "/_cat/snapshots", true, true},
	{"CAT_TASKS", "/_cat/tasks", "/_cat/tasks", false, false},
	{"CLUSTER_HEALTH", "/_cluster/health", "/_cluster/health", true, false},
	{"CLUSTER_SETTINGS", "/_cluster/settings", "/_cluster/settings", false, false},
	{"CLUSTER_STATS", "/_cluster/stats", "/_cluster/stats", true, false},
	{"NODES_STATS", "/_nodes/stats", "/_nodes", false, false},
}

// uriInput is a cluster-metrics input.
type uriInput struct {
	path, params, url string
	clusters          []string
	older             bool // the server's monitors are dialect.OlderMonitors
}

func parseURIInput(r *xcontent.Reader) Input {
	u := uriInput{clusters: []string{}, older: r.Dialect.OlderMonitors}
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch name {
		case "path":
			u.path = r.Text()
		case "path_params":
			u.params = r.Text()
		case "url":
			u.url = r.Text()
		case "clusters":
			if !u.older { // they step over it token by token
				u.clusters = append(u.clusters, r.Texts()...)
			}
		}
	}
	kind := u.complete()
	fields := object("api_type", kind, "path", u.path, "path_params", u.params, "url", u.url)
	clusters := ""
	if !u.older {
		fields.Set("clusters", anyTexts(u.clusters))
		clusters = ", clusters=" + javaList(u.clusters)
	}
	in := Input{Kind: URIInput, Stored: object(URIInput, fields)}
	in.java = fmt.Sprintf("ClusterMetricsInput(path=%s, pathParams=%s, url=%s%s)", u.path, u.params, u.url, clusters)
	return in
}

var clusterName = pattern.New(`^[a-z0-9]([a-zA-Z0-9_-]*:?[a-zA-Z0-9_-]*)$`)

// complete checks the input, fills its empty fields from the others and returns
// the API's name.
func (u *uriInput) complete() string {
	xcontent.Check(u.url != "" || u.path != "",
		"The uri.api_type field, uri.path field, or uri.uri field must be defined.")
	constructed := u.url
	if u.url == "" {
		constructed = u.construct()
	} else if !isJavaURI(u.url) {
		u.refuseSyntax()
	}
	xcontent.Check(isValidURL(constructed), "Invalid URI constructed from the path and path_params inputs, or the url input.")
	parsed, err := url.Parse(constructed)
	xcontent.Check(err == nil, "Invalid URI constructed from the path and path_params inputs, or the url input.")
	if u.url != "" && u.path != "" {
		xcontent.Check(constructed == u.construct(), "The provided URL and URI fields form different URLs.")
	}
	xcontent.Check(strings.ToLower(parsed.Hostname()) == "localhost", "Only host 'localhost' is supported.")
	xcontent.Check(parsed.Port() == "9200", "Only port '9200' is supported.")
	for _, name := range u.clusters {
		xcontent.Check(len(name) <= 255 && clusterName.MatchString(name), "Cluster names are not valid.")
	}
	api := u.findAPI(parsed.Path)
	if u.params == "" {
		u.params = api.paramsOf(parsed.Path)
	}
	if u.path == "" {
		u.path = api.path
		if u.params != "" {
			u.path = api.prepend
		}
	}
	u.url = constructed
	return api.kind
}

// refuseSyntax throws the fault of a URL that is no URI. Older servers pass Java's on,
// whose words are those of a character that has no place in a path.
func (u *uriInput) refuseSyntax() {
	xcontent.Check(u.older, "Invalid URL syntax.")
	at := strings.IndexFunc(u.url, func(c rune) bool { return !isURIChar(c) })
	f := fault.New("java.net.URISyntaxException", "Illegal character in path at index %d: %s", max(0, at), u.url)
	xcontent.Throw(f)
}

// newerAPIs are those that dialect.OlderMonitors don't know.
var newerAPIs = []string{"CAT_INDICES", "CAT_SHARDS"}

func (u *uriInput) findAPI(path string) clusterAPI {
	found := clusterAPI{}
	for _, api := range clusterAPIs {
		if u.older && slices.Contains(newerAPIs, api.kind) {
			continue
		}
		if strings.HasPrefix(path, api.prepend) || strings.HasPrefix(path, api.path) {
			found = api
		}
	}
	xcontent.Check(found.kind != "", "The API could not be determined from the provided URI.")
	return found
}

// paramsOf is what a path has behind the API's own.
func (a clusterAPI) paramsOf(path string) string {
	prefix := a.path
	if a.supportsParams {
		prefix = a.prepend
	}
	params := strings.Trim(strings.TrimPrefix(path, prefix), "/")
	xcontent.Check(!strings.ContainsAny(params, `:"+\|?#>< `),
		`The provided path parameters contain invalid characters or spaces. Please omit: : " + \ | ? # > <  `)
	xcontent.Check(!a.requiresParams || params != "", "The API requires path parameters.")
	xcontent.Check(a.supportsParams || params == "", "The API does not use path parameters.")
	return params
}

// construct makes the URL of path and parameters. Where they hold what no URI
// may hold they are joined without a slash and escaped, as the server does.
func (u *uriInput) construct() string {
	const host = "http://localhost:9200"
	slashed := func(s string) string {
		if strings.HasPrefix(s, "/") || strings.TrimSpace(s) == "" {
			return s
		}
		return "/" + s
	}
	if u.older { // they always join without a slash, and escape less
		return host + slashed(escapePath(u.path+u.params, "-._~/!'()*;:@&=+$,"))
	}
	if text := host + slashed(u.path) + slashed(u.params); isJavaURI(text) {
		return text
	}
	return host + slashed(escapePath(u.path+u.params, "-._~/"))
}

// escapePath percent-encodes all but letters, digits and what is plain.
func escapePath(path, plain string) string {
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

var badEscape = pattern.New(`%(?:[^0-9a-fA-F]|[0-9a-fA-F][^0-9a-fA-F]|.?$)`)

func isURIChar(c rune) bool {
	return c > ' ' && c != 0x7f && !strings.ContainsRune("\"<>\\^`{|}", c)
}

// isJavaURI tells whether java.net.URI takes a text.
func isJavaURI(text string) bool {
	for _, c := range text {
		if !isURIChar(c) {
			return false
		}
	}
	return !badEscape.MatchString(text) && strings.Count(text, "#") <= 1
}

var (
	validURL  = pattern.New(`^(?i:https?)://([^/?#]+)([^?#]*)(\?[^#]*)?(#.*)?$`)
	validPath = pattern.New(`^(/[-\w:@&?=+,.!/~*'%$_;()]*)?$`)
	validHost = pattern.New(`^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$`)
)

// isValidURL is the server's UrlValidator: http or https, local names allowed, no
// doubled slash in the path.
func isValidURL(text string) bool {
	m := validURL.FindStringSubmatch(text)
	return m != nil && validHost.MatchString(m[1]) && validPath.MatchString(m[2]) &&
		!strings.Contains(m[2], "//") && !strings.Contains(m[2], "/../")
}
