package accept

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema"
	"github.com/alertplan/alertplan/schema/grammar"
)

// proposal is how the files could say a unit. What is left is not said by it.
type proposal struct {
	edits []edit
	left  []leftover
}

// object is one address whose drift is accepted, with its block.
type object struct {
	at      address.Address
	config  *schema.Config
	block   *hclsyntax.Block
	source  *source
	live    *monitors.Monitor // nil for a destination
	desired *monitors.Monitor
	names   generate.Names
}

func (o *object) writer() *writer {
	w := &writer{merger: &merger{source: o.source}}
	w.value = func(e hclsyntax.Expression) (any, bool) {
		v, ok := o.config.Value(o.at, e)
		return v.JSON, ok
	}
	return w
}

func (w *writer) proposal() []proposal { return []proposal{{w.edits, w.left}} }

// place is the innermost block that a unit is of, and its path in the reference; nil
// where it does not stand there, such as in a dynamic block.
func (o *object) place(u unit) (*hclsyntax.Block, string) {
	block, path := o.block, o.root()
	if u.trigger == "" {
		return block, path
	}
	block, path = innerBlock(block, "trigger", u.trigger), path+".trigger"
	if u.action == "" || block == nil {
		return block, path
	}
	return innerBlock(block, "action", u.action), path + ".action"
}

func (o *object) root() string {
	switch o.at.Kind() {
	case address.Workflow:
		return "workflow"
	case address.Monitor:
		return "monitor"
	}
	return "destination." + o.at.Type()
}

// propose lists ways to say a unit, the one that changes least first; none where the
// block that it is of does not stand there.
func (o *object) propose(u unit) []proposal {
	if o.block.Body.Attributes["body"] != nil && o.live != nil && !besideBody(u) {
		return o.proposeRaw(u)
	}
	block, path := o.place(u)
	switch {
	case u.kind == ofForm:
		return nil
	case u.kind == wholeTrigger || u.kind == wholeAction:
		return o.proposeWhole(u)
	case block == nil:
		return nil
	case u.kind == ofSchedule:
		return o.proposeSchedule(u, path)
	case u.kind == ofSearch:
		return o.proposeSearch()
	case u.kind == ofInput:
		return o.proposeInput(u, path)
	case u.kind == ofCondition:
		return o.proposeCondition(u, block, path)
	case u.kind == ofPolicy:
		return o.proposePolicy(u, block, path)
	}
	return o.proposeArgument(u, block, path)
}

// besideBody are what stands beside a raw body.
func besideBody(u unit) bool {
	return u.kind == ofMonitor && (u.last() == "description" || u.last() == "rbac_roles")
}

// proposeArgument is for an argument of a block whose value is the field's.
func (o *object) proposeArgument(u unit, block *hclsyntax.Block, path string) []proposal {
	name := u.last()
	if entry, ok := grammar.Find(path + "." + name); !ok || entry.Argument == nil {
		return nil
	}
	w := o.writer()
	w.block(block, generate.Block{Attributes: []generate.Attribute{{Name: name, Value: o.argument(name, u.fields[0].Before)}}}, within{attributes: []string{name}}, path)
	return w.proposal()
}

// argument is the value of a field as an argument says it; nil where none says it.
func (o *object) argument(name string, v any) any {
	switch {
	case v == "" || v == nil:
		return nil
	case name == "destination" || name == "account":
		if to, ok := v.(string); ok && o.declares(to) {
			return generate.Reference(to)
		}
	case name == "severity":
		if text, ok := v.(string); ok {
			return generate.Severity(monitors.Severity(text))
		}
	case name == "throttle":
		if text, ok := v.(string); ok {
			return generate.InHours(text)
		}
	}
	return v
}

func (o *object) declares(text string) bool {
	to, err := address.Parse(text)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(o.config.Destinations, func(d schema.Destination) bool { return d.Address == to }) ||
		slices.ContainsFunc(o.config.Existing, func(e schema.Existing) bool { return e.Address == to })
}

// proposeSchedule is for the block schedule, of which only what differs is touched.
func (o *object) proposeSchedule(u unit, path string) []proposal {
	blocks := innerBlocks(o.block, "schedule")
	if len(blocks) != 1 {
		return nil
	}
	said := o.live.InWordsOf(*o.desired).Schedule
	forms := []monitors.Schedule{said}
	if said.Calendar != nil {
		plain := said
		plain.Calendar = nil
		forms = append(forms, plain)
	}
	var found []proposal
	for _, form := range forms {
		w := o.writer()
		in := namesIn(u.fields, "schedule.")
		want := generate.Schedule(form)
		for _, a := range want.Attributes { // another way of saying it, too
			if blocks[0].Body.Attributes[a.Name] == nil {
				in.attributes = append(in.attributes, a.Name)
			}
		}
		in.attributes = append(in.attributes, "cron")
		slices.Sort(in.attributes)
		in.attributes = slices.Compact(in.attributes)
		w.block(blocks[0], want, in, path+".schedule")
		found = append(found, w.proposal()...)
	}
	return found
}

// namesIn are the arguments and blocks that fields are of.
func namesIn(fields []plan.FieldChange, prefix string) within {
	var in within
	for _, f := range fields {
		word, rest, _ := strings.Cut(strings.TrimPrefix(f.Path, prefix), ".")
		if rest != "" {
			in.blocks = append(in.blocks, word)
		} else {
			in.attributes = append(in.attributes, word)
		}
	}
	slices.Sort(in.attributes)
	slices.Sort(in.blocks)
	return within{slices.Compact(in.attributes), slices.Compact(in.blocks)}
}

// proposeInput is for an argument of the block that says what is read: of one of its
// queries, where the path leads there.
func (o *object) proposeInput(u unit, path string) []proposal {
	steps := strings.SplitN(u.fields[0].Path, ".", 2)
	blocks := innerBlocks(o.block, steps[0])
	if len(blocks) != 1 || len(steps) != 2 {
		return nil
	}
	block, path := blocks[0], path+"."+steps[0]
	if steps[1] == "where" {
		return o.proposeWhere(block, u.fields[0].Before, path)
	}
	if rest, inQuery := strings.CutPrefix(steps[1], "query."); inQuery {
		label := rest[:max(0, strings.LastIndexByte(rest, '.'))]
		if block = innerBlock(block, "query", label); block == nil {
			return nil
		}
		path += ".query"
	}
	return o.proposeArgument(u, block, path)
}

// proposeWhere is for the filters of a graph.
func (o *object) proposeWhere(graph *hclsyntax.Block, value any, path string) []proposal {
	list, _ := value.([]any)
	var want generate.Block
	for _, x := range list {
		filter, ok := x.(*orderedjson.Object)
		if !ok {
			return nil
		}
		b := generate.Block{Type: "where"}
		for _, m := range filter.Members() {
			b.Set(m.Key, m.Value)
		}
		want.Blocks = append(want.Blocks, b)
	}
	w := o.writer()
	w.block(graph, want, within{blocks: []string{"where"}}, path)
	return w.proposal()
}
