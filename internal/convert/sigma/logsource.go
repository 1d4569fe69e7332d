package sigma

import (
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
)

// logsource holds what a rule is about against what is known: the fields of CloudTrail in
// both families of indices, and of anything else those of a mapping that is given.
func (c *converter) logsource() {
	n := c.rule.get("logsource")
	at := n
	if n == nil {
		at = c.rule.node
	}
	product, service, category := wordOf(n, "product"), wordOf(n, "service"), wordOf(n, "category")
	switch {
	case product == "aws" && service == "cloudtrail" && category == "":
	case c.options.Mapping == nil || len(c.options.Indices) == 0:
		c.foreign = true
		c.refuse(at, "Source of logs that is not known", "This rule is about "+sourceOf(product, service, category)+", and known by themselves are the fields of product aws, service cloudtrail. If indices hold such events under the names that the rule uses, say which by --indices, and give their mapping by --mapping FILE or --events FILE.")
	}
}

func sourceOf(product, service, category string) string {
	var parts []string
	for _, part := range []struct{ name, value string }{{"product", product}, {"service", service}, {"category", category}} {
		if part.value != "" {
			parts = append(parts, part.name+" "+part.value)
		}
	}
	if len(parts) == 0 {
		return "no source that it names"
	}
	return strings.Join(parts, ", ")
}

// ecs are the first words of the fields that SIEM on OpenSearch adds to events.
var ecs = []string{"event", "cloud", "source", "destination", "client", "server", "user", "user_agent", "error", "ecs", "related", "file", "host", "network", "http", "url", "rule", "threat"}

// hasField tells whether events can have a field: false is worth a note.
func (c *converter) hasField(name string) bool {
	switch {
	case c.foreign:
		return true
	case c.options.Mapping != nil:
		return c.options.Mapping.Has(name)
	case strings.HasPrefix(name, "@") || convert.OfCloudTrail(name):
		return true
	}
	first, _, _ := strings.Cut(name, ".")
	for _, known := range ecs {
		if c.options.Family == convert.LogAWS && first == known {
			return true
		}
	}
	return false
}

// timeframe is the detection's, in the old form of rules that count.
func (c *converter) timeframe() string { return wordOf(c.rule.detection, "timeframe") }
