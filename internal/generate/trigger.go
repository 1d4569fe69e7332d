package generate

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Names are what is named otherwise in files than on a cluster.
type Names struct {
	// Destination is what an action refers to; "" where no block declares it.
	Destination func(monitors.DestinationRef) Reference

	// Taken are the labels that others of the kind have already.
	Taken map[string]bool
}

// Label makes a label of a name that people see, and takes it.
func (n Names) Label(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	label := strings.Trim(b.String(), "_")
	if label == "" || label[0] >= '0' && label[0] <= '9' {
		label = strings.Trim("t_"+label, "_")
	}
	const longest = 60 // a number may follow
	label = label[:min(len(label), longest)]
	free := label
	for i := 2; n.Taken[free] || !address.ValidLabel(free); i++ {
		free = label + "_" + strconv.Itoa(i)
	}
	if n.Taken != nil {
		n.Taken[free] = true
	}
	return free
}

// Trigger is the block of a trigger. It is false for one that blocks can't say, such
// as one that sends to a channel that nothing declares: its id is returned.
func Trigger(t monitors.Trigger, label string, names Names) (b Block, missing string, ok bool) {
	b = Block{Type: "trigger", Labels: []string{label}}
	if t.Name != label {
		b.Set("name", t.Name)
	}
	b.Set("severity", Severity(t.Severity))
	condition, times := monitors.Audible(t.Condition)
	ways := Condition(condition)
	if len(ways) == 0 {
		return b, "", false
	}
	b.Set(ways[0].Name, ways[0].Value)
	if bucket, isBucket := condition.(*monitors.BucketCondition); isBucket && bucket.Threshold == nil {
		said := Buckets(bucket)
		if ways[0].Name == "count" {
			said = withoutAttribute(said, "buckets_path")
		}
		b.Blocks = append(b.Blocks, said)
	}
	b.Blocks = append(b.Blocks, Quiet(times)...)
	actions := Names{Destination: names.Destination, Taken: map[string]bool{}}
	for _, a := range t.Actions {
		block, missing, ok := Action(a, actions.Label(a.Name), actions)
		if !ok {
			return b, missing, false
		}
		b.Blocks = append(b.Blocks, block)
	}
	return b, "", true
}

func withoutAttribute(b Block, name string) Block {
	var left []Attribute
	for _, a := range b.Attributes {
		if a.Name != name {
			left = append(left, a)
		}
	}
	b.Attributes = left
	return b
}

// Severity is a number where it is one.
func Severity(s monitors.Severity) any {
	if _, err := strconv.Atoi(string(s)); err == nil {
		return json.Number(s)
	}
	return string(s)
}

// Action is the block of an action; missing is the id of a channel that nothing
// declares.
func Action(a monitors.Action, label string, names Names) (b Block, missing string, ok bool) {
	b = Block{Type: "action", Labels: []string{label}}
	if a.Name != label {
		b.Set("name", a.Name)
	}
	to := names.Destination(a.Destination)
	if to == "" {
		return b, a.Destination.ID, false
	}
	b.Set("destination", to)
	if a.Subject != nil {
		b.Set("subject", a.Subject.Source)
	}
	b.Set("message", a.Message.Source)
	if a.Throttle != nil {
		b.Set("throttle", a.Throttle.String())
	}
	if policy := Policy(a.Policy); policy != nil {
		b.Blocks = append(b.Blocks, *policy)
	}
	return b, "", a.ThrottleEnabled == (a.Throttle != nil)
}

// Policy is the block of how often an action is taken; nil for what holds without one.
func Policy(p *monitors.ExecutionPolicy) *Block {
	fields, _ := monitors.Action{Policy: p}.Fields().Get("action_execution_policy")
	if fields == nil {
		return nil
	}
	b := Block{Type: "action_execution_policy"}
	if p.PerExecution {
		b.Set("scope", "per_execution")
	} else {
		b.Set("actionable_alerts", texts(p.Actionable))
	}
	return &b
}
