package monitors

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// ChainedCondition says when a workflow's trigger fires (chained_alert_trigger):
// an expression over which delegates left alerts in the run. It looks like a script
// but is no Painless.
type ChainedCondition struct {
	// Script is how the expression is kept; its Source is that of Parts.
	Script Script

	// Parts are the expression taken apart: words between references.
	Parts []ChainedPart
}

// ChainedPart is a piece of an expression: a reference to a monitor, or what stands
// between references.
type ChainedPart struct {
	Text    string
	Monitor *Ref // nil: Text
}

func (*ChainedCondition) isCondition() {}

// byID is how the server's expressions name a monitor; blanks mean nothing to it.
var byID = pattern.New(`monitor *\[ *id *= *([A-Za-z0-9+/_-]+) *\]`)

// Chained takes a stored condition apart.
func Chained(s Script) *ChainedCondition {
	c := &ChainedCondition{Script: s}
	rest := s.Source
	for {
		at := byID.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		c.add(ChainedPart{Text: rest[:at[0]]})
		c.add(ChainedPart{Monitor: &Ref{ID: rest[at[2]:at[3]]}})
		rest = rest[at[1]:]
	}
	c.add(ChainedPart{Text: rest})
	c.Script.Source = c.Source()
	return c
}

func (c *ChainedCondition) add(p ChainedPart) {
	if p.Monitor != nil || p.Text != "" {
		c.Parts = append(c.Parts, p)
	}
}

// Source is the expression as the server has it. A monitor whose id is not known yet
// is named by its address, as nothing that is sent.
func (c *ChainedCondition) Source() string {
	return c.text(func(r Ref) string {
		if r.ID == "" {
			return "monitor[" + r.Address.String() + "]"
		}
		return "monitor[id=" + r.ID + "]"
	})
}

// words is the expression as the configuration has it.
func (c *ChainedCondition) words() string {
	return c.text(func(r Ref) string {
		if r.Address.IsZero() {
			return "monitor[id=" + r.ID + "]"
		}
		return "monitor[" + strings.TrimPrefix(r.Address.String(), "monitor.") + "]"
	})
}

func (c *ChainedCondition) text(name func(Ref) string) string {
	var b strings.Builder
	for _, p := range c.Parts {
		switch {
		case p.Monitor == nil:
			b.WriteString(p.Text)
		default:
			if _, unknown := Unknown(p.Monitor.ID); unknown {
				return p.Monitor.ID
			}
			b.WriteString(name(*p.Monitor))
		}
	}
	return b.String()
}

func (c *ChainedCondition) mapRefs(f func(Ref) Ref) *ChainedCondition {
	out := &ChainedCondition{Script: c.Script, Parts: slices.Clone(c.Parts)}
	for i, p := range out.Parts {
		if p.Monitor != nil {
			mapped := f(*p.Monitor)
			out.Parts[i].Monitor = &mapped
		}
	}
	out.Script.Source = out.Source()
	return out
}

func (c *ChainedCondition) canonical() *ChainedCondition {
	out := c.mapRefs(func(r Ref) Ref { return r })
	out.Script = out.Script.canonical(painless)
	return out
}

// fields is the expression alone where nothing else is said.
func (c *ChainedCondition) fields() any {
	said := c.Script
	said.Source = c.words()
	return said.fields()
}
