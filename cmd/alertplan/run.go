package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type runOptions struct {
	configuration configurationOptions
	format        formatOption
	dialect       dialectOption
	events        []string
	mappings      []string
	index         string
	now           string
}

func newRunCommand(a *app) *cobra.Command {
	o := &runOptions{}
	c := &cobra.Command{
		Use:   "run ADDRESS [DIR]",
		Short: "Run one monitor on a file of events, offline",
		Long: `Run the monitor ADDRESS of the configuration in DIR (by default the current
directory) on the events of a file, and show what it would do: what its search
finds, which triggers fire, and what their messages say. Nothing is sent anywhere.

Events are JSON lines, a JSON array, CloudTrail files ({"Records": […]}), payloads
of a CloudWatch Logs subscription, _bulk bodies, or {"_index", "_id", "doc"}, each
of them plain or in gzip. An event without @timestamp that has eventTime is taken
to have arrived then.

The period ends at --now, by default right after the last event's @timestamp.
What can't be evaluated faithfully is refused by name.

Exit status: 0 it was run, 1 it could not be run.`,
		Example: `  alertplan run monitor.console_login --events trail.json.gz
  alertplan run monitor.console_login examples/console-login \
    --events examples/console-login/testdata/console_login.ndjson
  alertplan run 'monitor.logins["eu"]' --events a.ndjson --now 2026-03-09T00:00:00Z`,
		Args:              addressAndDirectory,
		ValidArgsFunction: a.completeMonitors,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args[1:])
			o.configuration.part = schema.AnyPart
			return runMonitor(c.Context(), a, o, args[0])
		},
	}
	o.configuration.addFlags(c)
	o.format.addFlags(c)
	o.dialect.addFlags(c)
	f := c.Flags()
	f.StringArrayVar(&o.events, "events", nil, "read events from `FILE`, or from the standard input for -; may be repeated")
	f.StringArrayVar(&o.mappings, "mapping", nil, "make indices by the mapping, index body or index template in `FILE` (JSON); may be repeated")
	f.StringVar(&o.index, "index", "", "`NAME` of the index for events that don't say theirs; a * becomes their day\n(default: the monitor's first index)")
	f.StringVar(&o.now, "now", "", "end of the period: `TIME` in RFC 3339, such as 2026-03-09T00:00:00Z")
	c.MarkFlagFilename("events")
	c.MarkFlagFilename("mapping", "json")
	return c
}

func addressAndDirectory(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("`%s` takes the address of a monitor, such as monitor.console_login\nSee `%s --help`", c.CommandPath(), c.CommandPath())
	}
	return atMost(2, "an address and one directory at most")(c, args)
}

// completeMonitors completes the address of a monitor in the current directory,
// then a directory.
func (a *app) completeMonitors(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return completeDirectories(c, args, toComplete)
	}
	return a.offered(".", toComplete, isMonitor), cobra.ShellCompDirectiveNoFileComp
}

func runMonitor(ctx context.Context, a *app, o *runOptions, text string) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	single := monitortest.Single{}
	if o.now != "" {
		if single.Now, err = time.Parse(time.RFC3339, o.now); err != nil {
			return fmt.Errorf("--now takes a time in RFC 3339, such as 2026-03-09T00:00:00Z, not %q", o.now)
		}
	}
	if single.Sources, err = o.sources(); err != nil {
		return err
	}
	cfg, _, err := a.loadToRun(o.configuration)
	if err != nil {
		return err
	}
	monitor, err := monitorAt(cfg, text)
	if err != nil {
		return err
	}
	single.Address, single.Monitor, single.Written = monitor.Address, monitor.Monitor, monitor.Written
	options := monitortest.Options{Workspace: cfg.Workspace}
	if options.Dialect, err = o.dialect.choose(cfg); err != nil {
		return err
	}
	done := a.working("Reading the events")
	trial, err := monitortest.Once(ctx, single, options)
	done()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return fmt.Errorf("%s: %w", monitor.Address, err)
	}
	if !asJSON {
		return status(a.human.Trial(trial))
	}
	out, code := view.NewTrialJSON(trial)
	if err := view.WriteJSON(a.out, out); err != nil {
		return err
	}
	return status(code)
}

// sources are the files of events and mappings.
func (o *runOptions) sources() ([]testcase.Source, error) {
	var list []testcase.Source
	var problems []error
	if len(o.events) == 0 {
		problems = append(problems, errors.New("there are no events to run it on: give --events FILE"))
	}
	for _, path := range o.mappings {
		mapping, err := readObject(path)
		if err != nil {
			problems = append(problems, err)
		}
		list = append(list, testcase.Source{Index: o.index, Mapping: mapping})
	}
	for _, path := range o.events {
		if path == "-" {
			path = "/dev/stdin"
		}
		if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, fmt.Errorf("--events: there is no file %s", path))
		} else if err != nil {
			problems = append(problems, fmt.Errorf("--events: %w", err))
		} else if info.IsDir() {
			problems = append(problems, fmt.Errorf("--events: %s is a directory: name its files", path))
		}
		list = append(list, testcase.Source{Index: o.index, File: path, Name: filepath.ToSlash(path)})
	}
	return list, errors.Join(problems...)
}

func readObject(path string) (*orderedjson.Object, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--mapping: %w", err)
	}
	v, err := orderedjson.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("--mapping: %s is no JSON: %w", path, err)
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, fmt.Errorf("--mapping: %s holds no JSON object", path)
	}
	return o, nil
}

// monitorAt finds a monitor by its address; the word monitor may be left out.
func monitorAt(cfg *schema.Config, text string) (schema.Monitor, error) {
	at, err := address.Parse(text)
	if short, e := address.Parse("monitor." + text); err != nil && e == nil {
		at, err = short, nil
	}
	if err != nil {
		return schema.Monitor{}, err
	}
	for _, m := range cfg.Monitors {
		if m.Address == at {
			return m, nil
		}
	}
	if at.Kind() != address.Monitor {
		return schema.Monitor{}, fmt.Errorf("%s is no monitor, and only monitors can be run", at)
	}
	return schema.Monitor{}, notDeclared(cfg, at)
}
