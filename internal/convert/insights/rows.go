package insights

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// rows are what stats makes of events: groups, the figures of each, and the condition
// that a later filter has for them.
type rows struct {
	at      Place
	groups  []group
	figures []*figure
	bin     string // a duration; empty for none
	having  []string
	only    *threshold // the condition, if it is one comparison of the number of events
	parts   int        // of the condition
}

// group is a field by which events are put together.
type group struct{ name, alias, field string }

// figure is something that is counted or measured in each group.
type figure struct {
	names    []string // by which the query speaks of it
	key      string   // the aggregation's name
	def      *orderedjson.Object
	path     string // within a bucket
	value    string // within the result of a whole search
	nullable bool   // there may be none
	used     bool
	refused  string // why a condition can't ask for it
	at       Place
}

// threshold is a comparison of the number of events.
type threshold struct{ op, number string }

// stats reads groups and figures.
func (c *converter) stats(d *demand, s *Stats) {
	switch {
	case d.rows != nil:
		c.refuse(Place{s.From, s.From + len("stats")}, "Second stats", "What is counted of groups that were counted themselves, a search can't tell.")
		return
	case d.limit > 0:
		c.refuse(Place{s.From, s.From + len("stats")}, "Limit before stats", "A monitor counts all events that the search finds. Take the limit before it out.")
	}
	d.rows = &rows{at: s.Place}
	for _, item := range s.By {
		c.group(d.rows, item)
	}
	for i, item := range s.Figures {
		call, ok := item.Value.(*Call)
		if !ok {
			c.refuse(item.Value.Where(), "Figure that is not converted", "A function should stand here, such as count(*).")
			continue
		}
		c.figure(d, call, item.Alias, i)
	}
}

func (c *converter) group(r *rows, item Item) {
	switch e := item.Value.(type) {
	case *Field:
		f, ok := c.field(e)
		if !ok {
			return
		}
		if isLine(f.Name) {
			c.refuse(e.Place, "Groups by the whole line", "@message is text in the index, and nothing can be grouped by it.")
			return
		}
		if exact, ok := c.exact(f); ok {
			r.groups = append(r.groups, group{e.Name, item.Alias, exact})
		}
	case *Call:
		if e.Name == "bin" && len(e.Args) == 1 {
			c.bin(r, e)
			return
		}
		c.refuse(e.Place, "Groups by an expression", "Groups are made by fields as they are stored, and "+e.Name+" is reckoned.")
	default:
		c.refuse(e.Where(), "Groups by an expression", "Groups are made by fields as they are stored.")
	}
}

var binForm = pattern.New(`^([0-9]+)(s|m|min|h|hr|d|w|second|minute|hour|day|week)s?$`)

