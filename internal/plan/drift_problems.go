package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// sortProblem takes what is wrong on the cluster for drift; the rest is about
// carrying out what the files want.
func (f drifts) sortProblem(problem Problem) {
	found := Drifted{Address: problem.Address, Objects: f.dated(problem.Objects...), Problem: &problem}
	switch problem.Kind {
	case UnmarkedName, ExistingMissing:
		found.Name = problem.Word
	case Unreadable:
		found.Name = problem.Objects[0].Name
	}
	switch problem.Kind {
	case Copies, ChannelCopies, ExistingAmbiguous:
		f.drift.Copies = append(f.drift.Copies, found)
	case Unreadable, ExistingKind:
		f.drift.Changed = append(f.drift.Changed, found)
	case UnmarkedName, ExistingMissing:
		f.drift.Missing = append(f.drift.Missing, found)
	default:
		f.drift.Problems = append(f.drift.Problems, problem)
	}
}

// warnOfUncompared names the monitors that were not compared, since an existing
// channel that they send to was not found.
func (f drifts) warnOfUncompared(desired Desired, made *Plan) {
	lost := map[address.Address]bool{}
	for _, problem := range made.Problems {
		if problem.Address.Kind() == address.Existing {
			lost[problem.Address] = true
		}
	}
	for _, d := range desired.Monitors {
		var names []string
		for _, at := range destinationsOf(d.Monitor) {
			if lost[at] && !slices.Contains(names, at.String()) {
				names = append(names, at.String())
			}
		}
		if len(names) > 0 && f.isTarget(d.Address) {
			f.drift.Warnings = append(f.drift.Warnings, Warning{Kind: NotCompared, Address: d.Address, Unknown: names})
		}
	}
}

func (f drifts) isTarget(a address.Address) bool {
	return len(f.options.Targets) == 0 || isAmong(f.options.Targets, a)
}

func destinationsOf(m monitors.Monitor) []address.Address {
	var list []address.Address
	for _, t := range m.Triggers {
		for _, a := range t.Actions {
			list = append(list, a.Destination.Address)
		}
	}
	return list
}
