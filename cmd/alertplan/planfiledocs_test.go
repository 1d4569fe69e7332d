package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestPageOnPlanFiles keeps docs/plan-files.md true, as TestPageOnDrift does its page.
func TestPageOnPlanFiles(t *testing.T) {
	t.Parallel()
	p := &page{dir: t.TempDir(), url: newSandbox(t), stop: func() {}}
	ids := &pageIDs{known: map[string]string{}}
	got := fenced.ReplaceAllStringFunc(readPage(t, "plan-files.md"), func(whole string) string {
		block := fenced.FindStringSubmatch(whole)
		switch block[1] + block[2] {
		case "hcl file":
			p.write(t, "soc/main.hcl", block[3])
		case "sh":
			p.runBlock(t, block[3])
		case "yaml":
			tryRecipe(t, p, block[3])
		case "console":
			return "```console\n" + steadyPlanFile(ids.replace(p.transcript(block[3]))) + "```"
		case "json file":
			return "```json file\n" + planFileInShort(t, p) + "```"
		default:
			t.Errorf("a block of %q is neither run nor compared", block[1]+block[2])
		}
		return whole
	})
	keepPage(t, "plan-files.md", got)
}

var (
	pageDigest = regexp.MustCompile(`\b([0-9a-f]{4})[0-9a-f]{12,60}\b`)
	pageSeqNo  = regexp.MustCompile(`"seq_no": \d+`)
	pageUUID   = regexp.MustCompile(`uuid(:? "|": "| )[A-Za-z0-9_-]{20,22}`)
)

// steadyPlanFile makes equal what differs from run to run.
func steadyPlanFile(text string) string {
	text = madeTime.ReplaceAllString(text, "made 2026-11-21 02:14 UTC (3 hours ago) by alertplan 1.0.0.\n")
	text = pageSeqNo.ReplaceAllString(text, `"seq_no": 42`)
	text = pageUUID.ReplaceAllString(text, "uuid${1}mGjkIO1uQ5iAxVYKXKRHqw")
	return pageDigest.ReplaceAllString(text, "5b3e1d4a9c0f2e7768a1b94d3c5f0e12")
}

// planFileInShort is prod.plan without what was printed.
func planFileInShort(t *testing.T, p *page) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, "prod.plan"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := orderedjson.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	file := value.(*orderedjson.Object)
	file.Delete("shown")
	file.Delete("plan")
	file.Object("tool").Set("version", "1.0.0")
	short, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	ids := &pageIDs{known: map[string]string{}}
	text = []byte(ids.replace(strings.ReplaceAll(string(short)+"\n", p.url, usualURL)))
	text = regexp.MustCompile(`("id": ")[A-Za-z0-9_-]{20}"`).ReplaceAll(text, []byte("${1}"+samples[0]+`"`))
	return steadyPlanFile(string(text))
}

// tryRecipe runs what a workflow runs of alertplan, in its order.
func tryRecipe(t *testing.T, p *page, text string) {
	t.Helper()
	var workflow struct {
		Jobs struct {
			Plan, Apply struct {
				Steps []struct{ Run string }
			}
		}
	}
	if err := yaml.Unmarshal([]byte(text), &workflow); err != nil {
		t.Fatal(err)
	}
	if out, err := p.shell("mkdir recipe && cp -r soc recipe/soc"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ran := 0
	for _, step := range append(workflow.Jobs.Plan.Steps, workflow.Jobs.Apply.Steps...) {
		if !strings.Contains(step.Run, "alertplan ") {
			continue
		}
		ran++
		if out, err := p.shell("cd recipe && PAGER_URL=https://pager.example.com/hook/1; " + step.Run); err != nil {
			t.Errorf("%s: %v\n%s", step.Run, err, out)
		}
	}
	if ran != 3 {
		t.Errorf("%d commands of alertplan in the recipe, want 3", ran)
	}
	if out, err := p.shell("sed -i 's/interval = \"2m\"/interval = \"3m\"/' soc/main.hcl"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
