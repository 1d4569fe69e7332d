package plan

// refuseManyDeletes finds plans that delete more than they may: that of an empty
// directory, say, or of a for_each whose list was lost. A replacement deletes, too:
// the monitor's alerts and its history go. A double that two applies at once have
// made does not count, since nothing that is declared goes with it.
func (p *planner) refuseManyDeletes() {
	limit := p.options.Deletes
	if limit == nil {
		return
	}
	problem := Problem{Kind: TooManyDeletes, Limit: limit}
	for _, c := range p.plan.Changes {
		if c.Action == Replace || c.Action == Delete && c.DoubleOf == "" {
			problem.Deletes = append(problem.Deletes, c)
			problem.Objects = append(problem.Objects, Object{ID: c.ID, Name: c.Name})
		}
	}
	if len(problem.Deletes) > limit.Most {
		p.problem(problem)
	}
}
