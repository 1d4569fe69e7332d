package elastalert

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
	"github.com/alertplan/alertplan/internal/pattern"
)

// secretName is how settings are called whose values no output may hold.
var secretName = pattern.New(`(?i)(passw|secret|token|api_?key|access_key|webhook|_url$|routing_key|service_key|integration_key|credential|authorization|_key$|_auth$|bearer)`)

// shortest is the length from which a value is a secret that can be looked for in texts.
const shortest = 8

// innocent are settings that are called like secrets, and aren't.
var innocent = map[string]bool{
	"query_key": true, "compare_key": true, "aggregation_key": true, "realert_key": true, "es_url_prefix": true, "smtp_key_file": true, "client_key": true,
}

// withPassword is a URL with a user's password in it, whatever its setting is called.
var withPassword = pattern.New(`://[^/\s:@]*:[^/\s@]+@`)

// isSecret tells whether the values of a setting are secrets, by its name.
func isSecret(name string) bool {
	return secretName.MatchString(name) && !innocent[name] || strings.HasSuffix(name, "_headers")
}

// secrets keeps those of a file: as they are read, and as they are written where that
// differs, such as with a quote that stands for itself.
func (c *conversion) secrets(s convert.Source, text *yamltext.Text, document *yaml.Node) {
	for _, n := range secretsIn(document, false) {
		c.result.Secrets = append(c.result.Secrets, n.Value)
		if !strings.Contains(string(s.Text), n.Value) {
			line, _, _ := strings.Cut(string(s.Text[text.Offset(n):]), "\n")
			if line = strings.TrimSpace(line); len(line) >= shortest {
				c.result.Secrets = append(c.result.Secrets, line)
			}
		}
	}
}

// secretsIn are the texts in a value that no output may hold. What an alias stands for is
// looked at where it is defined.
func secretsIn(n *yaml.Node, secret bool) []*yaml.Node {
	var all []*yaml.Node
	switch n.Kind {
	case yaml.MappingNode:
		for _, p := range yamltext.Pairs(n) {
			all = append(all, secretsIn(p.Value, secret || isSecret(p.Key.Value))...)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			all = append(all, secretsIn(item, secret)...)
		}
	default:
		v := yamltext.Follow(n)
		if v.Kind != yaml.ScalarNode || len(v.Value) < shortest || v.Tag == "!!bool" || environment.FindString(v.Value) == v.Value {
			return nil
		}
		if secret || withPassword.MatchString(v.Value) {
			return []*yaml.Node{v}
		}
	}
	return all
}

// linesOfSecrets are secrets in a text that is no YAML: what stands behind a colon or a
// dash, wherever a name that tells one or a URL stands.
func linesOfSecrets(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if !secretName.MatchString(line) && !strings.Contains(line, "://") {
			continue
		}
		_, value, found := strings.Cut(line, ":")
		if !found {
			value = line
		}
		value = strings.Trim(strings.TrimLeft(strings.TrimSpace(value), "- "), `"' `)
		if len(value) >= shortest {
			all = append(all, value)
		}
	}
	return all
}
