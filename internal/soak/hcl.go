package soak

import (
	"fmt"
	"strings"
)

// Workspace is that of every world.
const Workspace = "world"

// HCL is the world as a configuration.
func (w *World) HCL() string {
	var out strings.Builder
	fmt.Fprintf(&out, "workspace = %q\n", Workspace)
	for _, m := range w.moved {
		fmt.Fprintf(&out, "moved {\n  from = %s.%s\n  to   = %s.%s\n}\n", m.kind, m.from, m.kind, m.to)
	}
	for _, g := range w.gone {
		stays := ""
		if g.keep {
			stays = "  lifecycle {\n    destroy = false\n  }\n"
		}
		fmt.Fprintf(&out, "removed {\n  from = %s.%s\n%s}\n", g.kind, g.label, stays)
	}
	for _, b := range w.blocks {
		out.WriteString(w.block(b))
	}
	return out.String()
}

// block is one block as HCL.
func (w *World) block(b block) string {
	k := kindOf(b.kind)
	var out strings.Builder
	labels := fmt.Sprintf("%q", b.label)
	if k.block == "destination" {
		labels = fmt.Sprintf("%q %q", k.hcl, b.label)
	}
	fmt.Fprintf(&out, "%s %s {\n", k.block, labels)
	name := b.tag
	if b.keys != nil {
		fmt.Fprintf(&out, "  for_each = toset([\"%s\"])\n", strings.Join(b.keys, `", "`))
		name += "_${each.key}"
	}
	switch {
	case k.block == "destination":
		out.WriteString(k.text(b, name) + w.destinationRest(b))
	case b.isBody():
		out.WriteString(w.apiBody(b, name))
	default:
		fmt.Fprintf(&out, "  name = \"%s\"\n  enabled = %t\n  schedule {\n    interval = \"7d\"\n  }\n", name, !b.plain)
		out.WriteString(k.text(b, name) + w.delegates(b) + w.triggers(b))
	}
	return out.String() + "}\n"
}

// destinationRest is what destinations have besides.
func (w *World) destinationRest(b block) string {
	k := kindOf(b.kind)
	text := ""
	if k.role == "message" && !w.Manners.Legacy {
		text += fmt.Sprintf("  enabled = %t\n", !b.plain)
	}
	if b.kind == "email" {
		text += fmt.Sprintf("  account = %s\n  groups = [%s]\n", w.address(b.uses[0]), w.addresses(w.ofRole(b.uses, "group")))
	}
	return text
}

func (w *World) addresses(tags []string) string {
	var list []string
	for _, tag := range tags {
		list = append(list, w.address(tag))
	}
	return strings.Join(list, ", ")
}

func (w *World) delegates(b block) string {
	if b.kind != "workflow" {
		return ""
	}
	return fmt.Sprintf("  delegates = [%s]\n", w.addresses(w.ofRole(b.uses, "delegate")))
}

// conditions are those of first triggers, by kind. Only what is always true fires: there
// is one event.
func (w *World) condition(b block) string {
	switch b.kind {
	case "graph":
		return fmt.Sprintf("above = %d", 1+b.size)
	case "bucket":
		return fmt.Sprintf(`count = "> %d"`, b.size)
	case "document":
		return `condition = "query[name=q]"`
	case "metrics":
		return fmt.Sprintf(`condition = "ctx.results[0].number_of_nodes == %d"`, b.size)
	case "workflow":
		return fmt.Sprintf("any_of = [%s]", w.addresses(w.ofRole(b.uses, "delegate")))
	default:
		return fmt.Sprintf(`hits = "> %d"`, b.size)
	}
}

// triggers are the first one, which tells everybody, and of a query one that always
// fires, so that there are alerts to lose.
func (w *World) triggers(b block) string {
	var out strings.Builder
	fmt.Fprintf(&out, "  trigger %q {\n    name = \"first\"\n    severity = %d\n    %s\n", b.trigger, 1+b.size%5, w.condition(b))
	for i, tag := range w.ofRole(b.uses, "message") {
		fmt.Fprintf(&out, "    action \"tell%d\" {\n      destination = %s\n      message = \"v%d\"\n    }\n", i, w.address(tag), b.size)
	}
	out.WriteString("  }\n")
	if b.kind == "query" {
		out.WriteString("  trigger \"always\" {\n    severity = 5\n    condition = \"return true\"\n  }\n")
	}
	return out.String()
}

// apiBody is a monitor as the API has it.
func (w *World) apiBody(b block, name string) string {
	k := kindOf(b.kind)
	var actions []string
	for i, tag := range w.ofRole(b.uses, "message") {
		actions = append(actions, fmt.Sprintf(`{ name = "tell%d", destination_id = %s, message_template = { source = "v%d" } }`, i, w.address(tag), b.size))
	}
	trigger := fmt.Sprintf(`query_level_trigger = { name = "first", severity = "%d", condition = { script = { source = "ctx.results[0].hits.total.value > %d" } }, actions = [%s] }`,
		1+b.size%5, b.size, strings.Join(actions, ", "))
	if b.kind == "bucket body" {
		trigger = fmt.Sprintf(`bucket_level_trigger = { name = "first", severity = "%d", actions = [%s],
      condition = { buckets_path = { c = "_count" }, parent_bucket_path = "u", script = { source = "params.c == %d" } } }`, 1+b.size%5, strings.Join(actions, ", "), b.size)
	}
	return fmt.Sprintf("  body = {\n    name = \"%s\"\n    enabled = %t\n    monitor_type = %q\n    schedule = { period = { interval = 7, unit = \"DAYS\" } }\n    %s    triggers = [{ %s }]\n  }\n",
		name, !b.plain, k.api, k.text(b, name), trigger)
}
