package schema

import "github.com/alertplan/alertplan/internal/orderedjson"

// window is the half-open range of time that a run looks at. Its forms were
// tried on 2.19.4: date math on epoch milliseconds in gte and lt.
func (b *monitorBlock) window(times scheduleTimes) (clause *orderedjson.Object, asked bool) {
	asked = b.has("last") || b.has("lag") || b.has("time_field")
	field := defaultTimeField
	if given, ok := b.publicText("time_field"); ok && b.notBlank("time_field", given) {
		field = given
	}
	last, lag := b.span("last"), b.span("lag")
	if last.known() && times.gap > last.length() {
		b.report("short-window", b.at("last"), "A run looks at the last %s, but there are %s between two runs: what happens in between is never seen. Make last as long at least, or leave it out: then each run goes on where the one before ended.", last.span, spanOf(times.gap))
	}
	bounds := orderedjson.NewObject()
	switch {
	case last.missing != "":
		bounds.Set("gte", last.missing)
	case last.known() && lag.missing == "":
		bounds.Set("gte", "{{period_end}}||-"+last.plus(lag))
	case lag.missing != "":
		bounds.Set("gte", lag.missing)
	case lag.known():
		bounds.Set("gte", "{{period_start}}||-"+lag.String())
	default:
		bounds.Set("gte", "{{period_start}}")
	}
	switch {
	case lag.missing != "":
		bounds.Set("lt", lag.missing)
	case lag.known():
		bounds.Set("lt", "{{period_end}}||-"+lag.String())
	default:
		bounds.Set("lt", "{{period_end}}")
	}
	bounds.Set("format", "epoch_millis")
	return object("range", object(field, bounds)), asked
}

// givenSpan is a duration of a query: known, unknown in this run, or absent.
type givenSpan struct {
	span
	missing string // monitors.UnknownText
}

func (g givenSpan) known() bool { return g.count > 0 }

func (g givenSpan) plus(lag givenSpan) string {
	if !lag.known() {
		return g.String()
	}
	return spanOf(g.length() + lag.length()).String()
}

func (b *monitorBlock) span(name string) givenSpan {
	text, ok := b.publicText(name)
	if !ok {
		return givenSpan{}
	}
	if isUnknown(text) {
		return givenSpan{missing: text}
	}
	s, err := parseSpan(text)
	if err != nil {
		b.report("invalid-duration", b.at(name), "%s is no duration: %s.", name, err)
		return givenSpan{}
	}
	return givenSpan{span: s}
}
