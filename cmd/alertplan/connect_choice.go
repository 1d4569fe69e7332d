package main

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/schema"
)

// clusterChoice is the cluster that a command talks to.
type clusterChoice struct {
	url   string         // "": none is given
	block schema.Cluster // whose settings hold; the zero value for none

	// policies are what the cluster asks of what comes onto it: the chosen block's,
	// and those of the blocks whose URL it is, where a flag, the environment or a
	// variable says it and not the chosen block itself.
	policies []policyOf
}

type policyOf struct {
	cluster string
	schema.Policy
}

// choose finds the cluster that is meant: the URL, and the block whose settings
// hold, which is the named one, or the only one, or of several the one with this
// URL. Several and none of them chosen is an error, unless a URL is given.
func (o connectionOptions) choose(cfg *schema.Config, urlFromEnv string) (clusterChoice, error) {
	block, named, err := o.chooseBlock(cfg, urlFromEnv)
	if err != nil {
		return clusterChoice{}, err
	}
	t := clusterChoice{block: block, url: cmp.Or(o.url, urlFromEnv, block.URL)}
	if o.cluster != "" {
		t.url = cmp.Or(o.url, block.URL, urlFromEnv)
	}
	if named {
		t.policies = append(t.policies, policyOf{block.Name, block.Policy})
	}
	own := samePlace(t.url, block.URL) && !block.URLGiven
	for _, c := range cfg.Clusters {
		if c.Name != block.Name && !own && samePlace(t.url, c.URL) {
			t.policies = append(t.policies, policyOf{c.Name, c.Policy})
		}
	}
	return t, nil
}

func (o connectionOptions) chooseBlock(cfg *schema.Config, urlFromEnv string) (block schema.Cluster, chosen bool, err error) {
	names := make([]string, len(cfg.Clusters))
	for i, c := range cfg.Clusters {
		if names[i] = c.Name; o.cluster == c.Name {
			return c, true, nil
		}
	}
	given := cmp.Or(o.url, urlFromEnv)
	switch {
	case o.cluster != "":
		return block, false, fmt.Errorf("there is no cluster block %q.%s", o.cluster, didYouMean(o.cluster, names))
	case len(names) == 1:
		return cfg.Clusters[0], true, nil
	case len(names) > 1 && given == "":
		slices.Sort(names)
		return block, false, fmt.Errorf("the configuration has several cluster blocks (%s): choose one with --cluster NAME", strings.Join(names, ", "))
	}
	return blockAt(cfg, given)
}

// blockAt is the block that has a URL. A URL of none is one without a block.
func blockAt(cfg *schema.Config, given string) (block schema.Cluster, found bool, err error) {
	var names []string
	for _, c := range cfg.Clusters {
		if samePlace(given, c.URL) {
			block, names = c, append(names, c.Name)
		}
	}
	if len(names) > 1 {
		slices.Sort(names)
		return schema.Cluster{}, false, fmt.Errorf("several cluster blocks have this URL (%s): choose one with --cluster NAME", strings.Join(names, ", "))
	}
	return block, len(names) == 1, nil
}

// samePlace tells whether two URLs lead to one place, however they are spelt: the
// user in them, upper case, the usual port, a dot or slash at the end don't matter.
func samePlace(a, b string) bool {
	one, ok := placeOf(a)
	other, ok2 := placeOf(b)
	return ok && ok2 && one == other
}

func placeOf(text string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Hostname() == "" {
		return "", false
	}
	host := strings.ToLower(strings.TrimRight(u.Hostname(), "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		host = ip.Unmap().String()
		if ip.IsLoopback() || ip.IsUnspecified() {
			host = "localhost"
		}
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(host, strings.TrimLeft(port, "0")) + path.Clean("/"+u.Path), true
}
