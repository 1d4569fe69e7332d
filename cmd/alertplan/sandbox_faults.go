package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/trouble"
)

// sandboxFaults are the faults that the sandbox makes on request.
type sandboxFaults struct {
	faults  []string
	latency string
	seed    uint64
}

func (f *sandboxFaults) define(c *cobra.Command) {
	flags := c.Flags()
	flags.StringArrayVar(&f.faults, "fault", nil, "break requests: `METHOD PATH:WHAT:WHEN`, see above; may be given several times")
	flags.Uint64Var(&f.seed, "fault-seed", trouble.DefaultSeed, "seed of what is random in faults: a `NUMBER`; runs with the same one repeat")
	flags.StringVar(&f.latency, "latency", "", "let every request wait: `DURATION` such as 200ms, or a range such as 50ms..2s")
	c.Long = withFaultHelp(c.Long)
	c.Example += `
  alertplan sandbox --latency 50ms --fault 'POST /_plugins/**:503:2%'
  alertplan sandbox --fault '/**:429,retry-after=5s:every 20th'`
}

func (f *sandboxFaults) apply(o *sandbox.Options) error {
	if f.latency != "" {
		rule, err := trouble.Latency(f.latency)
		if err != nil {
			return latencyError(err)
		}
		o.Faults = append(o.Faults, rule)
	}
	for _, text := range f.faults {
		rule, err := trouble.Parse(text)
		if err != nil {
			return fmt.Errorf("--fault: %w", err)
		}
		o.Faults = append(o.Faults, rule)
	}
	o.FaultSeed = f.seed
	return nil
}

// latencyError leaves out the rule that --latency stands for: nobody wrote it.
func latencyError(err error) error {
	var syntax *trouble.SyntaxError
	if errors.As(err, &syntax) {
		return errors.New("--latency: " + syntax.Problem)
	}
	return err
}

// withFaultHelp puts what faults can be before the exit statuses.
func withFaultHelp(long string) string {
	var b strings.Builder
	b.WriteString(`Faults break requests on purpose, to see what a pipeline does about them:
METHOD PATH:WHAT:WHEN. METHOD is one or several (PUT,POST), or left out for all;
in PATH * stands for anything but a slash, ** for anything, {a,b} for either. WHEN
is one of ` + strings.Join(trouble.Turns, ", ") + `. WHAT is
`)
	for _, e := range trouble.Effects {
		fmt.Fprintf(&b, "  %-29s %s\n", e[0], e[1])
	}
	b.WriteString(`They can be changed while it runs: GET, PUT, POST, DELETE /_sandbox/faults. The
sandbox's own routes, below /_sandbox, are never hit.

`)
	before, after, found := strings.Cut(long, "Exit status:")
	if !found {
		return long + "\n\n" + strings.TrimRight(b.String(), "\n")
	}
	return before + b.String() + "Exit status:" + after
}
