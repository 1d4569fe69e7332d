package view

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// PlanJSON is a plan for machines. Lists are never null.
type PlanJSON struct {
	FormatVersion string        `json:"format_version"`
	Workspace     string        `json:"workspace"`
	Against       string        `json:"against,omitempty"` // the directory that was compared with in place of a cluster
	Applicable    bool          `json:"applicable"`        // there is something to do and nothing forbids it
	Summary       SummaryJSON   `json:"summary"`
	Changes       []ChangeJSON  `json:"changes"`
	Problems      []MessageJSON `json:"problems"`
	Warnings      []MessageJSON `json:"warnings"`
	Unknown       []string      `json:"unknown"` // what has no value, but is needed to apply
	Mutes         []MutedJSON   `json:"mutes"`   // on the cluster, of what stays: an apply keeps those that have not ended

	// What was found out before anything is written; left out where no monitor would run
	// otherwise than before, or with --no-preflight.
	Preflight *PreflightJSON `json:"preflight,omitempty"`

	Diagnostics []DiagnosticJSON `json:"diagnostics"` // of the files
	EndJSON
}

// SummaryJSON holds the numbers of the summary line.
type SummaryJSON struct {
	Add       int `json:"add"`
	Change    int `json:"change"`
	Destroy   int `json:"destroy"`
	Unchanged int `json:"unchanged"`
}

// ChangeJSON is what happens to one object.
type ChangeJSON struct {
	Address             string      `json:"address"`
	PreviousAddress     string      `json:"previous_address,omitempty"`
	Action              string      `json:"action"` // create, update, replace, move, adopt, delete, forget
	ID                  string      `json:"id,omitempty"`
	Name                string      `json:"name"`
	EditedByAnotherHand bool        `json:"edited_by_another_hand"`
	DoubleOf            string      `json:"double_of,omitempty"`
	Fields              []FieldJSON `json:"fields"`
}

// FieldJSON is one difference. Secrets read "(sensitive)"; before is null for
// what appears, after for what goes and for what is not known in this run.
type FieldJSON struct {
	Path      string `json:"path"`
	Before    any    `json:"before"`
	After     any    `json:"after"`
	Sensitive bool   `json:"sensitive"`

	// Which side has changed since the last apply, for an object that stays.
	Origin string `json:"origin,omitempty"`

	// What after needs and has no value, such as var.slack_url.
	Unknown []string `json:"unknown,omitempty"`
}

// MessageJSON is a problem or warning.
type MessageJSON struct {
	Kind    string       `json:"kind"`
	Address string       `json:"address,omitempty"`
	Objects []ObjectJSON `json:"objects"`
	Alerts  int          `json:"alerts,omitempty"`
	Summary string       `json:"summary"`
	Detail  string       `json:"detail"`

	// What the user lacks to read what the plan depends on.
	Permissions []string `json:"permissions,omitempty"`

	// Of too-many-deletes: how many objects would be deleted, and how many may be.
	Deletes *DeletesJSON `json:"deletes,omitempty"`

	// Of compile-rate: schedules that would spread the runs of what is declared.
	Schedules []ScheduleJSON `json:"schedules,omitempty"`
}

// DeletesJSON is what a plan deletes, beside what it may.
type DeletesJSON struct {
	Count     int      `json:"count"`
	Addresses []string `json:"addresses"`
	Owned     int      `json:"owned"`             // objects of the workspace on the cluster, before the plan
	Allowed   *int     `json:"allowed,omitempty"` // by --allow-deletes, or without it by the rule; absent: any number
	Policy    *int     `json:"policy,omitempty"`  // by the cluster's policy, over which no flag is; absent: any number
}

