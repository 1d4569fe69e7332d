package schema

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// raw reads a monitor from its body, as the API has it: any type of monitor.
func (b *monitorBlock) raw() (monitors.Monitor, bool) {
	for _, name := range []string{"name", "enabled"} {
		if b.has(name) {
			b.report("raw-body", b.at(name), "body is the whole monitor; %s can't stand beside it. Set it in the body: body = merge(jsondecode(…), { %s = … }).", name, name)
		}
	}
	for _, block := range b.blocks {
		if block.Type != "lifecycle" {
			b.report("raw-body", place{block.DefRange, b.block}, "body is the whole monitor; a block %s can't stand beside it. Write it into the body.", block.Type)
		}
	}
	facts := &queryFacts{reading: b.reading, sources: []bodySource{{"", b.attributes["body"].Expr}}}
	b.needed("body")
	v, ok := b.json("body")
	if !ok {
		return monitors.Monitor{}, false
	}
	body, ok := v.(*orderedjson.Object)
	if !ok {
		b.report("wrong-type", b.at("body"), "body must be an object: a monitor as the API has it. A JSON text becomes one by jsondecode().")
		return monitors.Monitor{}, false
	}
	if inner := body.Object("monitor"); inner != nil && !body.Has("name") {
		body = inner // as GET answers
		facts.sources = []bodySource{{"", wholeOnly{b.attributes["body"].Expr}}}
	}
	m, err := wire.DecodeMonitor(body)
	if err != nil {
		b.report("raw-body", b.at("body"), "The server would refuse this monitor: %s.", strings.TrimSuffix(err.Error(), "."))
		return monitors.Monitor{}, false
	}
	m.Description, _ = b.publicText("description")
	if m.Name == "" {
		b.report("empty-text", b.at("body"), "The monitor in the body has no name. Give it one, that people see in Dashboards and in alerts.")
	}
	b.label(&m)
	b.referTo(&m)
	b.checkRaw(&m, facts, body)
	b.query = facts
	return b.canonical(m)
}

// label makes labels of names: triggers and actions are matched by them.
func (b *monitorBlock) label(m *monitors.Monitor) {
	triggers := map[string]bool{}
	for i := range m.Triggers {
		t := &m.Triggers[i]
		t.Label = freeLabel(t.Name, "trigger", triggers)
		actions := map[string]bool{}
		for j := range t.Actions {
			t.Actions[j].Label = freeLabel(t.Actions[j].Name, "action", actions)
		}
	}
}

const longestLabel = 64

// freeLabel is a label like the name that is not taken yet.
func freeLabel(name, standard string, taken map[string]bool) string {
	label := strings.Trim(strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '_', c == '-':
			return c
		case c >= 'A' && c <= 'Z':
			return c - 'A' + 'a'
		default:
			return '_'
		}
	}, name), "_-")
	if label == "" {
		label = standard
	}
	if !address.ValidLabel(label[:1]) {
		label = standard + "_" + label
	}
	label = label[:min(len(label), longestLabel-5)]
	free := label
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s_%d", label, n)
	}
	taken[free] = true
	return free
}

// referTo turns references to destinations, which the body holds as texts, into
// addresses. What is an id stays one.
func (b *monitorBlock) referTo(m *monitors.Monitor) {
	for i := range m.Triggers {
		for j := range m.Triggers[i].Actions {
			ref := &m.Triggers[i].Actions[j].Destination
			text, ok := strings.CutPrefix(ref.ID, refMark)
			if !ok {
				continue
			}
			if at, err := address.Parse(text); err == nil {
				*ref = monitors.DestinationRef{Address: at}
			}
		}
	}
}

// checkRaw holds a raw body to the checks that a written one has.
func (b *monitorBlock) checkRaw(m *monitors.Monitor, facts *queryFacts, body *orderedjson.Object) {
	if search, ok := m.Input.(*monitors.Search); ok {
		facts.body = search.Body
		for i := range facts.sources {
			facts.sources[i] = bodySource{"", wholeOnly{facts.sources[i].expr}}
		}
		if len(search.Indices) == 0 {
			b.report("empty-indices", b.at("body"), "Without indices the server would search every index of the cluster. Name what to search.")
		}
		for _, name := range search.Indices {
			b.checkIndex(name, b.at("body"))
		}
		if facts.body != nil {
			b.checkBody(facts, search.Indices)
		}
	}
	for i := range m.Triggers {
		if c, ok := m.Triggers[i].Condition.(*monitors.ScriptCondition); ok && m.Type != monitors.ClusterMetrics {
			b.checkScript(c.Script.Source, b.at("body"), facts)
		}
	}
}
