package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/view"
)

// planFileAndDirectory takes a plan file, a directory, or both.
func planFileAndDirectory(c *cobra.Command, args []string) error {
	if err := atMost(2, "a plan file and a directory at most")(c, args); err != nil || len(args) == 0 || isFile(args[0]) {
		return err
	}
	if len(args) == 2 {
		return fmt.Errorf("%s is no plan file, such as `alertplan plan --out FILE` writes, and `%s` takes one directory only\nSee `%s --help`", args[0], c.CommandPath(), c.CommandPath())
	}
	if _, err := os.Stat(args[0]); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no plan file and no directory %s", args[0])
	}
	return nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// completePlanFile completes a file or a directory, then a directory.
func completePlanFile(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return completeDirectories(c, args, toComplete)
	}
	return nil, cobra.ShellCompDirectiveDefault
}

// readPlanFile reads a plan file that this version can carry out or show.
func readPlanFile(path string) (planfile.Record, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return planfile.Record{}, err
	}
	r, err := planfile.Decode(text)
	if errors.Is(err, planfile.ErrForeign) && filepath.Ext(path) == ".hcl" {
		return r, fmt.Errorf("%s is a file of a configuration: name its directory", path)
	}
	if err != nil {
		return r, fmt.Errorf("the plan file %s can't be used: %w", path, err)
	}
	return r, nil
}

// approvedPlan is a plan file that is being carried out.
type approvedPlan struct {
	path   string
	record planfile.Record
	report *view.ApplyReport // is filled as it goes
}

// applyFile is a command line that names a plan file.
type applyFile struct {
	options *applyOptions
	args    []string
	report  *view.ApplyReport
}

func runApplyFile(c *cobra.Command, a *app, f applyFile) error {
	ctx, o, args := c.Context(), f.options, f.args
	if err := o.writing.check(); err != nil {
		return err
	}
	record, err := readPlanFile(args[0])
	if err != nil {
		return err
	}
	f.report.File = args[0]
	p := approvedPlan{path: args[0], record: record, report: f.report}
	if err := p.sameTool(); err != nil {
		return err
	}
	if err := p.takeOptions(c, o); err != nil {
		return err
	}
	o.configuration.takeDir(append(args[1:], filepath.FromSlash(record.Directory)))
	if _, err := os.Stat(o.configuration.dir); len(args) == 1 && errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s was made of the configuration in %s, which is not to be found from here. Name its directory: `alertplan apply %s DIR`", p.path, o.configuration.dir, p.path)
	}
	planner, err := a.openPlanner(ctx, o.planningOptions, plan.Options{Adopt: o.adopt})
	if err != nil {
		return err
	}
	if planner.desired.Workspace != record.Workspace {
		return fmt.Errorf("%s is a plan of workspace %q, and the configuration in %s is of workspace %q: nothing was written. Name the directory of the plan's configuration: `alertplan apply %s DIR`", p.path, record.Workspace, o.configuration.dir, planner.desired.Workspace, p.path)
	}
	return p.carryOut(ctx, a, planner, o.writing)
}

// sameTool refuses records whose digests this version would make otherwise: all of it
// would seem stale.
func (p approvedPlan) sameTool() error {
	was, now := p.record.Tool, thisTool()
	if was.HashVersion == now.HashVersion && was.DigestVersion == now.DigestVersion {
		return nil
	}
	return fmt.Errorf("%s was written by alertplan %s, whose digests are others than those of this one (%s), so that they can't be compared: nothing was written. Carry it out with that version, or plan again with --out", p.path, was.Version, now.Version)
}

// takeOptions takes the choices of the plan from its record. Flags may repeat them.
func (p approvedPlan) takeOptions(c *cobra.Command, o *applyOptions) error {
	was := p.record.Options
	given := func(name string) bool { return c.Flags().Changed(name) }
	var other string
	switch {
	case given("target") && !slices.Equal(slices.Sorted(slices.Values(o.targets)), slices.Sorted(slices.Values(was.Targets))):
		other = "--target"
	case given("adopt") && o.adopt != was.Adopt:
		other = "--adopt"
	case given("allow-deletes") && (was.AllowDeletes == nil || o.deletes.most != *was.AllowDeletes):
		other = "--allow-deletes"
	case given("cluster") && p.record.Cluster.Name != "" && o.connection.cluster != p.record.Cluster.Name:
		other = "--cluster"
	}
	if other != "" {
		return fmt.Errorf("%s is another than %s was made with: nothing was written. What a plan file does was chosen when it was made; plan again with --out to choose otherwise", other, p.path)
	}
	o.targets, o.adopt = was.Targets, was.Adopt
	if was.AllowDeletes != nil {
		o.deletes.most, o.deletes.flag.Changed = *was.AllowDeletes, true
	}
	if o.connection.url == "" {
		o.connection.cluster = cmp.Or(o.connection.cluster, p.record.Cluster.Name)
	}
	return nil
}

