package discover

import (
	"net/url"
	"strings"

	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/pattern"
)

// request is a search request.
type request struct {
	indices []string
	body    *jsontext.Node
}

var requestLine = pattern.New(`^(?:GET|POST)[ \t]+(\S+)[ \t]*(?:\r?\n|$)`)

// readRequest reads a body alone; behind a line GET INDEX/_search, as in the Dev Tools;
// behind a line with the index, as in _msearch; or within params, as Inspect shows it.
func readRequest(src string) (request, error) {
	r := &jsontext.Reader{Src: src}
	var req request
	r.Blanks()
	if m := requestLine.FindStringSubmatch(r.Src[r.At:]); m != nil {
		path, _, _ := strings.Cut(m[1], "?")
		target, api, found := strings.Cut(strings.Trim(path, "/"), "/_")
		if !found && strings.HasPrefix(target, "_") {
			target, api = "", target[1:]
		}
		if api != "search" && api != "msearch" {
			return req, r.Fail(r.At, r.At+len(strings.TrimRight(m[0], "\r\n")), "This is a request of another kind: what is converted is a search, GET INDEX/_search.")
		}
		if decoded, err := url.PathUnescape(target); err == nil {
			target = decoded
		}
		req.indices = names(target)
		r.At += len(m[0])
	}
	first, err := r.Value()
	if err != nil {
		return req, err
	}
	req.body = first
	r.Blanks()
	if isHeader(first) && r.At < len(r.Src) {
		req.indices = indicesOf(first)
		if req.body, err = r.Value(); err != nil {
			return req, err
		}
		r.Blanks()
	}
	if r.At < len(r.Src) {
		return req, r.Fail(r.At, len(strings.TrimRight(r.Src, " \t\r\n")), "The request ends before this. One request in a file is converted.")
	}
	for _, wrapper := range []string{"params", "rawRequest"} {
		if inner := req.body.Get(wrapper); inner != nil && inner.Kind == '{' {
			req.body = inner
		}
	}
	if inner := req.body.Get("body"); inner != nil && inner.Kind == '{' {
		if list := indicesOf(req.body); list != nil {
			req.indices = list
		}
		req.body = inner
	}
	if req.body.Kind != '{' {
		return req, r.Fail(req.body.From, req.body.To, "A search body is an object.")
	}
	return req, nil
}

// isHeader tells whether a line is the one that goes before a body in _msearch.
func isHeader(n *jsontext.Node) bool {
	return n.Kind == '{' && n.Get("query") == nil && n.Get("index") != nil
}

func indicesOf(n *jsontext.Node) []string {
	var list []string
	for _, item := range n.Get("index").List() {
		list = append(list, names(item.Text())...)
	}
	return list
}

func names(target string) []string {
	var list []string
	for _, name := range strings.Split(target, ",") {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}
