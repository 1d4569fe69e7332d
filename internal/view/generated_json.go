package view

// GeneratedJSON is what generate did, for machines.
type GeneratedJSON struct {
	FormatVersion string                `json:"format_version"`
	Workspace     string                `json:"workspace"`
	Files         []GeneratedFileJSON   `json:"files"`
	Objects       []GeneratedObjectJSON `json:"objects"`
	LeftOut       []LeftOutJSON         `json:"left_out"`
	Variables     []string              `json:"variables"` // whose values are secrets: an apply needs them
}

// GeneratedFileJSON is a file of the configuration.
type GeneratedFileJSON struct {
	Path    string   `json:"path"`    // where it was written; without --out a name for it
	Objects []string `json:"objects"` // addresses of what it declares or names
	HCL     string   `json:"hcl"`     // its text
}

// GeneratedObjectJSON is what a block declares or names.
type GeneratedObjectJSON struct {
	Address string `json:"address"`
	ID      string `json:"id"`     // on the cluster
	Name    string `json:"name"`   // what people see
	Raw     string `json:"raw"`    // what stands as the API has it: empty, extraction_query, monitor or workflow
	Reason  string `json:"reason"` // why; empty where raw is
	Adopts  bool   `json:"adopts"` // an import block makes it the workspace's
}

// LeftOutJSON is a monitor or a workflow that does not become code.
type LeftOutJSON struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`   // declared, foreign, unreadable, owned, same-name, secret, invalid, problem or not-sayable
	Reason string `json:"reason"` // in words
}

// NewGeneratedJSON makes the JSON of what was generated.
func NewGeneratedJSON(g Generated) GeneratedJSON {
	out := GeneratedJSON{FormatVersion: FormatVersion, Workspace: g.Workspace, Files: []GeneratedFileJSON{},
		Objects: []GeneratedObjectJSON{}, LeftOut: []LeftOutJSON{}, Variables: append([]string{}, g.Variables...)}
	for _, f := range g.Files {
		out.Files = append(out.Files, GeneratedFileJSON{Path: f.Name, Objects: append([]string{}, f.Objects...), HCL: f.Text})
	}
	for _, o := range g.Objects {
		out.Objects = append(out.Objects, GeneratedObjectJSON{Address: o.Address.String(), ID: printable(o.ID), Name: printable(o.Name), Raw: o.Raw, Reason: o.Reason, Adopts: o.Adopts})
	}
	for _, l := range g.LeftOut {
		out.LeftOut = append(out.LeftOut, LeftOutJSON{ID: printable(l.ID), Name: printable(l.Name), Kind: string(l.Kind), Reason: l.Words()})
	}
	return out
}
