package main

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/indextemplate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// compareTemplate tells how the cluster's templates and newest index differ from a
// template. The alerting API isn't asked.
func (a *app) compareTemplate(ctx context.Context, o *templateOptions, asJSON bool) error {
	cfg, err := a.clusterBlocks(o.configuration, o.connection)
	if err != nil {
		return err
	}
	client, err := a.connect(o.connection, cfg)
	if err != nil {
		return err
	}
	done := a.working("Reading the cluster's templates")
	found, err := readTemplates(ctx, client, o.template)
	done()
	if err != nil {
		return err
	}
	if !asJSON {
		return status(a.human.TemplateComparison(found))
	}
	out, code := view.NewTemplateJSON(found)
	if err := view.WriteJSON(a.out, out); err != nil {
		return err
	}
	return status(code)
}

// clusterBlocks reads the configuration for its cluster blocks; a directory without
// files has none.
func (a *app) clusterBlocks(o configurationOptions, to connectionOptions) (*schema.Config, error) {
	found, err := filepath.Glob(filepath.Join(escapeGlob(o.dir), "*.hcl"))
	if err == nil && len(found) == 0 && to.cluster == "" {
		return &schema.Config{}, nil
	}
	return a.mustLoadToLook(o)
}

func readTemplates(ctx context.Context, client *alertapi.Client, o indextemplate.Options) (found indextemplate.Comparison, err error) {
	takes := o.For
	if takes.Name == "" {
		if takes, err = client.TakesTemplates(ctx); err != nil {
			return found, err
		}
	}
	if o.For = takes; o.Type != "" {
		o.For.Types = true
	}
	if o, err = o.WithDefaults(); err != nil {
		return found, err
	}
	t, err := client.IndexTemplates(ctx, takes)
	if err != nil {
		return found, err
	}
	all, err := client.IndexSettings(ctx, o.Patterns)
	if err != nil {
		return found, err
	}
	name, settings := newestIndex(all)
	live := indextemplate.Shape{}
	if name != "" {
		mapping, err := client.IndexMapping(ctx, name, takes)
		if err != nil {
			return found, err
		}
		live = indextemplate.Live(settings, mapping)
	}
	next := nextIndex(o, time.Now())
	return indextemplate.Compare(o, indextemplate.ReadCluster(t.Composable, t.Components, t.Legacy), next, name, live), nil
}

// newestIndex is the one that was made last, by its settings.
func newestIndex(all *orderedjson.Object) (name string, settings *orderedjson.Object) {
	const created = "index.creation_date"
	latest := int64(-1)
	for _, m := range slices.SortedFunc(slices.Values(all.Members()), func(a, b orderedjson.Member) int { return cmp.Compare(a.Key, b.Key) }) {
		body, _ := m.Value.(*orderedjson.Object)
		at, _ := strconv.ParseInt(body.Object("settings").Text(created), 10, 64)
		if at >= latest {
			name, settings, latest = m.Key, body.Object("settings"), at
		}
	}
	return name, settings
}

// nextIndex is what tomorrow's index may be called.
func nextIndex(o indextemplate.Options, now time.Time) string {
	day := now.UTC().AddDate(0, 0, 1).Format("2006.01.02")
	if o.Kind == indextemplate.CloudTrail {
		day = strings.ReplaceAll(day, ".", "-")
	}
	return strings.Replace(o.Patterns[0], "*", day, 1)
}
