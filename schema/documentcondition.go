package schema

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/expression"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// documentCondition reads the condition of a document-level trigger.
func (b *monitorBlock) documentCondition() monitors.Condition {
	b.refuseOtherConditions("a document-level monitor", "Write condition = \"query[name=…]\", or \"return true\" for whatever a query finds.")
	if b.lacks(slices.Concat(thresholds, []string{"hits", "condition"})...) {
		b.report("missing-condition", place{b.def, b.block}, "A trigger of a document-level monitor needs a condition over its queries, such as condition = \"query[name=…]\", or \"return true\" for whatever they find.")
	}
	b.needed("condition")
	text, ok := b.text("condition")
	if !ok {
		return nil
	}
	if !isUnknown(text) {
		b.checkDocumentCondition(text, b.at("condition"))
	}
	return &monitors.DocumentCondition{Script: monitors.Script{Source: text, Lang: "painless"}}
}

// refuseOtherConditions tells of hits and thresholds, which need a search.
func (b *monitorBlock) refuseOtherConditions(of, instead string) {
	for _, name := range slices.Concat(thresholds, []string{"hits"}) {
		if b.has(name) {
			b.report("misplaced-condition", b.at(name), "%s goes with a search, and %s has none. %s", name, of, instead)
		}
	}
}

// The conditions that are no expressions.
var wholeConditions = []string{"return true", "return false"}

// queryOperand is an operand as it is meant to be; openOperand one without its end.
var (
	queryOperand = pattern.New(`^query\[(name|tag|id)=([^\[\]=]+)\]$`)
	openOperand  = pattern.New(`^query\[(name|tag|id)=([^\[\]=]+)$`)
)

// checkDocumentCondition reads a condition as the server does (observed on 2.19.4:
// runs doc/cond-*, execute/document_level).
func (b *monitorBlock) checkDocumentCondition(text string, at place) {
	const check = "broken-document-condition"
	if slices.Contains(wholeConditions, text) {
		if text == wholeConditions[1] {
			b.report("constant-condition", at, "This never holds: nobody is ever told. Disable the monitor instead.")
		}
		return
	}
	bare := strings.Trim(text, " \t\r\n;")
	switch {
	case bare == "":
		b.report(check, at, "An empty condition fails, and alerts nobody. Write query[name=…], or return true for whatever a query finds.")
		return
	case bare == "true", slices.Contains(wholeConditions, bare):
		b.report(check, at, "This is no condition that the server knows: it fails, and alerts nobody. Write \"return true\" as it is, with nothing around it.")
		return
	case strings.Contains(bare, "ctx.") || strings.Contains(bare, "params."):
		b.report(check, at, "The condition of a document-level trigger is no Painless: it fails, and alerts nobody. It joins queries, such as query[name=…] && !query[tag=…].")
		return
	case strings.ContainsAny(bare, "\t\r\n"):
		b.report(check, at, "The condition stands on several lines: of what separates its parts the server drops blanks only, so it fails, and alerts nobody. Write it on one line.")
		return
	}
	e, err := expression.Documents.Parse(text)
	if err != nil {
		b.report(check, at, "The server can't read this condition, so that it alerts nobody: %s. It joins query[name=…], query[tag=…] and query[id=…] by &&, ||, ! and brackets.", strings.TrimSuffix(err.Error(), "."))
		return
	}
	if b.checkOperands(e, at) {
		b.checkJoined(e, text, at)
	}
}

// checkOperands tells whether the operands are whole, and name what there is.
func (b *monitorBlock) checkOperands(e *expression.Expression, at place) bool {
	good := true
	for _, step := range e.Steps {
		if expression.IsOperator(step) {
			continue
		}
		whole, open := queryOperand.FindStringSubmatch(step), openOperand.FindStringSubmatch(step)
		switch {
		case whole != nil:
			good = b.checkNamedQuery(whole[1], whole[2], at) && good
		case open != nil:
			b.report("loose-document-condition", at, "A bracket is missing behind %s. The server reads it as if it were there; write %s].", step, step)
			good = b.checkNamedQuery(open[1], open[2], at) && good
		default:
			good = false
			b.brokenOperand(step, at)
		}
	}
	return good
}

