package alerting

func (a *API) evaluate(run monitorRun, current map[string]*openAlert) (*outcome, error) {
	return &outcome{triggers: make([]triggerOutcome, len(run.monitor.Triggers))}, nil
}
