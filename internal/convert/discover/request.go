package discover

import (
	"net/url"
	"regexp"
	"strings"
)

// request is a search request.
type request struct {
	indices []string
	body    *node
}

var requestLine = regexp.MustCompile(`^(?:GET|POST)[ \t]+(\S+)[ \t]*(?:\r?\n|$)`)

// readRequest reads a body alone; behind a line GET INDEX/_search, as in the Dev Tools;
// behind a line with the index, as in _msearch; or within params, as Inspect shows it.
func readRequest(src string) (request, error) {
	r := &reader{src: src}
	var req request
	r.blanks()
	if m := requestLine.FindStringSubmatch(r.src[r.at:]); m != nil {
		path, _, _ := strings.Cut(m[1], "?")
		target, api, found := strings.Cut(strings.Trim(path, "/"), "/_")
		if !found && strings.HasPrefix(target, "_") {
			target, api = "", target[1:]
		}
		if api != "search" && api != "msearch" {
			return req, r.fail(r.at, r.at+len(strings.TrimRight(m[0], "\r\n")), "This is a request of another kind: what is converted is a search, GET INDEX/_search.")
		}
		if decoded, err := url.PathUnescape(target); err == nil {
			target = decoded
		}
		req.indices = names(target)
		r.at += len(m[0])
	}
	first, err := r.value()
	if err != nil {
		return req, err
	}
	req.body = first
	r.blanks()
	if isHeader(first) && r.at < len(r.src) {
		req.indices = indicesOf(first)
		if req.body, err = r.value(); err != nil {
			return req, err
		}
		r.blanks()
	}
	if r.at < len(r.src) {
		return req, r.fail(r.at, len(strings.TrimRight(r.src, " \t\r\n")), "The request ends before this. One request in a file is converted.")
	}
	for _, wrapper := range []string{"params", "rawRequest"} {
		if inner := req.body.get(wrapper); inner != nil && inner.kind == '{' {
			req.body = inner
		}
	}
	if inner := req.body.get("body"); inner != nil && inner.kind == '{' {
		if list := indicesOf(req.body); list != nil {
			req.indices = list
		}
		req.body = inner
	}
	if req.body.kind != '{' {
		return req, r.fail(req.body.from, req.body.to, "A search body is an object.")
	}
	return req, nil
}

// isHeader tells whether a line is the one that goes before a body in _msearch.
func isHeader(n *node) bool { return n.kind == '{' && n.get("query") == nil && n.get("index") != nil }

func indicesOf(n *node) []string {
	var list []string
	for _, item := range n.get("index").list() {
		list = append(list, names(item.text())...)
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
