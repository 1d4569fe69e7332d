package schema

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/schema/internal/functions"
)

// Options are what a configuration gets from outside.
type Options struct {
	// Vars are the values of --var, by name. They win over VarFiles, which win
	// over the environment, which wins over defaults.
	Vars map[string]string

	// VarFiles are paths of files with values; a later one wins over an earlier.
	VarFiles []string

	// Env looks up an environment variable: for env() and for ALERTPLAN_VAR_name.
	// Without it there is no environment.
	Env func(name string) (string, bool)

	// Sources are the contents of files of the directory instead of those on disk, by
	// their paths: Load tells what would be if they were written.
	Sources map[string][]byte

	// Confined refuses files of the configuration that lead out of its directory, by
	// links, and a directory that is reached by one: somebody else may have made them.
	Confined bool

	// Repository is the folder in which packs must lie where files are Confined, beside
	// the directory itself; "" for no other.
	Repository string

	// Part tells whether the directory may be a pack, which has no workspace.
	Part Part

	// Refusal is why a server would refuse the body of a monitor, nil where it takes
	// it. Without it no server's opinion is heard.
	Refusal func(body *orderedjson.Object) error
}

// Part is what a directory is taken for.
type Part int

// What a directory is taken for.
const (
	Whole   Part = iota // a configuration, which must have a workspace
	OrPack              // one, or a pack: what has a variable of the type destination, which nothing else can be given
	AnyPart             // any blocks: nothing is asked of them as a whole
)

// Load reads the configuration in a directory. Everything that is wrong with it
// is in the diagnostics, sorted by place. The Config is never nil, holds what
// could be understood, and may be used if the diagnostics have no errors.
func Load(dir string, options Options) (*Config, hcl.Diagnostics) {
	l := newLoader(dir, options)
	l.readDirectory()
	l.readPacks()
	l.decode()
	return l.result()
}

// whole is what the configuration and its packs share.
type whole struct {
	options Options
	config  *Config
	secrets *secrets

	// addresses are those of all instances, whether or not they could be read.
	addresses instances

	// monitorNames and workflowNames are who has a name.
	monitorNames, workflowNames map[string]Monitor

	// off are the destinations that are switched off.
	off map[address.Address]bool

	// delegated are the monitors that workflows name, as blocks.
	delegated map[address.Address]bool

	// unparsed: a file could not be parsed, so that what is missing may stand there.
	unparsed bool

	// unread are packs that could not be read.
	unread map[address.Address]bool

	// ranges are the whole blocks of all files by where they begin.
	ranges map[blockStart]hcl.Range
}

// loader reads one directory: the configuration's, or a pack's for one pack block.
type loader struct {
	*reporter
	*whole

	dir   string
	files map[string]*hcl.File // of the directory

	// pack is the block that asks for the directory; nil for the configuration itself.
	pack *packBlock

	// packs are those that the directory's blocks ask for, by label.
	packs map[string]*loader

	blocks   root
	declared declared
	resolver *resolver

	variables map[string]*variable

	// root is the scope of what may refer to nothing, scope that of all blocks.
	root  *scope
	scope *scope

	// monitorScope is the one in which monitors can be referred to, once it is made.
	monitorScope *scope
}

func newLoader(dir string, options Options) *loader {
	if options.Env == nil {
		options.Env = func(string) (string, bool) { return "", false }
	}
	s := newSecrets()
	return (&whole{
		options: options, secrets: s, config: &Config{Dir: dir, Files: map[string]*hcl.File{}, scopes: map[address.Address]*scope{}},
		addresses: newInstances(), ranges: map[blockStart]hcl.Range{}, delegated: map[address.Address]bool{}, unread: map[address.Address]bool{},
		monitorNames: map[string]Monitor{}, workflowNames: map[string]Monitor{},
	}).loader(dir, newReporter(s), nil)
}

// loader reads a directory for a pack block, or, without one, the configuration's.
func (w *whole) loader(dir string, r *reporter, pack *packBlock) *loader {
	l := &loader{
		whole: w, reporter: r, dir: dir, pack: pack,
		files: map[string]*hcl.File{}, packs: map[string]*loader{}, declared: newDeclared(),
	}
	l.root = &scope{
		reporter: r, secrets: w.secrets, declared: &l.declared, files: w.config.Files, ranges: w.ranges, within: pack.address(),
		ctx: &hcl.EvalContext{Variables: map[string]cty.Value{}, Functions: functions.All(l.world())},
	}
	return l
}

// decode goes from what needs nothing to what needs all else.
func (l *loader) decode() {
	if l.unparsed {
		return // what could be read would only tell half the truth
	}
	l.resolve()
	all := l.withPacks()
	l.decodeWorkspace(l.blocks)
	l.decodeClusters(l.blocks.of("cluster"))
	for _, one := range all {
		one.decodeDestinations(one.blocks.of("destination"))
		one.decodeExisting(one.blocks.of("existing"))
		one.noteDelegates(one.blocks.of("workflow"))
	}
	l.off = l.muted()
	for _, one := range all {
		one.decodeMonitors(one.blocks.of("monitor"))
	}
	for _, one := range all {
		one.decodeWorkflows(one.blocks.of("workflow"))
	}
	for _, one := range all {
		one.decodeChanges(one.blocks)
	}
	l.checkMoves()
	l.decodeTests(l.blocks.of("test"))
	l.checkGenerations()
}

// resolve computes the values that blocks refer to. Those of packs are computed when
// they are needed: their inputs are values, too.
func (l *loader) resolve() {
	l.blocks = l.rootBlocks()
	if l.pack != nil {
		l.refuseForeign()
	}
	variables := l.decodeVariables(l.blocks.of("variable"))
	l.declare(l.blocks)
	l.resolver = &resolver{loader: l, values: variables}
	l.scope = l.resolver.resolveAll()
	l.config.scopes[l.pack.address()] = l.scope
}

func (l *loader) world() functions.World {
	return functions.World{
		Dir: l.dir, Pack: l.pack != nil, Env: l.options.Env, Sensitive: sensitiveMark{}, Public: l.secrets.letOut,
		Unknown: func(reason string) cty.Value { return unknown(cty.String, reason).Mark(sensitiveMark{}) },
	}
}

func (l *loader) result() (*Config, hcl.Diagnostics) {
	slices.SortFunc(l.config.Variables, func(a, b Variable) int { return cmp.Compare(a.Name, b.Name) })
	l.config.Secrets = l.secrets.values()
	return l.config, l.reporter.result()
}
