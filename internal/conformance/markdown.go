package conformance

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// State is what a row comes to.
func (r *Row) State() string {
	switch {
	case r.Unequal > 0:
		return "**unequal**"
	case r.Equal == 0 && r.Refused == 0 && r.Errors > 0:
		return "an error on both sides"
	case r.Equal == 0:
		return "refused"
	case r.Refused > 0:
		return "in part"
	}
	return "equal"
}

// Markdown writes the table.
func (t *Tally) Markdown(w io.Writer, version string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Conformance with OpenSearch %s\n\n", version)
	b.WriteString("Made by `make conformance`; don't edit. Random mappings, documents, searches and templates, always the\n" +
		"same ones, and the searches of a corpus were asked of a real node and of what `alertplan test` evaluates with.\n\n")
	b.WriteString("- **equal**: cases with the same answer, to the digit. Only those count in which the feature decides something:\n" +
		"  a query that matches some documents but not all, an aggregation that comes out with a value.\n" +
		"- **errors**: cases that both refuse, with the same status and type of error.\n" +
		"- **refused**: cases that hold something that isn't evaluated offline: an error says what. A feature without\n" +
		"  an equal case counts as refused.\n" +
		"- **unequal**: cases with different answers, for each feature that may be why. Each is a fault to be mended.\n\n")
	b.WriteString("Recorded runs of monitors, conditions and messages, which need the alerting plugin, are held by the tests of\n" +
		"`internal/evaluate`, `internal/painless` and `internal/mustache`; `make conformance` runs them first.\n\n")
	b.WriteString(t.Summary())
	for _, s := range Sections {
		if s == Scripts {
			t.methods(&b)
		} else {
			t.section(&b, s)
		}
	}
	t.refusals(&b)
	t.known(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary is the counts over all cases.
func (t *Tally) Summary() string {
	return fmt.Sprintf("| cases | equal | equal errors | of them in other words | refused | known | unequal |\n|---|---|---|---|---|---|---|\n| %d | %d | %d | %d | %d | %d | %d |\n",
		t.Cases[Equal]+t.Cases[EqualError]+t.Cases[Refused]+t.Cases[Known]+t.Cases[Unequal],
		t.Cases[Equal], t.Cases[EqualError], t.Words, t.Cases[Refused], t.Cases[Known], t.Cases[Unequal])
}

func (t *Tally) section(b *strings.Builder, name string) {
	rows := t.Rows(name)
	if len(rows) == 0 {
		return
	}
	states := map[string]int{}
	for _, r := range rows {
		states[r.State()]++
	}
	fmt.Fprintf(b, "\n## %s\n\n%d equal, %d in part, %d refused, %d unequal\n\n| feature | equal | errors | refused | unequal | |\n|---|---|---|---|---|---|\n",
		name, states["equal"], states["in part"], states["refused"], states["**unequal**"])
	for _, r := range rows {
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d | %s |\n", cell(r.Name), r.Equal, r.Errors, r.Refused, r.Unequal, r.State())
	}
}

func cell(s string) string {
	return "`" + strings.NewReplacer("|", "\\|", "`", "'", "\n", " ").Replace(s) + "`"
}

func (t *Tally) refusals(b *strings.Builder) {
	if len(t.Refusals) == 0 {
		return
	}
	b.WriteString("\n## What is refused\n\nBy the name that the error says; of a case that holds several, the first.\n\n| refused | cases |\n|---|---|\n")
	byName := map[string]int{}
	for what, r := range t.Refusals {
		byName[general(what)] += r.Count
	}
	names := slices.SortedFunc(maps.Keys(byName), func(x, y string) int { return cmp.Or(byName[y]-byName[x], cmp.Compare(x, y)) })
	for _, n := range names {
		fmt.Fprintf(b, "| %s | %d |\n", cell(n), byName[n])
	}
}

// general leaves the names of a case's own fields and values out of a refusal.
func general(what string) string {
	for _, m := range bracketed.FindAllString(what, -1) {
		if strings.ContainsAny(m, ". *:0123456789@/\"'") || len(m) > 30 {
			what = strings.Replace(what, m, "[…]", 1)
		}
	}
	if i := strings.Index(what, " ("); i > 0 {
		what = what[:i]
	}
	return what
}

func (t *Tally) known(b *strings.Builder) {
	if len(t.Known) == 0 {
		return
	}
	b.WriteString("\n## Known differences\n\n| cases | why |\n|---|---|\n")
	for _, why := range slices.Sorted(maps.Keys(t.Known)) {
		fmt.Fprintf(b, "| %d | %s |\n", t.Known[why], why)
	}
}
