package monitors

import "slices"

// Roles are the backend roles that may see a monitor (rbac_roles; 2.4 and later):
// the server takes them with a save, and never tells them. nil: none are declared,
// and who saves first has the say; an empty list takes all away.
//
// Those of a live monitor are what its mark says that was declared last.
type Roles []string

// canonical is sorted, each once: the server holds a set.
func (r Roles) canonical() Roles {
	if r == nil {
		return nil
	}
	sorted := slices.Clone(r)
	slices.Sort(sorted)
	return append(Roles{}, slices.Compact(sorted)...)
}
