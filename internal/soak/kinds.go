package soak

import (
	"fmt"
	"strings"
)

// kind is a kind of block that a world can have.
type kind struct {
	name, block string
	hcl         string // of a destination: the kind's label
	api         string // the server's word for it; "legacy name" after a blank, where it has another
	role        string // what others use it for: message, account, group, delegate
	repeats     bool   // for_each is tried with it

	// text is what stands in the block but for what all of its like have.
	text func(b block, name string) string
	// holds are texts that the object's JSON on the cluster must have.
	holds func(b block) []string
}

var kinds = []kind{
	{name: "webhook", block: "destination", hcl: "webhook", api: "webhook custom_webhook", role: "message", repeats: true, text: webhook, holds: inURL},
	{name: "slack", block: "destination", hcl: "slack", api: "slack", role: "message", repeats: true, text: slack, holds: inURL},
	{name: "sns", block: "destination", hcl: "sns", api: "sns", role: "message", text: sns, holds: inTopic},
	{name: "account", block: "destination", hcl: "smtp_account", api: "smtp_account", role: "account", text: account, holds: inPort},
	{name: "group", block: "destination", hcl: "email_group", api: "email_group", role: "group", repeats: true, text: group, holds: inRecipient},
	{name: "email", block: "destination", hcl: "email", api: "email", role: "message", text: email, holds: inRecipient},

	{name: "query", block: "monitor", api: "query_level_monitor", role: "delegate", repeats: true, text: query, holds: inSize},
	{name: "graph", block: "monitor", api: "query_level_monitor", role: "delegate", repeats: true, text: graph, holds: inWindow},
	{name: "bucket", block: "monitor", api: "bucket_level_monitor", role: "delegate", text: bucket, holds: inCondition("params.count > %d")},
	{name: "document", block: "monitor", api: "doc_level_monitor", role: "delegate", text: document, holds: inQuery},
	{name: "metrics", block: "monitor", api: "cluster_metrics_monitor", text: metrics, holds: inCondition("ctx.results[0].number_of_nodes == %d")},
	{name: "plugin", block: "monitor", api: "query_level_monitor", text: plugin, holds: inPlugin},
	{name: "body", block: "monitor", api: "query_level_monitor", role: "delegate", repeats: true, text: body, holds: inSize},
	{name: "bucket body", block: "monitor", api: "bucket_level_monitor", text: bucketBody, holds: inCondition("params.c == %d")},
	{name: "workflow", block: "workflow", api: "composite", text: workflow, holds: func(block) []string { return nil }},
}

func kindOf(name string) kind {
	for _, k := range kinds {
		if k.name == name {
			return k
		}
	}
	panic("soak: no kind " + name)
}

// apiType is the server's word for the kind.
func (k kind) apiType(m Manners) string {
	names := strings.Fields(k.api)
	if m.Legacy {
		return names[len(names)-1]
	}
	return names[0]
}

// isBody tells a monitor that is written as the API has it.
func (b block) isBody() bool { return strings.HasSuffix(b.kind, "body") }

func webhook(b block, name string) string {
	return fmt.Sprintf("  name = \"%s\"\n  url = \"http://127.0.0.1:9/%s/%d\"\n", name, name, b.size)
}

func slack(b block, name string) string {
	return fmt.Sprintf("  url = \"https://hooks.slack.com/services/%s/%d\"\n", name, b.size)
}

func inURL(b block) []string { return []string{fmt.Sprintf("/%d\"", b.size)} }

func sns(b block, name string) string {
	return fmt.Sprintf("  topic_arn = \"arn:aws:sns:eu-west-1:123456789012:%s-%d\"\n", name, b.size)
}

func inTopic(b block) []string { return []string{fmt.Sprintf("-%d\"", b.size)} }

func account(b block, name string) string {
	return fmt.Sprintf("  host = \"127.0.0.1\"\n  port = %d\n  method = \"none\"\n  from = \"%s@example.org\"\n", 1000+b.size, name)
}

func inPort(b block) []string { return []string{fmt.Sprintf(`"port":%d`, 1000+b.size)} }

func group(b block, name string) string {
	return fmt.Sprintf("  recipients = [\"%s@example.org\", \"n%d@example.org\"]\n", name, b.size)
}

func inRecipient(b block) []string { return []string{fmt.Sprintf("\"n%d@example.org\"", b.size)} }

// email has its account and groups besides, see hcl.go.
func email(b block, name string) string { return group(b, name) }

func query(b block, _ string) string {
	return fmt.Sprintf("  extraction_query {\n    indices = [\"events-*\"]\n    last    = \"7d\"\n    size    = %d\n  }\n", b.size)
}

func inSize(b block) []string { return []string{fmt.Sprintf(`"size":%d`, b.size), `"events-*"`} }

func graph(b block, _ string) string {
	return fmt.Sprintf("  graph {\n    indices = [\"events-*\"]\n    last    = \"%dd\"\n  }\n", 7+b.size)
}

func inWindow(b block) []string { return []string{fmt.Sprintf("||-%dd", 7+b.size)} }

func bucket(b block, _ string) string {
	return "  extraction_query {\n    indices  = [\"events-*\"]\n    last     = \"7d\"\n    group_by = [\"user\"]\n  }\n"
}

func inCondition(format string) func(b block) []string {
	return func(b block) []string { return []string{fmt.Sprintf(format, b.size)} }
}

func document(b block, _ string) string {
	return fmt.Sprintf("  document_queries {\n    indices = [\"audit\"]\n    query \"q\" {\n      query = \"user:root%d\"\n    }\n  }\n", b.size)
}

func inQuery(b block) []string { return []string{fmt.Sprintf("user:root%d", b.size)} }

func metrics(block, string) string {
	return "  cluster_metrics {\n    path = \"/_cluster/health\"\n  }\n"
}

// plugin is a search with a query that only the server knows: it is written twice.
func plugin(b block, _ string) string {
	return fmt.Sprintf("  extraction_query {\n    indices = [\"events-*\"]\n    last    = \"7d\"\n    filter  = [{ moonphase = { phase = \"new%d\" } }]\n  }\n", b.size)
}

func inPlugin(b block) []string { return []string{fmt.Sprintf("NEW%d", b.size)} }

func body(b block, _ string) string {
	return fmt.Sprintf(`inputs = [{ search = { indices = ["events-*"], query = { size = %d, query = { match_all = {} } } } }]
`, b.size)
}

func bucketBody(block, string) string {
	return `inputs = [{ search = { indices = ["events-*"], query = { size = 0, aggregations = { u = { terms = { field = "user" } } } } } }]
`
}

func workflow(block, string) string { return "" }
