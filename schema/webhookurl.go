package schema

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/alertplan/alertplan/destinations"
)

func convertText(v cty.Value) (cty.Value, error) { return convert.Convert(v, cty.String) }

var urlParts = []string{"scheme", "host", "port", "path"}

// webhookURL is url, or what the parts make: channels have no parts (a 400
// "url field absent", observed on 2.19.4 and 3.5.0: channels/webhook_by_parts).
func (r reading) webhookURL() destinations.Secret {
	var parts []string
	for _, name := range urlParts {
		if r.has(name) {
			parts = append(parts, name)
		}
	}
	switch {
	case r.has("url") && len(parts) > 0:
		r.report("conflicting-attributes", r.at(parts[0]), "url is the whole; %s can't stand beside it. Keep url, or only the parts.", strings.Join(parts, ", "))
	case r.misspelt["url"] || r.misspelt["host"]:
		return destinations.Secret{}
	case !r.has("url") && !r.has("host"):
		r.report("conflicting-attributes", place{subject: r.block}, "A webhook needs a url, or its parts: host, and scheme, port and path as far as they are not https, the usual port and /.")
		return destinations.Secret{}
	case !r.has("url"):
		return r.urlOfParts()
	}
	r.needed("url")
	secret, ok := r.secret("url")
	if _, missing := secret.Unknown(); ok && !missing {
		r.usableURL("url", secret.Reveal())
	}
	return secret
}

func (r reading) urlOfParts() destinations.Secret {
	var missing []string
	part := func(name, standard string) string {
		v, ok := r.converted(name, cty.String)
		if !ok {
			return standard
		}
		if !v.IsKnown() {
			missing = append(missing, missingIn(v))
			return standard
		}
		text, _ := textOf(v)
		return text
	}
	scheme, host, port, path := part("scheme", "https"), part("host", ""), part("port", ""), part("path", "/")
	if len(missing) > 0 {
		slices.Sort(missing)
		return destinations.UnknownSecret(strings.Join(slices.Compact(missing), ", "))
	}
	r.needed("host")
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535) {
		r.report("invalid-port", r.at("port"), "port must be a whole number from 1 to 65535.")
		return destinations.Secret{}
	}
	if !slices.Contains([]string{"http", "https"}, scheme) {
		r.report("invalid-url", r.at("scheme"), "scheme must be https or http.")
		return destinations.Secret{}
	}
	if strings.ContainsAny(host, "/?#@ ") || host == "" {
		r.report("invalid-url", r.at("host"), "host must be the name or address of a machine, without scheme, port and path.")
		return destinations.Secret{}
	}
	authority := host
	if strings.Contains(host, ":") && !strings.HasPrefix(host, "[") {
		authority = "[" + host + "]"
	}
	if port != "" {
		authority = net.JoinHostPort(strings.Trim(host, "[]"), port)
	}
	path, query, _ := strings.Cut(path, "?")
	u := url.URL{Scheme: scheme, Host: authority, Path: "/" + strings.TrimPrefix(path, "/"), RawQuery: query}
	text := u.String()
	if !r.usableURL("host", text) {
		return destinations.Secret{}
	}
	r.secrets.add(text)
	return destinations.NewSecret(text)
}
