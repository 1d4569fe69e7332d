package convert

import "strings"

// Unmarked is a text that a message's template takes for nothing but a text.
func Unmarked(text string) string { return strings.NewReplacer("{{", "", "}}", "").Replace(text) }

// Total is the line of a message that tells how many events there are, and of what.
func Total(name string) string {
	return "{{ctx.results.0.hits.total.value}} events: " + Unmarked(name) + "\n"
}