// bin reads bin(5m): each run of a monitor looks at one such time.
func (c *converter) bin(r *rows, e *Call) {
	s, _ := e.Args[0].(*Span)
	if s == nil {
		c.refuse(e.Place, "Time that can't be read", "bin takes a time such as 5m.")
		return
	}
	m := binForm.FindStringSubmatch(strings.ToLower(s.Value))
	if m == nil {
		c.refuse(s.Place, "Time that is not converted", "A monitor looks at minutes, hours or days: "+s.Value+" is none of them.")
		return
	}
	n, err := strconv.Atoi(m[1])
	seconds := n * map[byte]int{'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 604800}[m[2][0]]
	switch {
	case err != nil || seconds <= 0 || n > 100000:
		c.refuse(s.Place, "Time that is not converted", s.Value+" is no time that a monitor can look at.")
	case seconds%60 != 0:
		c.refuse(s.Place, "Time that is not converted", "A monitor runs each minute at most, and at whole minutes.")
	case r.bin != "":
		c.refuse(e.Place, "Second bin", "A monitor looks at one span of time.")
	default:
		r.bin = generate.Duration(int64(seconds))
		c.note(e.Place, "Time of a run", "Insights cuts time into pieces of "+s.Value+" by the clock. A monitor looks, in each run, at the "+r.bin+" before it.")
	}
}

var identifier = pattern.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// The functions of stats that are metrics of one field, and those that no aggregation
// equals.
var (
	metrics    = []string{"count_distinct", "avg", "min", "max", "sum"}
	unequalled = []string{"stddev", "earliest", "latest", "sortsfirst", "sortslast", "values"}
)

// figure reads a function of stats.
func (c *converter) figure(d *demand, call *Call, alias string, n int) {
	r := d.rows
	f := &figure{names: []string{string(c.source.Text[call.From:call.To])}, key: alias, at: call.Place}
	if alias != "" {
		f.names = append(f.names, alias)
	}
	if !identifier.MatchString(f.key) || f.key == "count" || r.has(f.key) {
		f.key = fmt.Sprintf("figure_%d", n+1)
	}
	f.path, f.value = f.key, "ctx.results[0].aggregations."+f.key+".value"
	r.figures = append(r.figures, f)
	switch {
	case call.Name == "count" && len(call.Args) == 0:
		f.key, f.path, f.value = "count", "_count", "ctx.results[0].hits.total.value"
	case call.Name == "count" && len(call.Args) == 1:
		c.countOf(f, call)
	case slices.Contains(metrics, call.Name) && len(call.Args) == 1:
		c.metric(f, call)
	case call.Name == "pct" && len(call.Args) == 2 || call.Name == "median" && len(call.Args) == 1:
		c.percentile(f, call)
	case slices.Contains(unequalled, call.Name):
		f.refused = call.Name + " has no equal in a search, whose figures a condition could compare."
	default:
		c.refuse(call.Place, "Figure that is not converted", "Converted are count, count_distinct, avg, min, max, sum, pct and median; "+call.Name+" is not, or not with these arguments.")
	}
}

func (r *rows) has(key string) bool {
	for _, f := range r.figures {
		if f.key == key {
			return true
		}
	}
	return false
}

// countOf is the number of events that have a field.
func (c *converter) countOf(f *figure, call *Call) {
	if field, ok := c.field(call.Args[0]); ok {
		f.def = orderedjson.One("filter", orderedjson.One("exists", orderedjson.One("field", field.Name)))
		f.path, f.value = f.key+">_count", "ctx.results[0].aggregations."+f.key+".doc_count"
	}
}

func (c *converter) metric(f *figure, call *Call) {
	field, ok := c.field(call.Args[0])
	if !ok {
		return
	}
	if call.Name == "count_distinct" {
		if exact, ok := c.exact(field); ok && !isLine(field.Name) {
			f.def = orderedjson.One("cardinality", orderedjson.One("field", exact))
		} else if ok {
			c.refuse(call.Place, "Different lines", "@message is text in the index, and its values can't be counted.")
		}
		return
	}
	if c.isNumber(field) {
		f.def, f.nullable = orderedjson.One(call.Name, orderedjson.One("field", field.Name)), call.Name != "sum"
	}
}

func (c *converter) isNumber(f *Field) bool {
	switch kind := c.options.Mapping.Type(f.Name); kind {
	case "text", "keyword", "match_only_text", "wildcard", "constant_keyword", "ip", "object", "nested":
		c.refuse(f.Place, "Figure of what is no number", f.Name+" is of the type "+kind+" in the index. Map it as a number first.")
		return false
	}
	return true
}

func (c *converter) percentile(f *figure, call *Call) {
	percent := "50"
	if call.Name == "pct" {
		n, ok := call.Args[1].(*Number)
		if value, err := strconv.ParseFloat(textOfNumber(n), 64); !ok || err != nil || value < 0 || value > 100 {
			c.refuse(call.Args[1].Where(), "Percentile that can't be read", "pct takes a field and a number from 0 to 100.")
			return
		}
		percent = n.Value
	}
	field, ok := c.field(call.Args[0])
	if !ok || !c.isNumber(field) {
		return
	}
	f.def = orderedjson.One("percentiles", pair("field", field.Name, "percents", []any{json.Number(percent)}))
	f.nullable = true
	f.path = f.key + "." + percent
	if strings.Contains(percent, ".") {
		f.path = f.key + "[" + percent + "]"
	}
	value, _ := strconv.ParseFloat(percent, 64)
	key := strconv.FormatFloat(value, 'f', -1, 64)
	if !strings.Contains(key, ".") {
		key += ".0"
	}
	f.value = "ctx.results[0].aggregations." + f.key + ".values['" + key + "']"
}

func textOfNumber(n *Number) string {
	if n == nil {
		return ""
	}
	return n.Value
}
