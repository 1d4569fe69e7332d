package alertapi

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Who is whom a cluster takes the user for.
type Who struct {
	// Secured: there is a security plugin, which asks.
	Secured bool

	Name                string
	BackendRoles, Roles []string
}

// Who asks for the user's name and roles, which everybody may (2.19.4:
// security/account_info). Without the security plugin there is no such route, or the path
// is taken for a document's (http/unknown_routes); what else has none is no answer of the
// cluster's, and tells nothing.
func (c *Client) Who(ctx context.Context) (Who, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: c.securityPath() + "/authinfo"})
	if is(err, func(e *Error) bool {
		return strings.HasPrefix(e.Reason, "no handler found") || e.Type == "index_not_found_exception"
	}) {
		return Who{}, nil
	}
	if err != nil {
		return Who{}, err
	}
	return Who{
		Secured: true, Name: oneLine(answer.Text("user_name")),
		BackendRoles: textsIn(answer, "backend_roles"), Roles: textsIn(answer, "roles"),
	}, nil
}

func (c *Client) securityPath() string {
	if c.known().OpendistroPaths {
		return "/_opendistro/_security"
	}
	return "/_plugins/_security"
}

// Node is a node of the cluster.
type Node struct {
	Name, Version string
	Plugins       map[string]string // versions by name
}

// Nodes reads which plugins each node has, sorted by the nodes' names; the user needs
// cluster:monitor/nodes/info (recorded in cluster/nodes of 1.3.14, 2.19.4 and 3.5.0).
func (c *Client) Nodes(ctx context.Context) ([]Node, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: "/_nodes/plugins", query: url.Values{
		"filter_path": {"nodes.*.name,nodes.*.version,nodes.*.plugins.name,nodes.*.plugins.version"},
	}})
	if err != nil {
		return nil, err
	}
	var nodes []Node
	all := answer.Object("nodes")
	for _, id := range all.Keys() {
		told := all.Object(id)
		node := Node{Name: oneLine(cmp.Or(told.Text("name"), id)), Version: oneLine(told.Text("version")), Plugins: map[string]string{}}
		for _, p := range told.Array("plugins") {
			if plugin, ok := p.(*orderedjson.Object); ok {
				node.Plugins[oneLine(plugin.Text("name"))] = oneLine(plugin.Text("version"))
			}
		}
		nodes = append(nodes, node)
	}
	slices.SortFunc(nodes, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	return nodes, nil
}

// Condition is how a cluster is, and what time it is there.
type Condition struct {
	Status          string    // green, yellow or red
	DataNodes       int       //
	Shards          int       // that are active
	Time            time.Time // of the node that answers, in whole seconds; zero: not told
	Asked, Answered time.Time // by the clock of this machine
}

// Condition reads it in one request; the user needs cluster:monitor/health.
func (c *Client) Condition(ctx context.Context) (Condition, error) {
	request := call{method: http.MethodGet, path: "/_cat/health", query: url.Values{
		"format": {"json"}, "h": {"epoch,status,node.data,shards"},
	}}
	asked := time.Now()
	list, err := c.rows(ctx, request)
	if err != nil {
		return Condition{}, err
	}
	found := Condition{Asked: asked, Answered: time.Now()}
	if len(list) == 0 {
		return found, nil
	}
	row, _ := list[0].(*orderedjson.Object)
	number := func(name string) int {
		n, _ := strconv.Atoi(strings.TrimSpace(row.Text(name)))
		return n
	}
	found.Status, found.DataNodes, found.Shards = oneLine(row.Text("status")), number("node.data"), number("shards")
	if epoch := number("epoch"); epoch > 0 {
		found.Time = time.Unix(int64(epoch), 0)
	}
	return found, nil
}

// rows reads an answer that is a list, as those of _cat are.
func (c *Client) rows(ctx context.Context, request call) ([]any, error) {
	answer, err := c.send(ctx, request)
	if err != nil {
		return nil, err
	}
	if answer.status < 200 || answer.status > 299 {
		e := refusal(request, answer.status, answer.body)
		c.explain(e, answer)
		return nil, e
	}
	v, err := orderedjson.ParseLimited(answer.body)
	list, ok := v.([]any)
	if err != nil || !ok {
		return nil, unreadable(request, errNoJSON)
	}
	return list, nil
}
