package main

import (
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/schema"
)

// envNoSecrets is --no-secrets for every command.
const envNoSecrets = "ALERTPLAN_NO_SECRETS"

// addNoSecretsFlag adds --no-secrets, which is for files that somebody else has written:
// those of a pull request from a fork.
func (o *configurationOptions) addNoSecretsFlag(c *cobra.Command) {
	c.Flags().BoolVar(&o.noSecrets, "no-secrets", false, "read no environment, follow no links, ask no cluster: for files of\nsomebody else ($ALERTPLAN_NO_SECRETS, docs/pull-requests.md)")
}

// sealed are the options of files that are not trusted, where that is said: what no
// value comes from can't be shown, however the files ask for it.
func (a *app) sealed(o configurationOptions, options schema.Options) schema.Options {
	if value := a.env(envNoSecrets); !o.noSecrets && (value == "" || a.switchedOff(envNoSecrets)) {
		return options
	}
	a.noSecrets = true
	options.Env, options.Confined, options.Repository = nil, true, repositoryOf(wholePath(filepath.Join(o.dir, "x")))
	return options
}

// errNoSecrets keeps files from choosing where a login is sent, and what a cluster holds
// in clear from being shown.
var errNoSecrets = errors.New("with --no-secrets no cluster is asked: a login could be sent to where the files say, and what the cluster holds in clear be shown. " +
	"To see what the files change, compare them with those of another directory, such as a checkout of the base: alertplan plan --no-secrets --against DIR")
