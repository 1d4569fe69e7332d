package grammar

// Root is a file: what stands in no block.
var Root = &Block{
	Doc: "A configuration is a directory: all its `*.hcl` files together, in any order.",
	Arguments: []Argument{
		{Name: "workspace", Type: String, Example: `"soc"`,
			Doc: "Who owns what is created on the cluster: 1 to 30 lower-case letters, digits and `-`. It must stand once in the configuration, and is part of ids: changing it makes everything anew."},
	},
	Blocks: append([]*Block{Variable, Locals, Cluster}, append(Destinations, Existing, Monitor, Workflow, Pack, Import, Moved, Removed, Test)...),
}

// Variable is a value from outside.
var Variable = &Block{
	Name: "variable", Labels: []string{"name"}, Count: Any,
	Doc: "A value from outside. Values come, the later over the earlier, from the default, the environment (`ALERTPLAN_VAR_name`), files of `--var-file`, and `--var NAME=VALUE`.",
	Arguments: []Argument{
		{Name: "type", Usual: true, Type: "type", Default: "any", Example: "string", Doc: "A type as in Terraform: `string`, `number`, `bool`, `list(string)`, `object({ … })`; beside these `destination`, which a reference to a destination or an `existing` block has."},
		{Name: "default", Type: AnyValue, Example: `""`, Doc: "The value where none is given. Without one the variable is *unknown* in a run that gives none: what depends on it can be checked and planned, not applied."},
		{Name: "sensitive", Type: Bool, Default: "false", Doc: "The value is a secret, and printed nowhere."},
		{Name: "description", Type: String, Doc: "For people."},
		{Name: "nullable", Type: Bool, Default: "true", Doc: "`false`: null is no value."},
	},
	Blocks: []*Block{{
		Name: "validation", Count: Any, Doc: "A rule for the value.",
		Arguments: []Argument{
			{Name: "condition", Type: Bool, Required: true, Example: `var.name != ""`, Doc: "What must be true of the value."},
			{Name: "error_message", Type: String, Required: true, Doc: "What is printed where it is not."},
		},
	}},
}

// Pack makes the blocks of another directory a part of the configuration.
var Pack = &Block{
	Name: "pack", Labels: []string{"label"}, Count: Any,
	Doc: "The blocks of another directory, with values for its variables: ready-made monitors that several configurations use. Beside `source`, each argument is the value of a variable of the pack. What it declares has an address with the pack's in front: `pack.cis.monitor.root_usage`.",
	Arguments: []Argument{
		{Name: "source", Type: Path, Required: true, Example: `"./packs/cis-aws"`, Doc: "The directory, seen from the one that holds the block; it begins with `./` or `../`. It is written as it is, without references, and nothing is fetched."},
	},
}

// Locals are names for values.
var Locals = &Block{Name: "locals", Count: Any, Free: true, Doc: "Names for values: `NAME = VALUE`, used as `local.NAME`."}
