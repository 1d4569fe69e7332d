package schema_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/schema"
)

func TestUnreadableDirectory(t *testing.T) {
	config, diags := schema.Load(filepath.Join(t.TempDir(), "missing"), schema.Options{})
	if config == nil || !diags.HasErrors() {
		t.Fatalf("got %v, %v", config, diags)
	}
	if check, _ := schema.CheckOf(diags[0]); check.Name != "unreadable-directory" {
		t.Errorf("got %v", diags)
	}
}

// TestSecretsAreNotTold gives a secret to everything that could print it.
func TestSecretsAreNotTold(t *testing.T) {
	const secret = "t0p-s3cret-value"
	places := []string{
		`monitor "m" { name = var.s }`, `monitor "m" { enabled = var.s }`, `destination "slack" "d" { url = var.s }`,
		`locals { a = tonumber(var.s) }`, `locals { a = tobool(var.s) }`, `locals { a = jsondecode(var.s) }`, `locals { a = file(var.s) }`,
		`locals { a = { x = 1 }[var.s] }`, `locals { a = parseint(var.s, 10) }`, `locals { a = formatdate("YYYY", var.s) }`,
		`locals { a = regex(var.s, "x") }`, `locals { a = stagger(var.s, "x") }`, `locals { a = timeadd("2020-01-01T00:00:00Z", var.s) }`, `locals { a = var.s.x }`,
		`locals { a = var.s + 1 }`, `locals { a = [1, 2][var.s] }`, `locals { a = base64decode(var.s) }`, `locals { a = 1 + env("S") }`,
		`locals { a = templatefile(var.s, {}) }`, `locals { a = yamldecode("${var.s}: [") }`, `locals { a = cidrhost(var.s, 1) }`,
		`destination "sns" "d" { topic_arn = var.s }`, `destination "webhook" "d" { host = var.s }`, `destination "webhook" "d" { url = "x", headers = { (var.s) = 1 } }`,
		`cluster "c" { url = var.s }`, `cluster "c" { url = "https://u:${var.s}@x" }`, `cluster "c" { timeout = var.s }`, `existing "email" "e" { id = var.s }`,
		`destination "webhook" "d" { method = var.s }`, `destination "webhook" "d" { port = var.s }`, `import { id = var.s }`, `workspace = var.s`,
		"monitor \"m\" {\n schedule { interval = var.s }\n}", "monitor \"m\" {\n schedule { cron = var.s }\n}", "monitor \"m\" {\n schedule {\n cron = \"* * * * *\"\n timezone = var.s\n }\n}",
		"monitor \"m\" {\n extraction_query {\n indices = [var.s]\n last = var.s\n size = var.s\n filter = [{ (var.s) = 1 }]\n }\n}",
		"monitor \"m\" {\n trigger \"t\" {\n hits = var.s\n severity = var.s\n }\n}", "monitor \"m\" {\n trigger \"t\" {\n condition = var.s\n }\n}",
		"monitor \"m\" {\n trigger \"t\" {\n action \"a\" {\n throttle = var.s\n message = \"{{#${var.s}}}\"\n destination = var.s\n }\n }\n}",
		"monitor \"m\" {\n dynamic \"trigger\" {\n for_each = [1]\n labels = [var.s]\n content {}\n }\n}", "monitor \"m\" {\n body = { name = var.s }\n}",
		"test \"t\" {\n monitor = monitor.x[var.s]\n events = var.s\n now = var.s\n for = var.s\n mapping = var.s\n}", "test \"t\" {\n monitor = var.s\n events = [{ a = var.s }]\n for_each = toset([var.s])\n}",
		"test \"t\" {\n monitor = monitor[var.s]\n index = var.s\n acknowledge \"x\" { after = var.s }\n expect \"x\" {\n hits = var.s\n message_matches = \"(${var.s}\"\n state = var.s\n documents = [var.s]\n aggregations = { (var.s) = \"> ${var.s}\" }\n message = var.s\n }\n}",
		`cluster "c" { dialect = var.s }`, "cluster \"c\" {\n url = \"https://a.example\"\n policy { require_tests = var.s }\n}",
		"monitor \"m\" {\n for_each = toset([var.s])\n}", "monitor \"m\" {\n body = jsondecode(\"{\\\"name\\\": \\\"${var.s}\\\", \\\"monitor_type\\\": 5}\")\n}",
	}
	for _, place := range places {
		dir := t.TempDir()
		write(t, dir, "main.hcl", "variable \"s\" { sensitive = true }\n"+place+"\n")
		config, diags := schema.Load(dir, schema.Options{
			Vars: map[string]string{"s": secret}, Env: func(string) (string, bool) { return secret, true },
		})
		var text bytes.Buffer
		for _, d := range diags {
			fmt.Fprintln(&text, d.Summary, d.Detail)
		}
		writer := hcl.NewDiagnosticTextWriter(&text, config.Files, 100, false)
		if err := writer.WriteDiagnostics(diags); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text.String(), secret) {
			t.Errorf("%s: the secret shows in\n%s", place, text.String())
		}
	}
}

