package sigma

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// converter makes a search of one rule.
type converter struct {
	rule    *rule
	options convert.Options
	result  *convert.Result
	refused bool
	foreign bool            // its events are not those whose fields are known
	told    map[string]bool // notes that are told once

	names      []string // of selections, in their order
	selections map[string]*yaml.Node
	made       map[string]clause.Clause
}

func (r *run) converter(rule *rule) *converter {
	return &converter{rule: rule, options: r.options, result: r.result, told: map[string]bool{}, selections: map[string]*yaml.Node{}, made: map[string]clause.Clause{}}
}

func (c *converter) refuse(n *yaml.Node, summary, detail string) {
	c.refuseAt(c.rule.at(n), summary, detail)
}

func (c *converter) refuseAt(at hcl.Range, summary, detail string) {
	c.refused = true
	c.result.Refuse(at, summary, detail)
}

// note tells a note at the first of several places that it is about.
func (c *converter) note(n *yaml.Node, summary, detail string) {
	if !c.told[summary+detail] {
		c.told[summary+detail] = true
		c.result.Note(c.rule.at(n), summary, detail)
	}
}

// search is what a rule's detection finds, and what it counts of that.
type search struct {
	clause clause.Clause
	counts *tally // nil: each event is found by itself
}

// search converts the detection.
func (c *converter) search() search {
	c.logsource()
	var conditions []*yaml.Node
	for _, p := range yamltext.Pairs(c.rule.detection) {
		switch p.Key.Value {
		case "condition":
			conditions = yamltext.Items(p.Value)
		case "timeframe":
		default:
			c.names = append(c.names, p.Key.Value)
			c.selections[p.Key.Value] = yamltext.Follow(p.Value)
		}
	}
	if len(conditions) == 0 {
		c.refuse(c.rule.detection, "Detection without a condition", "The condition says which selections must hold.")
		return search{}
	}
	var parts []clause.Clause
	var counts *tally
	for _, node := range conditions {
		if node.Kind != yaml.ScalarNode {
			c.refuse(node, "Condition that can't be read", "A condition is a text, or a list of texts.")
			continue
		}
		found, behind := c.condition(node)
		parts = append(parts, found)
		if behind != "" {
			counts = c.oldTally(node, behind)
		}
	}
	if counts != nil && len(conditions) > 1 {
		c.refuse(conditions[0], "Several conditions, one of which counts", "A monitor counts all events of its search. Make rules of them.")
	}
	c.unasked(counts)
	found := clause.Any(parts)
	if n := found.Size(); n >= mostClauses {
		c.refuse(conditions[0], "Rule that is too large", fmt.Sprintf("It asks for %d values one by one, as their letters may be of either case, and a search takes 1,024 in all. Where the case is known write cased: many values of a field are one clause then. Or make rules of parts of it.", n))
	}
	return search{found, counts}
}

// mostClauses is what a search takes by default (indices.query.bool.max_clause_count), the
// window among them.
const mostClauses = 1024

// unasked tells of what stands in a detection and says nothing.
func (c *converter) unasked(counts *tally) {
	if c.refused {
		return
	}
	for _, name := range c.names {
		if _, made := c.made[name]; !made {
			c.note(c.selections[name], "Selection that nothing asks for", "The condition does not name "+name+": it is left out.")
		}
	}
	if timeframe := yamltext.Member(c.rule.detection, "timeframe"); timeframe != nil && counts == nil {
		c.note(timeframe, "Time that nothing asks for", "A timeframe is that of what a condition counts, and this one counts nothing: it is left out.")
	}
}

// selection converts a selection by its name.
func (c *converter) selection(name string) clause.Clause {
	made, ok := c.made[name]
	if !ok {
		made = c.searchOf(c.selections[name])
		c.made[name] = made
	}
	return made
}

// searchOf converts a selection: a map, whose fields must all hold, or a list, of which one
// item must.
func (c *converter) searchOf(n *yaml.Node) clause.Clause {
	switch {
	case n.Kind == yaml.MappingNode:
		return c.fields(n)
	case n.Kind != yaml.SequenceNode:
		return c.keyword(&item{key: n, values: c.keywords([]*yaml.Node{n})})
	}
	var parts []clause.Clause
	var texts []*yaml.Node
	for _, item := range yamltext.Items(n) {
		switch item.Kind {
		case yaml.MappingNode:
			parts = append(parts, c.fields(item))
		case yaml.ScalarNode:
			texts = append(texts, item)
		default:
			c.refuse(item, "List in a list", "A selection is a map of fields, a list of maps, or a list of texts.")
		}
	}
	if len(texts) > 0 {
		parts = append(parts, c.keyword(&item{key: texts[0], values: c.keywords(texts)}))
	}
	if len(parts) == 0 {
		if !c.refused {
			c.refuse(n, "Selection without a condition", "An empty list says nothing.")
		}
		return clause.Nothing()
	}
	return clause.Any(parts)
}

// fields converts a map of fields.
func (c *converter) fields(n *yaml.Node) clause.Clause {
	if twice := repeated(n); twice != nil {
		c.refuse(twice, "Key that stands twice", "Of two values under "+twice.Value+" only one would count. Make a list of them, or a selection of each.")
		return clause.Nothing()
	}
	var parts []clause.Clause
	for _, p := range yamltext.Pairs(n) {
		parts = append(parts, c.field(p))
	}
	if len(parts) == 0 {
		c.refuse(n, "Selection without a condition", "An empty map says nothing.")
		return clause.Nothing()
	}
	return clause.All(parts)
}

// field converts a field with its values.
func (c *converter) field(p yamltext.Pair) clause.Clause {
	if p.Key.Value == "<<" || p.Key.Kind != yaml.ScalarNode {
		c.refuse(p.Key, "Key that is no field", "Maps are not put together here. Write the fields out.")
		return clause.Nothing()
	}
	i, ok := c.item(p.Key, p.Value)
	if !ok {
		return clause.Nothing()
	}
	if i.field == "" {
		return c.keyword(i)
	}
	f, ok := c.known(i)
	if !ok {
		return clause.Nothing()
	}
	var parts []clause.Clause
	for _, v := range i.values {
		parts = append(parts, c.match(f, i, v))
	}
	return i.joined(parts)
}

// joined is what is asked of all values together.
func (i *item) joined(parts []clause.Clause) clause.Clause {
	found := clause.Any(parts)
	if i.all {
		found = clause.All(parts)
	}
	if i.other {
		return clause.None(found)
	}
	return found
}
