package schema

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// bodyWalk visits all objects of a body with their JSON pointers.
func bodyWalk(v any, pointer string, visit func(o *orderedjson.Object, pointer string)) {
	switch v := v.(type) {
	case *orderedjson.Object:
		visit(v, pointer)
		for _, m := range v.Members() {
			bodyWalk(m.Value, pointer+"/"+pointerKey(m.Key), visit)
		}
	case []any:
		for i, x := range v {
			bodyWalk(x, pointer+"/"+strconv.Itoa(i), visit)
		}
	}
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

func pointerKey(key string) string { return escapePointer.Replace(key) }

// checkBody looks for what the server takes, and what then fails or stays silent.
func (b *monitorBlock) checkBody(facts *queryFacts, indices []string) {
	b.checkLimits(facts)
	b.checkSize(facts)
	mentionsPeriod := false
	bodyWalk(facts.body, "", func(o *orderedjson.Object, pointer string) {
		if o.Has("aggs") && o.Has("aggregations") {
			b.report("two-aggregations", facts.at(pointer+"/aggs"), "aggs and aggregations are the same; the server would drop one of them without a word. Put both into aggregations.")
		}
		b.checkClauses(o, pointer, facts, indices)
	})
	bodyTexts(facts.body, "", func(text, pointer string) {
		if strings.Contains(text, "{{") && b.checkQueryVariables(text, facts.at(pointer)) || strings.HasPrefix(text, "now") || isUnknown(text) {
			mentionsPeriod = true
		}
	})
	if !mentionsPeriod {
		at := facts.at("")
		if facts.compiled && b.has("query") {
			at = b.at("query")
		}
		b.report("missing-window", at, "This query says nothing of time, so every run finds the same events again. Add last = \"…\", or a range on a time field that ends at {{period_end}}.")
	}
}

// bodyTexts visits all texts of a body, keys aside, with their JSON pointers.
func bodyTexts(v any, pointer string, visit func(text, pointer string)) {
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			bodyTexts(m.Value, pointer+"/"+pointerKey(m.Key), visit)
		}
	case []any:
		for i, x := range v {
			bodyTexts(x, pointer+"/"+strconv.Itoa(i), visit)
		}
	case string:
		visit(v, pointer)
	}
}

// queryVariables are all that a query can be given (alerting-api 1.3).
var queryVariables = []string{"period_start", "period_end"}

// checkQueryVariables tells whether a text of a query names the period, and of
// other tags, which render empty.
func (b *monitorBlock) checkQueryVariables(text string, at place) bool {
	template, err := mustache.Parse(text)
	if err != nil {
		b.report("broken-template", at, "A tag in this text of the query does not compile: %s. The search would fail when it runs.", strings.TrimSuffix(err.Error(), "."))
		return false
	}
	named := false
	for _, tag := range template.Tags() {
		switch {
		case tag.Kind != mustache.Variable && tag.Kind != mustache.RawVariable:
		case slices.Contains(queryVariables, tag.Name):
			named = true
		default:
			b.report("unknown-query-variable", at, "{{%s}} renders empty: a query knows {{period_start}} and {{period_end}} only, in epoch milliseconds.%s", tag.Name, didYouMean(tag.Name, queryVariables))
		}
	}
	return named
}

func (b *monitorBlock) checkClauses(o *orderedjson.Object, pointer string, facts *queryFacts, indices []string) {
	if r := o.Object("range"); r.Object("eventTime") != nil && ofCloudWatchLogs(indices) && !b.windowOnEventTime() {
		b.report("event-time", facts.at(pointer+"/range/eventTime"), eventTimeDetail)
	}
	if h := o.Object("date_histogram"); h != nil && !h.Has("interval") && !h.Has("fixed_interval") && !h.Has("calendar_interval") {
		b.report("missing-interval", facts.at(pointer+"/date_histogram"), "A date_histogram needs fixed_interval or calendar_interval; without one the search fails when it runs.")
	}
	if q := o.Object("query_string"); q != nil {
		at := facts.at(pointer + "/query_string/query")
		b.checkQueryString(q.Text("query"), at)
		if eventTimeRange.MatchString(q.Text("query")) && ofCloudWatchLogs(indices) {
			b.report("event-time", at, eventTimeDetail)
		}
	}
	if r := o.Object("regexp"); r != nil {
		for _, m := range r.Members() {
			pattern, _ := m.Value.(string)
			if inner, ok := m.Value.(*orderedjson.Object); ok {
				if inner.Has("flags") {
					continue // they say what is special
				}
				pattern = inner.Text("value")
			}
			if problem := regexpProblem(pattern); problem != "" {
				b.report("broken-regexp", facts.at(pointer+"/regexp/"+pointerKey(m.Key)), "The regular expression %s. The server takes it, and the search fails when it runs.", problem)
			}
		}
	}
}

// eventTimeRange is a range on eventTime in a query string.
var eventTimeRange = pattern.New(`\beventTime:\s*[\[{<>]`)

func (b *monitorBlock) windowOnEventTime() bool {
	found, there := b.evaluated("time_field")
	if !there || !found.ok {
		return false
	}
	text, _ := keyText(found.value)
	return text == "eventTime"
}

// checkLimits: from and size beyond 10,000 are saved, and fail when run.
func (b *monitorBlock) checkLimits(facts *queryFacts) {
	from, _ := wholeNumber(facts.body, "from")
	size, _ := wholeNumber(facts.body, "size")
	if from+size > longestCount {
		b.report("result-limit", facts.at("/size"), "from and size together can be %d at most; the server takes more, and the search fails when it runs. The number of hits needs no size.", longestCount)
	}
}

func wholeNumber(o *orderedjson.Object, key string) (int64, bool) {
	v, _ := o.Get(key)
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	whole, err := n.Int64()
	return whole, err == nil
}
