package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/alertplan/alertplan/schema"
)

// acceptWorld writes random configurations in which much is said by literals, in many
// forms, with comments everywhere, and some by what is no literal.
type acceptWorld struct {
	*rand.Rand
	comments int
}

func (w *acceptWorld) pick(of ...string) string { return of[w.IntN(len(of))] }

// note is a comment of its own, or nothing.
func (w *acceptWorld) note() string {
	if w.IntN(3) > 0 {
		return ""
	}
	w.comments++
	return fmt.Sprintf(" # note %d", w.comments)
}

// above is a line of comment, or nothing.
func (w *acceptWorld) above(indent string) string {
	if w.IntN(4) > 0 {
		return ""
	}
	w.comments++
	return fmt.Sprintf("%s%s note %d\n", indent, w.pick("#", "//"), w.comments)
}

func (w *acceptWorld) line(indent, text string) string {
	return w.above(indent) + indent + text + w.note() + "\n"
}

// configuration has a monitor of each kind, and some more searches.
func (w *acceptWorld) configuration() string {
	var b strings.Builder
	b.WriteString("workspace = \"soc\"\n\nvariable \"text\" {\n  type    = string\n  default = \"from a variable\"\n}\n\nlocals {\n  bound = 7\n  index = \"cwl-local\"\n}\n\n")
	b.WriteString("destination \"webhook\" \"pager\" {\n" + w.line("  ", `name = "Pager"`) + w.line("  ", `url = "https://pager.example.com/page"`) + "}\n\n")
	b.WriteString("destination \"sns\" \"topic\" {\n" + w.line("  ", `topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"`) + "}\n\n")
	for i := range 4 {
		b.WriteString(w.monitor(fmt.Sprintf("search_%d", i), w.searchInput(), w.condition))
	}
	b.WriteString(w.monitor("grouped", w.groupedInput(), w.count))
	b.WriteString(w.monitor("graph", w.graphInput(), w.above1))
	b.WriteString(w.monitor("documents", w.documentInput(), func() string { return `condition = "query[name=q]"` }))
	b.WriteString(w.monitor("metrics", "  cluster_metrics {\n"+w.line("    ", `path = "/_cluster/health"`)+"  }\n", func() string {
		return `condition = "ctx.results[0].number_of_nodes < 3"`
	}))
	b.WriteString(w.rawMonitor())
	text := b.String()
	if w.IntN(3) > 0 {
		text = string(schema.Format([]byte(text)))
	}
	return text
}

func (w *acceptWorld) monitor(label, input string, condition func() string) string {
	var b strings.Builder
	b.WriteString(w.above("") + fmt.Sprintf("monitor %q {%s\n", label, w.note()))
	b.WriteString(w.line("  ", fmt.Sprintf("name = %q", "The "+label)))
	if w.IntN(2) == 0 {
		b.WriteString(w.line("  ", "enabled = true"))
	}
	b.WriteString("\n" + w.schedule() + "\n" + input)
	for i := range 1 + w.IntN(2) {
		b.WriteString("\n" + w.trigger(i, condition()))
	}
	return b.String() + "}\n\n"
}

func (w *acceptWorld) schedule() string {
	switch w.IntN(5) {
	case 0:
		return "  schedule { interval = \"10m\" }\n"
	case 1:
		return "  schedule {\n" + w.line("    ", `cron = "0 9 * * 1-5"`) + w.line("    ", `timezone = "UTC"`) + "  }\n"
	case 2:
		return "  schedule {\n" + w.line("    ", `daily = "07:00"`) + w.line("    ", `timezone = "Europe/Berlin"`) + "  }\n"
	case 3:
		return "  schedule {\n" + w.line("    ", `timezone = "UTC"`) + "    weekly {\n" + w.line("      ", `days = ["mon", "fri"]`) + w.line("      ", `at = "06:00"`) + "    }\n  }\n"
	default:
		return "  schedule {\n" + w.line("    ", `interval = "5m"`) + "  }\n"
	}
}

