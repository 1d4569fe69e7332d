package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
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

const (
	// longestMute is how long a mute may be: what is silent for longer belongs into the
	// files, where it is reviewed.
	longestMute = 31 * day

	// longestReason is how many characters a reason may have.
	longestReason = 200
)

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
		Args:              muteArguments,
		ValidArgsFunction: a.completeMuteAddresses,
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.take(args); err != nil {
				return err
			}
			return runMute(c.Context(), a, o)
		},
	}
	o.addFlags(c)
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
		Args:              muteArguments,
		ValidArgsFunction: a.completeMuteAddresses,
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.take(args); err != nil {
				return err
			}
			return runMute(c.Context(), a, o)
		},
	}
	o.addFlags(c)
	return c
}

func (o *muteOptions) addFlags(c *cobra.Command) {
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
var triggerForm = regexp.MustCompile(`^(.+)\.trigger\.([A-Za-z_][A-Za-z0-9_-]*)$`)

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

// wish is what is asked for, now.
func (o *muteOptions) wish(a *app) (*monitors.Mute, error) {
	if o.isUnmute {
		return nil, nil
	}
	now := a.clock.Now()
	why, err := o.reason(a)
	if err != nil {
		return nil, err
	}
	until, err := o.end(now)
	if err != nil {
		return nil, err
	}
	switch lasts := until.Sub(now); {
	case lasts <= 0:
		return nil, fmt.Errorf("--until: %s is over already", until.Format(time.RFC3339))
	case lasts > longestMute:
		return nil, fmt.Errorf("a mute lasts 31 days at most. What is silent until %s belongs into the files: a maintenance block, or enabled = false", until.Format(time.RFC3339))
	}
	return &monitors.Mute{Until: until, Since: now.UTC().Truncate(time.Second), Why: why}, nil
}

func (o *muteOptions) reason(a *app) (string, error) {
	why := strings.TrimSpace(o.why)
	switch {
	case why == "":
		return "", errors.New("--why says why, in a few words: who finds the monitor silent will ask")
	case len([]rune(why)) > longestReason:
		return "", fmt.Errorf("--why takes %d characters at most", longestReason)
	case strings.ContainsFunc(why, unicode.IsControl):
		return "", errors.New("--why takes one line, without control characters")
	}
	return why, nil
}

// clockForm is a time of the day.
const clockForm = "15:04"

// end is when the mute ends, in whole seconds.
func (o *muteOptions) end(now time.Time) (time.Time, error) {
	switch {
	case o.lasts != "":
		d, err := parseSpan(o.lasts)
		if err != nil || d < time.Second {
			return time.Time{}, fmt.Errorf("--for: %q is no time of a second or more, such as 90m, 2h or 1d", o.lasts)
		}
		return now.Add(d).UTC().Truncate(time.Second), nil
	case o.until == "":
		return time.Time{}, errors.New("say how long: --for 2h, or --until 06:00")
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(form, o.until); err == nil {
			return at.UTC().Truncate(time.Second), nil
		}
	}
	at, err := time.ParseInLocation(clockForm, o.until, now.Location())
	if err != nil {
		return time.Time{}, fmt.Errorf("--until: %q is no time such as 2026-03-08T06:00Z, 2026-03-08T06:00+01:00 or 06:00", o.until)
	}
	next := time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, now.Location())
	if !next.After(now) {
		next = time.Date(now.Year(), now.Month(), now.Day()+1, at.Hour(), at.Minute(), 0, 0, now.Location())
	}
	return next.UTC(), nil
}

// parseSpan reads a duration, of days too: 1d, 1d12h.
func parseSpan(text string) (time.Duration, error) {
	days, rest, ok := strings.Cut(text, "d")
	if !ok {
		return time.ParseDuration(text)
	}
	whole, err := time.ParseDuration(days + "h")
	if err != nil || strings.ContainsAny(days, ".hms") {
		return 0, fmt.Errorf("%q is no duration", text)
	}
	if rest == "" {
		return 24 * whole, nil
	}
	more, err := time.ParseDuration(rest)
	return 24*whole + more, err
}

// completeMuteAddresses completes addresses of monitors that are not named yet.
func (a *app) completeMuteAddresses(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	return a.completeAlertAddresses(c, args, toComplete)
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
