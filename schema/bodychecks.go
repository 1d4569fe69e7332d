package schema

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// queryProblem tells of a body that the server would refuse.
func (b *monitorBlock) queryProblem(err error) {
	var refused *querydsl.Error
	if !errors.As(err, &refused) || b.query == nil || b.query.body == nil {
		b.report("refused-query", place{subject: b.block}, "The server would refuse this query: %s.", strings.TrimSuffix(err.Error(), "."))
		return
	}
	b.query.refused = true
	found := bodyProblems(b.query.body)
	if len(found) == 0 {
		found = []*querydsl.Error{refused}
	}
	for _, problem := range found {
		b.refusedQuery(problem)
	}
}

// serverSuggestion is how the server ends a reason; we say it in our words.
var serverSuggestion = regexp.MustCompile(` did you mean .*$`)

func (b *monitorBlock) refusedQuery(refused *querydsl.Error) {
	at := b.query.at(refused.Path)
	suggestion := ""
	switch {
	case refused.Suggestion != "":
		suggestion = " Did you mean \"" + refused.Suggestion + "\"?"
	case nearest(refused.UnknownName, clauseNames) != "":
		suggestion = didYouMean(refused.UnknownName, clauseNames)
	case refused.UnknownName != "":
		suggestion = " Look the name up: it is spelt otherwise, or not of OpenSearch."
	}
	b.report("refused-query", at, "The server would refuse this query: %s.%s", strings.TrimSuffix(serverSuggestion.ReplaceAllString(refused.Root().Reason, ""), "."), suggestion)
}

// clauseNames are the queries and aggregations that people write most; the
// server's own suggestions need more likeness.
var clauseNames = strings.Fields(`
	bool term terms match match_phrase match_phrase_prefix match_all multi_match range exists prefix wildcard regexp fuzzy
	ids nested query_string simple_query_string constant_score
	avg cardinality composite date_histogram date_range extended_stats filter filters histogram max min missing
	percentiles significant_terms stats sum top_hits value_count`)

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
	mentionsPeriod := false
	bodyWalk(facts.body, "", func(o *orderedjson.Object, pointer string) {
		if o.Has("aggs") && o.Has("aggregations") {
			b.report("two-aggregations", facts.at(pointer+"/aggs"), "aggs and aggregations are the same; the server would drop one of them without a word. Put both into aggregations.")
		}
		b.checkClauses(o, pointer, facts, indices)
	})
	bodyTexts(facts.body, func(text string) {
		if strings.Contains(text, "{{period_start}}") || strings.Contains(text, "{{period_end}}") || strings.HasPrefix(text, "now") || isUnknown(text) {
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

func bodyTexts(v any, visit func(text string)) {
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			bodyTexts(m.Value, visit)
		}
	case []any:
		for _, x := range v {
			bodyTexts(x, visit)
		}
	case string:
		visit(v)
	}
}

func (b *monitorBlock) checkClauses(o *orderedjson.Object, pointer string, facts *queryFacts, indices []string) {
	if r := o.Object("range"); r.Object("eventTime") != nil && ofCloudWatchLogs(indices) && !b.windowOnEventTime() {
		b.report("event-time", facts.at(pointer+"/range/eventTime"), eventTimeDetail)
	}
	if h := o.Object("date_histogram"); h != nil && !h.Has("interval") && !h.Has("fixed_interval") && !h.Has("calendar_interval") {
		b.report("missing-interval", facts.at(pointer+"/date_histogram"), "A date_histogram needs fixed_interval or calendar_interval; without one the search fails when it runs.")
	}
	if q := o.Object("query_string"); q != nil {
		b.checkQueryString(q.Text("query"), facts.at(pointer+"/query_string/query"))
	}
	if r := o.Object("regexp"); r != nil {
		for _, m := range r.Members() {
			pattern, _ := m.Value.(string)
			if inner, ok := m.Value.(*orderedjson.Object); ok {
				pattern = inner.Text("value")
			}
			if problem := regexpProblem(pattern); problem != "" {
				b.report("broken-regexp", facts.at(pointer+"/regexp/"+pointerKey(m.Key)), "The regular expression %s. The server takes it, and the search fails when it runs.", problem)
			}
		}
	}
}

func (b *monitorBlock) windowOnEventTime() bool {
	v, ok := b.attributes["time_field"]
	if !ok {
		return false
	}
	field, _ := v.Expr.Value(b.ctx)
	text, _ := keyText(field)
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

// countsTo tells whether a track_total_hits counts as far as a number and one
// more.
func countsTo(total any, number int64) bool {
	n, ok := total.(json.Number)
	if !ok {
		return false
	}
	limit, err := n.Int64()
	return err == nil && limit > number
}

// checkQueryString finds what Lucene's parser stumbles over, and what it reads
// otherwise than people do.
func (b *monitorBlock) checkQueryString(text string, at place) {
	words, problem := queryWords(text)
	switch {
	case isUnknown(text) || strings.Contains(text, "{{"):
	case problem != "":
		b.report("broken-query-string", at, "The query string %s. The server takes it, and the search fails when it runs: silently, over a pattern of daily indices.", problem)
	case words["AND"] && words["OR"]:
		b.report("mixed-operators", at, "A query string has no precedence: A OR B AND C finds what has B and C, and A alone is not found. Put brackets around what belongs together.")
	}
}

// queryWords are the operators at the outermost level of a query string.
func queryWords(text string) (words map[string]bool, problem string) {
	words = map[string]bool{}
	var open []byte
	word := ""
	for i := 0; i < len(text); i++ {
		c := text[i]
		inQuotes := len(open) > 0 && (open[len(open)-1] == '"' || open[len(open)-1] == '/')
		switch {
		case c == '\\':
			i++
		case inQuotes:
			if c == open[len(open)-1] {
				open = open[:len(open)-1]
			}
		case c == '"' || c == '/' && word == "":
			open = append(open, c)
		case c == '(':
			open = append(open, c)
		case c == ')':
			if len(open) == 0 {
				return words, "closes a bracket that was not opened"
			}
			open = open[:len(open)-1]
		}
		if c == ' ' || c == '\n' || c == '\t' || c == '(' || c == ')' || c == ':' {
			word = ""
			continue
		}
		word += string(c)
		if end := i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\n'; end && len(open) == 0 {
			words[word] = true
		}
	}
	if len(open) > 0 {
		return words, "does not close a " + map[byte]string{'"': "quote", '/': "regular expression", '(': "bracket"}[open[len(open)-1]]
	}
	return words, ""
}

// regexpProblem finds brackets that Lucene's regular expressions need closed.
func regexpProblem(pattern string) string {
	depth, class := 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
			if i >= len(pattern) {
				return "ends with a backslash"
			}
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')' && depth == 0:
			return "closes a bracket that was not opened"
		case c == ')':
			depth--
		}
	}
	switch {
	case class:
		return "does not close a ["
	case depth > 0:
		return "does not close a bracket"
	}
	return ""
}
