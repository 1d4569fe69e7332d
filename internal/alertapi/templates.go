package alertapi

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// IndexTemplates are a cluster's templates as its APIs answer; nil where there is no
// such API.
type IndexTemplates struct{ Composable, Components, Legacy *orderedjson.Object }

// TakesTemplates is how the cluster takes index templates, by what GET / says. Where the
// user may not ask (cluster:monitor/main) it is taken for OpenSearch 2.0 or later.
func (c *Client) TakesTemplates(ctx context.Context) (generation.Templates, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: "/"})
	switch {
	case IsForbidden(err):
		return generation.Templates{Name: "the cluster"}, nil
	case err != nil:
		return generation.Templates{}, err
	}
	version := answer.Object("version")
	return generation.TemplatesOf(version.Text("distribution"), version.Text("number")), nil
}

// IndexTemplates reads all templates, in two or three requests.
func (c *Client) IndexTemplates(ctx context.Context, takes generation.Templates) (t IndexTemplates, err error) {
	query := url.Values{"flat_settings": {"true"}}
	read := func(path string, into **orderedjson.Object) {
		if err == nil {
			*into, err = c.do(ctx, call{method: http.MethodGet, path: path, query: query})
		}
	}
	if !takes.Legacy {
		read("/_index_template", &t.Composable)
		read("/_component_template", &t.Components)
	}
	if takes.Types && !takes.Typed {
		query = url.Values{"flat_settings": {"true"}, "include_type_name": {"true"}}
	}
	read("/_template", &t.Legacy)
	return t, err
}

// IndexSettings reads the settings of the indices of patterns; none is no error. Closed
// ones are left out.
func (c *Client) IndexSettings(ctx context.Context, patterns []string) (*orderedjson.Object, error) {
	return c.do(ctx, call{method: http.MethodGet, path: "/" + escapedNames(patterns) + "/_settings", query: url.Values{
		"flat_settings": {"true"}, "ignore_unavailable": {"true"}, "allow_no_indices": {"true"}, "expand_wildcards": {"open"},
	}})
}

// IndexMapping reads the mapping of an index, as the API answers; where documents have
// types, beneath the type's name.
func (c *Client) IndexMapping(ctx context.Context, name string, takes generation.Templates) (*orderedjson.Object, error) {
	request := call{method: http.MethodGet, path: "/" + url.PathEscape(name) + "/_mapping"}
	if takes.Types && !takes.Typed {
		request.query = url.Values{"include_type_name": {"true"}}
	}
	answer, err := c.do(ctx, request)
	return answer.Object(name).Object("mappings"), err
}

func escapedNames(names []string) string {
	escaped := make([]string, len(names))
	for i, n := range names {
		escaped[i] = url.PathEscape(n)
	}
	return strings.Join(escaped, ",")
}
