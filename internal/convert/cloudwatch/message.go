package cloudwatch

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
)

// who are the parts of a CloudTrail event that a message names besides those of the
// pattern.
var who = []string{"userIdentity.arn", "sourceIPAddress", "awsRegion"}

// message tells how many events there were, and of each what the pattern looks at.
func message(title, description string, shown []string) string {
	var b strings.Builder
	b.WriteString(convert.Unmarked(title) + ": {{ctx.results.0.hits.total.value}} events\n")
	if description = strings.Join(strings.Fields(description), " "); description != "" && !strings.Contains(description, "{{") {
		b.WriteString(description + "\n")
	}
	fields := []string{"@timestamp"}
	for _, field := range shown {
		if len(fields) < 8 && !strings.ContainsAny(field, "{}# ") {
			fields = append(fields, field)
		}
	}
	if slices.Contains(shown, "eventName") || slices.Contains(shown, "userIdentity.type") || slices.Contains(shown, "eventSource") {
		for _, field := range who {
			if !slices.Contains(fields, field) {
				fields = append(fields, field)
			}
		}
	}
	b.WriteString("{{#ctx.results.0.hits.hits}}\n")
	for i, field := range fields {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString("{{_source." + field + "}}")
	}
	b.WriteString("\n{{/ctx.results.0.hits.hits}}\n")
	return b.String()
}
