package schema

import (
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// Dialects are what a cluster block's dialect can be, the oldest first.
var Dialects = grammar.Dialects

func (l *loader) decodeClusters(blocks hcl.Blocks) {
	for _, block := range blocks {
		if !l.validLabel(block, 0) {
			continue
		}
		name := block.Labels[0]
		if before, twice := l.declared.clusters[name]; twice {
			l.twice(block.LabelRanges[0], "cluster", name, before)
			continue
		}
		l.declared.clusters[name] = block.DefRange
		r, inner := l.scope.open(block, grammar.Cluster.Schema())
		c := Cluster{Name: name, DeclRange: block.DefRange}
		c.URL, c.Missing = known(l.clusterURL(r))
		c.Username, _ = known(r.orNothing("username"))
		c.Password, _ = r.secret("password")
		c.PasswordFile = l.pathOf(r, "password_file")
		c.CAFile = l.pathOf(r, "ca_file")
		c.Insecure, _ = r.flag("insecure")
		c.Timeout = clusterTimeout(r)
		c.Dialect = clusterDialect(r)
		c.Policy = l.clusterPolicy(inner)
		if r.has("password") && r.has("password_file") {
			l.report("conflicting-attributes", r.at("password_file"), "password and password_file exclude each other. Keep one of them.")
		}
		if (r.has("password") || r.has("password_file")) && !r.has("username") {
			l.report("conflicting-attributes", place{block.DefRange, r.block}, "A password needs a username beside it.")
		}
		l.config.Clusters = append(l.config.Clusters, c)
	}
}

// valueText is a text that may come from env(), and so be hidden, without a
// word: it goes to no cluster.
func (r reading) valueText(name string) (string, bool) {
	v, ok := r.converted(name, cty.String)
	if !ok {
		return "", false
	}
	text, _ := textOf(v)
	return text, true
}

func (r reading) orNothing(name string) string {
	text, _ := r.valueText(name)
	return text
}

// known is a text, or "" and what is missing for it.
func known(text string) (value, missing string) {
	if reason, unknown := monitors.Unknown(text); unknown {
		return "", reason
	}
	return text, ""
}

func (l *loader) clusterURL(r reading) string {
	text, ok := r.valueText("url")
	if !ok {
		r.needed("url")
		return ""
	}
	if isUnknown(text) {
		return text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		l.report("invalid-url", r.at("url"), "This is no URL of a cluster. Write https:// or http://, a host, and a port if it is not the usual one, such as https://search.example.com:9200.")
		return ""
	case u.User != nil:
		l.secrets.add(text)
		if password, ok := u.User.Password(); ok {
			l.secrets.add(password)
		}
		l.report("url-credentials", r.at("url"), "The URL holds a user or a password, which errors and logs would show. Take them out, and use username and password_file, or the environment.")
		return ""
	case u.RawQuery != "" || u.Fragment != "":
		l.report("invalid-url", r.at("url"), "The URL of a cluster can have a path, but nothing behind it. Take away what begins with ? or #.")
		return ""
	}
	return text
}

// pathOf is a path of a file, seen from the configuration's directory.
func (l *loader) pathOf(r reading, name string) string {
	path, ok := r.plainText(name)
	if !ok || !r.notBlank(name, path) {
		return ""
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(l.config.Dir, path)
}

func clusterTimeout(r reading) time.Duration {
	text, ok := r.plainText("timeout")
	if !ok {
		return 0
	}
	s, err := parseSpan(text)
	if err != nil {
		r.report("invalid-duration", r.at("timeout"), "timeout is no duration: %s.", err)
		return 0
	}
	return s.length()
}

func clusterDialect(r reading) string {
	text, ok := r.plainText("dialect")
	if !ok {
		return ""
	}
	if !slices.Contains(Dialects, text) {
		r.report("invalid-dialect", r.at("dialect"), "There is no dialect %q. It can be %s.%s", text, oneOf(Dialects), didYouMean(text, Dialects))
		return ""
	}
	return text
}

func (l *loader) clusterPolicy(blocks hcl.Blocks) Policy {
	var p Policy
	for i, block := range blocks {
		if i > 0 {
			l.twice(block.DefRange, "block", "policy", blocks[0].DefRange)
			continue
		}
		r, _ := l.scope.open(block, grammar.Cluster.Block("policy").Schema())
		p.RequireTests, _ = r.flag("require_tests")
	}
	return p
}