var acceptClauses = []string{
	`{ term = { "eventName.keyword" = "ConsoleLogin" } }`,
	`{ terms = { "user.keyword" = ["root", "admin"] } }`,
	`{ range = { bytes = { gte = 100 } } }`,
	`{ range = { bytes = { gt = 5, lt = 1000 } } }`,
	`{ match = { message = "failed login" } }`,
	`{ match_phrase = { message = { query = "access denied", slop = 2 } } }`,
	`{ exists = { field = "user" } }`,
	`{ wildcard = { "user.keyword" = "a*" } }`,
	`{ query_string = { query = "status:500 AND NOT agent:bot" } }`,
	`{ bool = { must_not = { term = { kind = "test" } } } }`,
	`{ bool = { should = [{ term = { a = 1 } }, { term = { b = true } }], minimum_should_match = 1 } }`,
	`{ range = { bytes = { gte = local.bound } } }`,
}

func (w *acceptWorld) clauses() string {
	var list []string
	for range 1 + w.IntN(3) {
		list = append(list, acceptClauses[w.IntN(len(acceptClauses))])
	}
	if w.IntN(2) == 0 {
		return "[" + strings.Join(list, ", ") + "]"
	}
	text := "[\n"
	for _, c := range list {
		text += w.line("      ", c+",")
	}
	return text + "    ]"
}

func (w *acceptWorld) indices() string {
	return w.line("    ", "indices = "+w.pick(`["cwl-*"]`, `["cwl-a", "cwl-b", "cwl-c"]`, "[\n      \"cwl-a\", # first\n      \"cwl-b\",\n    ]", `[local.index, "cwl-a"]`))
}

func (w *acceptWorld) searchInput() string {
	text := "  extraction_query {\n" + w.indices()
	switch w.IntN(6) {
	case 0:
		text += w.line("    ", `query = { bool = { filter = [{ range = { "@timestamp" = { gte = "{{period_start}}", lt = "{{period_end}}", format = "epoch_millis" } } }, { term = { a = 5 } }] } }`)
	case 1:
		text += w.line("    ", "body = jsondecode(<<-EOT\n      {\n        \"size\": 5,\n        \"query\": {\"bool\": {\"filter\": [\n          {\"range\": {\"@timestamp\": {\"gte\": \"{{period_end}}||-15m\", \"lte\": \"{{period_end}}\", \"format\": \"epoch_millis\"}}},\n          {\"range\": {\"bytes\": {\"gte\": 100}}}\n        ]}}\n      }\n    EOT\n    )")
		return text + "  }\n"
	case 2:
		text += w.line("    ", `last = "8d"`) + w.line("    ", `query = `+w.pick(acceptClauses...))
	default:
		text += w.line("    ", `last = "7d"`) + w.line("    ", "filter = "+w.clauses())
	}
	if w.IntN(2) == 0 {
		text += w.line("    ", "size = 5")
	}
	if w.IntN(3) == 0 {
		text += w.line("    ", `aggregations = { users = { terms = { field = "user.keyword", size = 20 } } }`)
	}
	return text + "  }\n"
}

func (w *acceptWorld) groupedInput() string {
	return "  extraction_query {\n" + w.indices() + w.line("    ", `last = "7d"`) + w.line("    ", `group_by = ["user.keyword"]`) +
		w.line("    ", `filter = `+w.clauses()) + "  }\n"
}

func (w *acceptWorld) graphInput() string {
	text := "  graph {\n" + w.line("    ", `indices = ["cwl-*"]`) + w.line("    ", `last = "30d"`) + w.line("    ", `aggregation = "max"`) + w.line("    ", `field = "bytes"`)
	if w.IntN(2) == 0 {
		text += "\n    where {\n" + w.line("      ", `field = "eventName.keyword"`) + w.line("      ", `is = "ConsoleLogin"`) + "    }\n"
	}
	return text + "  }\n"
}

