package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/plan"
)

// findingMessage words what a preflight has found.
func findingMessage(f plan.Finding) message {
	switch f.Part {
	case plan.ConditionPart:
		return conditionMessage(f)
	case plan.SubjectPart, plan.MessagePart:
		return templateMessage(f)
	default:
		return searchMessage(f)
	}
}

func conditionMessage(f plan.Finding) message {
	what := fmt.Sprintf("The condition of the trigger %q of %s", f.Trigger, f.Address)
	switch f.Kind {
	case plan.ConditionFails:
		return message{"Condition that fails", what + " fails" + because(f) + ". A condition that fails counts as true: it would page in every " + like(f) + "." + nullWayOut(f)}
	case plan.FailsWithoutIndex:
		wayOut := "Ask first: ctx.results[0].aggregations != null && …"
		if f.Graph {
			wayOut = "The condition of a graph has no other form: make the index first, or leave the monitor off until it is there (enabled = false)."
		}
		return message{"Condition that fails without an index", fmt.Sprintf("No index matches %s, so that the answer has no aggregations, and the condition of the trigger %q of %s fails%s. "+
			"A condition that fails counts as true: it would page in every run until there is an index. %s", and(quotedAll(f.Names)), f.Trigger, f.Address, because(f), wayOut)}
	case plan.FailsWithoutHits:
		return message{"Condition that fails where nothing is found", what + " fails in a period in which the search finds nothing" + because(f) + ". A condition that fails counts as true: it would page then." + nullWayOut(f)}
	case plan.FailsWhenLoud:
		return message{"Condition that fails outside of its quiet times", what + " is not asked now, at a quiet time. On what the search finds it fails" + because(f) + ". A condition that fails counts as true: it would page." + nullWayOut(f)}
	default:
		return message{"Condition that fails", what + " fails" + because(f) + ". So nobody is ever alerted: one such trigger makes the whole run fail."}
	}
}

// like are the runs in which a condition fails: those that find as little as this one,
// where it failed for lack of something.
func like(f plan.Finding) string {
	if saysMissing(f.Reason) || len(f.Names) > 0 {
		return "run that finds the same"
	}
	return "run"
}

// because is what the server says, behind the words that it explains.
func because(f plan.Finding) string {
	reason := strings.TrimSuffix(oneLine(f.Reason), ".")
	where := ""
	if f.Line > 1 {
		where = fmt.Sprintf(" in its line %d", f.Line)
	}
	if reason == "" {
		return where
	}
	return where + " (" + reason + ")"
}

// nullWayOut names the aggregations that are null, and how to ask for that.
func nullWayOut(f plan.Finding) string {
	if len(f.Names) == 0 && !saysMissing(f.Reason) {
		return ""
	}
	if len(f.Names) == 0 {
		return " Ask first whether there is what it reads, such as ctx.results[0].hits.total.value > 0 && …"
	}
	return fmt.Sprintf(" %s null there: ask first, such as ctx.results[0].aggregations.%s.value != null && …", pick(len(f.Names), "The aggregation "+quoted(f.Names[0])+" is", "The aggregations "+and(quotedAll(f.Names))+" are"), oneLine(f.Names[0]))
}

// saysMissing tells whether a script failed since something was not there, as Java says
// it: null, or an index beyond a list's end.
func saysMissing(reason string) bool {
	return strings.Contains(reason, "null") || strings.Contains(reason, "Index: ") || strings.Contains(reason, "at index ") || strings.Contains(reason, "out of bounds")
}

func templateMessage(f plan.Finding) message {
	what := fmt.Sprintf("The %s of the action %q of the trigger %q of %s", f.Part, f.Action, f.Trigger, f.Address)
	when := ""
	if f.Offline && !f.Error {
		when = " where the search finds nothing, and the trigger fires"
	}
	switch {
	case f.Kind == plan.EmptyMessage:
		return message{"Message that is empty", what + " renders to nothing" + when + ". The server does not send an empty message, and the alert goes into the state ERROR. Put words around what may be empty."}
	default:
		return message{"Message that fails", what + " fails" + when + because(f) + ". It would not be sent, and the alert goes into the state ERROR. Use a section around what may be missing: {{#ctx.results.0.hits.hits}} … {{/ctx.results.0.hits.hits}}."}
	}
}

func searchMessage(f plan.Finding) message {
	at := f.Address.String()
	names := and(quotedAll(f.Names))
	switch f.Kind {
	case plan.MissingIndex:
		return message{"Index that is not there", fmt.Sprintf("%s searches %s, and there is no such index: the cluster refuses to save such a monitor, and one that is there fails in every run. Look for a typing error; or create the index first.%s", at, names, patternHint(f))}
	case plan.NothingMatches:
		return message{"Pattern that matches no index", fmt.Sprintf("No index matches %s, so that %s finds nothing, without an error. Look for a typing error; if the indices are yet to come, this is no mistake.", names, at)}
	case plan.SearchFails:
		return message{"Search that fails", fmt.Sprintf("The search of %s fails%s. %s", at, because(f), blind(f))}
	case plan.ShardsFailed:
		return message{"Search that fails on some shards", fmt.Sprintf("The search of %s fails on %d of %s%s. The server calls that a success, and tells nobody: what lies there is never found.", at, f.Count, plural(f.Total, "shard"), because(f))}
	case plan.ShardsAway:
		return message{"Shards that did not answer", fmt.Sprintf("Not all shards answered the search of %s%s. That is the cluster's trouble, not the search's; what lies there was not found.", at, because(f))}
	case plan.NotReadable:
		return message{"Indices that this user may not search", fmt.Sprintf("The cluster refuses the search of %s to this user%s. A monitor runs with the roles of whoever saves it: applied by this user it is refused, or finds nothing%s. Apply as a user who may search the indices.", at, because(f), paging(f))}
	case plan.RunRefused:
		return message{"Monitor that the cluster does not take", fmt.Sprintf("The cluster does not run %s%s, and would not save it.", at, because(f))}
	case plan.SlowSearch:
		return message{"Run that takes long", fmt.Sprintf("A dry run of %s did not end within %s; no more monitors were run. Narrow its search: fewer indices, a shorter window, size = 0.", at, plural(f.Count, "second"))}
	default:
		return message{string(f.Kind), at + because(f)}
	}
}

// blind says what a search that fails leads to.
func blind(f plan.Finding) string {
	if f.Pages {
		return "Its conditions then see no results, fail, and count as true: it would page in every run."
	}
	return "It finds nothing then, and nobody is alerted."
}

func paging(f plan.Finding) string {
	if f.Pages {
		return ", and pages in every run"
	}
	return ""
}

// patternHint offers a pattern in place of a name.
func patternHint(f plan.Finding) string {
	if f.Documents {
		return ""
	}
	return fmt.Sprintf(" A pattern such as %q may match nothing yet.", oneLine(f.Names[0])+"*")
}
