package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// closedSetting marks a closed index.
const closedSetting = "index.verified_before_close"

// open finds the indices to search. One that is closed is left out where only a
// pattern names it, and an error where it is named.
func open(store *index.Store, targets []string, o Options) ([]*index.Index, error) {
	if o.Indices.Now.IsZero() {
		o.Indices.Now = o.Now
	}
	found, err := store.Resolve(targets, o.Indices)
	if err != nil {
		return nil, err
	}
	var out []*index.Index
	for _, x := range found {
		named := slices.ContainsFunc(targets, func(t string) bool { return t == x.Name || x.Aliases.Has(t) })
		switch {
		case x.Settings.Text(closedSetting) != "true":
			out = append(out, x)
		case named && !o.Indices.IgnoreUnavailable:
			return nil, fault.New(400, "index_closed_exception", "closed").With("index", x.Name).With("index_uuid", x.UUID)
		}
	}
	return out, nil
}

// orMissing is the error of indices that can't be resolved, which the server finds
// before it looks at what this package refuses; else err.
func orMissing(err error, store *index.Store, targets []string, o Options) error {
	if _, missing := open(store, targets, o); missing != nil {
		return missing
	}
	return err
}

// checkTypes refuses an index with fields of types that a generation doesn't know,
// or that are something else there.
func checkTypes(x *index.Index, d dialect.Dialect) error {
	if !d.FewTypes && !d.WildcardColumns {
		return nil
	}
	for _, f := range x.Mapping.Fields() {
		if !d.KnowsType(f.Type) {
			return fault.Unsupported("field [%s] of type [%s] on %s", f.Path, f.Type, d.Name())
		}
	}
	return nil
}
