package accept

import (
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// conditionArguments are those of which one is a trigger's condition.
var conditionArguments = []string{"hits", "condition", "count", "above", "below", "equals", "all_of", "any_of", "none_of"}

// liveTrigger is the live counterpart of a trigger in the plan's words: its label, or
// its name in quotes.
func (o *object) liveTrigger(label string) *monitors.Trigger {
	for i, t := range o.live.Triggers {
		if t.Label == label && label != "" || strconv.Quote(t.Name) == label {
			return &o.live.Triggers[i]
		}
	}
	wanted := o.desired.Trigger(label)
	if wanted == nil {
		return nil
	}
	for i, t := range o.live.Triggers { // without a mark: the plan went by ids and names
		if t.Label == "" && t.Name == wanted.Name {
			return &o.live.Triggers[i]
		}
	}
	if i := slices.IndexFunc(o.desired.Triggers, func(t monitors.Trigger) bool { return t.Label == label }); len(o.live.Triggers) == len(o.desired.Triggers) {
		return &o.live.Triggers[i]
	}
	return nil
}

func liveAction(t *monitors.Trigger, label string) *monitors.Action {
	for i, a := range t.Actions {
		if a.Label == label && label != "" || strconv.Quote(a.Name) == label {
			return &t.Actions[i]
		}
	}
	return nil
}

// proposeCondition is for a trigger's condition, its buckets and its quiet times, in
// each way in which it can be said.
func (o *object) proposeCondition(u unit, block *hclsyntax.Block, path string) []proposal {
	t, wanted := o.liveTrigger(u.trigger), o.desired.Trigger(u.trigger)
	if t == nil || wanted == nil {
		return nil
	}
	live := t.InWordsOf(*wanted)
	condition, times := monitors.Audible(live.Condition)
	_, wantedTimes := monitors.Audible(wanted.Condition)
	ways := generate.Condition(condition)
	if slices.ContainsFunc(ways, func(a generate.Attribute) bool { return block.Body.Attributes[a.Name] != nil }) {
		slices.SortStableFunc(ways, func(a, b generate.Attribute) int { // as it is written now first
			return rank(block, a.Name) - rank(block, b.Name)
		})
	}
	var found []proposal
	for _, way := range ways {
		want := generate.Block{Attributes: []generate.Attribute{way}}
		in := within{attributes: conditionArguments}
		if bucket, ok := condition.(*monitors.BucketCondition); ok && bucket.Threshold == nil && touches(u, "buckets") {
			want.Blocks, in.blocks = append(want.Blocks, o.buckets(bucket, way.Name, block)), append(in.blocks, "buckets")
		}
		if touches(u, "quiet_hours") || touches(u, "maintenance") {
			own, ok := ownTimes(o.block, times, wantedTimes)
			if !ok {
				return nil
			}
			want.Blocks = append(want.Blocks, generate.Quiet(own)...)
			in.blocks = append(in.blocks, "quiet_hours", "maintenance")
		}
		w := o.writer()
		w.block(block, want, in, path)
		found = append(found, w.proposal()...)
	}
	return found
}

func rank(block *hclsyntax.Block, name string) int {
	if block.Body.Attributes[name] != nil {
		return 0
	}
	return 1
}

// touches tells whether fields of a trigger are of a block.
func touches(u unit, word string) bool {
	for _, f := range u.fields {
		rest := f.Path[len("trigger.")+len(u.trigger)+1:]
		if len(rest) >= len(word) && rest[:len(word)] == word {
			return true
		}
	}
	return false
}

// buckets is the block buckets with no more than what stands in it already, or must.
func (o *object) buckets(c *monitors.BucketCondition, way string, trigger *hclsyntax.Block) generate.Block {
	said := generate.Buckets(c)
	if way != "count" {
		return said
	}
	said.Attributes = slices.DeleteFunc(said.Attributes, func(a generate.Attribute) bool { return a.Name == "buckets_path" })
	return said
}

// ownTimes are the quiet times that a trigger has beside those of the monitor's block,
// which come first; false where those are others, too.
func ownTimes(block *hclsyntax.Block, live, wanted quiet.Times) (quiet.Times, bool) {
	hours, windows := len(innerBlocks(block, "quiet_hours")), len(innerBlocks(block, "maintenance"))
	if hours > len(live.Hours) || windows > len(live.Maintenance) {
		return live, false
	}
	for i := range hours {
		if !equalTimes(quiet.Times{Hours: live.Hours[i : i+1]}, quiet.Times{Hours: wanted.Hours[i : i+1]}) {
			return live, false
		}
	}
	for i := range windows {
		if live.Maintenance[i] != wanted.Maintenance[i] {
			return live, false
		}
	}
	return quiet.Times{Hours: live.Hours[hours:], Maintenance: live.Maintenance[windows:]}, true
}

func equalTimes(a, b quiet.Times) bool {
	return a.Write(quiet.Script{}, quiet.PeriodEnd) == b.Write(quiet.Script{}, quiet.PeriodEnd)
}

// proposePolicy is for the execution policy of an action.
func (o *object) proposePolicy(u unit, block *hclsyntax.Block, path string) []proposal {
	t := o.liveTrigger(u.trigger)
	if t == nil {
		return nil
	}
	a := liveAction(t, u.action)
	if a == nil {
		return nil
	}
	var want generate.Block
	if policy := generate.Policy(a.Policy); policy != nil {
		want.Blocks = append(want.Blocks, *policy)
	}
	w := o.writer()
	w.block(block, want, within{blocks: []string{"action_execution_policy"}}, path)
	return w.proposal()
}

// proposeWhole is for a trigger or an action that is on one side only.
func (o *object) proposeWhole(u unit) []proposal {
	w := o.writer()
	outer := o.block
	if u.kind == wholeAction {
		if outer = innerBlock(o.block, "trigger", u.trigger); outer == nil {
			return nil
		}
	}
	kind, label := "trigger", u.trigger
	if u.kind == wholeAction {
		kind, label = "action", u.action
	}
	if u.fields[0].Before == nil {
		block := innerBlock(outer, kind, label)
		if block == nil {
			return nil
		}
		w.removeBlock(block)
		return w.proposal()
	}
	block, ok := o.added(u, outer)
	if !ok {
		return nil
	}
	w.addBlock(outer, block)
	return w.proposal()
}

// added is the block of a trigger or an action that somebody has added.
func (o *object) added(u unit, outer *hclsyntax.Block) (generate.Block, bool) {
	t := o.liveTrigger(u.trigger)
	if t == nil {
		return generate.Block{}, false
	}
	names := generate.Names{Destination: o.names.Destination, Taken: map[string]bool{}}
	for _, b := range outer.Body.Blocks {
		for _, label := range b.Labels {
			names.Taken[label] = true
		}
	}
	if u.kind == wholeTrigger {
		b, odd := generate.Trigger(*t, names.Label(t.Name), names)
		return b, odd == ""
	}
	a := liveAction(t, u.action)
	if a == nil {
		return generate.Block{}, false
	}
	b, odd := generate.Action(*a, names.Label(a.Name), names)
	return b, odd == ""
}
