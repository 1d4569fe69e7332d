package alerting

import (
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// monitorCount counts the monitors, which each save asks for: of a list of documents
// that only grew since, it looks at the new ones.
type monitorCount struct {
	mu       sync.Mutex
	first    **index.Doc // where the list lay that was counted
	seen     int
	monitors int
}

// countMonitors is how many monitors there are.
func (a *API) countMonitors() int {
	x := a.store().Get(configIndex)
	if x == nil || len(x.Docs) == 0 {
		return 0
	}
	c := &a.monitorCount
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first != &x.Docs[0] || c.seen > len(x.Docs) { // a list is never changed where it lies, but made anew
		c.first, c.seen, c.monitors = &x.Docs[0], 0, 0
	}
	for _, doc := range x.Docs[c.seen:] {
		if doc.Source.Object("monitor").Text("type") == "monitor" {
			c.monitors++
		}
	}
	c.seen = len(x.Docs)
	return c.monitors
}
