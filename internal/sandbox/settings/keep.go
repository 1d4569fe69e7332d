package settings

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Kept are the settings that outlive a restart: the persistent ones. Observed on
// 2.19.4: the transient ones are gone after it.
type Kept struct{ Store *Store }

// Revision is greater after each change.
func (k Kept) Revision() uint64 {
	k.Store.mu.RLock()
	defer k.Store.mu.RUnlock()
	return k.Store.revision
}

// Export writes the settings down, by full name.
func (k Kept) Export() *orderedjson.Object {
	persistent, _ := k.Store.Snapshot()
	return Flat(persistent)
}

// Import reads what Export wrote. Errors: a value that no setting has.
func (k Kept) Import(from *orderedjson.Object) error {
	k.Store.mu.Lock()
	defer k.Store.mu.Unlock()
	for _, m := range from.Members() {
		switch m.Value.(type) {
		case string, []any:
			k.Store.persistent[m.Key] = valueOf(m.Value)
		default:
			return fmt.Errorf("setting [%s] has no value", m.Key)
		}
	}
	return nil
}
