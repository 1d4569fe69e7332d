package documents

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// itemActions are the actions of what a bulk request does.
var itemActions = map[string]string{
	"index": "indices:data/write/index", "create": "indices:data/write/index",
	"delete": "indices:data/write/delete", "update": "indices:data/write/update",
}

// refusedItems tells why the user may not do items of a bulk request, nil for those that
// he may do. What goes to one index is asked for together, before it the making of the
// index (asked of a secured 2.19.4).
func (s *Service) refusedItems(r *rest.Request, items []bulkItem) []error {
	refused := make([]error, len(items))
	if r.User() == nil {
		return refused
	}
	asked := map[string]error{}
	for i, item := range items {
		name := item.write.Index
		if _, done := asked[name]; !done {
			asked[name] = s.allowItems(r, name, items)
		}
		refused[i] = asked[name]
	}
	return refused
}

func (s *Service) allowItems(r *rest.Request, name string, items []bulkItem) error {
	actions, makes := []string{"indices:data/write/bulk[s]"}, false
	for _, item := range items {
		if item.write.Index != name {
			continue
		}
		makes = makes || item.action != "delete"
		if action := itemActions[item.action]; !slices.Contains(actions, action) {
			actions = append(actions, action)
		}
	}
	if makes && s.store.Get(name) == nil && !s.aliased(name) {
		if err := r.Allow([]string{name}, "indices:admin/create"); err != nil {
			return err
		}
	}
	return r.Allow([]string{name}, actions...)
}

// mayMap asks whether the user may add to a mapping what is new in a document (asked of a
// secured 2.19.4: it names what a request for a mapping needs).
func mayMap(r *rest.Request) func(string) error {
	if r.User() == nil {
		return nil
	}
	return func(name string) error { return r.Allow([]string{name}, "indices:admin/mapping/put") }
}

// aliased tells whether a name stands for an index of another name.
func (s *Service) aliased(name string) bool {
	return slices.ContainsFunc(s.store.Names(), func(n string) bool { return s.store.Get(n).Aliases.Has(name) })
}

// allowedOf are the items that were not refused.
func allowedOf(items []bulkItem, refused []error) []bulkItem {
	allowed := []bulkItem{}
	for i, item := range items {
		if refused[i] == nil {
			allowed = append(allowed, item)
		}
	}
	return allowed
}

// refusedItem is how a bulk request tells of an item that was refused.
func (s *Service) refusedItem(item bulkItem, err error) *orderedjson.Object {
	e := rest.AsError(err)
	id := item.write.ID
	if id == "" {
		id = newDocumentID()
	}
	return s.namedAs(item.kind, item.write.Index, id, "status", e.Status, "error", e.Cause())
}

// allowChange asks whether the user may do what an update comes to: one that changes
// nothing needs no more than the right to update.
func allowChange(r *rest.Request, name string) error {
	if err := r.Allow(nil, "indices:data/write/bulk"); err != nil {
		return err
	}
	return r.Allow([]string{name}, "indices:data/write/bulk[s]", "indices:data/write/index")
}

// change does what an update comes to, where it may be done.
func (u update) change(w index.Write, do func(index.Write) (index.Written, error)) (index.Written, error) {
	if u.mayChange != nil {
		if err := u.mayChange(); err != nil {
			return index.Written{}, err
		}
	}
	return do(w)
}
