package rest

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// Handler answers one route. An error of another type than *Error is a 500.
type Handler func(*Request) (Response, error)

// Router finds the handler of a method and a path. Routes are registered before
// it serves.
type Router struct {
	dialect dialect.Dialect
	root    *node
	guard   Guard // nil where the server is not secured
	unread  map[string][]string
	asReal  bool

	release  sync.Once
	released chan struct{}
}

// node is a segment of the registered paths.
type node struct {
	fixed    map[string]*node
	variable *node
	// names are the parameters' names from the root to here, by method: routes
	// of several methods may call one segment differently.
	names    map[string][]string
	handlers map[string]Handler
	// parameter is what the segment is called where it is a parameter, as the last
	// route that was registered over it calls it.
	parameter string
	template  map[string]string // the path as it was registered, by method
}

func newNode() *node {
	return &node{fixed: map[string]*node{}, names: map[string][]string{}, handlers: map[string]Handler{}, template: map[string]string{}}
}

// NewRouter makes a router without routes.
func NewRouter(d dialect.Dialect) *Router {
	return &Router{dialect: d, root: newNode(), released: make(chan struct{})}
}

// AsReal plays the server with the manners that harm its clients: requests that
// a real server never answers are left unanswered, and handlers answer broken
// where it does. It is told before it serves.
func (rt *Router) AsReal() { rt.asReal = true }

// Dialect is the server that is played.
func (rt *Router) Dialect() dialect.Dialect { return rt.dialect }

// Unread tells of routes ("GET /{index}/_search") which parameters they don't know, though
// their handlers, which they share with others, read them. It is told before it serves.
func (rt *Router) Unread(params map[string][]string) { rt.unread = params }

// Handle registers a handler for a method and a path whose segments are fixed or
// {parameters}. Registering one twice panics: it is a mistake in the program.
func (rt *Router) Handle(method, template string, h Handler) {
	n, names := rt.root, []string{}
	for _, segment := range segments(template) {
		name, isParam := strings.CutPrefix(segment, "{")
		if !isParam {
			if n.fixed[segment] == nil {
				n.fixed[segment] = newNode()
			}
			n = n.fixed[segment]
			continue
		}
		names = append(names, strings.TrimSuffix(name, "}"))
		if n.variable == nil {
			n.variable = newNode()
		}
		n = n.variable
		n.parameter = strings.TrimSuffix(name, "}")
	}
	if n.handlers[method] != nil {
		panic(fmt.Sprintf("rest: %s %s is registered twice", method, template))
	}
	n.handlers[method], n.names[method], n.template[method] = h, names, template
}

// HandleEach registers one handler under several paths.
func (rt *Router) HandleEach(method string, templates []string, h Handler) {
	for _, template := range templates {
		rt.Handle(method, template, h)
	}
}

// Routes lists what is registered, "GET /{index}/_search", by path.
func (rt *Router) Routes() []string {
	routes := []string{}
	var walk func(*node)
	walk = func(n *node) {
		for method, path := range n.template {
			routes = append(routes, method+" "+path)
		}
		for _, next := range n.fixed {
			walk(next)
		}
		if n.variable != nil {
			walk(n.variable)
		}
	}
	walk(rt.root)
	slices.SortFunc(routes, func(a, b string) int { return cmp.Compare(a[strings.Index(a, " "):]+a, b[strings.Index(b, " "):]+b) })
	return routes
}

// Release ends the requests that are never answered, those that are still on
// their way to this router too: their connections are closed. It belongs to the
// sandbox's reset, after which a new router serves.
func (rt *Router) Release() { rt.release.Do(func() { close(rt.released) }) }

// segments splits a path; slashes at its end count for nothing, doubled ones
// inside make an empty segment (http/slashes).
func segments(path string) []string {
	path = strings.TrimRight(strings.TrimPrefix(path, "/"), "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// match is a node on the way of a path, with the segments that its parameters
// stand for.
type match struct {
	node   *node
	values []string
}

// matches finds the node that fits a path, or none. A parameter is tried only
// where the fixed segment leads nowhere: GET /_bulk is a wrong method, not an
// index of that name (asked of 2.19.4).
//
// tried collects the parameters that were met on the way, in vain too.
func (n *node) matches(path, values []string, tried map[string]string) []match {
	if len(path) == 0 {
		if len(n.handlers) == 0 {
			return nil
		}
		return []match{{n, slices.Clone(values)}}
	}
	found := []match{}
	if next := n.fixed[path[0]]; next != nil {
		found = next.matches(path[1:], values, tried)
	}
	if len(found) == 0 && n.variable != nil && path[0] != "" {
		tried[n.variable.parameter] = path[0]
		found = n.variable.matches(path[1:], append(values, path[0]), tried)
	}
	return found
}

// find gives the handler of a request and fills its parameters in. Errors are
// *TextError; a nil handler without an error is an OPTIONS request, of which the
// methods are told.
func (rt *Router) find(r *Request) (Handler, []string, error) {
	tried := map[string]string{}
	found := rt.root.matches(segments(r.Path), nil, tried)
	methods := methodsOf(found)
	for _, m := range found {
		h := m.node.handlers[r.Method]
		if h == nil {
			continue
		}
		for i, name := range m.node.names[r.Method] {
			value, err := decode(m.values[i])
			if err != nil {
				// Observed on 2.19.4: a malformed escape in the path is told as a wrong method.
				return nil, nil, wrongMethod("Unexpected HTTP method", methods)
			}
			r.params[name] = value
		}
		if rt.dialect.DocumentTypes {
			r.keepTried(tried, m.node.names[r.Method])
		}
		r.route = r.Method + " " + m.node.template[r.Method]
		r.unread = rt.unread[r.route]
		return h, methods, nil
	}
	if r.Method == http.MethodOptions {
		return nil, methods, nil
	}
	if len(methods) > 0 {
		return nil, nil, wrongMethod(fmt.Sprintf("Incorrect HTTP method for uri [%s] and method [%s]", r.uri, r.Method), methods)
	}
	return nil, nil, &TextError{
		Status: http.StatusBadRequest, NoStatus: true,
		Text: fmt.Sprintf("no handler found for uri [%s] and method [%s]", r.Path, r.Method),
	}
}

// keepTried leaves parameters behind that were met where a path led nowhere: older
// servers forget to take them back, so that GET /_plugins/_alerting/nope, read as a
// document of a type, has an unknown parameter nodeId (http/unknown_routes).
func (r *Request) keepTried(tried map[string]string, known []string) {
	for name, value := range tried {
		if !slices.Contains(known, name) {
			r.params[name] = value
		}
	}
}

func wrongMethod(text string, methods []string) *TextError {
	return &TextError{
		Status: http.StatusMethodNotAllowed,
		Text:   text + ", allowed: [" + strings.Join(methods, ", ") + "]",
		Allow:  strings.Join(methods, ","),
	}
}

func methodsOf(found []match) []string {
	methods := []string{}
	for _, m := range found {
		for method := range m.node.handlers {
			methods = append(methods, method)
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}
