package main

import (
	"context"
	"fmt"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/schema"
)

// areOwn refuses addresses of packs: their files are written for all who use them, and
// are not changed for one.
func areOwn(targets []address.Address, cfg *schema.Config) error {
	for _, at := range targets {
		pack, in := packOf(cfg, at)
		if !in {
			continue
		}
		return fmt.Errorf("--accept: %s is declared in a pack, whose files (%s) are those of all who use it, and are not changed for one of them. "+
			"Give the pack another input (%s), change its files yourself, or let ignore_changes there leave it to others; "+
			"to have back what the files say, apply", at, pack.Dir, lineOf(pack.DeclRange))
	}
	return nil
}

// packOf is the pack in which an address lies; false for none.
func packOf(cfg *schema.Config, at address.Address) (schema.Pack, bool) {
	for _, p := range cfg.Packs {
		if p.Address == at.Pack() {
			return p, true
		}
	}
	return schema.Pack{}, false
}

// packTests are the reports of packs' own tests, by their directories: run by
// themselves, with no more than the defaults of their variables.
type packTests struct {
	app     *app
	options monitortest.Options
	reports map[string]*monitortest.Report
}

// whyUntested is "" for a monitor of a pack that the pack's own tests try, if all of them
// pass.
func (t packTests) whyUntested(ctx context.Context, pack schema.Pack, at address.Address) (string, error) {
	report, done := t.reports[pack.Dir]
	if !done {
		var err error
		if report, err = t.run(ctx, pack.Dir); err != nil {
			return "", err
		}
		t.reports[pack.Dir] = report
	}
	if report == nil {
		return fmt.Sprintf("has no test here, and those of its pack can't be run: `alertplan test %s` says why", pack.Dir), nil
	}
	why := noTest
	for _, r := range report.Tests {
		if r.Monitor.Block() == at.From(pack.Address).Block() {
			why = whyUntested(report, r.Monitor)
			if why != "" {
				break
			}
		}
	}
	switch why {
	case "":
		return "", nil
	case noTest:
		return fmt.Sprintf("%s, neither here nor in %s", noTest, pack.Dir), nil
	default:
		return fmt.Sprintf("%s; they are its pack's: alertplan test %s", why, pack.Dir), nil
	}
}

// run runs the tests of a pack; nil where its files can't be read by themselves.
func (t packTests) run(ctx context.Context, dir string) (*monitortest.Report, error) {
	read := t.app.read
	defer func() { t.app.read = read }()
	cfg, diags, err := t.app.loadConfiguration(configurationOptions{dir: dir, part: schema.AnyPart, noSecrets: t.app.noSecrets})
	if err != nil || diags.HasErrors() {
		return nil, err
	}
	options := t.options
	options.Workspace = cfg.Workspace
	return monitortest.RunTests(ctx, testCases(cfg), options)
}
