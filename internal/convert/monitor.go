package convert

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/internal/generate"
)

// Monitor is a monitor in the words of the language.
type Monitor struct {
	Label, Name, Description string
	Comment                  []string // lines that stand above it
	Schedule                 generate.Block
	Indices                  []string
	Search                   generate.Search
	Triggers                 []Trigger
}

// Trigger is a trigger in the words of the language.
type Trigger struct {
	Label, Name string
	Severity    int                  // 1 to 5; 0 is 3
	Condition   []generate.Attribute // hits, count or condition: one of them
	Blocks      []generate.Block     // buckets, quiet_hours, maintenance
	Actions     []Action
}

// Action is a message to a destination.
type Action struct {
	Label       string
	Destination string // an address
	Subject     string
	Message     string
	Throttle    string
	PerAlert    bool // of a bucket-level monitor: new alerts have a message each
}

// Every is the schedule of a fixed interval.
func Every(interval string) generate.Block {
	b := generate.Block{Type: "schedule"}
	b.Set("interval", interval)
	return b
}

// Object is the monitor's block.
func (m Monitor) Object(source Source) Object {
	b := generate.Block{Type: "monitor", Labels: []string{m.Label}}
	b.Set("name", m.Name)
	if m.Description != "" {
		b.Set("description", m.Description)
	}
	b.Blocks = append(b.Blocks, m.Schedule, generate.ExtractionQuery(m.Indices, m.Search))
	for _, t := range m.Triggers {
		b.Blocks = append(b.Blocks, t.block())
	}
	return Object{Source: source.Name, Comment: m.Comment, Block: b}
}

func (t Trigger) block() generate.Block {
	b := generate.Block{Type: "trigger", Labels: []string{t.Label}}
	if t.Name != "" {
		b.Set("name", t.Name)
	}
	severity := t.Severity
	if severity == 0 {
		severity = 3
	}
	b.Set("severity", json.Number(strconv.Itoa(severity)))
	b.Attributes = append(b.Attributes, t.Condition...)
	b.Blocks = append(b.Blocks, t.Blocks...)
	for _, a := range t.Actions {
		b.Blocks = append(b.Blocks, a.block())
	}
	return b
}

func (a Action) block() generate.Block {
	b := generate.Block{Type: "action", Labels: []string{a.Label}}
	b.Set("destination", generate.Reference(a.Destination))
	if a.Subject != "" {
		b.Set("subject", a.Subject)
	}
	b.Set("message", a.Message)
	if a.Throttle != "" {
		b.Set("throttle", a.Throttle)
	}
	if a.PerAlert {
		policy := generate.Block{Type: "action_execution_policy"}
		policy.Set("actionable_alerts", []any{"NEW"})
		b.Blocks = append(b.Blocks, policy)
	}
	return b
}
