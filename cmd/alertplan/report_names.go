package main

import (
	"cmp"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// nameReport says what a report is about: the workspace, the cluster, where the files
// have what it speaks of. Whoever compares reports of several runs needs that of those
// that failed, too.
func (a *app) nameReport(about *view.Command, o *reportOptions) {
	about.Mask, about.PathOf = a.out.Masked, a.repositoryPath
	if a.read == nil {
		return
	}
	about.Workspace, about.Dir = workspaceOf(a.read), a.read.Dir
	about.Declared = declaredAt(a.read)
	if o.target != nil {
		about.Cluster = a.clusterOf(*o.target, a.read)
	}
}

// Where a file can't be parsed, a line of it still tells these.
var (
	workspaceLine = pattern.New(`(?m)^workspace\s*=\s*"([a-z0-9-]{1,30})"`)
	clusterLine   = pattern.New(`(?m)^cluster\s+"?([A-Za-z_][A-Za-z0-9_-]*)"?\s*\{`)
)

func workspaceOf(cfg *schema.Config) string {
	found := cfg.Workspace
	for _, file := range cfg.Files {
		if m := workspaceLine.FindSubmatch(file.Bytes); m != nil {
			found = cmp.Or(found, string(m[1]))
		}
	}
	return found
}

// clusterOf is the name of the block of the cluster that is meant, "" for none.
func (a *app) clusterOf(o connectionOptions, cfg *schema.Config) string {
	if t, err := o.choose(cfg, a.env(envURL)); err == nil && len(cfg.Clusters) > 0 {
		return t.block.Name
	}
	names := map[string]bool{}
	for _, file := range cfg.Files {
		for _, m := range clusterLine.Regexp().FindAllSubmatch(file.Bytes, -1) {
			names[string(m[1])] = true
		}
	}
	if o.cluster != "" || len(names) != 1 {
		return o.cluster
	}
	for only := range names {
		return only
	}
	return ""
}

// declaredAt is where the files have each address.
func declaredAt(cfg *schema.Config) map[string]hcl.Range {
	at := map[string]hcl.Range{}
	for _, d := range cfg.Destinations {
		at[d.Address.String()] = d.DeclRange
	}
	for _, e := range cfg.Existing {
		at[e.Address.String()] = e.Range
	}
	for _, list := range [][]schema.Monitor{cfg.Monitors, cfg.Workflows} {
		for _, m := range list {
			at[m.Address.String()] = m.DeclRange
		}
	}
	return at
}
