package schema

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// raw reads a monitor from its body, as the API has it: any type of monitor.
func (b *monitorBlock) raw() (m monitors.Monitor, ok bool) {
	b.mildly(mildInRaw, func() { m, ok = b.rawMonitor() })
	return m, ok
}

func (b *monitorBlock) rawMonitor() (monitors.Monitor, bool) {
	body, ok := b.rawBody("monitor", []string{"name", "enabled"})
	if !ok {
		return monitors.Monitor{}, false
	}
	if body.Text("type") == "workflow" || body.Has("workflow_type") {
		b.report("raw-body", b.at("body"), "This is the body of a workflow, which is no monitor to the server. Declare it as a block workflow, with this body.")
		return monitors.Monitor{}, false
	}
	b.written = body
	m, err := wire.DecodeMonitor(body)
	if err != nil {
		b.rawProblem(err)
		return monitors.Monitor{}, false
	}
	if dropped := wire.DroppedFields(body); len(dropped) > 0 {
		b.report("dropped-field", b.at("body"), "%s of this body would be dropped without a word. Look for a typing error, or take it out.", strings.Join(dropped, ", "))
	}
	m.Description, _ = b.publicText("description")
	if m.Name == "" {
		b.report("empty-text", b.at("body"), "The monitor in the body has no name. Give it one, that people see in Dashboards and in alerts.")
	}
	b.label(&m)
	b.mapDestinations(&m)
	b.rolesBeside(&m)
	b.referTo(&m)
	b.checkRaw(m)
	b.checkScriptForms(body)
	b.silent = b.quietTimes()
	b.silenceAll(&m)
	return b.canonical(m)
}

// mildInRaw are mistakes that a server takes, and that make a monitor find, show or
// tell less than was meant. They are warnings in a raw body: that is mostly a monitor
// that somebody runs, which a team takes over as it is, and mends later. (Of 100
// bodies by others that 2.19.4 took, 4 have one.) What doesn't compile stays an error.
var mildInRaw = []checkName{
	"bracket-index", "hits-limit", "broken-query-string", "broken-regexp", "result-limit", "query-too-large", "missing-interval",
	"invalid-severity", "duplicate-trigger-name", "empty-text", "name-too-long", "cron-never-fires",
	"bucket-parent", "bucket-path", "bucket-param", "bucket-id", "bucket-filter",
	"unknown-document-query", "broken-document-condition", "duplicate-query-name",
	"misplaced-condition", "missing-results", "invalid-path-params", "duplicate-monitor-name",
}

// rawBody reads the body of a monitor or a workflow; beside it these arguments, and
// nearly all blocks, can't stand.
func (b *monitorBlock) rawBody(what string, instead []string) (*orderedjson.Object, bool) {
	for _, name := range instead {
		if b.has(name) {
			b.report("raw-body", b.at(name), "body is the whole %s; %s can't stand beside it. Set it in the body: body = merge(jsondecode(…), { %s = … }).", what, name, name)
		}
	}
	for _, block := range b.blocks {
		if block.Type != "lifecycle" && !isQuietBlock(block.Type) {
			b.report("raw-body", place{block.DefRange, b.block}, "body is the whole %s; a block %s can't stand beside it. Write it into the body.", what, block.Type)
		}
	}
	b.needed("body")
	v, ok := b.json("body")
	if !ok {
		return nil, false
	}
	body, ok := v.(*orderedjson.Object)
	if !ok {
		b.report("wrong-type", b.at("body"), "body must be an object: a %s as the API has it. A JSON text becomes one by jsondecode().", what)
		return nil, false
	}
	if inner := body.Object(what); inner != nil && !body.Has("name") {
		body, b.inBody = inner, "/"+what // as GET answers
	}
	return body, true
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
			at, err := address.Parse(text)
			switch {
			case err != nil:
			case !isChannel(at):
				b.report("invalid-destination", b.at("body"), "%s", noChannel(at))
			default:
				*ref = monitors.DestinationRef{Address: at}
			}
		}
	}
}

// pathSteps turns a path of the wire package into a JSON pointer:
// triggers[0].name is /triggers/0/name.
var pathSteps = strings.NewReplacer("[", "/", "]", "", ".", "/")

func (b *monitorBlock) rawProblem(err error) {
	var refused *wire.Error
	at, text := b.at("body"), err.Error()
	if errors.As(err, &refused) {
		at = b.bodyAt("/" + pathSteps.Replace(refused.Path))
		text = refused.Error()
	}
	b.report("raw-body", at, "The server would refuse this monitor: %s. Write it as the API has it.", strings.TrimSuffix(text, "."))
}

// bodyAt is the place nearest to a JSON pointer into a monitor's raw body.
func (b *monitorBlock) bodyAt(pointer string) place {
	return b.at("body").at(locate(b.attributes["body"].Expr, b.inBody+pointer))
}
