package security

import (
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// step is what the server asks at once on its way through a request: actions on the
// cluster, or on indices.
type step struct {
	actions []string
	indices []string // index expressions; not used on the cluster
}

// clusterActions are the actions on indices that are asked of the cluster.
var clusterActions = []string{
	"cluster:*", "indices:admin/template/*", "indices:admin/index_template/*", "indices:data/read/scroll*",
	"indices:data/write/bulk", "indices:data/read/mget", "indices:data/read/msearch*", "indices:data/read/mtv",
	"indices:data/write/reindex", "indices:data/read/search/template/render",
}

func isCluster(action string) bool { return matchesAny(clusterActions, action) }

// stepsOf are the questions of a request, in the server's order: the first that is
// answered with no is told. ok is false for a route that nobody knows here.
func (p *Plugin) stepsOf(r *rest.Request) (steps []step, ok bool) {
	if make, special := specials[plain(r.Route())]; special {
		return make(p, r), true
	}
	actions, ok := actionsOf[plain(r.Route())]
	if !ok {
		return nil, false
	}
	for _, action := range strings.Fields(actions) {
		steps = append(steps, step{[]string{action}, indicesOf(r)})
	}
	return steps, true
}

var parameter = pattern.New(`\{[^}]*\}`)

// plain is a route without the names of its parameters, a HEAD as a GET.
func plain(route string) string {
	if path, ok := strings.CutPrefix(route, "HEAD "); ok {
		route = "GET " + path
	}
	return parameter.ReplaceAllString(untyped(route), "{}")
}

// typedForms turn a route of old servers, with the type of documents in it, into the one
// that new servers have for the same, in this order.
var typedForms = []struct{ typed, untyped string }{
	{"/{index}/_doc/_", "/{index}/_"}, {"/{index}/_doc/{id}/_", "/{index}/{type}/{id}/_"},
	{"/_mapping/{type}", "/_mapping"}, {"/{index}/{type}/_", "/{index}/_"},
	{"/{index}/{type}/{id}/_source", "/{index}/_source/{id}"}, {"/{index}/{type}/{id}/_update", "/{index}/_update/{id}"},
	{"/{index}/{type}/{id}/_create", "/{index}/_create/{id}"}, {"/{index}/{type}", "/{index}/_doc"},
}

// untyped is a route without the type of documents.
func untyped(route string) string {
	for _, form := range typedForms {
		route = strings.Replace(route, form.typed, form.untyped, 1)
	}
	return route
}

// KnowsRoute tells whether the actions of a route are known; others only admins may use.
func KnowsRoute(route string) bool {
	_, special := specials[plain(route)]
	_, known := actionsOf[plain(route)]
	return special || known
}

// indexParams are the parameters that name indices, by the route's last fixed part.
var indexParams = []struct{ prefix, param string }{
	{"/_resolve/index/", "name"},
	{"/_data_stream/", "name"},
	{"/_cat/", "index"},
	{"/{index}", "index"},
}

// indicesOf are the index expressions in a request's path; none are all indices.
func indicesOf(r *rest.Request) []string {
	_, path, _ := strings.Cut(r.Route(), " ")
	for _, p := range indexParams {
		if strings.HasPrefix(path, p.prefix) && strings.Contains(path, "{"+p.param+"}") {
			return strings.Split(r.Param(p.param), ",")
		}
	}
	return nil
}

// specials are the routes whose questions depend on more than the path.
var specials = map[string]func(*Plugin, *rest.Request) []step{}

func init() {
	for _, route := range []string{"PUT /{}/_doc/{}", "POST /{}/_doc/{}", "POST /{}/_doc", "PUT /{}/_create/{}", "POST /{}/_create/{}"} {
		specials[route] = indexing
	}
	specials["DELETE /{}/_doc/{}"] = deleting
	specials["POST /{}/_update/{}"] = updating
	specials["PUT /{}"] = creating
	specials["GET /_cat/indices"], specials["GET /_cat/indices/{}"] = listing, listing
	specials["POST /_aliases"] = aliasing
}

// written is how a write of one document goes on: as a bulk request of one, after its
// index was made.
func (p *Plugin) written(name, action string) []step {
	steps := []step{{actions: []string{"indices:data/write/bulk"}}}
	if !p.exists(name) {
		steps = append(steps, step{[]string{"indices:admin/create"}, []string{name}})
	}
	return append(steps, step{[]string{"indices:data/write/bulk[s]", action}, []string{name}})
}

func indexing(p *Plugin, r *rest.Request) []step {
	name := r.Param("index")
	return append([]step{{[]string{"indices:data/write/index"}, []string{name}}}, p.written(name, "indices:data/write/index")...)
}

func deleting(_ *Plugin, r *rest.Request) []step {
	name := r.Param("index")
	return []step{
		{[]string{"indices:data/write/delete"}, []string{name}},
		{actions: []string{"indices:data/write/bulk"}},
		{[]string{"indices:data/write/bulk[s]", "indices:data/write/delete"}, []string{name}},
	}
}

func updating(p *Plugin, r *rest.Request) []step {
	name := r.Param("index")
	steps := []step{{[]string{"indices:data/write/update"}, []string{name}}}
	if !p.exists(name) {
		steps = append(steps, step{[]string{"indices:admin/create"}, []string{name}})
	}
	return steps // what it comes to is asked for once that is known
}

// listing asks for the settings of all indices, hidden ones too, and stops where one that
// is named is not there.
func listing(p *Plugin, r *rest.Request) []step {
	names := indicesOf(r)
	steps := []step{{actions: []string{"indices:monitor/settings/get"}, indices: p.withHidden(names)}}
	for _, name := range names {
		if !strings.Contains(name, "*") && !all([]string{name}) && !p.exists(name) {
			return steps
		}
	}
	for _, action := range []string{"cluster:monitor/state", "cluster:monitor/health"} {
		steps = append(steps, step{actions: []string{action}})
	}
	return append(steps, step{[]string{"indices:monitor/stats"}, names})
}

// creating an index with aliases asks for both at once.
func creating(_ *Plugin, r *rest.Request) []step {
	s := step{actions: []string{"indices:admin/create"}, indices: []string{r.Param("index")}}
	if body, err := r.Object(); err == nil && body.Object("aliases").Len() > 0 {
		s.actions = append(s.actions, "indices:admin/aliases")
	}
	return []step{s}
}

// aliasing asks for all indices of the request, and for deletion where one is removed.
func aliasing(_ *Plugin, r *rest.Request) []step {
	s := step{actions: []string{"indices:admin/aliases"}, indices: []string{}}
	body, err := r.Object()
	if err != nil {
		return nil
	}
	for _, a := range body.Array("actions") {
		for kind, action := range membersOf(a) {
			if kind == "remove_index" && len(s.actions) == 1 {
				s.actions = append(s.actions, "indices:admin/delete")
			}
			s.indices = append(s.indices, textsOf(action, "indices")...)
			if name := action.Text("index"); name != "" {
				s.indices = append(s.indices, strings.Split(name, ",")...)
			}
		}
	}
	return []step{s}
}
