package monitors

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Composite is the type of a workflow: what the Dashboards call a composite
// monitor. The API keeps workflows apart from monitors (2.9 and later); here one is
// a Monitor whose Input is a Sequence and whose triggers have ChainedConditions.
const Composite Type = "composite"

// Ref says which monitor is meant: by its id, or, for a desired workflow, by the
// address of a monitor whose id the plan fills in, or apply where the server has yet
// to give it.
type Ref struct {
	Address address.Address // zero: only the id is known
	ID      string          // "": not known yet
}

// Sequence is the input of a workflow: monitors that run one after the other, in the
// workflow's period, whatever their own schedules say.
type Sequence struct {
	Delegates []Delegate

	// Audit is audit_delegate_monitor_alerts: the delegates' alerts are the
	// workflow's to judge, of the state AUDIT, and their own actions are not done.
	Audit bool
}

// Delegate is a monitor in a sequence.
type Delegate struct {
	Monitor Ref

	// FindingsOf are the delegates before it whose documents it looks at; none: it
	// looks at all.
	FindingsOf []Ref
}

func (*Sequence) isInput() {}

// words is how files and people name the monitor: by address, else by id.
func (r Ref) words() string {
	if _, unknown := Unknown(r.ID); unknown || r.Address.IsZero() {
		return r.ID
	}
	return r.Address.String()
}

func refWords(refs []Ref) []any {
	out := make([]any, len(refs))
	for i, r := range refs {
		out[i] = r.words()
	}
	return out
}

// setFields writes a sequence as the configuration has it.
func (s *Sequence) setFields(f *orderedjson.Object) {
	list := make([]any, len(s.Delegates))
	for i, d := range s.Delegates {
		if len(d.FindingsOf) == 0 {
			list[i] = d.Monitor.words()
			continue
		}
		list[i] = orderedjson.NewObject(
			orderedjson.Member{Key: "monitor", Value: d.Monitor.words()},
			orderedjson.Member{Key: "findings_of", Value: refWords(d.FindingsOf)})
	}
	f.Set("delegates", list)
	f.Set("audit_delegate_alerts", s.Audit)
}

func (s *Sequence) clone() *Sequence {
	out := &Sequence{Audit: s.Audit, Delegates: slices.Clone(s.Delegates)}
	for i, d := range out.Delegates {
		out.Delegates[i].FindingsOf = slices.Clone(d.FindingsOf)
	}
	return out
}

// MapRefs is the workflow with f applied to every reference to a monitor, of its
// delegates and of its triggers' conditions. The result shares no reference with m.
func (m Monitor) MapRefs(f func(Ref) Ref) Monitor {
	if sequence, ok := m.Input.(*Sequence); ok {
		mapped := sequence.clone()
		for i := range mapped.Delegates {
			d := &mapped.Delegates[i]
			d.Monitor = f(d.Monitor)
			for j := range d.FindingsOf {
				d.FindingsOf[j] = f(d.FindingsOf[j])
			}
		}
		m.Input = mapped
	}
	m.Triggers = slices.Clone(m.Triggers)
	for i, t := range m.Triggers {
		if c, ok := t.Condition.(*ChainedCondition); ok {
			m.Triggers[i].Condition = c.mapRefs(f)
		}
	}
	return m
}

// Refs are all references of a workflow to monitors, those of its delegates first.
func (m Monitor) Refs() []Ref {
	var refs []Ref
	m.MapRefs(func(r Ref) Ref {
		refs = append(refs, r)
		return r
	})
	return refs
}

// DelegateIDs are the ids of a workflow's delegates, in their order; none for a
// monitor.
func (m Monitor) DelegateIDs() []string {
	sequence, ok := m.Input.(*Sequence)
	if !ok {
		return nil
	}
	ids := make([]string, len(sequence.Delegates))
	for i, d := range sequence.Delegates {
		ids[i] = d.Monitor.ID
	}
	return ids
}
