package mapping

import "github.com/alertplan/alertplan/internal/evaluate/fault"

// clash is two new fields of one document that can't be one. It is reported when
// the whole document has been read, in the server's way (2.19.4): new fields are
// gone through by name; each is merged into the one before it, but for the very
// first name, whose later ones are merged into the first.
type clash struct{ path, was, now string }

// conflict is the error of the clashes, nil without any.
func (r *reader) conflict() error {
	if r.mixed != nil && len(r.clashes) == 0 {
		return r.mixed
	}
	if len(r.clashes) == 0 {
		return nil
	}
	found := r.clashes[0]
	for _, c := range r.clashes[1:] {
		if c.path < found.path {
			found = c
		}
	}
	least := found.path
	for _, path := range r.added {
		least = min(least, path)
	}
	if least != found.path {
		found.was, found.now = found.now, found.was
	}
	return fault.Illegal("mapper [%s] cannot be changed from type [%s] to [%s]", found.path, found.was, found.now)
}
