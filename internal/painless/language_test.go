package painless_test

import (
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// generation is a version that scripts were recorded on beside 2.19.4.
type generation struct {
	version  string
	language painless.Language
	jdk      javavalue.JDK
}

var generations = []generation{
	{"1.3.14", painless.Language{CommentsNeedLines: true}, javavalue.JDK17},
	{"3.5.0", painless.Language{PlainDates: true}, javavalue.JDK21},
}

// otherwise reads testdata/versions.jsonl: what a version made of a script that
// 2.19.4 took for something else.
func otherwise(t *testing.T, version string) map[string]recordedCase {
	t.Helper()
	out := map[string]recordedCase{}
	for _, c := range readFile(t, "testdata/versions.jsonl") {
		if c.Version == version {
			out[c.ID] = c
		}
	}
	return out
}

// TestRecordedLanguages holds the languages of other generations to the same
// recordings, but for what is recorded to differ.
func TestRecordedLanguages(t *testing.T) {
	data, err := os.ReadFile("testdata/painless.ctx.json")
	if err != nil {
		t.Fatal(err)
	}
	contexts := parseJSON(t, data)
	for _, g := range generations {
		counts := map[string]int{}
		differing := otherwise(t, g.version)
		for _, c := range readCases(t) {
			if other, ok := differing[c.ID]; ok {
				c.Expected = other.Expected
			}
			b := bindingsOf(t, c, contexts)
			b.JDK = g.jdk
			switch got := outcomeIn(g.language, c, b); {
			case strings.HasPrefix(got, "refused: "):
				counts["refused"]++
			case got != c.wanted():
				t.Errorf("%s on %s: %s\n got %s\nwant %s", c.ID, g.version, c.Script, got, c.wanted())
			default:
				counts["equal"]++
			}
		}
		t.Log(g.version, counts)
	}
}

func outcomeIn(l painless.Language, c recordedCase, b painless.Bindings) string {
	script, err := l.Compile(c.Script, contextOf[c.Context])
	return resultOf(script, err, b)
}

// TestRefusedLanguage refuses what another generation knows, and 2.19 doesn't, and
// leaves alone what only looks like it.
func TestRefusedLanguage(t *testing.T) {
	newest := painless.Language{PlainDates: true}
	for source, refused := range map[string]bool{
		"JodaCompatibleZonedDateTime x = null; return x":                       true,
		"ScriptDocValues.Dates x = null; return x":                             true,
		"'JodaCompatibleZonedDateTime'":                                        false,
		"ZonedDateTime.parse('2024-01-01T00:00:00Z').dayOfWeekEnum.value > 0":  false,
		"ZonedDateTime.parse('2024-01-01T00:00:00Z').dayOfWeek.getValue() > 0": false,
	} {
		_, err := newest.Compile(source, painless.PainlessTest)
		if _, is := err.(*painless.UnsupportedError); is != refused {
			t.Errorf("%s: %v", source, err)
		}
		if _, err := painless.Compile(source, painless.PainlessTest); err != nil && strings.HasPrefix(errorOutcome(err), "refused") {
			t.Errorf("%s on 2.19: %v", source, err)
		}
	}
}
