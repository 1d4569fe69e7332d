package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

var scriptChecks = []Check{
	{"broken-script", "Script that does not compile", hcl.DiagError, "The server takes any text; a condition that does not compile counts as true and pages people, and of a bucket-level trigger it silences the whole monitor."},
	{"empty-script", "Empty condition", hcl.DiagError, "An empty script compiles, and is true."},
	{"unknown-aggregation", "Unknown aggregation", hcl.DiagError, "A condition that reads an aggregation that the query has not throws, and so is true."},
	{"broken-template", "Template that does not compile", hcl.DiagError, "The server takes any text; a message with an open tag is never sent."},
	{"empty-message", "Empty message", hcl.DiagError, "A message that renders to nothing is an error of the action, and not sent."},
	{"bracket-index", "Index in brackets", hcl.DiagError, "ctx.results[0] in a message renders empty: templates write an index as .0."},
	{"missing-hit", "Hit that may be missing", hcl.DiagWarning, "An index beyond the hits that there are is an error, and the message is not sent."},
	{"mute-in-files", "Mute in the files", hcl.DiagError, "A mute is put onto the cluster by `alertplan mute`, and taken off again there: written into a file, its line would be missed on the cluster forever."},
	{"unknown-message-value", "Unknown value in a message", hcl.DiagWarning, "A name that there is not renders empty, without a word."},
}

// script reads a Painless condition.
func (b *monitorBlock) script(query *queryFacts) monitors.Condition {
	b.needed("condition")
	text, ok := b.text("condition")
	if !ok {
		return nil
	}
	if isUnknown(text) {
		return scriptCondition(text)
	}
	b.checkScript(text, b.at("condition"), query)
	return scriptCondition(text)
}

func (b *monitorBlock) checkScript(text string, at place, query *queryFacts) {
	if strings.TrimSpace(text) == "" {
		b.report("empty-script", at, "An empty condition compiles, and is true: it would alert in every run. Write the comparison, or use hits.")
		return
	}
	b.compileScript(text, at, painless.QueryLevelTrigger)
	if name, reads := b.searchAnswer(text); reads {
		b.report("misplaced-condition", at, "ctx.results[0] is the answer of the cluster's API, and has no %s: a condition that reads them throws, and counts as true.", name)
	}
	if query == nil || query.body == nil {
		return
	}
	b.checkAggregations("unknown-aggregation", text, at, query)
	for _, m := range totalComparison.FindAllStringSubmatch(text, -1) {
		var number int64
		if _, err := fmt.Sscan(m[2], &number); err == nil {
			query.compare(m[1], number, at, b.reading)
		}
	}
}

var totalComparison = pattern.New(`\bhits\.total\.value\s*(>=|<=|==|!=|>|<)\s*([0-9]{1,10})\b`)

// aggregationName is how scripts and templates reach an aggregation.
var aggregationName = pattern.New(`\baggregations(?:\.([A-Za-z_][A-Za-z0-9_]*)|\['([^']*)'\]|\["([^"]*)"\])`)

// checkAggregations looks whether the aggregations that a text reads are those
// of the query.
func (b *monitorBlock) checkAggregations(name checkName, text string, at place, query *queryFacts) {
	there := query.aggregations()
	for _, m := range aggregationName.FindAllStringSubmatch(text, -1) {
		wanted := m[1] + m[2] + m[3]
		if slices.Contains(there, wanted) || m[1] != "" && slices.Contains(mapMethods, wanted) {
			continue
		}
		if len(there) == 0 && query.graph != nil {
			b.report(name, at, "This reads the aggregation %q, but the graph counts documents, and their number is {{ctx.results.0.%s}}. For a figure give the graph a field.", wanted, query.graph.FigurePath())
			return
		}
		if len(there) == 0 {
			b.report(name, at, "This reads the aggregation %q, but the query has none. Add it to aggregations.", wanted)
			return
		}
		b.report(name, at, "The query has no aggregation %q.%s", wanted, hasOnly(wanted, there))
	}
}

// beside tells whether a tag of a message reads an aggregation beside the composite
// ones: it is whole on their last page, too (runs bucket/two-aggs).
func (q *queryFacts) beside(tag string) bool {
	m := aggregationName.FindStringSubmatch(tag)
	if m == nil || q == nil || q.body == nil {
		return false
	}
	name, in := m[1]+m[2]+m[3], orderedjson.NewObject()
	for _, key := range []string{"aggs", "aggregations"} {
		if o := q.body.Object(key); o != nil {
			in = o
		}
	}
	return in.Object(name) != nil && !in.Object(name).Has("composite")
}

// mapMethods can follow aggregations in a script without being names of one.
var mapMethods = []string{"containsKey", "get", "getOrDefault", "isEmpty", "keySet", "size", "values", "entrySet"}

func hasOnly(wanted string, there []string) string {
	if s := didYouMean(wanted, there); s != "" {
		return s
	}
	if len(there) == 0 {
		return ""
	}
	return " It has " + strings.Join(quoted(there), ", ") + "."
}

