package insights

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
)

// Kind is the converter of CloudWatch Logs Insights.
func Kind() convert.Kind {
	return convert.Kind{Name: "insights", Short: "a query of CloudWatch Logs Insights in each file", Convert: convert.Each(Convert)}
}

// Convert makes a monitor of a query.
func Convert(source convert.Source, o convert.Options, labels *convert.Labels) convert.Result {
	var result convert.Result
	q := Parse(source, &result)
	o.Family = cmp.Or(o.Family, convert.CWL)
	c := &converter{source: source, options: o, result: &result, names: map[string]Expr{}, fields: map[string]bool{}, present: map[string]bool{}, told: map[string]bool{}}
	c.uses(q)
	d := c.read(q)
	if !result.Refused() {
		result.Objects = append(result.Objects, c.monitor(d, labels))
	}
	return result
}

// demand is what a query asks for.
type demand struct {
	clauses []clause.Clause
	columns []column
	sort    []SortKey
	limit   int
	rows    *rows // nil: events, and no groups of them
}

// column is what people see of an event.
type column struct{ label, field string }

// read goes through the commands in their order.
func (c *converter) read(q *Query) demand {
	var d demand
	for _, command := range q.Commands {
		switch command := command.(type) {
		case *Fields:
			if d.rows == nil {
				c.columns(&d, command)
			}
		case *Filter:
			if d.rows == nil {
				d.clauses = append(d.clauses, c.condition(command.Condition))
			} else {
				c.having(&d, command.Condition)
			}
		case *Stats:
			c.stats(&d, command)
		case *Sort:
			if d.rows == nil {
				d.sort = command.Keys
			}
		case *Limit:
			c.limit(&d, command)
		case *Other:
			c.other(command)
		}
	}
	c.missing()
	return d
}

func (c *converter) limit(d *demand, l *Limit) {
	if d.rows != nil {
		c.note(l.Place, "Limit of groups", "Insights shows so many groups; a monitor opens an alert for each group that its condition holds for. No limit is set.")
		return
	}
	d.limit = l.Count
	if l.Count > mostHits {
		c.note(l.Place, "Limit beyond a search's", "A search brings 10,000 events at most; the condition counts all of them all the same.")
		d.limit = mostHits
	}
}

const mostHits = 10000

// missing tells once which comparisons hold where a field is not there.
func (c *converter) missing() {
	var names []string
	for _, at := range c.lacking {
		if name := string(c.source.Text[at.From:at.To]); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	c.note(c.lacking[0], "Events without a field", "An event that has no "+strings.Join(names, ", no ")+" is taken for different here, and found. If such events should stay out, add to the query: and ispresent("+names[0]+").")
}

// columns remembers what people see, and the names that fields are given.
func (c *converter) columns(d *demand, f *Fields) {
	for _, item := range f.Items {
		if item.Alias != "" {
			c.names[item.Alias] = item.Value
		}
		field, ok := item.Value.(*Field)
		if !ok {
			if c.options.Destination != "" {
				c.note(item.Value.Where(), "Computed column", "Messages show fields as they are stored, and no expressions: it is left out of the message.")
			}
			continue
		}
		meant, label := field.Name, item.Alias
		if given, named := c.names[field.Name].(*Field); named && item.Alias == "" {
			meant, label = given.Name, field.Name
		}
		if label == "" {
			label = meant
		}
		if !slices.ContainsFunc(d.columns, func(other column) bool { return other.label == label }) {
			d.columns = append(d.columns, column{label, meant})
		}
	}
}

// reasons say of commands why they are not converted.
var reasons = map[string]string{
	"parse":       "parse cuts fields out of the text when the query runs, and a search finds only fields that are stored. Store them with the events (an ingest pipeline with grok does the same), and ask for them by name.",
	"dedup":       "dedup keeps one event of each value. A monitor that looks at each value once is one of groups: stats count(*) by the field, without dedup.",
	"unnest":      "unnest makes an event of each item of a list, which a search can't.",
	"join":        "join brings the results of two queries together, which a search can't. Two monitors and a workflow may do.",
	"lookup":      "lookup reads a table beside the logs, which a search can't. Store what it says with the events.",
	"pattern":     "pattern groups lines that look alike, which a search can't.",
	"diff":        "diff compares with the time before, which one search can't.",
	"anomaly":     "anomaly looks for what is unusual, which a search can't: OpenSearch has detectors for it.",
	"unmask":      "unmask shows what CloudWatch has masked; in OpenSearch nothing is masked so.",
	"filterindex": "filterIndex is filter over fields that CloudWatch has indexed: write filter.",
	"source":      "Which log groups are searched is for --indices to say: take the command out.",
}

// commands are all that Insights has, for names that are misspelt.
var commands = []string{"fields", "display", "filter", "stats", "sort", "limit"}

func (c *converter) other(o *Other) {
	if reason, known := reasons[o.Name]; known {
		c.refuse(o.Place, "Command that is not converted", reason)
		return
	}
	c.refuse(o.Place, "Unknown command", "There is no command "+o.Name+" that is converted."+convert.Nearest(o.Name, commands)+" Known are "+strings.Join(commands, ", ")+".")
}

// number is a number as searches and scripts write it.
func numberOf(n int) json.Number { return json.Number(strconv.Itoa(n)) }
