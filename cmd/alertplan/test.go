package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type testOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	report        reportOptions
	dialect       dialectOption
	run           string
	verbose       bool
	watch         bool
	minCoverage   int
}

func newTestCommand(a *app) *cobra.Command {
	o := &testOptions{}
	c := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Run the tests of monitors on sample events, offline",
		Long: `Run the test blocks of the configuration in DIR (by default the current
directory): each loads its events, runs its monitor over them as OpenSearch would,
and compares what comes out with what it expects. Nothing is sent anywhere.

A test that can't be evaluated faithfully is refused, which is no pass: the report
names the construct. With --url or --cluster the tests run on that cluster instead,
in indices whose names begin with ` + scratchPrefix + ` and which are removed; the
monitors are dry-run, and nothing is stored. What a dry run does not show, alerts
and throttling over several runs, is not checked there.

The coverage tells what no test has tried: triggers that never fired or never kept
quiet, and clauses of queries that never decided.

Exit status: 0 all tests passed, 1 otherwise.`,
		Example: `  alertplan test
  alertplan test --run 'login' -v examples/console-login
  alertplan test --report junit=junit.xml alerts
  alertplan test --min-coverage 80
  alertplan test --watch
  alertplan test --cluster staging`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			o.configuration.part = schema.AnyPart
			if o.watch {
				return watchTests(c.Context(), a, o)
			}
			return runTests(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.configuration.addNoSecretsFlag(c)
	o.connection.addFlags(c)
	o.report.addFlags(c, &view.TestsReport{})
	o.dialect.addFlags(c)
	f := c.Flags()
	f.StringVar(&o.run, "run", "", "only tests whose name the regular expression `REGEX` matches")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "tell of the tests that pass, too, what they saw")
	f.BoolVar(&o.watch, "watch", false, "run again whenever a file of the configuration changes")
	f.IntVar(&o.minCoverage, "min-coverage", 0, "fail where less than `PERCENT` is covered")
	return c
}

func runTests(ctx context.Context, a *app, o *testOptions) error {
	report := &view.TestsReport{Command: view.Command{Name: "test"}}
	return a.reported(ctx, &o.report, report, func() error {
		if err := o.check(); err != nil {
			return err
		}
		o.configuration.told = diagnosed(report)
		return o.test(ctx, a, report)
	})
}

// test fills the report, and prints it where stdout is for people.
func (o *testOptions) test(ctx context.Context, a *app, report *view.TestsReport) error {
	cfg, sound, err := a.loadToRun(o.configuration)
	if err != nil {
		return err
	}
	options, err := o.engine(a, cfg)
	if err != nil {
		return err
	}
	cases, err := o.chosen(cfg)
	if err != nil {
		return err
	}
	done := a.working("Running the tests")
	found, err := monitortest.RunTests(ctx, cases, options)
	done()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	report.Report, report.Packs = found, o.packTests(cfg)
	if err := o.print(a, report); err != nil || sound {
		return err
	}
	return exit(view.Failed)
}

func (o *testOptions) check() error {
	if o.minCoverage < 0 || o.minCoverage > 100 {
		return fmt.Errorf("--min-coverage takes a percentage from 0 to 100, not %d", o.minCoverage)
	}
	if o.minCoverage > 0 && o.run != "" {
		return errors.New("--min-coverage asks for all tests, and --run leaves some out: give one of them")
	}
	if _, err := regexp.Compile(o.run); err != nil {
		return fmt.Errorf("--run takes a regular expression: %w", err)
	}
	return nil
}

// engine chooses where the tests run: here, unless a cluster is asked for by a
// flag. ALERTPLAN_URL alone is not enough: a test must not find its way onto a
// cluster by itself.
func (o *testOptions) engine(a *app, cfg *schema.Config) (monitortest.Options, error) {
	options := monitortest.Options{Workspace: cfg.Workspace}
	if o.run == "" {
		options.Declared = declaredMonitors(cfg)
	}
	if o.connection.url != "" || o.connection.cluster != "" {
		client, err := a.connect(o.connection, cfg)
		options.Engine = &scratch{client: client}
		return options, err
	}
	var err error
	options.Dialect, err = o.dialect.choose(cfg)
	return options, err
}

func declaredMonitors(cfg *schema.Config) []monitortest.Declared {
	tested := map[address.Address]bool{}
	for _, t := range cfg.Tests {
		tested[t.Monitor] = true
	}
	var list []monitortest.Declared
	for _, m := range cfg.Monitors {
		if len(m.Address.Packs()) > 0 && !tested[m.Address] {
			continue // the pack's own tests are for it
		}
		list = append(list, monitortest.Declared{Address: m.Address, Monitor: m.Monitor, Written: m.Written})
	}
	return list
}

// chosen are the tests that --run picks, with their monitors.
func (o *testOptions) chosen(cfg *schema.Config) ([]monitortest.Case, error) {
	pattern := regexp.MustCompile(o.run)
	var cases []monitortest.Case
	for _, c := range testCases(cfg) {
		if pattern.MatchString(c.Test.Name) {
			cases = append(cases, c)
		}
	}
	if len(cases) == 0 && o.run != "" && len(cfg.Tests) > 0 {
		return nil, fmt.Errorf("--run %q matches none of the %d tests", o.run, len(cfg.Tests))
	}
	return cases, nil
}

// testCases are all tests with their monitors. Load has checked that there is one
// of each.
func testCases(cfg *schema.Config) []monitortest.Case {
	var cases []monitortest.Case
	for _, t := range cfg.Tests {
		for _, m := range cfg.Monitors {
			if m.Address == t.Monitor {
				cases = append(cases, monitortest.Case{Test: t.Test, Monitor: m.Monitor, Written: m.Written})
			}
		}
	}
	return cases
}

// packTests are the packs with tests of their own, which are not run; none where some
// tests are chosen.
func (o *testOptions) packTests(cfg *schema.Config) []view.PackTests {
	var list []view.PackTests
	for _, p := range cfg.Packs {
		same := func(t view.PackTests) bool { return t.Dir == p.Dir }
		if o.run == "" && p.Tests > 0 && !slices.ContainsFunc(list, same) {
			list = append(list, view.PackTests{Address: p.Address, Dir: p.Dir, Tests: p.Tests})
		}
	}
	return list
}

// print prints the report where stdout is for people, and holds the coverage against
// --min-coverage.
func (o *testOptions) print(a *app, all *view.TestsReport) error {
	report := all.Report
	detail := view.Brief
	if o.verbose {
		detail = view.Verbose
	}
	code := view.TestsStatus(report)
	if o.report.human() {
		a.human.Tests(report, detail)
		a.human.PackTests(all.Packs)
	}
	if report.Coverage != nil && report.Coverage.Percent() < o.minCoverage {
		a.messages.CoverageTooLow(report.Coverage, o.minCoverage)
		code = view.Failed
	}
	return status(code)
}
