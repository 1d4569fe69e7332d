package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/backup"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type restoreOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	writing       writingOptions
	otherCluster  bool
	which         string
}

func newRestoreCommand(a *app) *cobra.Command {
	o := &restoreOptions{}
	c := &cobra.Command{
		Use:   "restore FILE|ADDRESS[@TIME] [DIR]",
		Short: "Put back one object that was changed or deleted",
		Long: `Put one object back as it was before apply, destroy or restore changed or deleted
it: the whole body, with the mark and what the Dashboards keep there. It is the one
in FILE, or the newest that is kept of ADDRESS; with TIME, in UTC as
` + "`alertplan backups`" + ` prints it, or the beginning of such a time, the newest of then.

What would change is shown first, and asked for. What is there now is kept before,
so that restoring the same address once more takes it back. An object that is gone
is made again: a monitor under a new id, since the server chooses it, and without
its old alerts; a channel under the id that it had. Nothing is written over that
somebody changed meanwhile, nothing is made twice, and what belongs to another
workspace is not touched. The files stay as they are: the next plan shows how they
differ.

DIR (by default the current directory) is the configuration that says which cluster;
without files there, --url does.
` + connectionHelp + `

Exit status: 0 done, 1 failed, or not approved.`,
		Example: `  alertplan restore monitor.console_login
  alertplan restore monitor.console_login@2026-03-09T10:15
  alertplan restore --url http://localhost:9200 0001-monitor.login.backup.json`,
		Args:              restoreArguments,
		ValidArgsFunction: a.completeRestore,
		RunE: func(c *cobra.Command, args []string) error {
			o.which = args[0]
			o.configuration.takeDir(args[1:])
			return runRestore(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.writing.addFlags(c)
	f := c.Flags()
	f.MarkHidden("parallelism") // one object
	f.Lookup("backup-dir").Usage = "look for backups below `DIR`, and keep there what is written over ($ALERTPLAN_BACKUP_DIR; by default\nin the user's state folder)"
	f.BoolVar(&o.otherCluster, "onto-another-cluster", false, "put it onto another cluster than it was kept from")
	return c
}

func restoreArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("`%s` takes a file of backups, or the address of an object, such as monitor.login; `alertplan backups` prints those that there are", c.CommandPath())
	}
	return atMost(2, "a file or an address, and a directory")(c, args)
}

func (a *app) completeRestore(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return completeDirectories(c, args, toComplete)
	}
	return a.backupWords(c, toComplete), cobra.ShellCompDirectiveDefault // or a file
}

func runRestore(ctx context.Context, a *app, o *restoreOptions) error {
	if err := o.writing.check(); err != nil {
		return err
	}
	cfg, err := a.loadForConnection(o.configuration, o.connection)
	if err != nil {
		return err
	}
	t, err := o.connection.choose(cfg, a.env(envURL))
	if err != nil {
		return err
	}
	client, err := a.connectTo(t, o.connection)
	if err != nil {
		return err
	}
	cluster, err := clusterOfBackup(ctx, client)
	if err != nil {
		return err
	}
	find := backupFinder{app: a, options: o, workspace: cfg.Workspace, cluster: cluster}
	record, err := find.record()
	if err != nil {
		return err
	}
	r := restorer{app: a, client: client, options: o, record: record, policies: t.policies}
	return r.run(ctx)
}

// loadForConnection reads the configuration. A directory without files is one where
// the URL is said otherwise: what was broken may be the files.
func (a *app) loadForConnection(o configurationOptions, c connectionOptions) (*schema.Config, error) {
	if (c.url != "" || a.env(envURL) != "") && c.cluster == "" && !hasConfiguration(o.dir) {
		return &schema.Config{}, nil
	}
	cfg, diags, err := a.loadConfiguration(o)
	if err != nil {
		return nil, err
	}
	wrong := slices.DeleteFunc(slices.Clone(diags), func(d *hcl.Diagnostic) bool { return d.Severity != hcl.DiagError })
	if len(wrong) > 0 { // warnings are for who looks at the files
		return nil, &view.InvalidError{Diagnostics: wrong, Files: cfg.Files}
	}
	return cfg, nil
}

// restorer puts one object back.
type restorer struct {
	app      *app
	client   *alertapi.Client
	options  *restoreOptions
	record   backup.Record
	policies []policyOf
}

func (r restorer) run(ctx context.Context) error {
	kept, err := r.kept()
	if err != nil {
		return err
	}
	r.client.KeepOriginals()
	live, err := r.live(ctx, kept)
	if err != nil {
		return err
	}
	restored := plan.Restore(kept, live)
	if err := r.mayWrite(ctx, restored, live); err != nil {
		return err
	}
	if same, err := r.isSame(ctx, restored); err != nil || same {
		if same {
			r.app.human.RestoredAlready(restored, r.record.Time)
		}
		return err
	}
	if code := r.app.human.Restore(restored, r.record.Time); code != view.Changes {
		return status(code)
	}
	if !r.options.writing.autoApprove {
		r.app.out.Flush()
		if ok, err := r.app.confirm(ctx, "Put it back? Only 'yes' is taken as yes: ", "yes"); err != nil || !ok {
			return errors.Join(err, notApproved(err))
		}
	}
	return r.carryOut(ctx, restored, live)
}

