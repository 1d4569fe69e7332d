package plan

// DeleteLimit is how many objects a plan may delete at once.
type DeleteLimit struct {
	// Allowed is what the user allows; nil: as many as UsualDeletes says, and for
	// Options.Destroy, which is asked for by name, any number.
	Allowed *int

	// Policy is what the cluster's policy allows, whatever the user does; nil: any
	// number.
	Policy *int

	// Cluster is the block that the policy stands in.
	Cluster string
}

// The rule of UsualDeletes.
const (
	FewDeletes   = 3  // so many may always go
	UsualPerCent = 30 // of what the workspace owns on the cluster
	ManyDeletes  = 10 // more never go by themselves

)

// UsualDeletes is how many objects may go where nobody says more, of so many that the
// workspace owns: more than anybody removes at a time, and less than an empty
// directory or a lost list takes away. A part of an object is none.
func UsualDeletes(owned int) int {
	return min(ManyDeletes, max(FewDeletes, owned*UsualPerCent/100))
}

// Deletes is what a plan deletes, beside what it may.
type Deletes struct {
	Changes []Change
	Owned   int // objects of the workspace on the cluster, before the plan

	// Most is how many may go by the user's word, or by UsualDeletes where the user
	// has said nothing (Usual); nil: any number.
	Most  *int
	Usual bool

	// Policy is how many may go by the policy of Cluster; nil: any number.
	Policy  *int
	Cluster string
}

// OverPolicy tells whether more is deleted than the policy allows.
func (d Deletes) OverPolicy() bool { return d.Policy != nil && len(d.Changes) > *d.Policy }

// OverMost tells whether more is deleted than the user allows, or than goes by itself.
func (d Deletes) OverMost() bool { return d.Most != nil && len(d.Changes) > *d.Most }

// refuseManyDeletes finds plans that delete more than they may: that of an empty
// directory, say, or of a for_each whose list was lost. A replacement deletes, too:
// the monitor's alerts and its history go. A double that two applies at once have
// made does not count, since nothing that is declared goes with it.
func (p *planner) refuseManyDeletes() {
	limit := p.options.Deletes
	if limit == nil {
		return
	}
	found := Deletes{Owned: p.owned, Most: limit.Allowed, Policy: limit.Policy, Cluster: limit.Cluster}
	if limit.Allowed == nil && !p.options.Destroy {
		usual := UsualDeletes(p.owned)
		found.Most, found.Usual = &usual, true
	}
	problem := Problem{Kind: TooManyDeletes, Deletes: &found}
	for _, c := range p.plan.Changes {
		if c.Action == Replace || c.Action == Delete && c.DoubleOf == "" {
			found.Changes = append(found.Changes, c)
			problem.Objects = append(problem.Objects, Object{ID: c.ID, Name: c.Name})
		}
	}
	if found.OverPolicy() || found.OverMost() {
		p.problem(problem)
	}
}

// countOwned counts the addresses that objects of the workspace have on the cluster,
// so that doubles count once. What an import block or a name says is not owned yet.
func (p *planner) countOwned() {
	for _, claims := range p.claims {
		for _, c := range claims {
			if c.by == byMark || c.by == byIDs {
				p.owned++
				break
			}
		}
	}
}