func (b *monitorBlock) brokenOperand(step string, at place) {
	const check = "broken-document-condition"
	if first, rest, _ := strings.Cut(step, "]"); queryOperand.MatchString(first+"]") && rest != "" {
		b.report(check, at, "The server passes over what stands behind %s] (%q, without blanks), as if it were not there. Join queries by &&, || and !.", first, rest)
		return
	}
	key, _ := expression.Operand(step)
	if key != "" && !slices.Contains(operandKeys, key) {
		b.report(check, at, "A query is named by name, tag or id, and %q is none of these: the server finds nothing by it.%s", key, didYouMean(key, operandKeys))
		return
	}
	b.report(check, at, "%s names no query, and finds nothing. Write query[name=…] or query[tag=…].", step)
}

var operandKeys = []string{"name", "tag", "id"}

// checkNamedQuery tells whether there is what an operand names.
func (b *monitorBlock) checkNamedQuery(key, value string, at place) bool {
	if b.documents == nil {
		return false
	}
	names, tags, ids := b.documents.namesAndTags()
	if slices.ContainsFunc(slices.Concat(names, tags, ids), isUnknown) {
		return false
	}
	switch {
	case key == "name" && slices.Contains(names, value), key == "tag" && slices.Contains(tags, value), key == "id" && slices.Contains(ids, value):
		return true
	case key == "name":
		for _, q := range b.documents.queries {
			if q.Name != value && (q.Label == value || strings.ReplaceAll(q.Name, " ", "") == value) {
				b.report("unknown-document-query", at, "No query has the name %q, so this finds nothing: that of the query %q is %q.%s", value, q.Key(), q.Name, awkwardHint(q.Name))
				return false
			}
		}
		b.report("unknown-document-query", at, "There is no query with the name %q, so this finds nothing.%s", value, hasOnly(value, names))
	case key == "tag" && len(tags) == 0:
		b.report("unknown-document-query", at, "No query has a tag, so query[tag=%s] finds nothing. Add tags = [%q] to the queries that are meant.", value, value)
	case key == "tag":
		b.report("unknown-document-query", at, "No query has the tag %q, so this finds nothing.%s", value, hasOnly(value, tags))
	case !b.documents.raw:
		b.report("unknown-document-query", at, "The ids of queries are derived when the monitor is made. Name the query: query[name=…].")
	default:
		b.report("unknown-document-query", at, "There is no query with the id %q, so this finds nothing.%s", value, didYouMean(value, ids))
	}
	return false
}

func awkwardHint(name string) string {
	if awkwardQueryName.MatchString(name) {
		return " A condition can't hold that name: give the query a tag, and write query[tag=…]."
	}
	return " Write that, or take the name out."
}

// checkJoined looks at how operands are joined.
func (b *monitorBlock) checkJoined(e *expression.Expression, text string, at place) {
	if _, err := e.Holds(func(string) bool { return true }); err != nil {
		b.report("broken-document-condition", at, "An operator has nothing to join, so the condition fails, and alerts nobody. Write a query on both sides of && and ||, and one behind !.")
		return
	}
	if !e.IsJoined() {
		b.report("broken-document-condition", at, "Two queries stand here without && or || between them: the server heeds one, and passes over the other.")
		return
	}
	if slices.Contains(expression.Neighbours(text), [2]string{"||", "&&"}) {
		b.report("loose-document-condition", at, "The condition has no precedence: a || b && c means (a || b) && c. Put brackets around what belongs together.")
	}
	if b.neverHolds(e) {
		b.report("constant-condition", at, "Whatever the queries find, this condition chooses no document: !a means those that any query found, but a did not.")
	}
}

// mostCombined is for how many queries all combinations are tried.
const mostCombined = 10

// neverHolds tries a condition with every set of queries that may find a document.
func (b *monitorBlock) neverHolds(e *expression.Expression) bool {
	queries := b.documents.queries
	if len(queries) > mostCombined {
		return false
	}
	for found := 1; found < 1<<len(queries); found++ {
		holds, err := e.Holds(func(operand string) bool {
			key, value := expression.Operand(operand)
			for i, q := range queries {
				if found&(1<<i) == 0 {
					continue
				}
				if key == "name" && q.Name == value || key == "id" && q.ID == value || key == "tag" && slices.Contains(q.Tags, value) {
					return true
				}
			}
			return false
		})
		if holds || err != nil {
			return false
		}
	}
	return len(queries) > 0
}
