package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// configurationOptions say which configuration to read, and with which values.
type configurationOptions struct {
	dir      string
	vars     []string
	varFiles []string

	part schema.Part // what the directory is taken for

	noSecrets bool // nothing is read that may hold secrets: see sealed

	// sources are contents of files instead of those on disk, by name.
	sources map[string][]byte

	// told hears of what is found in the files; nil: nobody listens.
	told func(*schema.Config, hcl.Diagnostics)
}

func (o *configurationOptions) addFlags(c *cobra.Command) {
	c.Flags().StringArrayVar(&o.vars, "var", nil, "give a variable a value: `NAME=VALUE`; may be repeated")
	c.Flags().StringArrayVar(&o.varFiles, "var-file", nil, "read values of variables from `FILE`; may be repeated")
	c.MarkFlagFilename("var-file")
}

// takeDir takes the directory from the arguments: the current one by default.
func (o *configurationOptions) takeDir(args []string) {
	o.dir = "."
	if len(args) > 0 {
		o.dir = args[0]
	}
}

// takeAddresses takes the addresses from the arguments, and the directory that may stand
// behind them.
func (o *configurationOptions) takeAddresses(args []string) ([]address.Address, error) {
	var dir []string
	if n := len(args); n > 0 && isDirectory(args[n-1]) {
		args, dir = args[:n-1], args[n-1:]
	}
	o.takeDir(dir)
	var addresses []address.Address
	for _, text := range args {
		at, err := address.ParseTarget(text)
		if err != nil {
			return nil, err
		}
		addresses = append(addresses, at)
	}
	return addresses, nil
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// loadConfiguration reads the configuration and hides its secrets. Diagnostics
// are the caller's to print.
func (a *app) loadConfiguration(o configurationOptions) (*schema.Config, hcl.Diagnostics, error) {
	values := map[string]string{}
	for _, v := range o.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok || !hclsyntax.ValidIdentifier(name) { // which may be a value whose name was left out
			return nil, nil, errors.New("--var takes NAME=VALUE: a name, an equals sign, and a value, which may be empty")
		}
		values[name] = value
	}
	a.reading = true
	options := schema.Options{Vars: values, VarFiles: o.varFiles, Env: a.lookupEnv, Refusal: serverRefusal, Sources: o.sources, Part: o.part}
	cfg, diags := schema.Load(o.dir, a.sealed(o, options))
	a.hide(cfg.Secrets...)
	if diags.HasErrors() {
		a.hide(secretLiterals(cfg.Files, o.varFiles, cfg.Variables)...)
	}
	a.reading, a.read = false, cfg
	if o.told != nil {
		o.told(cfg, diags)
	}
	return cfg, diags, nil
}

// loadValid reads a configuration that is of no use with an error in it: that is the
// error, then. What else was found is not printed.
func (a *app) loadValid(o configurationOptions) (*schema.Config, hcl.Diagnostics, error) {
	cfg, diags, err := a.loadConfiguration(o)
	if err != nil {
		return nil, nil, err
	}
	if diags.HasErrors() {
		return nil, nil, &view.InvalidError{Diagnostics: diags, Files: cfg.Files}
	}
	return cfg, diags, nil
}

// mustLoad reads the configuration for a command that needs a whole one: it
// prints the diagnostics, and fails where one is an error.
func (a *app) mustLoad(o configurationOptions) (*schema.Config, error) {
	cfg, diags, err := a.loadValid(o)
	if err != nil {
		return nil, err
	}
	a.messages.Diagnostics(diags, cfg.Files)
	return cfg, nil
}

// mustLoadToLook is mustLoad for a command that only looks: warnings are counted, since
// each run would say the same, and validate says them.
func (a *app) mustLoadToLook(o configurationOptions) (*schema.Config, error) {
	cfg, diags, err := a.loadValid(o)
	if err != nil {
		return nil, err
	}
	a.messages.CountWarnings(len(diags), o.dir)
	return cfg, nil
}

// loadToRun reads the configuration for a command that runs monitors. Problems that
// show only when they run are printed and don't stop it: sound is false then.
func (a *app) loadToRun(o configurationOptions) (cfg *schema.Config, sound bool, err error) {
	cfg, diags, err := a.loadConfiguration(o)
	if err != nil {
		return nil, false, err
	}
	for _, d := range diags {
		if d.Severity == hcl.DiagError && !schema.FailsAtRun(d) {
			return nil, false, &view.InvalidError{Diagnostics: diags, Files: cfg.Files}
		}
	}
	return cfg, a.messages.Diagnostics(diags, cfg.Files) == view.Done, nil
}

// addresses lists what a configuration declares, for completion and list.
func addresses(cfg *schema.Config) []address.Address {
	var list []address.Address
	for _, d := range cfg.Destinations {
		list = append(list, d.Address)
	}
	for _, e := range cfg.Existing {
		list = append(list, e.Address)
	}
	for _, m := range slices.Concat(cfg.Monitors, cfg.Workflows) {
		list = append(list, m.Address)
	}
	slices.SortFunc(list, address.Compare)
	return list
}
