package schema

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
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
		l.config.Clusters = append(l.config.Clusters, l.cluster(name, block))
	}
}

func (l *loader) cluster(name string, block *hcl.Block) Cluster {
	r, inner := l.scope.open(block, grammar.Cluster.Schema())
	c := Cluster{Name: name, DeclRange: block.DefRange}
	c.URL, c.Missing = known(l.clusterURL(r))
	c.URLGiven = r.has("url") && !isConstant(r.attributes["url"].Expr)
	c.Username = c.login(r, "username")
	c.Password, _ = r.secret("password")
	c.PasswordFile = l.pathOf(r, "password_file")
	c.Token, _ = r.secret("token")
	c.TokenFile = l.pathOf(r, "token_file")
	c.CAFile = l.pathOf(r, "ca_file")
	c.ClientCertFile, c.ClientKeyFile = l.pathOf(r, "client_cert_file"), l.pathOf(r, "client_key_file")
	c.Insecure, _ = r.flag("insecure")
	c.Timeout = clusterTimeout(r)
	c.Dialect = clusterDialect(r)
	c.AWS = l.clusterAWS(&c, inner.OfType("aws"))
	c.Policy = l.clusterPolicy(inner.OfType("policy"))
	r.checkLogin(c.AWS != nil)
	return c
}

// loginArguments are what of a cluster says who asks.
var loginArguments = []string{"username", "password", "password_file", "token", "token_file"}

// checkLogin looks for logins that exclude each other, or lack a part.
func (r reading) checkLogin(signs bool) {
	for _, pair := range [][2]string{{"password", "password_file"}, {"token", "token_file"}} {
		if r.has(pair[0]) && r.has(pair[1]) {
			r.report("conflicting-attributes", r.at(pair[1]), "%s and %s exclude each other. Keep one of them.", pair[0], pair[1])
		}
	}
	if (r.has("password") || r.has("password_file")) && r.lacks("username") {
		r.report("conflicting-attributes", place{r.attribute("password", "password_file"), r.block}, "A password needs a username beside it.")
	}
	users, tokens := r.present("username", "password", "password_file"), r.present("token", "token_file")
	if len(users) > 0 && len(tokens) > 0 {
		r.report("conflicting-attributes", r.at(tokens[0]), "A token logs in by itself; %s can't stand beside it, for a request can say one of them only. Keep one of the two.", and(users))
	}
	if all := r.present(loginArguments...); signs && len(all) > 0 {
		r.report("conflicting-attributes", r.at(all[0]), "With an aws block requests are signed, which takes the place of any other login; %s can't stand beside it. Take the block out where the domain has users of its own; else take out what is beside it.", and(all))
	}
	for _, pair := range [][2]string{{"client_cert_file", "client_key_file"}, {"client_key_file", "client_cert_file"}} {
		if r.has(pair[0]) && r.lacks(pair[1]) {
			r.report("conflicting-attributes", r.at(pair[0]), "%s needs %s beside it. Where one file holds both, write it twice.", pair[0], pair[1])
		}
	}
}

// and writes names as "a, b and c".
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// present are those of the names that are there.
func (r reading) present(names ...string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !r.has(name) })
}

// attribute is the range of the first of the attributes that is there.
func (r reading) attribute(names ...string) hcl.Range {
	return r.attributes[r.present(names...)[0]].Range
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

// speaks tells whether a cluster of the configuration is said to speak a dialect.
func (b *monitorBlock) speaks(dialect string) bool {
	return slices.Contains(b.dialects, dialect)
}
