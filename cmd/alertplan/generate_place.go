package main

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// usualWorkspace is that of a configuration that says none.
const usualWorkspace = "main"

// place is where what is generated goes, and what is there.
type place struct {
	dir       string
	config    *schema.Config // empty where there is no configuration
	begun     bool           // there is one
	workspace string
	unsaid    bool                       // no file says the workspace
	declared  map[string]address.Address // by id
}

// openPlace reads the configuration that what is generated becomes a part of: that of
// --out, else that of the current directory.
func (g *generator) openPlace() error {
	o := g.options
	g.place = place{dir: cmp.Or(o.out, "."), config: &schema.Config{}}
	if err := checkWorkspace(o.workspace); err != nil {
		return err
	}
	if info, err := os.Stat(g.place.dir); err == nil && !info.IsDir() {
		return fmt.Errorf("--out takes a directory, and %s is a file", g.place.dir)
	}
	if found, err := filepath.Glob(filepath.Join(escapeGlob(g.place.dir), "*.hcl")); err != nil || len(found) > 0 {
		if err := g.readPlace(); err != nil {
			return err
		}
	}
	said := g.place.config.Workspace
	if said != "" && o.workspace != "" && said != o.workspace {
		return fmt.Errorf("--workspace is %s, but the configuration in %s says %s: leave the flag out, or give another --out", o.workspace, g.place.dir, said)
	}
	g.place.workspace = cmp.Or(said, o.workspace, usualWorkspace)
	return nil
}

func checkWorkspace(name string) error {
	if name != "" && !address.ValidWorkspace(name) {
		return fmt.Errorf("--workspace takes a name of 1 to 30 of a-z, 0-9 and -, not %q", name)
	}
	return nil
}

// readPlace reads the configuration that is there. Files in the current directory that
// are none of ours are not looked at unless --out names them.
func (g *generator) readPlace() error {
	o := g.options.configuration
	o.dir = g.place.dir
	cfg, diags, err := g.app.loadConfiguration(o)
	if err != nil {
		return err
	}
	if g.options.out == "" && cfg.Workspace == "" {
		g.place.dir = nowhere()
		return nil
	}
	if diags.HasErrors() {
		return &view.InvalidError{Diagnostics: diags, Files: cfg.Files}
	}
	g.place.config, g.place.begun = cfg, true
	return nil
}

// nowhere is a folder that is not there, and that nobody on this machine can have made: what
// is read of it is what the program itself has written.
func nowhere() string {
	return filepath.Join(os.TempDir(), "alertplan-without-a-directory-"+rand.Text())
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// declared are the ids of what the configuration declares, as a plan finds them.
func (g *generator) declared() map[string]address.Address {
	desired := desiredOf(g.place.config)
	desired.Workspace = g.place.workspace
	found := map[string]address.Address{}
	made := plan.Make(desired, g.live, plan.Options{})
	for _, c := range slices.Concat(made.Changes, made.Kept) {
		if c.ID != "" && c.Action != plan.Delete {
			found[c.ID] = c.Address
		}
	}
	for id, at := range plan.RecognisedWorkflows(desired, g.live) {
		found[id] = at
	}
	for _, i := range desired.Imports {
		found[i.ID] = i.To
	}
	for _, e := range desired.Existing {
		for _, c := range g.live.Channels {
			if e.ID == c.ID || e.ID == "" && e.Name == c.Destination.Name && e.Address.Type() == string(c.Destination.Kind) {
				found[c.ID] = e.Address
			}
		}
	}
	return found
}

// taken are the addresses of all blocks that are there.
func (g *generator) taken() []address.Address {
	all := addresses(g.place.config)
	for _, m := range g.place.config.Moved {
		all = append(all, m.From, m.To)
	}
	for _, r := range g.place.config.Removed {
		all = append(all, r.From)
	}
	return all
}

// clusterURL is the URL that files say, without a user; "" where a block is there.
func (g *generator) clusterURL() string {
	if len(g.place.config.Clusters) > 0 || g.client == nil {
		return ""
	}
	u, err := url.Parse(g.client.Endpoint())
	if err != nil {
		return ""
	}
	u.User = nil
	return u.String()
}

// load reads the configuration with the files that were made.
func (g *generator) load() (*schema.Config, hcl.Diagnostics, error) {
	o := g.options.configuration
	o.dir, o.sources = g.place.dir, map[string][]byte{}
	for _, f := range g.files {
		o.sources[filepath.Join(g.place.dir, f.Name)] = f.Text
	}
	if g.place.unsaid {
		o.sources[filepath.Join(g.place.dir, "workspace.hcl")] = []byte("workspace = " + generate.Quoted(g.place.workspace) + "\n")
	}
	o.vars = append(o.vars, g.source.values(g)...)
	return g.app.loadConfiguration(o)
}

// newFiles are what was made, as files of a folder.
func (g *generator) newFiles(dir string) []newFile {
	files := make([]newFile, len(g.files))
	for i, f := range g.files {
		files[i] = newFile{filepath.Join(dir, f.Name), string(f.Text)}
	}
	return files
}
