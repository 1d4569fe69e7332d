package generate

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/monitors"
)

// Trigger is the block of a trigger. The reason is "" where it says all of it.
func Trigger(t monitors.Trigger, label string, names Names) (Block, Reason) {
	b := Block{Type: "trigger", Labels: []string{label}}
	if t.Name != label {
		b.Set("name", t.Name)
	}
	b.Set("severity", Severity(t.Severity))
	condition, times := monitors.Audible(t.Condition)
	ways := Condition(condition)
	if len(ways) == 0 {
		return b, OddCondition
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
		actionLabel := a.Label
		if actionLabel == "" || actions.Taken[actionLabel] {
			actionLabel = actions.LabelOr(a.Name, "action")
		}
		actions.Taken[actionLabel] = true
		block, reason := Action(a, actionLabel, actions)
		if reason != "" {
			return b, reason
		}
		b.Blocks = append(b.Blocks, block)
	}
	return b, ""
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

// Action is the block of an action. The reason is "" where it says all of it.
func Action(a monitors.Action, label string, names Names) (Block, Reason) {
	b := Block{Type: "action", Labels: []string{label}}
	if a.Name != label {
		b.Set("name", a.Name)
	}
	to := names.destination(a.Destination)
	switch {
	case to == "":
		return b, NoChannel
	case !isPlain(a.Message) || a.Subject != nil && !isPlain(*a.Subject):
		return b, OddMessage
	case a.ThrottleEnabled != (a.Throttle != nil):
		return b, OddThrottle
	}
	b.Set("destination", to)
	if a.Subject != nil {
		b.Set("subject", a.Subject.Source)
	}
	b.Set("message", a.Message.Source)
	if a.Throttle != nil {
		b.Set("throttle", InHours(a.Throttle.String()))
	}
	if policy := Policy(a.Policy); policy != nil {
		b.Blocks = append(b.Blocks, *policy)
	}
	return b, ""
}

// isPlain tells whether a template is its text alone.
func isPlain(s monitors.Script) bool {
	return s.Options.Len() == 0 && s.Params.Len() == 0 && (s.Lang == "" || s.Lang == "mustache")
}

// InHours says whole hours of a throttle as such: the cluster has minutes.
func InHours(text string) string {
	minutes, isMinutes := strings.CutSuffix(text, "m")
	n, err := strconv.Atoi(minutes)
	if !isMinutes || err != nil || n == 0 || n%60 != 0 {
		return text
	}
	return strconv.Itoa(n/60) + "h"
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
