package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// configuration is one that is made up: so many monitors of usual size, ten of them
// to a webhook.
type configuration struct {
	workspace string
	monitors  int
	files     int  // over so many files; 1 where it is less
	size      int  // every other value makes other monitors of them
	channels  int  // 0: one for ten monitors
	plugin    bool // with a query that only a plugin knows
}

// write puts a configuration into a folder of the bench, and returns the folder.
func (b *bench) write(name string, c configuration) (string, error) {
	dir := filepath.Join(b.dir, name)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	files := max(c.files, 1)
	if c.channels == 0 {
		c.channels = max(c.monitors/10, 1)
	}
	for i := range files {
		var text strings.Builder
		if i == 0 {
			c.writeHead(&text)
		}
		for n := i * c.monitors / files; n < (i+1)*c.monitors/files; n++ {
			c.writeMonitor(&text, n)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("monitors%d.hcl", i)), []byte(text.String()), 0o644); err != nil {
			return "", err
		}
	}
	return dir, nil
}

func (c configuration) writeHead(text *strings.Builder) {
	fmt.Fprintf(text, "workspace = %q\n", c.workspace)
	for i := range c.channels {
		fmt.Fprintf(text, "\ndestination \"webhook\" \"w%d\" {\n  url = \"https://hooks.example.com/%d\"\n}\n", i, i)
	}
}

func (c configuration) writeMonitor(text *strings.Builder, n int) {
	query := fmt.Sprintf(`term = { "eventName.keyword" = "Event%d" }`, n)
	if c.plugin {
		query = `moonphase = { phase = "full" }`
	}
	fmt.Fprintf(text, `
monitor "m%d" {
  name    = "Monitor %d of %s"
  enabled = false

  schedule {
    interval = "1d"
  }

  extraction_query {
    indices = ["events-*"]
    last    = "1d"
    filter  = [{ %s }]
    size    = %d
  }

  trigger "any" {
    severity = 2
    hits     = "> %d"

    action "tell" {
      destination = destination.webhook.w%d
      subject     = "Event%d was seen"
      message     = "{{ctx.results.0.hits.total.value}} events from {{ctx.periodStart}} to {{ctx.periodEnd}}"
    }
  }
}
`, n, n, c.workspace, query, c.size, n, n%c.channels, n)
}
