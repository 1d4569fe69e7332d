package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/schema/grammar"
)

const generationsPage = "generations.md"

// othersHeading begins the part of the page that needs a corpus.
const othersHeading = "## Other people's monitors\n"

// TestPageOnGenerations keeps docs/generations.md, by applying an example of each kind
// on a sandbox of each dialect; without a corpus, what it says of other people's
// monitors stays as it is.
func TestPageOnGenerations(t *testing.T) {
	t.Parallel()
	var page strings.Builder
	page.WriteString(generationsIntroduction)
	notes := &footnotes{}
	dialects := allDialects(t)
	writeTableOfKinds(t, &page, "Destinations", dialects, destinationExamples, notes)
	writeTableOfKinds(t, &page, "Monitors", dialects, monitorExamples, notes)
	notes.write(&page)
	page.WriteString(notRun)
	if corpusIsThere() && (update || takesLong()) {
		page.WriteString(othersHeading)
		writeOthers(t, &page, dialects)
	} else if _, others, ok := strings.Cut(readPageOrNothing(t, generationsPage), othersHeading); ok {
		page.WriteString(othersHeading + others)
	}
	keepPage(t, generationsPage, page.String())
}

const generationsIntroduction = `<!-- Made by ` + "`make generate`" + `; don't edit. -->

# Generations and kinds

What can be declared for which server. Each cell comes from a run: an example of the kind is applied on
the sandbox as that server, and planned again. **yes** says that it was applied, and that the second plan
was empty; a number leads to what was said instead, before anything was written.

The sandbox plays OpenSearch 1.3, 2.19 and 3.5 as recordings of real nodes have it, and Open Distro 1.13 from
the source of its plugin, which was not run.

`

const notRun = `
## From source, not run

| server | what is written for it |
|---|---|
| Open Distro on Elasticsearch 6.5 to 6.8 | as Open Distro 1.13 above; ` + "`hits.total`" + ` is a number there |
| Open Distro on Elasticsearch 7.10 | as Open Distro 1.13 above |
| Amazon OpenSearch Service, Elasticsearch versions and OpenSearch 1.x | as above, with ` + "`sns`" + ` as a destination of its own |
| Amazon OpenSearch Service, OpenSearch 2.x and later | as OpenSearch of the same version; requests are signed |

`

func allDialects(t *testing.T) []dialect.Dialect {
	t.Helper()
	var all []dialect.Dialect
	for _, name := range dialect.Names() {
		d, err := dialect.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// footnotes are reasons, each once.
type footnotes struct{ reasons []string }

func (n *footnotes) mark(reason string) string {
	i := slices.Index(n.reasons, reason)
	if i < 0 {
		i = len(n.reasons)
		n.reasons = append(n.reasons, reason)
	}
	return fmt.Sprintf("no, %d", i+1)
}

func (n *footnotes) write(page *strings.Builder) {
	for i, reason := range n.reasons {
		fmt.Fprintf(page, "%d. %s\n", i+1, reason)
	}
}

func writeTableOfKinds(t *testing.T, page *strings.Builder, heading string, dialects []dialect.Dialect, examples []kindExample, notes *footnotes) {
	fmt.Fprintf(page, "## %s\n\n| |", heading)
	for _, d := range dialects {
		page.WriteString(" " + d.Name + " |")
	}
	page.WriteString("\n|---|" + strings.Repeat("---|", len(dialects)) + "\n")
	for _, example := range examples {
		fmt.Fprintf(page, "| %s |", example.kind)
		for _, d := range dialects {
			said := tryKind(t, d, example)
			if said != "yes" {
				said = notes.mark(said)
			}
			page.WriteString(" " + said + " |")
		}
		page.WriteString("\n")
	}
	page.WriteString("\n")
}

// tryKind applies an example, and plans it again: "yes", or what was said instead.
func tryKind(t *testing.T, d dialect.Dialect, example kindExample) string {
	r := newRigOf(t, sandbox.Options{Dialect: d})
	makeIndex(t, r.url+"/audit")
	r.configure("workspace = \"kinds\"\n" + example.text)
	if got := r.apply(); got.code != 0 {
		return strings.ReplaceAll(whySaid(got), r.dir+"/", "")
	}
	got := r.run("plan", "--detailed-exitcode")
	if got.code != 0 || !strings.HasPrefix(got.stdout, "No changes.") {
		t.Errorf("%s on %s: the second plan is not empty: %s", example.kind, d.Name, got)
	}
	return "yes"
}

// whySaid is what a command failed for: the text of its first error, in one line.
func whySaid(got result) string {
	text := got.stderr + "\n" + got.stdout
	if _, after, ok := strings.Cut(text, "✗ "); ok {
		text = after
	} else if _, after, ok := strings.Cut(text, "Error: "); ok {
		text = strings.Replace(after, "\n\n", ":\n", 1) // the summary before the detail
	}
	var said []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" && len(said) > 1, strings.HasPrefix(line, "- "), strings.HasPrefix(line, "Apply incomplete"):
			return strings.Join(said, " ")
		case line == "", strings.HasPrefix(line, "on /"), strings.HasPrefix(line, "^"), isQuotedLine(line):
		default:
			said = append(said, line)
		}
	}
	return strings.Join(said, " ")
}

