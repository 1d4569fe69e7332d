package monitors

import "strings"

// unknownMark begins a text whose value is not known in this run; it is of the
// Unicode private use area, so that no real text begins with it.
const unknownMark = "\uE0A1unknown:"

// UnknownText stands for a text whose value is not known in this run because a
// variable has none (validate and plan work without secrets). reason names what
// is missing, such as "var.slack_url".
func UnknownText(reason string) string { return unknownMark + reason }

// Unknown tells whether a text, or a leaf of a body, stands for an unknown
// value, and what is missing.
func Unknown(leaf any) (reason string, unknown bool) {
	text, _ := leaf.(string)
	return strings.CutPrefix(text, unknownMark)
}
