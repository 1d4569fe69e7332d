package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type doctorOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	need          string // the command whose permissions are asked for
	canary        canaryOptions
}

func newDoctorCommand(a *app) *cobra.Command {
	o := &doctorOptions{}
	c := &cobra.Command{
		Use:   "doctor [DIR]",
		Short: "Tell what is wrong with a cluster's alerting, and the way out",
		Long: `Look at a cluster, and say what is wrong with it, and the way out: the connection,
its TLS certificate, who you are there, versions, plugins, the clock, limits that
are near; monitors that are blind or do not run, and channels that nothing arrives
by, each with the line that declares it. Without --canary nothing is changed.

The configuration in DIR (by default the current directory) says which cluster it
is, and what should be there; with --url none is needed.

With --for it also asks for each permission that a command needs, by the exact name.
Reads are asked as they are; writes by requests about what is not there, which the
server refuses once it has looked at the permissions; what can't be asked is said.

With --canary it proves the path end to end: it makes an index with an event, a
channel, and a monitor that finds the event, waits until that runs by its schedule
and its message arrives here, and takes all of that away, also where it is
interrupted. What a killed one has left is taken away by the next.

Each finding has a grade: ✓ well, • worth a note, ? not to be asked by this user,
! a warning of what will go wrong or may, ✗ a fault. docs/doctor.md lists them.
` + connectionHelp + `

Exit status: 0 nothing is wrong, 1 failed or could not look at all of it, 2 warnings
or faults.`,
		Example: `  alertplan doctor
  alertplan doctor --url https://search.example.com:9200
  alertplan doctor --cluster prod alerts
  alertplan doctor --for apply
  alertplan doctor --canary --listen 10.0.0.7:8080
  alertplan doctor --canary --canary-to destination.slack.team
  alertplan doctor --json | jq -r '.findings[] | select(.grade == "fault") | .text'`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			if err := o.canary.check(c); err != nil {
				return err
			}
			return runDoctor(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
	c.Flags().StringVar(&o.need, "for", "", "ask for each permission that `COMMAND` needs: "+strings.Join(askable, ", "))
	o.canary.addFlags(c, a)
	c.RegisterFlagCompletionFunc("for", cobra.FixedCompletions(askable, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// askable are the commands whose permissions can be asked for.
var askable = []string{"plan", "preflight", "apply", "destroy", "restore", "status"}

func runDoctor(ctx context.Context, a *app, o *doctorOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	if o.need != "" && !slices.Contains(askable, o.need) {
		return fmt.Errorf("--for takes %s, not %q.%s", enumerated(askable), o.need, nearest(o.need, askable))
	}
	cfg, err := a.clusterBlocks(o.configuration, o.connection)
	if err != nil {
		return err
	}
	client, err := a.connect(o.connection, cfg)
	if err != nil {
		return err
	}
	report, failed := a.examine(ctx, o, client, cfg)
	if o.canary.wanted && failed == nil && !report.Broken && ctx.Err() == nil {
		failed = a.fly(ctx, o.canary, client, cfg, &report)
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	code := view.DoctorStatus(report)
	if asJSON {
		if err := view.WriteJSON(a.out, view.NewDoctorJSON(report)); err != nil {
			return err
		}
	} else {
		a.human.Doctor(report)
	}
	if failed != nil {
		return failed
	}
	return status(code)
}

// examine looks at a cluster, and says where in the files its findings stand.
func (a *app) examine(ctx context.Context, o *doctorOptions, client *alertapi.Client, cfg *schema.Config) (doctor.Report, error) {
	done := a.working("Looking at the cluster")
	defer done()
	report, err := doctor.Examine(ctx, patient{client}, doctor.Options{
		Now: a.clock.Now(), Desired: desiredOf(cfg), For: o.need,
		Needs: func(legacy bool) []doctor.Need { return needsOf(o.need, legacy) },
	})
	for i, f := range report.Findings {
		report.Findings[i].At = elementPlace(cfg, f.Element)
	}
	report.URL, report.Workspace = client.Endpoint(), cfg.Workspace
	return report, err
}
