package discover

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/generate"
)

// Kind is the converter of requests of the Discover page.
func Kind() convert.Kind {
	return convert.Kind{Name: "discover", Short: "a search request in each file, of Discover or the Dev Tools", Convert: convert.Each(Convert)}
}

// converter makes a monitor of a request.
type converter struct {
	source  convert.Source
	options convert.Options
	result  *convert.Result
}

func (c *converter) note(at *jsontext.Node, summary, detail string) {
	c.result.Note(c.source.Range(at.From, at.To), summary, detail)
}

func (c *converter) refuse(from, to int, summary, detail string) {
	c.result.Refuse(c.source.Range(from, to), summary, detail)
}

func (c *converter) family() convert.Family {
	if c.options.Family == "" {
		return convert.CWL
	}
	return c.options.Family
}

// Convert makes a monitor of a request.
func Convert(source convert.Source, o convert.Options, labels *convert.Labels) convert.Result {
	var result convert.Result
	c := &converter{source, o, &result}
	if strings.TrimSpace(string(source.Text)) == "" {
		result.Refuse(source.Whole(), "Empty request", "There is nothing in it. Copy the request from Discover: Inspect, then Request.")
		return result
	}
	req, err := readRequest(string(source.Text))
	var p *jsontext.Problem
	if errors.As(err, &p) {
		c.refuse(p.From, p.To, "Request that can't be read", p.What)
		return result
	}
	clauses := c.members(req.body)
	if !result.Refused() {
		c.monitor(req, clauses, labels)
	}
	return result
}

// clutter are members of a body that change nothing of what is found: the page's.
var clutter = []string{
	"version", "seq_no_primary_term", "stored_fields", "fields", "docvalue_fields", "highlight", "_source", "track_total_hits", "track_scores", "explain", "timeout",
	"size", "from", "sort", "profile", "preference", "stats", "include_named_queries_score", "ext",
}

// refusals are members that change what is found, or ask for something else.
var refusals = map[string]string{
	"min_score":        "Which documents score so high depends on the whole index, and the clauses become filters, which have no score. Take it out.",
	"collapse":         "collapse shows one document of each value. A monitor that looks at each value is one of groups: add group_by by hand.",
	"search_after":     "It asks for a later page. Copy the request of the first one.",
	"slice":            "It asks for a part of the documents.",
	"terminate_after":  "The search ends before all is found, and the condition would depend on chance. Take it out.",
	"knn":              "Neighbours of a vector have no window of time. Write the search by hand.",
	"runtime_mappings": "Fields that are reckoned when a search runs are unknown to monitors.",
	"derived":          "Fields that are reckoned when a search runs are unknown to monitors.",
	"pit":              "It asks for the index as it was at a moment. Take it out, and say the index by --indices.",
}

// members looks at what a body holds beside its query, and gives the clauses that find
// what it finds.
func (c *converter) members(body *jsontext.Node) []*jsontext.Node {
	var clauses []*jsontext.Node
	for _, m := range body.Members {
		empty := m.Value.Kind != 0 && m.Value.Kind != '"' && len(m.Value.Members)+len(m.Value.Items) == 0
		switch reason := refusals[m.Key]; {
		case m.Key == "query" || m.Key == "post_filter":
			if m.Value.Kind != '{' {
				c.refuse(m.Value.From, m.Value.To, "Query that can't be read", "A query is an object.")
			} else if !empty {
				clauses = append(clauses, m.Value)
			}
		case empty || slices.Contains(clutter, m.Key):
		case m.Key == "aggs" || m.Key == "aggregations":
			c.aggregations(m)
		case m.Key == "script_fields":
			c.note(m.Value, "Computed columns", "Columns that a script makes change nothing of what is found, and are left out.")
		case reason != "":
			c.refuse(m.From, m.To, "Request that is not converted", reason)
		default:
			c.refuse(m.From, m.To, "Request that is not converted", "What "+m.Key+" does to what is found is not known here. If it belongs to the page alone, take it out.")
		}
	}
	return clauses
}

// aggregations lets the histogram above the table go. Anything else is what a request is
// about.
func (c *converter) aggregations(m jsontext.Member) {
	for _, a := range m.Value.Members {
		if a.Value.Get("date_histogram") == nil || a.Value.Get("aggs") != nil || a.Value.Get("aggregations") != nil {
			c.refuse(a.From, a.To, "Aggregation that is not converted", "A request of Discover has none but its histogram; this one is of a visualisation, and which of its figures is too high it doesn't say. Take the aggregation out, and write a monitor of groups or by graph by hand.")
		}
	}
}

