package view

import "github.com/alertplan/alertplan/internal/plan"

// NotAppliedJSON is what the files want of one object.
type NotAppliedJSON struct {
	Address         string   `json:"address"`
	PreviousAddress string   `json:"previous_address,omitempty"`
	Action          string   `json:"action"`
	ID              string   `json:"id,omitempty"`
	Name            string   `json:"name"`
	Fields          []string `json:"fields"` // paths; plan has the values
}

func notAppliedJSON(c plan.Change) NotAppliedJSON {
	return NotAppliedJSON{
		Address: c.Address.String(), PreviousAddress: c.Previous.String(), Action: string(c.Action),
		ID: printable(c.ID), Name: printable(c.Name), Fields: changedPaths(c),
	}
}

// changedPaths are the fields of an object that stays.
func changedPaths(c plan.Change) []string {
	paths := []string{}
	if c.Action == plan.Delete || c.Action == plan.Forget {
		return paths
	}
	for _, f := range c.Fields {
		paths = append(paths, f.Path)
	}
	return paths
}
