package main

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/schema"
)

// The environment of a connection.
const (
	envURL          = "ALERTPLAN_URL"
	envUsername     = "ALERTPLAN_USERNAME"
	envPassword     = "ALERTPLAN_PASSWORD"
	envPasswordFile = "ALERTPLAN_PASSWORD_FILE"
	envCAFile       = "ALERTPLAN_CA_FILE"
)

const connectionHelp = `
The cluster is the one of --url, else of --cluster, else of ALERTPLAN_URL, else
the only cluster block. What a chosen block says besides its URL holds even where
the URL is overridden. User and password come from ALERTPLAN_USERNAME and
ALERTPLAN_PASSWORD (or ALERTPLAN_PASSWORD_FILE), else from the block.`

// connectionOptions say which cluster to talk to, and how.
type connectionOptions struct {
	url      string
	cluster  string
	caFile   string
	insecure bool
	timeout  time.Duration
}

func (o *connectionOptions) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.url, "url", "", "`URL` of the cluster")
	f.StringVar(&o.cluster, "cluster", "", "`NAME` of a cluster block")
	f.StringVar(&o.caFile, "ca-file", "", "`FILE` with the PEM certificate of the authority to trust ($ALERTPLAN_CA_FILE)")
	f.BoolVar(&o.insecure, "insecure", false, "take any certificate, from anybody")
	f.DurationVar(&o.timeout, "timeout", 0, "time limit of one request: `DURATION`, such as 30s (default 1m)")
	c.MarkFlagFilename("ca-file")
}

// connect makes a client for the chosen cluster; it sends nothing yet.
func (a *app) connect(o connectionOptions, cfg *schema.Config) (*alertapi.Client, error) {
	block, err := o.chooseBlock(cfg, a.env(envURL))
	if err != nil {
		return nil, err
	}
	settings := alertapi.Config{
		URL: o.chooseURL(block, a.env(envURL)), UserAgent: "alertplan/" + versionText(),
		CAFile: firstText(o.caFile, a.env(envCAFile), block.CAFile), Insecure: o.insecure || block.Insecure, Timeout: o.timeout,
	}
	if settings.Timeout == 0 {
		settings.Timeout = block.Timeout
	}
	if settings.URL == "" {
		return nil, fmt.Errorf("no cluster is given: say --url URL, set %s, or write a cluster block with a url", envURL)
	}
	if settings.Username, settings.Password, err = a.credentials(block); err != nil {
		return nil, err
	}
	a.hideCredentials(settings)
	if settings.Insecure {
		a.messages.Warn("the cluster's certificate is not checked (insecure): anybody in between can read and change everything.")
	}
	return alertapi.New(settings)
}

// chooseBlock finds the cluster block whose settings hold: the named one, or the
// only one. Several and none chosen is an error, unless a URL is given.
func (o connectionOptions) chooseBlock(cfg *schema.Config, urlFromEnv string) (schema.Cluster, error) {
	if o.cluster != "" {
		var names []string
		for _, c := range cfg.Clusters {
			if c.Name == o.cluster {
				return c, nil
			}
			names = append(names, c.Name)
		}
		return schema.Cluster{}, fmt.Errorf("there is no cluster block %q.%s", o.cluster, didYouMean(o.cluster, names))
	}
	switch {
	case len(cfg.Clusters) == 1:
		return cfg.Clusters[0], nil
	case len(cfg.Clusters) > 1 && o.url == "" && urlFromEnv == "":
		var names []string
		for _, c := range cfg.Clusters {
			names = append(names, c.Name)
		}
		slices.Sort(names)
		return schema.Cluster{}, fmt.Errorf("the configuration has several cluster blocks (%s): choose one with --cluster NAME", strings.Join(names, ", "))
	default:
		return schema.Cluster{}, nil
	}
}

func (o connectionOptions) chooseURL(block schema.Cluster, urlFromEnv string) string {
	if o.cluster != "" {
		return firstText(o.url, block.URL, urlFromEnv)
	}
	return firstText(o.url, urlFromEnv, block.URL)
}

// credentials come from the environment, else from the block.
func (a *app) credentials(block schema.Cluster) (string, destinations.Secret, error) {
	user := firstText(a.env(envUsername), block.Username)
	if password, set := a.lookupEnv(envPassword); set && password != "" {
		return user, destinations.NewSecret(password), nil
	}
	file := firstText(a.env(envPasswordFile), block.PasswordFile)
	if file == "" {
		return user, block.Password, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "", destinations.Secret{}, fmt.Errorf("the password file can't be read: %w", err)
	}
	return user, destinations.NewSecret(strings.TrimRight(string(content), "\r\n")), nil
}

// hideCredentials hides what the client sends to log in, as it is given, as a
// URL writes it, and as the header holds it.
func (a *app) hideCredentials(settings alertapi.Config) {
	logins := [][2]string{{settings.Username, settings.Password.Reveal()}}
	_, rest, _ := strings.Cut(settings.URL, "://")
	if end := strings.LastIndexByte(rest, '@'); end >= 0 {
		user, password, _ := strings.Cut(rest[:end], ":")
		logins = append(logins, [2]string{user, password})
		if u, err := url.PathUnescape(user); err == nil {
			p, _ := url.PathUnescape(password)
			logins = append(logins, [2]string{u, p})
		}
	}
	for _, login := range logins {
		if login[1] != "" {
			a.hide(login[1], base64.StdEncoding.EncodeToString([]byte(login[0]+":"+login[1])))
		}
	}
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// nearest is a sentence that offers the nearest name, with a blank before it, ""
// where none is near.
func nearest(given string, names []string) string {
	best, shortest := "", max(2, len(given)/3)+1
	for _, name := range names {
		if d := levenshtein.Distance(given, name, nil); d < shortest && name != given {
			best, shortest = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %s?", best)
}

// didYouMean is nearest, or else the names that there are.
func didYouMean(given string, names []string) string {
	suggestion := nearest(given, names)
	switch {
	case suggestion != "":
		return suggestion
	case len(names) > 0:
		slices.Sort(names)
		return " There are: " + strings.Join(names, ", ") + "."
	default:
		return ""
	}
}