// monitor makes the monitor of clauses that all must hold.
func (c *converter) monitor(req request, clauses []*jsontext.Node, labels *convert.Labels) {
	var w *window
	s := &sieve{converter: c}
	for _, query := range clauses {
		if w == nil {
			w = findWindow(query, c.timeFields(req.body))
		}
	}
	if w != nil {
		s.window = w.clause
	}
	for _, query := range clauses {
		c.fixed(query, s.window)
		c.fields(query)
		s.take(query)
	}
	name := c.options.Title(c.source)
	m := convert.Monitor{Label: labels.Take("monitor", name), Name: name, Comment: []string{"From a search request of Discover" + c.was(w) + "."}}
	c.window(&m, w)
	if filter := s.list(matchAll); len(filter) > 0 {
		m.Search.Filter = filter
	}
	if len(c.options.Indices) == 0 {
		c.indices(&m, req)
	}
	t := convert.Trigger{Label: "found", Condition: []generate.Attribute{{Name: "hits", Value: "> 0"}}}
	if c.options.Destination != "" {
		t.Actions = []convert.Action{{Label: "tell", Destination: c.options.Destination, Subject: convert.Unmarked(m.Name), Message: convert.Total(m.Name) +
			"{{#ctx.results.0.hits.hits}}\n- {{_source.@timestamp}} {{_index}}/{{_id}}\n{{/ctx.results.0.hits.hits}}\n"}}
	}
	m.Triggers = []convert.Trigger{t}
	c.result.Objects = append(c.result.Objects, m.Object(c.source))
}

var matchAll = &jsontext.Node{Kind: '{', Members: []jsontext.Member{{Key: "match_all", Value: &jsontext.Node{Kind: '{'}}}}

// was says what the request's time range was.
func (c *converter) was(w *window) string {
	if w == nil {
		return ""
	}
	return ", which looked at " + w.field + " from " + w.from + " to " + w.to
}

// timeFields are the fields that may be the page's time field, the likeliest first.
func (c *converter) timeFields(body *jsontext.Node) []string {
	fields := []string{c.family().TimeField(), "@timestamp"}
	for _, agg := range body.Get("aggs").All() {
		fields = append(fields, agg.Value.Get("date_histogram").Get("field").Text())
	}
	for _, f := range body.Get("docvalue_fields").List() {
		fields = append(fields, f.Get("field").Text())
	}
	return fields
}

// window sets how often the monitor runs, and at what it looks.
func (c *converter) window(m *convert.Monitor, w *window) {
	last, every := "", ""
	if w != nil {
		last = generate.Duration(int64(w.length / time.Second))
		if w.length < 5*time.Minute {
			every = last
		}
	}
	if c.options.Last != "" || c.options.Interval != "" {
		every = ""
	}
	m.Schedule = convert.Every(c.options.Every(every))
	m.Indices, m.Search = c.options.Search(last)
	switch {
	case w == nil:
		c.result.Note(c.source.Whole(), "Request without a time range", "It finds all documents, however old. The monitor looks at the last "+m.Search.Last.(string)+" of "+timeField(m.Search)+" in each run: --last says it otherwise.")
		return
	case c.options.Last == "" && w.rounded:
		c.note(w.clause, "Time range", "From "+w.from+" to "+w.to+" is no whole number of minutes that stays the same. The monitor looks at the last "+last+": --last says it otherwise.")
	}
	if w.field != timeField(m.Search) {
		if w.field == "@timestamp" && c.family() == convert.LogAWS {
			c.note(w.clause, "Time of arrival", "In indices of the family log-aws @timestamp is when something happened, and what arrives late would never be looked at. The monitor's window is on "+timeField(m.Search)+".")
			return
		}
		m.Search.TimeField = w.field
		if w.field == "@timestamp" {
			m.Search.TimeField = nil
		}
	}
}

func timeField(s generate.Search) string {
	if field, ok := s.TimeField.(string); ok {
		return field
	}
	return "@timestamp"
}

// indices takes the index pattern from the request.
func (c *converter) indices(m *convert.Monitor, req request) {
	if len(req.indices) > 0 {
		m.Indices = req.indices
		return
	}
	c.result.Note(c.source.Whole(), "Request without an index", "It doesn't say which indices it searches. The monitor searches "+strings.Join(m.Indices, ", ")+": --indices says it otherwise.")
}
