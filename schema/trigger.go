package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

var severities = []string{"1", "2", "3", "4", "5"}

func (b *monitorBlock) trigger(block *hcl.Block, query *queryFacts) monitors.Trigger {
	t := monitors.Trigger{Label: block.Labels[0], Name: block.Labels[0], Actions: []monitors.Action{}}
	if name, ok := b.publicText("name"); ok && b.notBlank("name", name) {
		t.Name = name
	}
	t.Severity = b.severity()
	t.Condition = b.silenced(b.condition(query), b.quietTimes())
	for _, action := range b.labelled(b.blocks.OfType("action")) {
		t.Actions = append(t.Actions, b.inBlock(action, grammar.Trigger.Block("action").Schema()).action(action, query))
	}
	if len(b.blocks.OfType("action")) == 0 && !b.misspelt["action"] && len(b.dynamic) == 0 && !b.isDelegate {
		b.report("missing-action", place{b.def, b.block}, "The trigger %q has no action: it opens alerts and tells nobody. Add an action block.", t.Label)
	}
	return t
}

func (b *monitorBlock) severity() monitors.Severity {
	b.needed("severity")
	v, ok := b.value("severity")
	if !ok {
		return ""
	}
	plain, marks := v.UnmarkDeep()
	if hasSecret(marks) {
		b.report("sensitive-value", b.at("severity"), "severity must not hold a secret, since it is printed. If it is none, use nonsensitive().")
		return ""
	}
	if !plain.IsKnown() {
		return monitors.Severity(unknownText(v))
	}
	text := ""
	switch plain.Type() {
	case cty.Number:
		text = numberText(plain)
	case cty.String:
		text = plain.AsString()
	}
	if !slices.Contains(severities, text) {
		b.report("invalid-severity", b.at("severity"), "severity must be a number from 1 (the highest) to 5.")
		return ""
	}
	return monitors.Severity(text)
}

func (b *monitorBlock) condition(query *queryFacts) monitors.Condition {
	switch {
	case b.kind == monitors.DocumentLevel:
		return b.documentCondition()
	case b.kind == monitors.ClusterMetrics:
		return b.metricsCondition()
	case b.kind == monitors.BucketLevel:
		return b.bucketCondition(query)
	case b.ofGraph(query):
		return b.threshold(query)
	case b.has("hits") && b.has("condition"):
		b.report("missing-condition", b.at("hits"), "A trigger has hits or condition, not both. Keep one of them.")
	case b.has("hits"):
		return b.hits(query)
	case b.has("condition"):
		return b.script(query)
	case b.lacks(slices.Concat(thresholds, []string{"hits", "condition"})...):
		b.report("missing-condition", place{b.def, b.block}, "A trigger needs hits, such as hits = \"> 0\", or a Painless condition.")
	}
	return nil
}

func scriptCondition(source string) *monitors.ScriptCondition {
	return &monitors.ScriptCondition{Script: monitors.Script{Source: source, Lang: "painless"}}
}

var hitsForm = pattern.New(`^\s*(>=|<=|==|!=|>|<)\s*([0-9]+)\s*$`)

// counted is a comparison with a number of documents.
type counted struct {
	operator string
	number   int64
}

// comparison reads hits and count.
func (b *monitorBlock) comparison(name, text string) (counted, bool) {
	form := hitsForm.FindStringSubmatch(text)
	if form == nil {
		b.report("invalid-hits", b.at(name), "%q is no comparison: write >, >=, <, <=, == or != and a whole number, such as \"> 0\". For anything else use condition.", text)
		return counted{}, false
	}
	number, err := strconv.ParseInt(form[2], 10, 32)
	if err != nil {
		b.report("invalid-hits", b.at(name), "The number is too large: the server counts to 2147483647.")
		return counted{}, false
	}
	return counted{form[1], number}, true
}

// hits compiles to a comparison with the number of documents found.
func (b *monitorBlock) hits(query *queryFacts) monitors.Condition {
	b.needed("hits")
	text, ok := b.publicText("hits")
	if !ok {
		return nil
	}
	if isUnknown(text) {
		return scriptCondition(text)
	}
	form, ok := b.comparison("hits", text)
	if !ok {
		return nil
	}
	operator, number := form.operator, form.number
	if number == 0 && (operator == ">=" || operator == "<") {
		b.report("constant-hits", b.at("hits"), "There are never less than 0 hits, so %q is always the same. Did you mean \"> 0\"?", strings.TrimSpace(text))
	}
	b.least = leastHits(operator, number)
	if query != nil {
		query.compare(operator, number, b.at("hits"), b.reading)
	}
	return scriptCondition(fmt.Sprintf("ctx.results[0].hits.total.value %s %d", operator, number))
}
