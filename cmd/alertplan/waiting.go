package main

import (
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/patience"
)

// worthTelling is how long a pause is that a person wonders about.
const worthTelling = time.Second

// waiting tells of pauses before something is sent to the cluster again, one line for
// all that wait at the same time.
type waiting struct {
	app    *app
	silent bool // nobody waits for the answer

	mu    sync.Mutex
	until time.Time // of the pause that was told last
}

func (w *waiting) tell(pause patience.Waiting) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.app.clock.Now()
	if w.silent || pause.Pause < worthTelling || now.Before(w.until) {
		return
	}
	w.until = now.Add(pause.Pause)
	w.app.messages.Waiting(pause)
	w.app.err.Flush()
}
