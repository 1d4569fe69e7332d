package insights

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// monitor is the monitor of a demand.
func (c *converter) monitor(d demand, labels *convert.Labels) convert.Object {
	bin := ""
	if d.rows != nil {
		bin = d.rows.bin
	}
	name := c.options.Title(c.source)
	m := convert.Monitor{
		Label: labels.Take("monitor", name), Name: name, Comment: c.comment(),
		Schedule: convert.Every(c.options.Every(bin)),
	}
	m.Indices, m.Search = c.options.Search(bin)
	if len(d.clauses) > 0 {
		m.Search.Filter = clause.All(d.clauses).List()
	}
	trigger := convert.Trigger{Label: "found"}
	switch {
	case d.rows == nil:
		c.ofEvents(&m, &trigger, d)
	case len(d.rows.groups) > 0:
		c.ofGroups(&m, &trigger, d.rows)
	default:
		c.ofWhole(&m, &trigger, d.rows)
	}
	m.Triggers = []convert.Trigger{trigger}
	return m.Object(c.source)
}

// comment is the query as it stands, above the monitor.
func (c *converter) comment() []string {
	lines := []string{"From CloudWatch Logs Insights:"}
	for _, line := range strings.Split(strings.TrimSpace(string(c.source.Text)), "\n") {
		lines = append(lines, "  "+strings.TrimSpace(line))
	}
	return lines
}

// ofEvents lets a trigger fire for any event.
func (c *converter) ofEvents(m *convert.Monitor, t *convert.Trigger, d demand) {
	t.Condition = []generate.Attribute{{Name: "hits", Value: "> 0"}}
	if d.limit > 0 {
		m.Search.Size = numberOf(d.limit)
	}
	if c.options.Destination == "" {
		return
	}
	t.Actions = []convert.Action{{Label: "tell", Destination: c.options.Destination, Subject: convert.Unmarked(m.Name), Message: message(m.Name, d.columns)}}
	c.sort(m, d.sort)
}

// sort makes of a search one that brings events in an order, for messages.
func (c *converter) sort(m *convert.Monitor, keys []SortKey) {
	var order []any
	for _, key := range keys {
		f, ok := c.field(key.Value)
		if !ok || isLine(f.Name) {
			continue
		}
		exact, ok := c.exact(f)
		if !ok {
			continue
		}
		direction := "asc"
		if key.Descending {
			direction = "desc"
		}
		by := orderedjson.One("order", direction)
		if exact != "@timestamp" {
			by.Set("unmapped_type", "keyword")
		}
		order = append(order, orderedjson.One(exact, by))
	}
	body, ok := m.Search.Compose()
	if len(order) == 0 || !ok {
		return
	}
	body.Set("sort", order)
	m.Search = generate.Search{Body: body}
}

// message tells what was found, with the columns of the query.
func message(name string, columns []column) string {
	if len(columns) == 0 {
		columns = []column{{"@timestamp", "@timestamp"}}
	}
	var b strings.Builder
	b.WriteString(convert.Total(name) + "{{#ctx.results.0.hits.hits}}\n-")
	for i, column := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(" " + column.label + " {{_source." + column.field + "}}")
	}
	b.WriteString("\n{{/ctx.results.0.hits.hits}}\n")
	return b.String()
}

// ofGroups lets a trigger look at each group.
func (c *converter) ofGroups(m *convert.Monitor, t *convert.Trigger, r *rows) {
	c.unasked(r)
	var fields []any
	var names []string
	for _, g := range r.groups {
		if !slices.Contains(fields, any(g.field)) {
			fields, names = append(fields, g.field), append(names, g.name)
		}
	}
	m.Search.GroupBy = fields
	if inner := r.aggregations(); inner != nil {
		m.Search.Aggregation = inner
	}
	c.note(r.at, "Events without a group", "An event that lacks "+strings.Join(names, " or ")+" is in no group here, while Insights puts such events into a group of their own.")
	switch {
	case r.parts == 0:
		c.noThreshold(r)
		t.Condition = []generate.Attribute{{Name: "count", Value: "> 0"}}
	case r.parts == 1 && r.only != nil && r.having[0] == "params.count "+r.only.op+" "+r.only.number:
		t.Condition = []generate.Attribute{{Name: "count", Value: r.only.op + " " + r.only.number}}
	default:
		t.Condition = []generate.Attribute{{Name: "condition", Value: strings.Join(r.having, " && ")}}
		if b, needed := r.buckets(); needed {
			t.Blocks = []generate.Block{b}
		}
	}
	if c.options.Destination != "" {
		t.Actions = []convert.Action{{Label: "tell", Destination: c.options.Destination, Subject: convert.Unmarked(m.Name), PerAlert: true,
			Message: "{{#ctx.newAlerts}}\n- {{bucket_keys}}\n{{/ctx.newAlerts}}\n"}}
	}
}

func (c *converter) noThreshold(r *rows) {
	c.note(r.at, "Condition that is missing", "The query counts, and says nothing of how many are too many: the trigger fires for any event. Change its condition, or add to the query a filter behind stats, such as: filter n > 5.")
}

// unasked says which figures are left out, since no condition asks for them. Where there is
// no condition at all that is said instead.
func (c *converter) unasked(r *rows) {
	for _, f := range r.figures {
		if !f.used && r.parts > 0 {
			c.note(f.at, "Figure that nothing asks for", "The condition does not look at "+f.names[0]+", which stood in the query's answer alone: it is left out.")
		}
	}
}

// aggregations are the figures that the condition asks for.
func (r *rows) aggregations() any {
	all := orderedjson.NewObject()
	for _, f := range r.figures {
		if f.def != nil && f.used {
			all.Set(f.key, f.def)
		}
	}
	if all.Len() == 0 {
		return nil
	}
	return all
}

// buckets is the block that says where figures are, if the language can't tell by
// itself.
func (r *rows) buckets() (generate.Block, bool) {
	paths := orderedjson.NewObject()
	needed := false
	for _, f := range r.figures {
		if f.used {
			paths.Set(f.key, f.path)
			needed = needed || f.path != f.key && f.path != "_count"
		}
	}
	b := generate.Block{Type: "buckets"}
	b.Set("buckets_path", paths)
	return b, needed
}

// ofWhole lets a trigger look at the figures of all events.
func (c *converter) ofWhole(m *convert.Monitor, t *convert.Trigger, r *rows) {
	c.unasked(r)
	if inner := r.aggregations(); inner != nil {
		m.Search.Aggregation = inner
	}
	switch {
	case r.parts == 0:
		c.noThreshold(r)
		t.Condition = []generate.Attribute{{Name: "hits", Value: "> 0"}}
	case r.parts == 1 && r.only != nil && r.having[0] == "ctx.results[0].hits.total.value "+r.only.op+" "+r.only.number:
		t.Condition = []generate.Attribute{{Name: "hits", Value: r.only.op + " " + r.only.number}}
		if r.bin != "" && (r.only.op[0] == '<' || r.only.number == "0") {
			c.note(r.at, "Times without events", "Insights shows no row for a time without events. A monitor counts 0 then, and the condition holds for it.")
		}
	default:
		text := strings.Join(r.having, " && ")
		if m.Search.Aggregation != nil { // there are none where no index is
			text = "ctx.results[0].hits.total.value > 0 && " + text
		}
		t.Condition = []generate.Attribute{{Name: "condition", Value: text}}
	}
	if c.options.Destination != "" {
		t.Actions = []convert.Action{{Label: "tell", Destination: c.options.Destination, Subject: convert.Unmarked(m.Name),
			Message: convert.Total(m.Name)}}
	}
}
