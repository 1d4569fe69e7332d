package alerting

// Resume schedules what the document store holds, after it and the settings were
// filled with what a sandbox kept: monitors and workflows that are enabled. Their next
// runs are counted from now on; those that were due in between are left out, as by a
// node that was down. What can't be read, which a client may have written into the
// index, is left alone.
func (a *API) Resume() {
	a.forgetLooks()
	a.keepHistories()
	x := a.store().Get(configIndex)
	if x == nil {
		return
	}
	for _, doc := range x.Docs {
		switch {
		case doc.Source.Has("monitor"):
			if m, _, err := a.load(doc.ID); err == nil {
				a.schedule.monitorChanged(doc.ID, m)
			}
		case doc.Source.Has("workflow"):
			if w, _, err := a.loadWorkflow(doc.ID); err == nil {
				a.schedule.workflowChanged(doc.ID, w)
			}
		}
	}
}

// forgetLooks cancels the looks at histories that were set before the settings were
// known.
func (a *API) forgetLooks() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, cancel := range a.looks {
		cancel()
	}
}
