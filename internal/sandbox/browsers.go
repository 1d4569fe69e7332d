package sandbox

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// A page in a browser reaches loopback, whatever site it is of. Without users
// nothing would keep it from emptying the sandbox, or from sending webhooks
// through it. So what a foreign page causes is refused: the browser tells of it
// in Origin or Sec-Fetch-Site, and where a site has its own name lead to this
// machine (DNS rebinding) in Host. Clients that are no browsers send none of these
// but the Host by which they found the sandbox.

// foreign says why a request is refused, "" where it is not.
func (s *Server) foreign(r *http.Request) string {
	if origin := r.Header.Get("Origin"); origin != "" && !s.knowsOrigin(origin, r.Host) {
		return fmt.Sprintf("a page of [%s]", origin)
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
		return "a page of another site"
	}
	if !s.options.AnyHost && !s.secured() && !s.knowsHost(r.Host) {
		return fmt.Sprintf("a request for the host [%s]", hostOf(r.Host))
	}
	return ""
}

// knowsOrigin: pages of this machine, of hosts that are let in, and of the
// sandbox's own address.
func (s *Server) knowsOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" { // "null" of a file or a frame without rights
		return false
	}
	return s.knowsHost(u.Host) || s.options.AnyHost && strings.EqualFold(u.Host, host)
}

func (s *Server) knowsHost(host string) bool {
	name := hostOf(host)
	if name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") { // RFC 6761
		return true
	}
	if ip := net.ParseIP(name); ip != nil {
		return ip.IsLoopback() || slices.Contains(s.options.Hosts, name)
	}
	return slices.Contains(s.options.Hosts, name)
}

// hostOf is a host without its port, brackets and capitals.
func hostOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// refuseForeign answers a request that a foreign page caused.
func refuseForeign(w http.ResponseWriter, who string) {
	e := rest.Errorf(http.StatusForbidden, "sandbox_refused_exception",
		"the sandbox serves this machine and not %s; --allow-host NAME lets a host in", who)
	body, err := orderedjson.Marshal(e.Body())
	if err != nil {
		body = nil
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write(body)
}