func (r restorer) carryOut(ctx context.Context, restored plan.Restored, live plan.Live) error {
	if restored.Unmarked && restored.Change.Action == plan.Update {
		restored.Change.Action = plan.Forget // its mark goes
	}
	made := &plan.Plan{Workspace: r.record.Workspace, Changes: []plan.Change{restored.Change}}
	keeper, err := r.app.openKeeper(ctx, r.client, r.options.writing.keeping, made)
	if err != nil {
		return err
	}
	keeper.did = "restore"
	defer keeper.end()
	result, err := apply.Run(ctx, r.cluster(ctx, live), made, apply.Options{Keep: keeper.keep, Clock: r.app.clock, Waiting: r.app.waiting.tell})
	if err != nil {
		return err
	}
	code := r.app.human.RestoreEnded(result)
	r.app.human.Advise(adviceOn(failures(result)))
	return status(code)
}

// kept is the object that was kept, as a plan sees it. Its secrets are hidden from
// here on.
func (r restorer) kept() (plan.Kept, error) {
	kept := plan.Kept{Workspace: r.record.Workspace, Address: r.record.Address}
	unreadable := func(err error) error { return fmt.Errorf("the backup can't be read: %w", err) }
	if r.record.Form.IsDestination() {
		d, err := r.record.Original.Destination()
		if err != nil {
			return kept, unreadable(err)
		}
		r.app.hide(d.Destination.Secrets()...)
		kept.Destination = &d
		return kept, nil
	}
	m, err := r.record.Original.Monitor()
	if err != nil {
		return kept, unreadable(err)
	}
	kept.Monitor = &m
	return kept, nil
}

// live is what the cluster has.
func (r restorer) live(ctx context.Context, kept plan.Kept) (plan.Live, error) {
	defer r.app.working("Reading the cluster")()
	desired := plan.Desired{Workspace: kept.Workspace}
	live, err := readLive(ctx, r.client, desired, plan.Options{})
	if err != nil {
		return live, err
	}
	if lacking := live.Sight.NoChannels; len(lacking) > 0 && kept.Destination != nil {
		return live, fmt.Errorf("the channels can't be read, so that it can't be told what is there now: nothing was written.\n\n%s", permissionsAdvice(alertapi.Lacking{Permissions: lacking}))
	}
	for _, c := range live.Channels {
		r.app.hide(c.Destination.Secrets()...)
	}
	return live, nil
}

// mayWrite refuses what a policy forbids, and what may be there unseen.
func (r restorer) mayWrite(ctx context.Context, restored plan.Restored, live plan.Live) error {
	switch {
	case restored.Refusal != nil:
		return nil
	case restored.Change.Action == plan.Replace:
		for _, p := range r.policies {
			if p.MaxDeletes != nil && *p.MaxDeletes < 1 {
				return fmt.Errorf("it would have to be deleted first, and the policy of cluster %q lets nothing be deleted (max_deletes = 0): nothing was written", p.cluster)
			}
		}
	case restored.Change.Action == plan.Create:
		if live.Sight.MayHide && r.options.writing.autoApprove {
			return errMayDouble
		}
		return r.isGone(ctx, restored.Kept)
	}
	return nil
}

// isGone makes sure that what the lists don't show is not there: they leave out
// without a word what a user may not see.
func (r restorer) isGone(ctx context.Context, kept plan.Kept) error {
	var err error
	switch {
	case kept.Destination != nil:
		_, err = r.client.Reread(ctx, *kept.Destination)
	case kept.Monitor.Delegates != nil:
		_, err = r.client.Workflow(ctx, kept.Monitor.ID)
	default:
		_, err = r.client.Monitor(ctx, kept.Monitor.ID)
	}
	switch {
	case alertapi.IsNotFound(err):
		return nil
	case err == nil:
		return errors.New("the cluster's lists don't show it, but it is there: nothing was written. Try again, or use a user who may see it")
	default:
		return err
	}
}

// isSame tells whether what is live is to the last field what was kept. A channel is
// read for it, since lists give less.
func (r restorer) isSame(ctx context.Context, restored plan.Restored) (bool, error) {
	c := restored.Change
	if restored.Refusal != nil || c.Action != plan.Update {
		return false, nil
	}
	now, ok := r.client.OriginalMonitor(c.ID)
	if c.Destination != nil {
		if _, err := r.client.Reread(ctx, *c.Destination.Live); err != nil {
			return false, err
		}
		now, ok = r.client.OriginalDestination(c.ID)
	}
	was, is := r.record.Original.Request(), now.Request()
	for _, body := range []*orderedjson.Object{was, is} {
		body.Delete("enabled_time") // the server sets it when a monitor is switched on
	}
	return ok && orderedjson.Equal(was, is), nil
}
