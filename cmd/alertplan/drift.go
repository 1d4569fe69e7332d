package main

import (
	"cmp"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

type driftOptions struct {
	planningOptions
	report    reportOptions
	unmanaged bool
	accept    acceptOptions
	job       driftJobOptions
	notify    notifyOptions
}

func newDriftCommand(a *app) *cobra.Command {
	o := &driftOptions{}
	c := &cobra.Command{
		Use:   "drift [DIR]",
		Short: "Tell what somebody changed on the cluster",
		Long: `Compare the configuration in DIR (by default the current directory) with the
cluster, and tell what has changed there since the last apply: objects that
somebody edited, those that are missing, copies of ours, and with --unmanaged
whatever no workspace owns. Nothing is written. It fits a nightly job: one line
when all is well, a screen when something is not.

What the files want and nobody has applied yet is no drift: it is named, and the
exit status stays 0. Variables need no value; what depends on them is left out.

--accept ADDRESS keeps what somebody changed: it writes the cluster's value into
the files, in place, where a literal stands there; comments stay. What it can't
write it names, with the line and what to do. The files are written only if the
configuration then equals the cluster in what was accepted, and is unchanged in
all else. Nothing is written on the cluster.
` + driftJobHelp + "\n" + connectionHelp + `

Exit status: 0 no drift, 1 failed, 2 drift. With --accept: 0 all is in the
files, 1 failed (no file is changed), 2 something is left to you. With --every:
0 stopped, 1 it could not begin.`,
		Example: `  alertplan drift
  alertplan drift --cluster prod --target monitor.console_login alerts
  alertplan drift --accept monitor.console_login --dry-run
  alertplan drift --unmanaged --format json | jq -r '.unmanaged[].name'
  alertplan drift --report junit=drift.xml --report sarif=drift.sarif
  alertplan drift --every 10m --listen 127.0.0.1:9090 --notify-url-file url.txt`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			if err := o.accept.check(o); err != nil {
				return err
			}
			job, err := o.jobWanted(c)
			if err == nil {
				err = o.notify.check(c, a)
			}
			switch {
			case err != nil:
				return err
			case len(o.accept.addresses) > 0:
				return runAccept(c.Context(), a, o)
			case job:
				return runDriftJob(c.Context(), a, o)
			}
			return runDrift(c.Context(), a, o)
		},
	}
	o.addFlags(a, c)
	o.report.target = &o.connection
	o.report.addFlags(c, &view.DriftReport{})
	o.job.addFlags(c)
	o.notify.addFlags(c)
	c.Flags().BoolVar(&o.unmanaged, "unmanaged", false, "monitors and channels that no workspace owns are drift, too")
	o.accept.addFlags(a, c)
	return c
}

func runDrift(ctx context.Context, a *app, o *driftOptions) error {
	report := &view.DriftReport{}
	look := (&driftLook{}).use(a)
	return a.reported(ctx, &o.report, report, func() error {
		found, err := o.check(ctx, a)
		*report = *found
		if !found.Diagnostics.HasErrors() {
			a.messages.CountWarnings(len(found.Diagnostics), o.configuration.dir)
		}
		if err == nil && o.report.human() {
			a.human.Drift(found.Drift)
			a.adviseOf(found.Drift.Warnings)
		}
		untold := o.notify.tellOnce(ctx, look, found, err)
		if err != nil {
			return err
		}
		return cmp.Or(status(view.DriftStatus(found.Drift)), untold)
	})
}

func (o *driftOptions) checkTargets() ([]address.Address, error) {
	if o.unmanaged && len(o.targets) > 0 {
		return nil, errors.New("--unmanaged looks at all of a cluster, --target at a part: say one of the two")
	}
	return parseTargets(o.targets)
}

// check reads the files and the cluster once, and prints nothing. Open alerts make no
// difference to drift. With an error, too, the report says what was found in the files.
func (o *driftOptions) check(ctx context.Context, a *app) (*view.DriftReport, error) {
	report := &view.DriftReport{Command: view.Command{Name: "drift"}}
	targets, err := o.checkTargets()
	if err != nil {
		return report, err
	}
	files := o.configuration
	files.told = diagnosed(report)
	cfg, _, err := a.loadValid(files)
	if err != nil {
		return report, err
	}
	client, err := a.connect(o.connection, cfg)
	if err != nil {
		return report, err
	}
	desired, options := desiredOf(cfg), plan.Options{Targets: targets, Now: a.clock.Now().UnixMilli()}
	done := a.working("Reading the cluster")
	live, err := readLive(ctx, client, desired, options)
	done()
	if err != nil {
		return report, err
	}
	made := plan.Make(desired, live, options)
	report.Drift = plan.FindDrift(made, desired, live, plan.DriftOptions{Targets: targets, Unmanaged: o.unmanaged})
	return report, nil
}