// aggregations are the names of the query's own aggregations.
func (q *queryFacts) aggregations() []string {
	var names []string
	for _, key := range []string{"aggs", "aggregations"} {
		v, _ := q.body.Get(key)
		if o, ok := v.(*orderedjson.Object); ok {
			names = append(names, o.Keys()...)
		}
	}
	return names
}

// template reads a subject or message.
func (b *monitorBlock) template(name string, query *queryFacts) (monitors.Script, bool) {
	text, ok := b.text(name)
	if !ok {
		return monitors.Script{}, false
	}
	if !isUnknown(text) {
		b.checkTemplate(source{name, text, b.at(name)}, query)
	}
	return monitors.Script{Source: text, Lang: "mustache"}, true
}

// source is a template, and where it stands.
type source struct {
	name string // "subject" or "message"
	text string
	at   place
}

func (b *monitorBlock) checkTemplate(s source, query *queryFacts) {
	text, at := s.text, s.at
	switch {
	case text == "" && s.name == "message":
		b.report("empty-message", at, "The message is empty. The server would take it, and send nothing: an empty message is an error of the action.")
		return
	case text == "":
		b.report("empty-text", at, "The subject is empty. Write one, or take the line out.")
		return
	}
	template, err := mustache.Parse(text)
	var wrong *mustache.SyntaxError
	if errors.As(err, &wrong) {
		b.report("broken-template", b.inText(s, wrong.Line, wrong.Column), "This template does not compile: %s. The server would take it, and never send the message.", strings.TrimSuffix(wrong.Reason, "."))
		return
	}
	if template == nil {
		return
	}
	open := 0
	for _, tag := range template.Tags() {
		switch tag.Kind {
		case mustache.Section, mustache.InvertedSection, mustache.Function:
			open++
		case mustache.Close:
			open--
		}
		b.checkTag(s, tag, query)
		if open == 0 && query != nil && query.body != nil {
			b.checkReach(tag.Name, b.inText(s, tag.Line, tag.Column), query)
		}
	}
}

var bracketIndex = pattern.New(`\[(\d+)\]`)

func (b *monitorBlock) checkTag(s source, tag mustache.Tag, query *queryFacts) {
	switch tag.Kind {
	case mustache.Variable, mustache.RawVariable, mustache.Section, mustache.InvertedSection, mustache.Argument:
	default:
		return
	}
	at := b.inText(s, tag.Line, tag.Column)
	if bracketIndex.MatchString(tag.Name) {
		b.report("bracket-index", at, "{{%s}} renders empty: templates write an index as .0. Write {{%s}}.", tag.Name, bracketIndex.ReplaceAllString(tag.Name, ".$1"))
		return
	}
	if !strings.HasPrefix(tag.Name, "ctx.") {
		return
	}
	names := b.contextNames()
	if member := strings.Split(tag.Name, ".")[1]; !slices.Contains(names, member) {
		b.report("unknown-message-value", at, "There is no ctx.%s in messages, so this renders empty.%s", member, didYouMean(member, names))
		return
	}
	if b.composite && strings.HasPrefix(tag.Name+".", "ctx.results.") && !query.beside(tag.Name) {
		b.report("empty-results", at, "In messages of this monitor ctx.results is the last page of the composite aggregation, which has no bucket. Only the alerts tell what was found: {{#ctx.newAlerts}}{{bucket_keys}} {{/ctx.newAlerts}}.")
		return
	}
	if b.kind == monitors.DocumentLevel && strings.HasPrefix(tag.Name, "ctx.results.") {
		b.report("missing-results", at, "A document-level monitor has no results, so that {{%s}} is an error, and the message is not sent. What was found is in ctx.alerts, such as {{#ctx.alerts}}{{related_doc_ids}}{{/ctx.alerts}}.", tag.Name)
		return
	}
	if name, reads := b.searchAnswer(tag.Name); reads {
		b.report("unknown-message-value", at, "{{%s}} renders empty: ctx.results.0 is the answer of the cluster's API, and has no %s.", tag.Name, name)
	}
	if query != nil && query.body != nil {
		b.checkAggregations("unknown-message-value", tag.Name, at, query)
	}
}

// chainedNames are those in ctx of a workflow's messages (from source): ctx.monitor is
// the workflow, ctx.results what its delegates came to, and there is no ctx.trigger.
var chainedNames = []string{"monitor", "results", "periodStart", "error", "alertGeneratingMonitors", "monitorIdToAlertIdsMap"}

// contextNames are the names in ctx that messages see (alerting-api 4; observed on
// 2.19.4; those of a document-level monitor: runs doc/msg-ctx-all).
func (b *monitorBlock) contextNames() []string {
	names := []string{"monitor", "trigger", "results", "periodStart", "periodEnd", "error"}
	switch b.kind {
	case monitors.DocumentLevel:
		return append(names, "alerts")
	case monitors.Composite:
		return chainedNames
	case monitors.BucketLevel:
		return append(names, "newAlerts", "dedupedAlerts", "completedAlerts")
	default:
		return append(names, "alert")
	}
}
