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

	// Refusal is why a server would refuse the body of a monitor, nil where it takes
	// it. Without it no server's opinion is heard.
	Refusal func(body *orderedjson.Object) error
}

// Load reads the configuration in a directory. Everything that is wrong with it
// is in the diagnostics, sorted by place. The Config is never nil, holds what
// could be understood, and may be used if the diagnostics have no errors.
func Load(dir string, options Options) (*Config, hcl.Diagnostics) {
	l := newLoader(dir, options)
	l.readDirectory()
	l.decode()
	return l.result()
}

// loader reads one directory.
type loader struct {
	*reporter
	options  Options
	config   *Config
	secrets  *secrets
	declared declared
	// addresses are those of all instances, whether or not they could be read.
	addresses instances
	resolver  *resolver

	// off are the destinations that are switched off.
	off map[address.Address]bool

	// delegated are the labels of monitors that workflows name.
	delegated map[string]bool

	// unparsed: a file could not be parsed, so that what is missing may stand there.
	unparsed bool

	// ranges are the whole blocks of all files by where they begin.
	ranges map[blockStart]hcl.Range

	// root is the scope of what may refer to nothing, scope that of all blocks.
	root  *scope
	scope *scope
}

func newLoader(dir string, options Options) *loader {
	if options.Env == nil {
		options.Env = func(string) (string, bool) { return "", false }
	}
	s := newSecrets()
	return &loader{
		reporter: newReporter(s), options: options, secrets: s,
		config:   &Config{Dir: dir, Files: map[string]*hcl.File{}},
		declared: newDeclared(), addresses: newInstances(), ranges: map[blockStart]hcl.Range{},
	}
}

// decode goes from what needs nothing to what needs all else.
func (l *loader) decode() {
	if l.unparsed {
		return // what could be read would only tell half the truth
	}
	l.root = &scope{
		reporter: l.reporter, secrets: l.secrets, declared: &l.declared, files: l.config.Files, ranges: l.ranges,
		ctx: &hcl.EvalContext{Variables: map[string]cty.Value{}, Functions: functions.All(l.world())},
	}
	blocks := l.rootBlocks()
	variables := l.decodeVariables(blocks.of("variable"))
	l.declare(blocks)
	l.resolver = &resolver{loader: l, variables: variables}
	l.scope = l.resolver.resolveAll()
	l.config.scope = l.scope

	l.decodeWorkspace(blocks)
	l.decodeClusters(blocks.of("cluster"))
	l.decodeDestinations(blocks.of("destination"))
	l.decodeExisting(blocks.of("existing"))
	l.off = l.muted()
	l.delegated = namedInWorkflows(blocks.of("workflow"))
	l.decodeMonitors(blocks.of("monitor"))
	l.decodeWorkflows(blocks.of("workflow"))
	l.decodeChanges(blocks)
	l.decodeTests(blocks.of("test"))
	l.checkGenerations()
}

func (l *loader) world() functions.World {
	return functions.World{
		Dir: l.config.Dir, Env: l.options.Env, Sensitive: sensitiveMark{}, Public: l.secrets.letOut,
		Unknown: func(reason string) cty.Value { return unknown(cty.String, reason).Mark(sensitiveMark{}) },
	}
}

func (l *loader) result() (*Config, hcl.Diagnostics) {
	slices.SortFunc(l.config.Variables, func(a, b Variable) int { return cmp.Compare(a.Name, b.Name) })
	l.config.Secrets = l.secrets.values()
	return l.config, l.reporter.result()
}
