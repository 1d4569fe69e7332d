package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// One script serves every generation. What differs stands in the script, behind a
// condition: [legacy] and [!legacy] before a line or an expected output; what a
// generation has not, is left out by the condition that names it, with the reason.
// How the API is called there, and what a trigger looks like, the commands know.
var generationConditions = map[string]func(generation.Generation) bool{
	"legacy":     func(g generation.Generation) bool { return g.LegacyDestinations },
	"opendistro": func(g generation.Generation) bool { return g.OpendistroPaths },
	"buckets":    func(g generation.Generation) bool { return g.HasMonitors(monitors.BucketLevel) },
	"documents":  func(g generation.Generation) bool { return g.HasMonitors(monitors.DocumentLevel) },
	"metrics":    func(g generation.Generation) bool { return g.HasMonitors(monitors.ClusterMetrics) },
	"policies":   func(g generation.Generation) bool { return g.Has(generation.ExecutionPolicies) },
	"workflows":  func(g generation.Generation) bool { return g.Has(generation.Workflows) },
	"seconds":    func(g generation.Generation) bool { return g.Has(generation.Seconds) },
	"teams":      func(g generation.Generation) bool { return g.HasDestinations(destinations.MicrosoftTeams) },
	"mattermost": func(g generation.Generation) bool { return g.HasDestinations(destinations.Mattermost) },
}

// condition tells scripts where they run.
func (c *target) condition(name string) (bool, error) {
	holds, known := generationConditions[name]
	switch {
	case known:
		return holds(c.generation), nil
	case name == "sandbox":
		return c.isSandbox(), nil
	case name == "security":
		return c.user != "" || c.guarded, nil
	default:
		return false, fmt.Errorf("unknown condition %q", name)
	}
}

// findGeneration asks a cluster that is not the sandbox what it is.
func (c *target) findGeneration() error {
	if c.isSandbox() {
		c.generation, _ = generation.Named(c.dialect.Name)
		return nil
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	answer, err := s.object(http.MethodGet, "/", "")
	if err != nil {
		return err
	}
	version, told := answer.Object("version"), false
	if c.generation, told = generation.Of(version.Text("distribution"), version.Text("number")); !told {
		return fmt.Errorf("%s does not tell what it is", c.url)
	}
	return nil
}

const alertingAPI, opendistroAPI = "/_plugins/_alerting/", "/_opendistro/_alerting/"

// inItsWords is a request for the alerting plugin as the generation wants to hear it.
func (c *target) inItsWords(path, body string) (string, string) {
	rest, alerting := strings.CutPrefix(path, alertingAPI)
	if !alerting {
		return path, body
	}
	if c.generation.OpendistroPaths {
		path = opendistroAPI + rest
	}
	if !c.generation.Untyped || !strings.HasPrefix(rest, "monitors") || body == "" {
		return path, body
	}
	o := &orderedjson.Object{}
	if o.UnmarshalJSON([]byte(body)) != nil || !o.Has("triggers") {
		return path, body
	}
	wire.BareTriggers(o)
	o.Delete("monitor_type")
	text, err := orderedjson.Marshal(o)
	if err != nil {
		return path, body
	}
	return path, string(text)
}

// isWrapper tells whether a key is one that Open Distro's triggers lack: a pointer
// into an answer steps over it there.
func isWrapper(key string) bool { return key == "query_level_trigger" }
