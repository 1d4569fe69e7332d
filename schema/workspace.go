package schema

import (
	"net/url"
	"path/filepath"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

var destinationChecks = []Check{
	{"missing-workspace", "Missing workspace", hcl.DiagError, "Without a workspace nothing on a cluster could be told to be ours."},
	{"invalid-workspace", "Invalid workspace", hcl.DiagError, "A workspace's name becomes part of ids: lower-case letters, digits and -, 1 to 30."},
	{"invalid-url", "Invalid URL", hcl.DiagError, "A URL without scheme is a 500 of the server; one without host is taken, and fails when it sends."},
	{"vendor-url", "URL of another vendor", hcl.DiagWarning, "OpenSearch 3 refuses Slack and Chime URLs that are not the vendor's; 2.19 takes them."},
	{"url-credentials", "Credentials in a URL", hcl.DiagError, "A user and password in a URL show up in errors and logs."},
	{"conflicting-attributes", "Conflicting arguments", hcl.DiagError, "Two arguments exclude each other, or one is needed beside another."},
	{"unknown-kind", "Unknown kind of destination", hcl.DiagError, "The server has no channel of this kind, or alertplan can't declare it."},
	{"invalid-arn", "Invalid ARN", hcl.DiagError, "The server refuses topics and roles that don't have the form of ARNs."},
	{"invalid-method", "Invalid method", hcl.DiagError, "A method that the server does not know silently becomes POST."},
	{"invalid-header", "Invalid header", hcl.DiagError, "The server takes header names that HTTP does not, and fails when it sends; some it can't store."},
	{"invalid-port", "Invalid port", hcl.DiagError, "The server takes any port, and fails when it sends."},
	{"invalid-ignore-changes", "Invalid ignore_changes", hcl.DiagError, "ignore_changes names a field that there is not."},
}

func (l *loader) decodeWorkspace(blocks root) {
	found := blocks.workspace
	if len(found) == 0 {
		if len(l.config.Files) > 0 && !blocks.misspelt {
			l.report("missing-workspace", place{}, "No file in %s says which workspace this is. It owns what is created on the cluster; add a line such as: workspace = \"soc\".", l.config.Dir)
		}
		return
	}
	for _, again := range found[1:] {
		l.twice(again.NameRange, "workspace", "workspace", found[0].Range)
	}
	r := reading{scope: l.scope, block: found[0].Range, attributes: hcl.Attributes{"workspace": found[0]}, results: map[string]result{}}
	l.config.WorkspaceRange = found[0].Expr.Range()
	name, ok := r.plainText("workspace")
	if !ok {
		r.needed("workspace")
		return
	}
	if !address.ValidWorkspace(name) {
		l.report("invalid-workspace", r.at("workspace"), "%q can't be a workspace: it must be 1 to 30 lower-case letters, digits and -.", name)
		return
	}
	l.config.Workspace = name
}

var clusterSchema = &hcl.BodySchema{
	Attributes: attributes([]string{"url"}, "username", "password", "password_file", "ca_file", "insecure", "timeout"),
}

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
		r, _ := l.scope.open(block, clusterSchema)
		c := Cluster{Name: name, DeclRange: block.DefRange}
		c.URL, c.Missing = known(l.clusterURL(r))
		c.Username, _ = known(r.orNothing("username"))
		c.Password, _ = r.secret("password")
		c.PasswordFile = l.pathOf(r, "password_file")
		c.CAFile = l.pathOf(r, "ca_file")
		c.Insecure, _ = r.flag("insecure")
		c.Timeout = clusterTimeout(r)
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