func (w *acceptWorld) documentInput() string {
	return "  document_queries {\n" + w.line("    ", `indices = ["audit"]`) + "\n    query \"q\" {\n" + w.line("      ", `query = "user:root"`) +
		w.line("      ", `tags = ["a", "b"]`) + "    }\n  }\n"
}

func (w *acceptWorld) condition() string {
	return w.pick(`hits = "> 0"`, `hits = ">= 9000"`, `condition = "ctx.results[0].hits.total.value > 3"`,
		"condition = <<-EOT\n      def n = ctx.results[0].hits.total.value;\n      return n > 3;\n    EOT")
}

func (w *acceptWorld) count() string {
	return w.pick(`count = "> 5"`, `condition = "params.count > 5"`)
}

func (w *acceptWorld) above1() string { return "above = 5" }

func (w *acceptWorld) trigger(i int, condition string) string {
	text := fmt.Sprintf("  trigger \"t%d\" {%s\n", i, w.note())
	if w.IntN(2) == 0 {
		text += w.line("    ", fmt.Sprintf("name = \"Trigger %d\"", i))
	}
	text += w.line("    ", "severity = 2") + w.above("    ") + "    " + condition + "\n"
	if strings.Contains(condition, "hits") && !strings.HasPrefix(condition, "above") && w.IntN(3) == 0 {
		text += "\n    quiet_hours {\n" + w.line("      ", `timezone = "Asia/Tokyo"`) + w.line("      ", `days = ["sat", "sun"]`) + "    }\n"
	}
	for j := range 1 + w.IntN(2) {
		text += "\n" + w.action(j)
	}
	return text + "  }\n"
}

func (w *acceptWorld) action(j int) string {
	text := fmt.Sprintf("    action \"a%d\" {\n", j) + w.line("      ", "destination = "+w.pick("destination.webhook.pager", "destination.sns.topic"))
	if w.IntN(2) == 0 {
		text += w.line("      ", `subject = "{{ctx.monitor.name}}"`)
	}
	text += w.above("      ") + "      message = " + w.pick(`"{{ctx.monitor.name}} says ${upper("hello")}"`, `"hello {{ctx.trigger.name}}"`, "var.text", `"a\nb\n"`, `jsonencode({ text = "hello", level = 5 })`,
		"<<-EOT\n        first\n          second {{ctx.monitor.name}}\n      EOT", "<<EOT\nfirst\nsecond\nEOT", "chomp(<<-EOT\n        one\n        two\n      EOT\n      )") + "\n"
	if w.IntN(2) == 0 {
		text += w.line("      ", `throttle = "10m"`)
	}
	return text + "    }\n"
}

func (w *acceptWorld) rawMonitor() string {
	body := `{"name": "Raw", "type": "monitor", "monitor_type": "query_level_monitor", "enabled": true,
      "schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
      "inputs": [{"search": {"indices": ["cwl-*"], "query": {"size": 0, "query": {"range": {"bytes": {"gte": 100}}}}}}],
      "triggers": [{"name": "any", "severity": "1", "condition": {"script": {"source": "ctx.results[0].hits.total.value > 0", "lang": "painless"}}, "actions": []}]}`
	if w.IntN(2) == 0 {
		return "monitor \"raw\" {\n" + w.above("  ") + "  body = jsondecode(<<-EOT\n    " + body + "\n  EOT\n  )\n}\n"
	}
	return `monitor "raw" {
  body = {
    name         = "Raw" # its name
    type         = "monitor"
    monitor_type = "query_level_monitor"
    enabled      = true
    schedule     = { period = { interval = 5, unit = "MINUTES" } }
    inputs       = [{ search = { indices = ["cwl-*"], query = { size = 0, query = { range = { bytes = { gte = 100 } } } } } }]
    triggers = [{
      # there is one
      name      = "any"
      severity  = "1"
      condition = { script = { source = "ctx.results[0].hits.total.value > 0", lang = "painless" } }
      actions   = []
    }]
  }
}
`
}
