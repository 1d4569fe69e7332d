package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/schema"
)

// The environment of a connection.
const (
	envURL            = "ALERTPLAN_URL"
	envUsername       = "ALERTPLAN_USERNAME"
	envPassword       = "ALERTPLAN_PASSWORD"
	envPasswordFile   = "ALERTPLAN_PASSWORD_FILE"
	envToken          = "ALERTPLAN_TOKEN"
	envTokenFile      = "ALERTPLAN_TOKEN_FILE"
	envCAFile         = "ALERTPLAN_CA_FILE"
	envClientCertFile = "ALERTPLAN_CLIENT_CERT_FILE"
	envClientKeyFile  = "ALERTPLAN_CLIENT_KEY_FILE"
	envDebug          = "ALERTPLAN_DEBUG"
)

const connectionHelp = `
The cluster is the one of --url, else of --cluster, else of ALERTPLAN_URL, else
the only cluster block. What a chosen block says besides its URL, its policy too,
holds even where the URL is overridden; of several blocks the one that has the URL
is chosen. User and password come from ALERTPLAN_USERNAME and ALERTPLAN_PASSWORD
(or ALERTPLAN_PASSWORD_FILE), a token from ALERTPLAN_TOKEN, else from the URL, else
from the block.`

// connectionOptions say which cluster to talk to, and how.
type connectionOptions struct {
	url      string
	cluster  string
	caFile   string
	insecure bool
	timeout  time.Duration
	debug    bool
}

func (o *connectionOptions) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.url, "url", "", "`URL` of the cluster")
	f.StringVar(&o.cluster, "cluster", "", "`NAME` of a cluster block")
	f.StringVar(&o.caFile, "ca-file", "", "`FILE` with the PEM certificate of the authority to trust ($ALERTPLAN_CA_FILE)")
	f.BoolVar(&o.insecure, "insecure", false, "take any certificate, from anybody")
	f.DurationVar(&o.timeout, "timeout", 0, "time limit of one request: `DURATION`, such as 30s (default 1m)")
	o.addDebugFlag(c)
	c.MarkFlagFilename("ca-file")
}

func (o *connectionOptions) addDebugFlag(c *cobra.Command) {
	c.Flags().BoolVar(&o.debug, "debug", false, "show every request and answer on stderr, without secrets ($ALERTPLAN_DEBUG)")
}

// connect makes a client for the chosen cluster; it sends nothing yet.
func (a *app) connect(o connectionOptions, cfg *schema.Config) (*alertapi.Client, error) {
	t, err := o.choose(cfg, a.env(envURL))
	if err != nil {
		return nil, err
	}
	return a.connectTo(t, o)
}

func (a *app) connectTo(t clusterChoice, o connectionOptions) (*alertapi.Client, error) {
	if a.noSecrets {
		return nil, errNoSecrets
	}
	if t.url == "" {
		return nil, t.noURL()
	}
	block := t.block
	settings := alertapi.Config{
		URL: t.url, UserAgent: "alertplan/" + versionText(), Timeout: o.timeout, Insecure: o.insecure || block.Insecure,
		CAFile:   cmp.Or(o.caFile, a.env(envCAFile), block.CAFile),
		CertFile: cmp.Or(a.env(envClientCertFile), block.ClientCertFile),
		KeyFile:  cmp.Or(a.env(envClientKeyFile), block.ClientKeyFile),
		Hide:     a.hide,
		Clock:    a.clock, Waiting: a.waiting.tell, Sent: a.sent,
	}
	if settings.Timeout == 0 {
		settings.Timeout = block.Timeout
	}
	if err := a.logIn(&settings, block); err != nil {
		return nil, err
	}
	a.hideCredentials(settings)
	if settings.Insecure {
		a.messages.Warn("the cluster's certificate is not checked (insecure): anybody in between can read and change everything.")
	}
	if o.cluster == "" && a.lendsLogin(settings, block) {
		a.messages.Warn("the login of cluster %q is sent in clear to another place than its url, %s. Give that place a cluster block of its own; or, if this is meant, say --cluster %s.", block.Name, t.url, block.Name)
	}
	connect := alertapi.New
	if a.debugs(o) {
		connect = a.connectTraced
	}
	client, err := connect(settings)
	if err == nil && a.connected != nil {
		a.connected(t, client)
	}
	return client, err
}

// noURL says that no cluster is given, or what is missing for the URL of the one
// that is.
func (t clusterChoice) noURL() error {
	if t.block.Missing != "" {
		return fmt.Errorf("the url of cluster %q is not known: %s has no value. Give it one, or say --url URL", t.block.Name, t.block.Missing)
	}
	return fmt.Errorf("no cluster is given: say --url URL, set %s, or write a cluster block with a url", envURL)
}
