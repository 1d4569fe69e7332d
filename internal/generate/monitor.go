package generate

import (
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// Form is a block that declares something, and how much of it stands raw.
type Form struct {
	Block Block

	// Raw is what stands as the API has it: "" for nothing, "extraction_query" for the
	// search, else the block's type for all of it.
	Raw    string
	Reason Reason // why it does
}

// Because is a raw form with another reason.
func (f Form) Because(why Reason) Form {
	old := rawComment(f.Reason)
	if f.Block.Comment == old {
		f.Block.Comment = rawComment(why)
	}
	f.Block.Blocks = slices.Clone(f.Block.Blocks)
	for i, inner := range f.Block.Blocks {
		inner.Attributes = slices.Clone(inner.Attributes)
		for j, a := range inner.Attributes {
			if a.Comment == old {
				inner.Attributes[j].Comment = rawComment(why)
			}
		}
		f.Block.Blocks[i] = inner
	}
	f.Reason = why
	return f
}

// Monitor are the ways to declare a monitor of any type, or a workflow, the tidiest
// first. The last is its body, which says anything. In words stands what compiles to
// the same as far as this package can tell; who can read the block again should, and
// take the first form that means the same.
//
// A live monitor is in words where its editor has it so. Labels of triggers and
// actions are kept where there are some. References of a workflow are addresses where
// they have one, else ids.
func Monitor(m monitors.Monitor, label string, names Names) []Form {
	d := declaration{monitor: m, label: label, names: names}
	d.kind = "monitor"
	if m.Type == monitors.Composite {
		d.kind = "workflow"
	}
	inputs, reason := d.inputs()
	var forms []Form
	for _, input := range inputs {
		for _, condition := range []func(monitors.Trigger, Block) Block{d.shortTrigger, d.longTrigger} {
			b, odd := d.typed(input.Block, condition)
			if odd != "" {
				reason = odd
				break
			}
			form := Form{b, input.Raw, input.Reason}
			if len(forms) == 0 || !sameText(forms[len(forms)-1].Block, b) {
				forms = append(forms, form)
			}
		}
	}
	if reason == "" {
		reason = NotSame
	}
	return append(forms, Form{d.raw(reason), d.kind, reason})
}

// declaration is a monitor that becomes a block.
type declaration struct {
	monitor monitors.Monitor
	kind    string
	label   string
	names   Names
}

func sameText(a, b Block) bool {
	x, okX := a.Text("")
	y, okY := b.Text("")
	return okX == okY && x == y
}

// typed is the block in words. The reason says what has none.
func (d declaration) typed(input Block, condition func(monitors.Trigger, Block) Block) (Block, Reason) {
	m := d.monitor
	b := Block{Type: d.kind, Labels: []string{d.label}}
	if reason := d.oddity(); reason != "" {
		return b, reason
	}
	b.Set("name", m.Name)
	b.Set("description", unlessEmpty(m.Description))
	if !m.Enabled {
		b.Set("enabled", false)
	}
	if m.Roles != nil {
		b.Set("rbac_roles", texts(m.Roles))
	}
	b.Attributes = append(b.Attributes, input.Attributes[:d.attributesOfInput(input)]...)
	b.Blocks = append(b.Blocks, Schedule(m.Schedule))
	if d.kind == "workflow" {
		b.Blocks = append(b.Blocks, input.Blocks...)
	} else {
		b.Blocks = append(b.Blocks, input)
	}
	labels := Names{Taken: map[string]bool{}}
	for _, t := range m.Triggers {
		label := t.Label
		if label == "" || labels.Taken[label] {
			label = labels.LabelOr(t.Name, "trigger")
		}
		labels.Taken[label] = true
		block, reason := Trigger(t, label, d.names)
		if reason != "" {
			return b, reason
		}
		b.Blocks = append(b.Blocks, condition(t, block))
	}
	if _, ok := b.Text(""); !ok {
		return b, OddText
	}
	return b, ""
}

// attributesOfInput is how many arguments of an input stand in the block itself: a
// workflow has no block of its own for its delegates.
func (d declaration) attributesOfInput(input Block) int {
	if d.kind == "workflow" {
		return len(input.Attributes)
	}
	return 0
}

// oddity is why no block can say a monitor; "" where its parts decide.
func (d declaration) oddity() Reason {
	m := d.monitor
	switch {
	case m.Name == "":
		return OddName
	case len(m.Triggers) == 0 && (m.Type == monitors.Composite || m.Type == monitors.BucketLevel):
		return NoTrigger // which is what would say the type, or whose it is
	case !plainSchedule(m.Schedule):
		return OddSchedule
	}
	for _, t := range m.Triggers {
		if !fits(m.Type, t.Condition) {
			return OddTriggers
		}
	}
	return ""
}

func plainSchedule(s monitors.Schedule) bool {
	switch {
	case s.Interval != nil:
		return s.Interval.Value > 0 && (s.Interval.Unit == monitors.Minutes || s.Interval.Unit == monitors.Hours || s.Interval.Unit == monitors.Days)
	case s.Cron != nil:
		return s.Cron.Expression != "" && s.Cron.Timezone != ""
	}
	return false
}

// fits tells whether a trigger is of the kind that a type of monitor has.
func fits(kind monitors.Type, condition monitors.Condition) bool {
	switch condition.(type) {
	case *monitors.ScriptCondition:
		return kind == "" || kind == monitors.QueryLevel || kind == monitors.ClusterMetrics
	case *monitors.BucketCondition:
		return kind == monitors.BucketLevel
	case *monitors.DocumentCondition:
		return kind == monitors.DocumentLevel
	case *monitors.ChainedCondition:
		return kind == monitors.Composite
	}
	return false
}

// inputs are the ways to say what a monitor reads, the tidiest first; none with the
// reason.
func (d declaration) inputs() ([]Form, Reason) {
	m := d.monitor
	switch in := m.Input.(type) {
	case *monitors.Search:
		if m.Type != monitors.QueryLevel && m.Type != monitors.BucketLevel && m.Type != "" {
			return nil, OddType
		}
		return searches(in, m.Triggers), ""
	case *monitors.DocumentQueries:
		if m.Type != monitors.DocumentLevel {
			return nil, OddType
		}
		return oneInput(documentQueries(in, m.Options))
	case *monitors.ClusterAPI:
		if m.Type != monitors.ClusterMetrics {
			return nil, OddType
		}
		return oneInput(clusterMetrics(in))
	case *monitors.Sequence:
		return oneInput(delegates(in))
	default:
		return nil, OddInput
	}
}

func oneInput(b Block, reason Reason) ([]Form, Reason) {
	if reason != "" {
		return nil, reason
	}
	return []Form{{Block: b}}, ""
}

func searches(in *monitors.Search, triggers []monitors.Trigger) []Form {
	var forms []Form
	if in.Graph != nil {
		forms = append(forms, Form{Block: Graph(in)})
	}
	plain := *in
	plain.Graph = nil
	why := SectionsOfOwn
	if !in.Body.Has("query") {
		why = NoQuery
	}
	if b, ok := Extraction(&plain, triggers); ok {
		forms = append(forms, Form{Block: b})
		why = NotSame
	}
	return append(forms, Form{RawExtraction(&plain, why), "extraction_query", why})
}
