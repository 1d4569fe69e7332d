package sigma_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
)

// FuzzConvert: whatever the text, nothing panics, problems lie within it, and what is
// converted can be written.
func FuzzConvert(f *testing.F) {
	for _, seed := range []string{
		head + "  s: {eventName: [a, null, 5], errorCode|contains|all: ['x*', \"\\\\?\"]}\n  f: [a, {b|re|i: '^a.*$'}]\n  condition: s and not 1 of f* or (all of them)\nlevel: high\n",
		head + "  s: {a|cidr: 10.0.0.0/9, b|windash: ' -a /b', c|wide|base64offset|contains: x}\n  condition: s | count(d) by e, f >= 3\n  timeframe: 90s\n",
		"name: r\n" + head + "  s: {eventName: a}\n  condition: s\n---\ntitle: C\ncorrelation:\n  type: value_count\n  rules: [r]\n  group-by: [u]\n  aliases: {u: {r: userIdentity.arn}}\n  timespan: 10m\n  condition: {gte: 5, lt: 9, field: eventID}\n",
		"title: F\nfilter: {rules: [x], selection: {a: b}, condition: selection}\n---\naction: global\ndetection: {condition: s}\n",
		"a: &a [*a]\ndetection: *a\n",
		"name: r\ncorrelation: \n  type: event_count\n  rules: [r]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		r := converted(source, convert.Options{Destination: "destination.slack.soc"})
		for _, d := range r.Diagnostics {
			if d.Subject.Start.Byte > d.Subject.End.Byte || d.Subject.End.Byte > len(source) || d.Subject.Start.Line < 1 {
				t.Errorf("%q: %s", source, d.Subject)
			}
		}
		if len(r.Objects) == 0 && len(r.Diagnostics) == 0 {
			t.Errorf("%q: nothing is told", source)
		}
		if _, err := convert.Text(r.Objects); err != nil {
			t.Errorf("%q: %v", source, err)
		}
	})
}