// isQuotedLine tells a line of the configuration that a diagnostic shows: "12: name =".
func isQuotedLine(line string) bool {
	number, _, ok := strings.Cut(line, ":")
	return ok && strings.Trim(number, "0123456789") == ""
}

// Every kind that the language has is in the table.
func TestKindsOfTheTable(t *testing.T) {
	t.Parallel()
	var have []string
	for _, example := range destinationExamples {
		have = append(have, example.kind)
	}
	for _, b := range grammar.Destinations {
		if !slices.Contains(have, b.Kind) {
			t.Errorf("the table of generations has no destination %q", b.Kind)
		}
	}
}

func readPageOrNothing(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(docsDir, name))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// writeOthers declares the corpus on each dialect, and changes its leaves.
func writeOthers(t *testing.T, page *strings.Builder, dialects []dialect.Dialect) {
	bodies := otherPeoplesBodies(t)
	page.WriteString(othersIntroduction)
	page.WriteString("| | bodies | applied | second plan empty |\n|---|---|---|---|\n")
	refused := map[string]map[string][]string{} // names, by reason, by dialect
	for _, d := range dialects {
		q := applyBodies(t, d, bodies)
		fmt.Fprintf(page, "| %s | %d | %d | %d |\n", d.Name, q.bodies, q.applied, q.quiet)
		refused[d.Name] = q.refused
	}
	page.WriteString("\nNot applied, all for what is in them:\n\n")
	for _, line := range refusalLines(refused) {
		page.WriteString("- " + line + "\n")
	}
	page.WriteString(leavesIntroduction)
	page.WriteString("| | leaves | changes | seen | quiet | named by a warning | refused alike | refused by this older server alone | refused for what fails when it runs | excused |\n|" + strings.Repeat("---|", 10) + "\n")
	excused := map[string]bool{}
	for _, s := range observeAll(t, typedDialects(t), bodies) {
		page.WriteString("| " + s.dialect.Name + " |")
		for _, n := range s.counts() {
			fmt.Fprintf(page, " %d |", n)
		}
		page.WriteString("\n")
		for why := range s.excused {
			excused[why] = true
		}
	}
	page.WriteString("\nExcused:\n\n")
	for _, why := range slices.Sorted(maps.Keys(excused)) {
		page.WriteString("- " + why + "\n")
	}
}

const othersIntroduction = `
Monitors that others wrote, for Dashboards, documentation, Terraform and from Sigma rules, are each declared as they
are (` + "`body = jsondecode(file(…))`" + `; where an action has no destination, it is given one), applied on the sandbox, and planned again.

`

const leavesIntroduction = `
Of each of them every leaf is changed in every way that there is for its type: taken out, null, another text, one
more, the same as a text, a list. What a server would keep otherwise, the plan must show; what it would keep as it
was, the plan must be silent about; what it would refuse must be a diagnostic. Neither more nor less came out: what
has no column here is an error of the test that writes this page. (Searches with a leaf changed are asked of live
nodes, too, in ` + "`TestChangesOfSearchesOnNodes`" + `.)

`

// refusalLines are lines that say who is not applied and why, with the dialects where
// not all say so.
func refusalLines(byDialect map[string]map[string][]string) []string {
	where := map[string][]string{} // dialects by reason and name
	for _, name := range slices.Sorted(maps.Keys(byDialect)) {
		for why, names := range byDialect[name] {
			for _, body := range names {
				key := "`" + body + "`: " + why
				where[key] = append(where[key], name)
			}
		}
	}
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(where)) {
		line := key
		if len(where[key]) < len(byDialect) {
			line += " (" + strings.Join(where[key], ", ") + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}