// ObjectJSON names a live object.
type ObjectJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// NewPlanJSON makes a plan's JSON, and tells the exit status as Plan does.
func NewPlanJSON(made *plan.Plan) (PlanJSON, int) {
	add, change, destroy := made.Counts()
	out := PlanJSON{
		FormatVersion: FormatVersion, Workspace: made.Workspace, Against: made.Against, Applicable: made.CanApply(),
		Summary: SummaryJSON{Add: add, Change: change, Destroy: destroy, Unchanged: made.Unchanged},
		Changes: []ChangeJSON{}, Problems: []MessageJSON{}, Warnings: []MessageJSON{}, Unknown: append([]string{}, made.Unknown()...),
		Mutes: mapped(made.Mutes, mutedJSON), Diagnostics: []DiagnosticJSON{},
	}
	out.Preflight = preflightJSON(made.Preflight)
	for _, c := range made.Changes {
		out.Changes = append(out.Changes, changeJSON(c))
	}
	for _, p := range made.Problems {
		out.Problems = append(out.Problems, problemJSON(p, made.Workspace))
	}
	for _, w := range made.Warnings {
		out.Warnings = append(out.Warnings, warningJSON(w))
	}
	return out, PlanStatus(made)
}

// PlanStatus is the exit status of a plan: Failed where problems forbid it, else Changes
// or Done.
func PlanStatus(made *plan.Plan) int {
	switch {
	case len(made.Problems) > 0 || made.Preflight.Failed():
		return Failed
	case len(made.Changes) > 0:
		return Changes
	default:
		return Done
	}
}

// alertsOf is how many open alerts a warning is about.
func alertsOf(w plan.Warning) int {
	if w.Kind != plan.OrphanedAlerts {
		return 0
	}
	return w.Count
}

func problemJSON(p plan.Problem, workspace string) MessageJSON {
	m := problemMessage(p, workspace)
	return MessageJSON{
		Kind: string(p.Kind), Address: p.Address.String(), Objects: objectsJSON(p.Objects...), Summary: m.summary, Detail: m.detail,
		Deletes: deletesJSON(p.Deletes),
	}
}

func warningJSON(w plan.Warning) MessageJSON {
	m := warningMessage(w)
	var about []plan.Object
	if w.Object.ID != "" {
		about = append(about, w.Object)
	}
	return MessageJSON{
		Kind: string(w.Kind), Address: w.Address.String(), Objects: objectsJSON(about...), Alerts: alertsOf(w), Summary: m.summary, Detail: m.detail,
		Permissions: w.Permissions, Schedules: schedulesJSON(w.Crowding),
	}
}

func changeJSON(c plan.Change) ChangeJSON {
	out := ChangeJSON{
		Address: c.Address.String(), PreviousAddress: c.Previous.String(), Action: string(c.Action), ID: printable(c.ID), Name: printable(c.Name),
		EditedByAnotherHand: c.EditedByAnotherHand, DoubleOf: printable(c.DoubleOf), Fields: []FieldJSON{},
	}
	for _, f := range c.Fields {
		out.Fields = append(out.Fields, FieldJSON{
			Path: f.Path, Before: plainValue(f.Before), After: plainValue(f.After),
			Sensitive: isSecret(f.Before) || isSecret(f.After), Origin: string(f.Origin), Unknown: unknownIn(f.After),
		})
	}
	return out
}

// unknownIn lists what a value needs that has none, each once, sorted.
func unknownIn(v any) []string {
	var names []string
	switch v := v.(type) {
	case string:
		if name, unknown := monitors.Unknown(v); unknown {
			names = []string{name}
		}
	case destinations.Secret:
		if name, unknown := v.Unknown(); unknown {
			names = []string{name}
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			names = append(names, unknownIn(m.Value)...)
		}
	case []any:
		for _, x := range v {
			names = append(names, unknownIn(x)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// plainValue is a value without unknowns and control characters.
func plainValue(v any) any {
	switch v := v.(type) {
	case string:
		if _, unknown := monitors.Unknown(v); unknown {
			return nil
		}
		return printable(v)
	case destinations.Secret:
		if _, unknown := v.Unknown(); unknown {
			return nil
		}
		return v
	case *orderedjson.Object:
		o := orderedjson.NewObject()
		for _, m := range v.Members() {
			o.Set(printable(m.Key), plainValue(m.Value))
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = plainValue(x)
		}
		return list
	default:
		return v
	}
}

func objectsJSON(list ...plan.Object) []ObjectJSON {
	out := []ObjectJSON{}
	for _, o := range list {
		out = append(out, ObjectJSON{ID: printable(o.ID), Name: printable(o.Name)})
	}
	return out
}