// carryOut plans afresh, shows what of it was approved, and does that.
func (p approvedPlan) carryOut(ctx context.Context, a *app, planner *planner, options writingOptions) error {
	if err := p.sameCluster(ctx, planner); err != nil {
		return err
	}
	planner.client.KeepOriginals() // so that nothing has to be read again to be kept
	fresh, err := planner.plan(ctx)
	if err != nil {
		return err
	}
	if lacking := fresh.Lacking(); len(lacking) > 0 {
		return fmt.Errorf("the plan can't be made again, since the user may not read all that it depends on: nothing was written.\n\n%s", permissionsAdvice(alertapi.Lacking{Permissions: lacking}))
	}
	if fresh.MayDouble() && !p.record.Warned(plan.MayBeHidden) {
		return errMayHideNow
	}
	done := a.working("Comparing with the plan file")
	compared, err := planfile.Compare(p.record, planfile.Fresh{Plan: fresh, Live: planner.live, Secrets: planner.config.Secrets})
	if err == nil {
		err = p.noteConfiguration(planner, &compared)
	}
	done()
	if err != nil {
		return err
	}
	if len(compared.Plan.Problems) == 0 && len(compared.Plan.Changes) > 0 {
		if err := planner.check(ctx, compared.Plan); err != nil {
			return err
		}
		compared.HeedPreflight()
	}
	p.report.Plan, p.report.Compared = compared.Plan, &compared
	a.human.PlanFile(p.path, p.record, view.Now{Time: time.Now(), Version: versionText(), Compared: compared})
	if len(compared.Plan.Problems) == 0 && len(compared.Plan.Changes) == 0 {
		return status(a.human.NothingCarried(compared))
	}
	if code := a.human.Plan(compared.Plan); code == view.Failed {
		return status(code)
	}
	a.human.Say("")
	a.human.LeftOut(compared)
	w := writer{
		app: a, planner: planner, options: options, report: p.report,
		ended:  func(r apply.Result) int { return a.human.PlanCarried(r, compared) },
		replan: p.doublesOf(planner),
	}
	return w.carryOut(ctx, compared.Plan)
}

// doublesOf plans afresh to find doubles, of what the record creates and nothing else.
func (p approvedPlan) doublesOf(planner *planner) func(context.Context, plan.Made) (*plan.Plan, error) {
	return func(ctx context.Context, made plan.Made) (*plan.Plan, error) {
		again, err := planner.planAfter(ctx, made)
		if err != nil {
			return nil, err
		}
		part := *again
		part.Changes = slices.DeleteFunc(slices.Clone(again.Changes), func(c plan.Change) bool { return !p.record.Names(c.Address.String()) })
		return &part, nil
	}
}

// sameCluster refuses another cluster than the one that was read. One that doesn't
// tell its uuid to this user, or didn't, is taken for the same under the same URL.
func (p approvedPlan) sameCluster(ctx context.Context, planner *planner) error {
	features, err := planner.client.Detect(ctx)
	if err != nil {
		return err
	}
	was, url := p.record.Cluster, planner.client.Endpoint()
	switch {
	case was.UUID != "" && features.UUID != "" && was.UUID != features.UUID:
		return fmt.Errorf("%s is a plan for another cluster: it was made for %s (uuid %s), and %s has the uuid %s. Nothing was written. Name the right cluster with --url or --cluster, or plan again for this one with --out", p.path, was.URL, was.UUID, url, features.UUID)
	case was.UUID != "" && was.UUID == features.UUID, samePlace(was.URL, url):
		return nil
	}
	return fmt.Errorf("it can't be told whether %s is the cluster that %s was made for: that was %s, and GET / does not tell this user the uuid of both. Nothing was written. Apply it at the same URL, let the user of plan and apply read GET / (cluster:monitor/main), or plan again with --out", url, p.path, was.URL)
}

// noteConfiguration notes whether the files are those that were planned.
func (p approvedPlan) noteConfiguration(planner *planner, c *planfile.Comparison) error {
	digest, err := planner.configurationDigest(p.record.Secrets)
	c.OtherConfiguration = digest != p.record.Configuration
	return err
}

// errMayHideNow is why a plan that was made with a whole view is not carried out with
// a worse one.
var errMayHideNow = errors.New("it can't be told whether the cluster hides monitors of this workspace from this user, and the plan was made by one who could tell: nothing was written. " +
	"Apply it as a user with the role all_access, or as one who may read the setting (cluster:monitor/state)")
