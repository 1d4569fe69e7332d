package grammar

// Import, Moved and Removed say what is to happen to what is on the cluster.
var (
	Import = &Block{
		Name: "import", Count: Any,
		Doc: "A live monitor becomes ours; its ids and alerts stay. Channels can't be imported: name them by `existing`. A block may stay when it has been applied: it then does nothing. That of a workflow has to stay.",
		Arguments: []Argument{
			{Name: "to", Type: Address, Required: true, Doc: "The monitor that it becomes."},
			{Name: "id", Type: String, Required: true, Example: `"T6Ps_KEBmzibbaqfQLhk"`, Doc: "The cluster's id of the live monitor."},
		},
	}
	Moved = &Block{
		Name: "moved", Count: Any,
		Doc: "A block has a new name. A monitor keeps its ids and alerts, a channel its id; the block of a workflow has to stay, beside a `removed` block too, which names the last address.",
		Arguments: []Argument{
			{Name: "from", Type: Address, Required: true, Example: "monitor.old_name", Doc: "What it was."},
			{Name: "to", Type: Address, Required: true, Example: "monitor.new_name", Doc: "What it is."},
		},
	}
	Removed = &Block{
		Name: "removed", Count: Any,
		Doc: "Something is declared no longer.",
		Arguments: []Argument{
			{Name: "from", Type: Address, Required: true, Doc: "What was declared."},
		},
		Blocks: []*Block{{
			Name: "lifecycle", Count: Optional, Usual: true, Doc: "What becomes of it.",
			Arguments: []Argument{
				{Name: "destroy", Type: Bool, Usual: true, Default: "true", Example: "false", Doc: "`false`: its mark is taken off, and it stays on the cluster."},
			},
		}},
	}
)
