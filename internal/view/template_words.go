package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/indextemplate"
)

// findingTexts is what is different, and what comes of it; a way out only where it is
// not the usual one.
func findingTexts(c indextemplate.Comparison, f indextemplate.Finding) findingWords {
	paths := strings.Join(f.Paths, ", ")
	switch f.Code {
	case indextemplate.NoTemplate:
		return findingWords{"no template is for it",
			"It gets the default mapping, which makes a field of each key that it meets. CloudTrail's requestParameters and responseElements differ from call to call: at 1,000 fields, and wherever two services mean different things by one key, events are rejected, those that alerts look for among them.", ""}
	case indextemplate.Outranked:
		return findingWords{"template " + paths + " doesn't count", fmt.Sprintf("Its priority is %s: of composable templates only the one of the highest priority makes an index.", f.Found), ""}
	case indextemplate.Streams:
		return findingWords{"template " + paths + " makes data streams", "A data stream takes documents that are created only; what writes here indexes them, so the cluster refuses each.", "Put the template with a higher priority, or take data_stream out of that one."}
	case indextemplate.OtherType:
		return findingWords{fmt.Sprintf("its documents will have another type than %q", f.Found),
			fmt.Sprintf("What writes says the type %q (the Lambda function of a subscription says the log group), and a template without that type makes an index of the type _doc: \"the final mapping would have more than 1 type\", and every event is rejected.", f.Found),
			fmt.Sprintf("Take _type out of what writes, before the template is put; or print it with --type %s.", shellQuoted(f.Found))}
	case indextemplate.Strict:
		if paths == "" {
			paths = "the mapping"
		}
		return findingWords{paths + " refuses unknown fields (dynamic: strict)", "An event with a field that is not in the mapping is rejected.", ""}
	case indextemplate.Grows:
		return findingWords{paths + ": a field is made of each key",
			"Their keys and types differ from call to call. A busy day runs into index.mapping.total_fields.limit, and values of one key in two types reject each other's events; a higher limit only puts that off.", ""}
	case indextemplate.Flat:
		return findingWords{paths + ": flat_object", "A value of more than 32,766 bytes in it, such as a template or a policy, rejects the event (\"immense term\").", ""}
	case indextemplate.NoObject:
		return findingWords{fmt.Sprintf("%s: %s", paths, f.Found), "CloudTrail has an object there, which a field of another type rejects.", ""}
	case indextemplate.NotAField:
		return findingWords{fmt.Sprintf("%s: %s", paths, f.Found), "CloudTrail has a text there, which an object rejects.", ""}
	case indextemplate.Limit:
		return findingWords{"fields used: " + f.Found, "There is no room left for the fields that CloudTrail's events have: an event with the first field too many is rejected.",
			limitWayOut(f)}
	case indextemplate.Malformed:
		return findingWords{fmt.Sprintf("%s: %s without ignore_malformed", paths, f.Found), "One value of another form (\"20131102T010628Z\" for a date, a service's name for an address) rejects the whole event.", ""}
	case indextemplate.LongValue:
		return findingWords{paths + ": keyword without ignore_above", "Events are longer than the 32,766 bytes that a keyword takes; those are rejected.", ""}
	}
	return quietTexts(c, f, paths)
}

// quietTexts are of what makes alerts silent, and notes.
func quietTexts(c indextemplate.Comparison, f indextemplate.Finding, paths string) findingWords {
	switch f.Code {
	case indextemplate.NoDate:
		return findingWords{fmt.Sprintf("%s: %s, no date", paths, f.Found), "A monitor's window (last, or a range) on it compares texts, and finds nothing or the wrong events.", ""}
	case indextemplate.NoKeyword:
		return findingWords{fmt.Sprintf("%s: %s without .keyword", paths, f.Found), "Alerts that ask for the .keyword of these fields, as those for " + string(c.Options.Kind) + "-* do, find nothing, without an error.", ""}
	case indextemplate.NotSearched:
		return findingWords{paths + ": not indexed", "They stay in the documents, but no search finds an event by them: alerts are silent.", ""}
	case indextemplate.OddKeys:
		return findingWords{paths + ": dynamic: false", "A key that is empty or begins with a dot, such as a parameter of a request to S3 that somebody chose, still rejects the event; enabled: false takes it.", ""}
	}
	return findingWords{"legacy template " + paths + " doesn't count", fmt.Sprintf("Template %s is composable, and beside one no legacy template makes an index: its settings (shards, replicas, lifecycle) are to be said there.", f.Found), ""}
}

// limitWayOut: of all that matters this alone can be changed on an index that is there.
func limitWayOut(f indextemplate.Finding) string {
	if f.Index == "" {
		return ""
	}
	return fmt.Sprintf("This can be changed at once:\n  PUT %s/_settings {\"index.mapping.total_fields.limit\": %d}", f.Index, indextemplate.FieldLimit)
}