// FuzzLoad reads one file of any bytes: nothing panics, every place lies in the
// file.
func FuzzLoad(f *testing.F) {
	cases, err := filepath.Glob("testdata/*/*.hcl")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range cases {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "main.hcl")
		if err := os.WriteFile(path, source, 0o600); err != nil {
			t.Fatal(err)
		}
		config, diags := schema.Load(dir, schema.Options{})
		for _, d := range diags {
			for _, at := range []*hcl.Range{d.Subject, d.Context} {
				if at != nil && at.Filename == path && (at.Start.Byte > at.End.Byte || at.End.Byte > len(source)) {
					t.Fatalf("%s lies outside the file: %v", d.Detail, at)
				}
			}
		}
		if config == nil {
			t.Fatal("no Config")
		}
		once := schema.Format(source)
		if again := schema.Format(once); !diags.HasErrors() && !bytes.Equal(once, again) {
			t.Fatalf("formatted twice:\n%s\n%s", once, again)
		}
	})
}

// BenchmarkLoad reads 1,000 monitors in one file.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	var file strings.Builder
	file.WriteString("workspace = \"soc\"\ndestination \"webhook\" \"x\" { url = \"https://a.example/x\" }\n")
	for i := range 1000 {
		fmt.Fprintf(&file, `
monitor "m%d" {
  name = "monitor %d"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
    filter  = [{ term = { "eventName.keyword" = "ConsoleLogin" } }, { terms = { "user.keyword" = ["a", "b"] } }]
    size    = 10
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
    action "notify" {
      destination = destination.webhook.x
      subject     = "Console login"
      message     = "{{ctx.results.0.hits.total.value}} logins, the first by {{ctx.results.0.hits.hits.0._source.userIdentity.userName}}"
      throttle    = "10m"
    }
  }
}
`, i, i)
	}
	write(b, dir, "main.hcl", file.String())
	for b.Loop() {
		if _, diags := schema.Load(dir, schema.Options{}); diags.HasErrors() {
			b.Fatal(diags)
		}
	}
}

// BenchmarkLoadTests reads 1,000 tests of 100 monitors.
func BenchmarkLoadTests(b *testing.B) {
	dir := b.TempDir()
	var file, tests strings.Builder
	file.WriteString("workspace = \"soc\"\ndestination \"webhook\" \"x\" { url = \"https://a.example/x\" }\n")
	for i := range 100 {
		fmt.Fprintf(&file, "monitor \"m%d\" {\n  name = \"m %d\"\n  schedule { interval = \"5m\" }\n  extraction_query {\n indices = [\"cwl-*\"]\n last = \"5m\"\n }\n trigger \"any\" {\n severity = 1\n hits = \"> 0\"\n action \"n\" {\n destination = destination.webhook.x\n message = \"m\"\n }\n }\n}\n", i, i)
	}
	for i := range 1000 {
		fmt.Fprintf(&tests, "test \"t%d\" {\n monitor = monitor.m%d\n events = \"events.ndjson\"\n for = \"1h\"\n expect \"any\" {\n fires = true\n message = \"m\"\n }\n}\n", i, i%100)
	}
	write(b, dir, "main.hcl", file.String())
	write(b, dir, "a.test.hcl", tests.String())
	write(b, dir, "events.ndjson", "{}")
	for b.Loop() {
		if _, diags := schema.Load(dir, schema.Options{}); diags.HasErrors() {
			b.Fatal(diags)
		}
	}
}
