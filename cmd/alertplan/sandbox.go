package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

type sandboxOptions struct {
	listen  *sandboxListen
	users   *sandboxUsers
	dialect string
	groups  []sandboxFlags
}

// sandboxFlags are the flags of one thing that a sandbox can do.
type sandboxFlags interface {
	define(c *cobra.Command)
	// apply says what was asked for to the sandbox that is going to be made.
	apply(*sandbox.Options) error
}

func newSandboxCommand(a *app) *cobra.Command {
	listen, users := &sandboxListen{app: a}, &sandboxUsers{app: a}
	o := &sandboxOptions{listen: listen, users: users, groups: []sandboxFlags{
		listen,
		users,
		&sandboxTime{},
		&sandboxFaults{},
		&sandboxManners{},
		&sandboxData{}, // the last one: what it opens must be closed
	}}
	c := &cobra.Command{
		Use:   "sandbox",
		Short: "Run a cluster for rehearsals on this machine",
		Long: `Run a server with the manners of OpenSearch and its alerting and notifications
plugins, until it is interrupted: in memory, or kept in a folder of its own
(--data). Webhooks are really sent; other messages are only recorded. It prints
its URL once it answers.

The dialects of OpenSearch are held to recordings of real nodes. Of Open Distro
there are none: opendistro-1.13 is opensearch-1.3 without what its plugin's source
does not have.

Its time is the machine's, or begins --at another moment and goes at another
--speed; monitors run on their schedules by it, one run after the other, and none
is lost. A clock that must be faster than the machine falls behind.

With --data it goes on where it was: with the same documents, ids and versions,
monitors, alerts, channels and messages, and not before the time it had. What the
sandbox has answered is on disk by then. The file holds what it was given, the
URLs of webhooks too.

With --users it is secured as a server with the security plugin is. Lines of the
file are NAME=user:password: ADMIN may do everything, READER has the roles
alerting_read_access and notifications_read_access, ALERTER has
alerting_full_access; OPENSEARCH_CA is the authority to trust, and shells can
source it. Roles of your own come by --roles, the files that securityadmin.sh loads;
users whom they name are in a new file of users, too. Or they come by the API, PUT
_plugins/_security/api/internalusers/NAME and …/roles/NAME, until a reset.
docs/permissions.md shows what applying needs.

POST /_sandbox/reset empties it, and POST /_sandbox/clock?advance=1h moves its
time on, with all that becomes due on the way. GET /_sandbox tells the time.

Exit status: 0 stopped cleanly, 1 failed.`,
		Example: `  alertplan sandbox
  alertplan sandbox --listen localhost:0
  alertplan sandbox --at 2024-08-02T08:50:00Z --speed 60x
  alertplan sandbox --data ~/rehearsal
  alertplan sandbox --users ~/rehearsal/credentials
  alertplan sandbox --users ~/rehearsal/credentials --roles examples/pipelines/roles
  alertplan apply --url http://127.0.0.1:9200 examples/console-login`,
		Args: atMost(0, "no directory"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := valuesGiven(c); err != nil {
				return err
			}
			return runSandbox(c.Context(), a, o)
		},
	}
	c.Flags().StringVar(&o.dialect, "dialect", "opensearch-2.19", "the server that is played: `NAME`, one of "+strings.Join(dialect.Names(), ", "))
	c.RegisterFlagCompletionFunc("dialect", cobra.FixedCompletions(dialect.Names(), cobra.ShellCompDirectiveNoFileComp))
	for _, g := range o.groups {
		g.define(c)
	}
	c.AddCommand(newMessagesCommand(a))
	return c
}

// valuesGiven refuses a flag that is given without a value, as by --users "$FILE" in a
// script that has no FILE: what it asks for must not be left out in silence.
func valuesGiven(c *cobra.Command) (err error) {
	c.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" {
			err = fmt.Errorf("--%s is without a value", f.Name)
		}
	})
	return err
}

func runSandbox(ctx context.Context, a *app, o *sandboxOptions) error {
	saveMemory()
	options, err := o.sandbox()
	if err != nil {
		return err
	}
	if options.Data != nil {
		defer options.Data.Close()
	}
	listener, err := o.listen.open(ctx)
	if err != nil {
		return err
	}
	server, err := sandbox.Open(options)
	if err != nil {
		return err
	}
	o.listen.warn(listener, options)
	url, err := o.users.url(o.listen.reached(listener))
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, url)
	a.out.Flush()
	return server.Serve(ctx, listener)
}

func (o *sandboxOptions) sandbox() (options sandbox.Options, err error) {
	options.Version = versionText()
	if options.Dialect, err = dialect.Parse(o.dialect); err != nil {
		return options, err
	}
	for _, g := range o.groups {
		if err := g.apply(&options); err != nil {
			return options, err
		}
	}
	return options, nil
}
