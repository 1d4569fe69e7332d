package schema

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// checkRaw holds a raw body to the checks that a written monitor has.
func (b *monitorBlock) checkRaw(m monitors.Monitor) {
	b.kind = m.Type
	b.checkRawSchedule(m.Schedule)
	switch input := m.Input.(type) {
	case *monitors.Search:
		b.checkRawSearch(input)
	case *monitors.DocumentQueries:
		b.checkRawDocuments(input)
	case *monitors.ClusterAPI:
		b.checkRawMetrics(input)
	case nil:
		b.report("missing-input", b.bodyAt("/inputs"), "The monitor has no input, so ctx.results is empty, and a condition that reads it throws and counts as true. Add a search to inputs.")
	}
	for i, t := range m.Triggers {
		at := b.bodyAt(fmt.Sprintf("/triggers/%d", i))
		if t.Name == "" {
			b.report("empty-text", at, "A trigger has no name. Give it one: its alerts are kept by it.")
		}
		if !slices.Contains(severities, string(t.Severity)) && !isUnknown(string(t.Severity)) {
			b.report("invalid-severity", at, "The severity of a trigger must be from 1 (the highest) to 5.")
		}
		switch c := t.Condition.(type) {
		case *monitors.ScriptCondition:
			if !isUnknown(c.Script.Source) {
				b.checkScript(c.Script.Source, at, b.scriptFacts(m))
			}
		case *monitors.DocumentCondition:
			if !isUnknown(c.Script.Source) && b.documents != nil {
				b.checkDocumentCondition(c.Script.Source, b.bodyAt(fmt.Sprintf("/triggers/%d/document_level_trigger/condition/script/source", i)))
			}
		case *monitors.BucketCondition:
			b.checkRawBuckets(t, fmt.Sprintf("/triggers/%d/bucket_level_trigger", i))
		}
		for j, a := range t.Actions {
			b.checkRawAction(a, b.bodyAt(fmt.Sprintf("/triggers/%d/actions/%d", i, j)))
		}
	}
}

// scriptFacts is the query that conditions read; cluster metrics have none.
func (b *monitorBlock) scriptFacts(m monitors.Monitor) *queryFacts {
	if m.Type == monitors.ClusterMetrics {
		return nil
	}
	return b.query
}

func (b *monitorBlock) checkRawSchedule(s monitors.Schedule) {
	switch {
	case s.Cron != nil:
		b.checkCron(s.Cron.Expression, b.bodyAt("/schedule/cron/expression"))
		b.timezone(s.Cron.Timezone, b.bodyAt("/schedule/cron/timezone"))
	case s.Interval != nil && !isUnknown(string(s.Interval.Unit)):
		if s.Interval.Unit == monitors.Seconds || s.Interval.Duration() <= 0 {
			b.report("invalid-interval", b.bodyAt("/schedule/period"), "The server takes an interval of whole minutes, hours or days, more than 0 (seconds from OpenSearch 3.2 on only).")
		}
	}
}

func (b *monitorBlock) checkRawSearch(search *monitors.Search) {
	const at = "/inputs/0/search"
	expr := b.attributes["body"].Expr
	b.query = &queryFacts{reading: b.reading, body: search.Body}
	inner, where, ok := descend(expr, b.inBody+at+"/query")
	if !ok {
		inner = wholeOnly{expr}
	}
	b.query.sources = []bodySource{{"", ranged{inner, where}}}
	if len(search.Indices) == 0 {
		b.report("empty-indices", b.bodyAt(at+"/indices"), "Without indices the server would search every index of the cluster. Name what to search.")
	}
	for i, name := range search.Indices {
		if !isUnknown(name) {
			b.checkIndex(name, b.bodyAt(fmt.Sprintf("%s/indices/%d", at, i)))
		}
	}
	if search.Body != nil {
		b.checkBody(b.query, search.Indices)
	}
}

// ranged is an expression whose range begins with its key.
type ranged struct {
	hcl.Expression
	at hcl.Range
}

func (r ranged) Range() hcl.Range { return r.at }

func (r ranged) UnwrapExpression() hcl.Expression { return r.Expression }

func (b *monitorBlock) checkRawAction(a monitors.Action, at place) {
	if a.Name == "" {
		b.report("empty-text", at, "An action has no name. Give it one: its throttle is kept by it.")
	}
	if a.Destination.ID == "" && a.Destination.Address.IsZero() {
		b.report("invalid-destination", at, "An action has no destination_id, so it can send nowhere. Write the id of a channel, or refer to a destination: destination_id = destination.KIND.LABEL.")
	}
	if a.Message.Lang == "mustache" && !isUnknown(a.Message.Source) {
		b.checkTemplate(source{"message", a.Message.Source, at}, b.query)
	}
	if a.Subject != nil && a.Subject.Source != "" && !isUnknown(a.Subject.Source) {
		b.checkTemplate(source{"subject", a.Subject.Source, at}, b.query)
	}
	b.checkRawPolicy(a, at)
	if b.kind == monitors.BucketLevel && a.Message.Lang == "mustache" && !isUnknown(a.Message.Source) {
		b.checkBucketMessage(source{"message", a.Message.Source, at}, cmp.Or(a.Policy, monitors.DefaultPolicy()))
	}
	if a.Throttle != nil && a.ThrottleEnabled {
		b.checkThrottleUse(at)
	}
	if t := a.Throttle; t != nil && !isUnknown(string(t.Unit)) {
		if t.Unit != monitors.Minutes || t.Value < 1 || t.Value > 24*60 {
			b.report("invalid-throttle", at, "The server takes a throttle of 1 to 1440 MINUTES.")
		}
	}
}

func (b *monitorBlock) checkRawDocuments(input *monitors.DocumentQueries) {
	const at = "/inputs/0/doc_level_input"
	if len(input.Indices) == 0 {
		b.report("empty-indices", b.bodyAt(at+"/indices"), noDocumentIndex)
	}
	for i, name := range input.Indices {
		b.checkDocumentIndex(name, b.bodyAt(fmt.Sprintf("%s/indices/%d", at, i)))
	}
	b.documents = &documentFacts{queries: input.Queries, raw: true, at: func(i int, field string) place {
		return b.bodyAt(fmt.Sprintf("%s/queries/%d/%s", at, i, field))
	}}
	b.checkDocumentQueries(b.documents)
}

// checkScriptForms: the script of a condition must be an object, though other
// scripts may be texts (observed on 2.19.4: monitors/shorthand).
func (b *monitorBlock) checkScriptForms(body *orderedjson.Object) {
	for i, v := range body.Array("triggers") {
		trigger, _ := v.(*orderedjson.Object)
		pointer := fmt.Sprintf("/triggers/%d", i)
		for _, wrapper := range []string{"query_level_trigger", "document_level_trigger"} {
			if inner := trigger.Object(wrapper); inner != nil {
				trigger, pointer = inner, pointer+"/"+wrapper
			}
		}
		script, _ := trigger.Object("condition").Get("script")
		if _, isText := script.(string); isText {
			b.report("raw-body", b.bodyAt(pointer+"/condition/script"), "The server would refuse this monitor: the script of a condition must be an object. Write { source = … }.")
		}
	}
}
