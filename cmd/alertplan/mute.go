package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/plan"
)

// muteOptions are those of mute and unmute.
type muteOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	keeping       keepingOptions
	targets       []plan.MuteTarget

	lasts, until, why string // of mute
	isUnmute          bool
}

func newMuteCommand(a *app) *cobra.Command {
	o := &muteOptions{}
	c := &cobra.Command{
		Use:   "mute ADDRESS… --for DURATION|--until TIME --why TEXT [DIR]",
		Short: "Silence monitors for a while, without a change of the files",
		Long: `Silence the monitors at ADDRESS on the cluster at once, until a time: nobody has to
be there when it ends, and nothing has to run. ADDRESS is a monitor, a block with
for_each, a pack, or one trigger: monitor.login.trigger.any.

A mute becomes a line of the condition, as maintenance does, so the condition does
not hold until then: an alert that is open completes with the next run, acknowledged
or not, and if the condition holds when the mute has ended, a new one opens. Nothing
else of a monitor changes, whatever the files say meanwhile. plan, drift and status
show mutes; they are no drift. An apply keeps those that have not ended, and takes
out the others. To mute again is to say another end.

--why is read by whoever looks at the monitor: put no secrets into it. What can't
hold a mute is refused: document-level monitors and workflows (docs/mute.md). With
several addresses nothing is written if one of them is refused, but for those that
lie in a pack.
` + connectionHelp + `

Exit status: 0 done, 1 something is not muted.`,
		Example: `  alertplan mute monitor.console_login --for 2h --why 'the move of the login pages'
  alertplan mute monitor.disk.trigger.full --until 06:00 --why INC-4711 alerts
  alertplan mute pack.cis --until 2026-03-08T06:00+01:00 --why 'the audit'`,
	}
	o.complete(a, c)
	f := c.Flags()
	f.StringVar(&o.lasts, "for", "", "how long it lasts: `DURATION`, such as 90m, 2h or 1d")
	f.StringVar(&o.until, "until", "", "when it ends: `TIME`, such as 2026-03-08T06:00Z, or 06:00, the next by this machine's clock")
	f.StringVar(&o.why, "why", "", "why, in a few words: `TEXT`")
	c.MarkFlagsMutuallyExclusive("for", "until")
	for _, name := range []string{"for", "until", "why"} {
		c.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
	}
	return c
}

func newUnmuteCommand(a *app) *cobra.Command {
	o := &muteOptions{isUnmute: true}
	c := &cobra.Command{
		Use:   "unmute ADDRESS… [DIR]",
		Short: "End mutes before their time",
		Long: `Take the mutes off the monitors at ADDRESS: their conditions are asked again from
the next run on. ADDRESS is as for mute. Nothing else of the monitors changes.
` + connectionHelp + `

Exit status: 0 done, 1 something is not unmuted.`,
		Example: `  alertplan unmute monitor.console_login
  alertplan unmute monitor.disk.trigger.full pack.cis alerts`,
	}
	o.complete(a, c)
	return c
}

// complete gives a command what both have.
func (o *muteOptions) complete(a *app, c *cobra.Command) {
	c.Args, c.ValidArgsFunction = muteArguments, a.completeMuteAddresses
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.take(args); err != nil {
			return err
		}
		return runMute(c.Context(), a, o)
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
	o.keeping.addFlags(c)
}

func muteArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 || len(args) == 1 && isDirectory(args[0]) {
		return fmt.Errorf("`%s` takes addresses, such as monitor.login; `alertplan status` prints those that there are", c.CommandPath())
	}
	return nil
}

// triggerForm is the address of a trigger: what stands before it is a monitor's.
var triggerForm = pattern.New(`^(.+)\.trigger\.([A-Za-z_][A-Za-z0-9_-]*)$`)

// take reads the arguments: addresses, and perhaps a directory behind them.
func (o *muteOptions) take(args []string) error {
	var dir []string
	if n := len(args); isDirectory(args[n-1]) {
		args, dir = args[:n-1], args[n-1:]
	}
	o.configuration.takeDir(dir)
	for _, text := range args {
		var t plan.MuteTarget
		if m := triggerForm.FindStringSubmatch(text); m != nil {
			text, t.Trigger = m[1], m[2]
		}
		var err error
		if t.Address, err = address.ParseTarget(text); err != nil {
			return err
		}
		switch t.Address.Kind() {
		case address.Monitor, address.Workflow, address.Pack:
			o.targets = append(o.targets, t)
		default:
			return fmt.Errorf("%s can't be muted: only monitors can, such as monitor.login", t)
		}
	}
	return nil
}

// completeMuteAddresses completes addresses of monitors and packs that are not named yet,
// and behind the address of a monitor its triggers.
func (a *app) completeMuteAddresses(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	words, directive := a.completeMoreAddresses(orPack(isMonitor))(c, args, toComplete)
	if a.read == nil {
		return words, directive
	}
	for _, m := range a.read.Monitors {
		at := m.Address.String() + "."
		if !strings.HasPrefix(toComplete, at) {
			continue
		}
		for _, t := range m.Monitor.Triggers {
			if word := at + "trigger." + t.Label; strings.HasPrefix(word, toComplete) && !slices.Contains(args, word) {
				words, directive = append(words, word), cobra.ShellCompDirectiveNoFileComp
			}
		}
	}
	return words, directive
}

func runMute(ctx context.Context, a *app, o *muteOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	if err := o.keeping.check(); err != nil {
		return err
	}
	mute, err := o.wish(a)
	if err != nil {
		return err
	}
	m, err := a.openMuter(ctx, o, mute)
	if err != nil {
		return err
	}
	return m.run(ctx, asJSON)
}
