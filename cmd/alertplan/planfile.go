package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
)

// addOutFlag is --out of the command plan.
func addOutFlag(c *cobra.Command, out *string) {
	c.Flags().StringVar(out, "out", "", "write the plan to `FILE`, which apply carries out; it holds no secrets")
	c.MarkFlagFilename("out")
}

// checkOut finds, before the cluster is asked, that a plan can't be written to a path,
// and keeps --out main.hcl from replacing what is no plan.
func checkOut(path string) error {
	if path == "" {
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if in, err := os.Stat(filepath.Dir(path)); err != nil || !in.IsDir() {
			return fmt.Errorf("--out: there is no directory %s", filepath.Dir(path))
		}
		return nil
	case err != nil:
		return fmt.Errorf("--out: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("--out takes the name of a file, and %s is none", path)
	case info.Size() == 0:
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	if _, err := planfile.Decode(text); errors.Is(err, planfile.ErrForeign) {
		return fmt.Errorf("--out: %s is there already, and is no plan file: nothing was done. Name another file, or delete it first", path)
	}
	return nil
}

// writePlanFile writes what was shown, and what it was made of, and counts the changes.
// A plan that can't be applied approves nothing.
func (a *app) writePlanFile(ctx context.Context, o *planOptions, p *planner, report *view.PlanReport) (changes int, err error) {
	made := report.Plan
	if why := whyNoApproval(made); why != "" {
		return 0, fmt.Errorf("%s was not written: %s", o.out, why)
	}
	header, err := a.planHeader(ctx, o, p)
	if err != nil {
		return 0, err
	}
	done := a.working("Writing the plan file")
	defer done()
	if header.Configuration, err = p.configurationDigest(header.Secrets); err != nil {
		return 0, err
	}
	shown, err := a.shown(report)
	if err != nil {
		return 0, err
	}
	record, err := planfile.New(header, made, shown, p.config.Secrets)
	if err != nil {
		return 0, err
	}
	text, err := planfile.Encode(record)
	if err != nil {
		return 0, err
	}
	if err := replaceFile(o.out, text); err != nil {
		return 0, fmt.Errorf("the plan could not be written: %w", err)
	}
	return len(record.Changes), nil
}

// whyNoApproval is "" for a plan that can be applied, or has nothing to do.
func whyNoApproval(made *plan.Plan) string {
	switch {
	case len(made.Problems) > 0, made.Preflight.Failed():
		return "a plan with problems can't be applied. Settle them, and plan again"
	case len(made.Lacking()) > 0:
		return "this user may not read all that the plan depends on, so that it can't be applied"
	case len(made.Unknown()) > 0:
		return "a plan that lacks values can't be applied. Give a value to " + strings.Join(made.Unknown(), ", ") + ", and plan again"
	default:
		return ""
	}
}

func (a *app) planHeader(ctx context.Context, o *planOptions, p *planner) (planfile.Header, error) {
	features, err := p.client.Detect(ctx)
	h := planfile.Header{
		Created:   time.Now().UTC().Truncate(time.Second),
		Tool:      thisTool(),
		Workspace: p.desired.Workspace,
		Directory: filepath.ToSlash(o.configuration.dir),
		Cluster:   planfile.Cluster{Name: p.block, URL: p.client.Endpoint(), UUID: features.UUID},
		Options:   planfile.Options{Targets: append([]string{}, o.targets...), Adopt: o.adopt},
		Secrets:   planfile.Secrets{Function: "scrypt", Cost: a.digestCost, Salt: planfile.NewSalt()},
	}
	if o.deletes.flag.Changed {
		h.Options.AllowDeletes = &o.deletes.most
	}
	return h, err
}

func thisTool() planfile.Tool {
	return planfile.Tool{Version: versionText(), HashVersion: monitors.HashVersion, DigestVersion: planfile.DigestVersion}
}

func (p *planner) configurationDigest(s planfile.Secrets) (string, error) {
	files := map[string][]byte{}
	for name, file := range p.config.Files {
		if rel, err := filepath.Rel(p.config.Dir, name); err == nil { // the same wherever it lies
			name = filepath.ToSlash(rel)
		}
		files[name] = file.Bytes
	}
	return planfile.ConfigurationDigest(s, files)
}

// shown is a plan as plan prints it, for people and for machines, secrets masked.
func (a *app) shown(report *view.PlanReport) (planfile.Shown, error) {
	made := report.Plan
	var text, inJSON bytes.Buffer
	printer := view.NewPrinter(&text, view.Plain)
	if made.Preflight != nil {
		printer.Sources(report.Files)
	}
	printer.Plan(made)
	masked := strings.TrimRight(a.out.Masked(text.String()), "\n")
	if err := view.WriteJSON(&inJSON, report.JSON()); err != nil {
		return planfile.Shown{}, err
	}
	value, err := orderedjson.Parse(inJSON.Bytes())
	if err != nil {
		return planfile.Shown{}, err
	}
	object, _ := a.out.MaskedIn(value).(*orderedjson.Object)
	return planfile.Shown{Lines: strings.Split(masked, "\n"), JSON: object}, nil
}

// runShowFile prints a plan file as the plan was shown.
func runShowFile(a *app, format formatOption, path string) error {
	asJSON, err := format.json()
	if err != nil {
		return err
	}
	record, err := readPlanFile(path)
	if err != nil {
		return err
	}
	if asJSON {
		return view.WriteJSON(a.out, record.Plan)
	}
	a.human.RecordedPlan(record, time.Now())
	return nil
}
