package monitortest

// try notes what a test's runs have tried.
func (s *series) try() {
	t := newTrials()
	for _, r := range s.out.Runs {
		if r.Outcome.SearchFailed {
			continue
		}
		for _, q := range s.queries() {
			if len(r.Outcome.foundBy(q)) > 0 {
				t.decided[queryPath(q)] = true
			}
		}
		for _, x := range r.Outcome.Triggers {
			switch {
			case x.Error != "":
			case x.Quiet != "":
				if total, counted := r.Outcome.Hits(); !counted || total > 0 {
					t.hushed[x.Label] = true
				}
			case x.Fired:
				t.fired[x.Label] = true
			default:
				t.silent[x.Label] = true
			}
		}
	}
	if l, ok := s.session.(*local); ok && len(s.out.Runs) > 0 {
		last := s.out.Runs[len(s.out.Runs)-1].Outcome // by then all events are there
		if b, err := l.breakDown(Moment{Start: last.Start, End: last.End}); err == nil {
			b.decided(t.decided)
			t.measured = true
		}
	}
	s.out.tried = t
}

// decided finds the clauses that decide over some event: all others let it pass,
// the window of time apart.
func (b *breakdown) decided(out map[string]bool) {
	for _, p := range b.all {
		rejecting := []tried{}
		for _, c := range b.clauses {
			if !c.passed[p] && !readsPeriod(c.raw) {
				rejecting = append(rejecting, c)
			}
		}
		if len(rejecting) == 1 {
			out[rejecting[0].path] = true
		}
		if len(rejecting) > 0 {
			continue
		}
		for _, c := range b.clauses {
			accepting := []tried{}
			for _, a := range c.anyOf {
				if a.passed[p] {
					accepting = append(accepting, a)
				}
			}
			if len(accepting) == 1 {
				out[accepting[0].path] = true
			}
		}
	}
}
