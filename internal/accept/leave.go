package accept

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/plan"
)

// spot is where a unit stands: its argument, else the innermost block of it.
func (o *object) spot(u unit) hcl.Range {
	block, _ := o.place(u)
	if block == nil {
		if block = innerBlock(o.block, "trigger", u.trigger); block == nil || u.kind == wholeTrigger {
			block = o.block
		}
	}
	names := []string{u.last()}
	switch u.kind {
	case ofCondition:
		names = conditionArguments
	case ofSchedule, ofSearch, ofInput, ofForm:
		kind, _, _ := strings.Cut(u.fields[0].Path, ".")
		for _, inner := range innerBlocks(block, kind) {
			block = inner
		}
	}
	if body := o.block.Body.Attributes["body"]; body != nil && o.live != nil && !besideBody(u) {
		return body.Range()
	}
	for _, name := range names {
		if a := block.Body.Attributes[name]; a != nil {
			return a.Range()
		}
	}
	return block.DefRange()
}

// leaveParts notes what of a task is left beside what was accepted.
func (a *acceptor) leaveParts(t task, p proposal) {
	for _, l := range p.left {
		a.result.Left = append(a.result.Left, t.part(l))
	}
}

// part is a piece of an expression that is left.
func (t task) part(l leftover) Left {
	left := Left{Address: t.at, Path: t.unit.fields[0].Path, Reason: l.reason, Word: l.word, InFiles: l.old, OnCluster: l.new}
	if len(t.unit.fields) > 1 {
		left.Path = commonPath(t.unit.fields)
	}
	if l.expr == nil {
		left.At = t.spot(t.unit)
		return left
	}
	left.At = l.expr.Range()
	left.Expression = strings.TrimSpace(t.source.text(left.At))
	left.Defined = t.defined(l.word)
	if v, ok := t.config.Value(t.at, l.expr); ok && v.Secret {
		left.InFiles, left.OnCluster = masked(l.old), masked(l.new)
	}
	return left
}

// commonPath is what the paths of fields begin with.
func commonPath(fields []plan.FieldChange) string {
	common := strings.Split(fields[0].Path, ".")
	for _, f := range fields[1:] {
		words := strings.Split(f.Path, ".")
		n := 0
		for n < min(len(common), len(words)) && common[n] == words[n] {
			n++
		}
		common = common[:n]
	}
	return strings.Join(common, ".")
}

// leave notes that nothing of a task was accepted, and why.
func (a *acceptor) leave(t task, why *failure) {
	if t.unit.kind == ofForm {
		a.leaveFields(t, failure{reason: NoForm}, t.spot(t.unit))
		return
	}
	for _, p := range t.proposals {
		if len(p.left) > 0 && (why == nil || why.reason == NoWords) {
			a.leaveParts(t, p)
			return
		}
	}
	if why == nil || why.reason == NoWords {
		reason, word, at := t.why()
		why = &failure{reason: reason, word: word}
		if at.Filename != "" {
			a.leaveFields(t, *why, at)
			return
		}
	}
	a.leaveFields(t, *why, t.spot(t.unit))
}

func (a *acceptor) leaveFields(t task, why failure, at hcl.Range) {
	if t.unit.kind == wholeTrigger || t.unit.kind == wholeAction {
		before, after := t.unit.sides()
		a.result.Left = append(a.result.Left, Left{Address: t.at, Path: t.unit.path(), At: at, Reason: why.reason, Word: why.word, InFiles: after, OnCluster: before})
		return
	}
	for _, f := range t.unit.fields {
		left := Left{Address: t.at, Path: f.Path, At: at, Reason: why.reason, Word: why.word, InFiles: f.After, OnCluster: f.Before}
		if s := t.argumentAt(at); s != nil {
			left.Expression = strings.TrimSpace(t.source.text(s.Expr.Range()))
			if v, ok := t.config.Value(t.at, s.Expr); ok && v.Secret || isSecret(f.After) || isSecret(f.Before) {
				left.InFiles, left.OnCluster, left.Expression = masked(f.After), masked(f.Before), ""
			}
		}
		a.result.Left = append(a.result.Left, left)
	}
}

// argumentAt is the argument that a range is of; nil for a block.
func (t task) argumentAt(at hcl.Range) *hclsyntax.Attribute {
	var found *hclsyntax.Attribute
	_ = hclsyntax.VisitAll(t.block.Body, func(n hclsyntax.Node) hcl.Diagnostics {
		if a, ok := n.(*hclsyntax.Attribute); ok && a.Range() == at {
			found = a
		}
		return nil
	})
	return found
}

// why tells why nothing could be proposed for a task.
func (t task) why() (reason Reason, word string, at hcl.Range) {
	switch {
	case t.block.Body.Attributes["for_each"] != nil:
		return FromForEach, "", hcl.Range{}
	case isSecret(t.unit.fields[0].Before) || isSecret(t.unit.fields[0].After):
		return OfASecret, "", hcl.Range{}
	}
	if t.block.Body.Attributes["body"] != nil && t.unit.last() == "name" && t.unit.trigger != "" {
		return IsLabel, "", hcl.Range{}
	}
	if dynamic := t.dynamic(); dynamic != nil {
		return FromDynamic, dynamic.Labels[0], dynamic.DefRange()
	}
	for _, f := range t.unit.fields {
		if text, ok := f.Before.(string); ok && strings.HasSuffix(f.Path, ".destination") && !t.declares(text) {
			return Undeclared, text, hcl.Range{}
		}
	}
	return NoWords, "", hcl.Range{}
}

// dynamic is the dynamic block that a unit may be made by.
func (t task) dynamic() *hclsyntax.Block {
	outer, kind := t.block, strings.SplitN(t.unit.fields[0].Path, ".", 2)[0]
	if t.unit.action != "" {
		if inner := innerBlock(t.block, "trigger", t.unit.trigger); inner != nil {
			outer, kind = inner, "action"
		}
	}
	for _, b := range innerBlocks(outer, "dynamic") {
		if len(b.Labels) == 1 && b.Labels[0] == kind {
			return b
		}
	}
	return nil
}

// defined is where a local value or a variable is declared that an expression is made
// of.
func (t task) defined(word string) hcl.Range {
	kind, rest, _ := strings.Cut(word, ".")
	name, _, _ := strings.Cut(rest, ".")
	name, _, _ = strings.Cut(name, "[")
	if kind != "local" && kind != "var" {
		return hcl.Range{}
	}
	for _, file := range t.config.Files {
		body, ok := file.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		for _, b := range body.Blocks {
			switch {
			case kind == "local" && b.Type == "locals" && b.Body.Attributes[name] != nil:
				return b.Body.Attributes[name].Range()
			case kind == "var" && b.Type == "variable" && len(b.Labels) == 1 && b.Labels[0] == name:
				return b.DefRange()
			}
		}
	}
	return hcl.Range{}
}

// holdsSecret tells whether a part of what was accepted in part is a secret: the rest of
// the value may then not be printed as a whole.
func (t taken) holdsSecret() bool {
	return slices.ContainsFunc(t.by.left, func(l leftover) bool {
		if l.expr == nil {
			return false
		}
		v, ok := t.config.Value(t.at, l.expr)
		return ok && v.Secret
	})
}
