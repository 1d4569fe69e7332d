package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/accept"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// acceptOptions are those of drift --accept.
type acceptOptions struct {
	addresses []string
	dryRun    bool
}

func (o *acceptOptions) addFlags(a *app, c *cobra.Command) {
	c.Flags().StringArrayVar(&o.addresses, "accept", nil, "write what the cluster has of `ADDRESS` into the files; may be repeated")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "with --accept: show what would be written, and write nothing")
	c.RegisterFlagCompletionFunc("accept", a.completeAddresses(isObject))
}

// check tells what can't be said together.
func (o *acceptOptions) check(drift *driftOptions) error {
	switch {
	case len(o.addresses) == 0 && o.dryRun:
		return errors.New("--dry-run goes with --accept: without it drift writes nothing anyway")
	case len(o.addresses) > 0 && (drift.unmanaged || len(drift.targets) > 0):
		return errors.New("--accept names what it looks at: it goes without --target and --unmanaged")
	}
	return nil
}

// runAccept writes what the cluster has into the files, as far as it can.
func runAccept(ctx context.Context, a *app, o *driftOptions) error {
	report := &view.AcceptReport{Command: view.Command{Name: "drift"}}
	o.report.formats = view.FormatsOf(report)
	return a.reported(ctx, &o.report, report, func() error {
		result, err := o.accepted(ctx, a, report)
		if err != nil {
			return err
		}
		report.Result = result
		if !o.accept.dryRun {
			if err := writeAll(result.Files); err != nil {
				return err
			}
		}
		if o.report.human() {
			a.human.Accept(result)
		}
		return status(view.AcceptStatus(result.Result))
	})
}

// accepted finds what to write; nothing is written.
func (o *driftOptions) accepted(ctx context.Context, a *app, report *view.AcceptReport) (view.Accepted, error) {
	targets, err := parseAddresses("--accept", o.accept.addresses, address.Parse)
	if err != nil {
		return view.Accepted{}, err
	}
	files := o.configuration
	files.told = diagnosed(report)
	cfg, diags, err := a.loadValid(files)
	if err != nil {
		return view.Accepted{}, err
	}
	if err := errors.Join(areDeclared(targets, cfg), areOwn(targets, cfg)); err != nil {
		return view.Accepted{}, err
	}
	a.hide(secretLiterals(cfg.Files, files.varFiles, cfg.Variables)...) // the diff shows lines
	client, err := a.connect(o.connection, cfg)
	if err != nil {
		return view.Accepted{}, err
	}
	done := a.working("Reading the cluster")
	live, err := readLive(ctx, client, desiredOf(cfg), plan.Options{})
	done()
	if err != nil {
		return view.Accepted{}, err
	}
	a.messages.CountWarnings(len(diags), o.configuration.dir)
	result, err := accept.Accept(besideCluster(cfg, live), targets, func(contents map[string][]byte) (accept.World, error) {
		return a.wouldBe(o.configuration, contents, live)
	})
	if err != nil {
		return view.Accepted{}, err
	}
	return view.Accepted{Result: result, Workspace: cfg.Workspace, DryRun: o.accept.dryRun, Tested: testedOf(cfg, result)}, nil
}

// besideCluster compares a configuration with a cluster that was read.
func besideCluster(cfg *schema.Config, live plan.Live) accept.World {
	desired := desiredOf(cfg)
	made := plan.Make(desired, live, plan.Options{})
	return accept.World{Config: cfg, Desired: desired, Live: live, Plan: made, Drift: plan.FindDrift(made, desired, live, plan.DriftOptions{})}
}

// wouldBe compares what a configuration would be if some files had another content.
func (a *app) wouldBe(o configurationOptions, contents map[string][]byte, live plan.Live) (accept.World, error) {
	o.sources = contents
	cfg, diags, err := a.loadConfiguration(o)
	if err != nil {
		return accept.World{}, err
	}
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return accept.World{}, errors.New(d.Summary + ". " + d.Detail)
		}
	}
	return besideCluster(cfg, live), nil
}

// areDeclared refuses addresses that no block declares.
func areDeclared(targets []address.Address, cfg *schema.Config) error {
	var names []string
	known := map[address.Address]bool{}
	for _, at := range addresses(cfg) {
		known[at], known[at.Block()] = true, true
		names = append(names, at.String())
	}
	for _, r := range cfg.Removed {
		known[r.From] = true
	}
	for _, at := range targets {
		if !known[at] {
			return fmt.Errorf("--accept: no block declares %s.%s", at, nearest(at.String(), names))
		}
	}
	return nil
}

// testedOf are the monitors of which something was accepted and that have tests.
func testedOf(cfg *schema.Config, result *accept.Result) []string {
	found := map[string]bool{}
	for _, x := range result.Accepted {
		for _, t := range cfg.Tests {
			if t.Monitor == x.Address {
				found[x.Address.String()] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// writeAll writes all files or none: whatever can fail is done before the first is
// replaced, and where a later one can't be, those before it are put back.
func writeAll(files []accept.File) error {
	for _, f := range files {
		now, err := os.ReadFile(f.Name)
		if err != nil {
			return err
		}
		if !bytes.Equal(now, f.Before) {
			return fmt.Errorf("%s has been changed meanwhile, and nothing is written: accept once more", f.Name)
		}
	}
	for i, f := range files {
		err := writeFile(f.Name, f.After)
		if err == nil {
			continue
		}
		err = fmt.Errorf("%s can't be written, and no file is changed: %w", f.Name, err)
		for _, done := range files[:i] {
			if again := writeFile(done.Name, done.Before); again != nil {
				err = errors.Join(err, fmt.Errorf("%s could not be put back: %w", done.Name, again))
			}
		}
		return err
	}
	return nil
}
