package plan

// sortHidden takes monitors for drift of which nothing differs but fields that are
// not known in this run: the plan counts them as unchanged.
func (f drifts) sortHidden(made *Plan) {
	changes := map[string]bool{} // by id
	for _, c := range made.Changes {
		changes[c.ID] = true
	}
	for _, m := range made.ByMark {
		if len(m.Edited) > 0 && !changes[m.Object.ID] {
			f.drift.Unchanged--
			f.drift.Changed = append(f.drift.Changed, Drifted{
				Address: m.Address, Name: m.Object.Name, Fields: m.Edited, Objects: f.dated(m.Object),
			})
		}
	}
}

// warn keeps a warning. Where a mark could be asked, the comparison is only left
// out with the files.
func (f drifts) warn(w Warning) {
	if _, asked := f.byMark[w.Address]; asked && w.Kind == NotCompared {
		w.Kind = ComparedWithMark
	}
	f.drift.Warnings = append(f.drift.Warnings, w)
}
