package view

import "github.com/alertplan/alertplan/internal/plan"

// PreflightJSON is what a preflight has found out.
type PreflightJSON struct {
	OK      bool   `json:"ok"`      // nothing was found that forbids to apply
	Summary string `json:"summary"` // which were checked how, in words

	Ran     []string      `json:"ran"`     // addresses of the monitors that ran on the cluster, dry
	Offline []OfflineJSON `json:"offline"` // the others, which were checked without it

	Findings []FindingJSON `json:"findings"`

	// What the user lacks to make dry runs.
	Permissions []string `json:"permissions"`
}

// OfflineJSON is a monitor that was not run on the cluster.
type OfflineJSON struct {
	Address string `json:"address"`

	// Why: compile-rate, limit-reached, not-permitted, no-answer, time-up,
	// document-level, workflow, many-pages, values-missing.
	Reason string `json:"reason"`
}

// FindingJSON is what a preflight has found.
type FindingJSON struct {
	Severity string     `json:"severity"` // error or warning
	Kind     string     `json:"kind"`
	Address  string     `json:"address"`
	Trigger  string     `json:"trigger,omitempty"`
	Action   string     `json:"action,omitempty"`
	Part     string     `json:"part"`    // monitor, indices, query, condition, subject or message
	Offline  bool       `json:"offline"` // found without the cluster
	Reason   string     `json:"reason,omitempty"`
	Summary  string     `json:"summary"`
	Detail   string     `json:"detail"`
	Range    *RangeJSON `json:"range,omitempty"`
}

func preflightJSON(made *plan.Preflight) *PreflightJSON {
	if made == nil {
		return nil
	}
	out := &PreflightJSON{
		OK: !made.Failed(), Summary: preflightSummary(made), Ran: []string{}, Offline: []OfflineJSON{}, Findings: []FindingJSON{},
		Permissions: append([]string{}, made.Permissions...),
	}
	for _, at := range made.Ran {
		out.Ran = append(out.Ran, at.String())
	}
	for _, u := range made.Offline {
		out.Offline = append(out.Offline, OfflineJSON{Address: u.Address.String(), Reason: string(u.Why)})
	}
	for _, f := range made.Findings {
		out.Findings = append(out.Findings, findingJSON(f))
	}
	return out
}

func findingJSON(f plan.Finding) FindingJSON {
	m := findingMessage(f)
	out := FindingJSON{
		Severity: "warning", Kind: string(f.Kind), Address: f.Address.String(), Trigger: printable(f.Trigger), Action: printable(f.Action),
		Part: string(f.Part), Offline: f.Offline, Reason: oneLine(f.Reason), Summary: m.summary, Detail: m.detail,
	}
	if f.Error {
		out.Severity = "error"
	}
	if f.At.File != "" {
		at := rangeOf(f.At)
		out.Range = &RangeJSON{Filename: at.Filename, Start: posJSON(at.Start), End: posJSON(at.End)}
	}
	return out
}
