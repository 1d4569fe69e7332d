package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// terraformFiles converts projects of Terraform with a secret everywhere one may stand,
// whole ones and broken ones.
func (s *scene) terraformFiles() {
	literal, header := hclQuoted(secretNamed("slack literal")), hclQuoted(secretNamed("header literal"))
	standard, password := hclQuoted(secretNamed("a default")), hclQuoted(secretNamed("block's password"))
	channel := func(body string) string {
		return "resource \"opensearch_channel_configuration\" \"x\" {\n  body = " + body + "\n}\n"
	}
	slack := `jsonencode({ config = { name = "X", config_type = "slack", slack = { url = %s } } })`
	monitor := func(message string) string {
		return "resource \"opensearch_monitor\" \"m\" {\n  body = jsonencode({\n    type = \"monitor\", name = \"M\", schedule = { period = { interval = 1, unit = \"MINUTES\" } }\n" +
			"    inputs = [{ search = { indices = [\"x\"], query = { query = { match_all = {} } } } }]\n" +
			"    triggers = [{ name = \"T\", severity = \"1\", condition = { script = { source = \"true\" } }, actions = [{ name = \"A\", destination_id = opensearch_channel_configuration.x.id, message_template = { source = " + message + " } }] }]\n  })\n}\n"
	}
	sensitive := "variable \"v\" {\n  sensitive = true\n  default = \"" + standard + "\"\n}\n"
	for name, text := range map[string]string{
		"in clear":           channel(fmt.Sprintf(slack, `"`+literal+`"`)) + monitor(`"x"`),
		"told of":            channel(fmt.Sprintf(slack, `"`+literal+`"`)) + monitor(`"`+literal+`"`),
		"by a variable":      sensitive + channel(fmt.Sprintf(slack, "var.v")) + monitor(`"${var.v}"`),
		"through a function": sensitive + channel(fmt.Sprintf(slack, "trimspace(var.v)")) + monitor(`upper(var.v)`),
		"a header":           channel(`jsonencode({ config = { name = "X", config_type = "webhook", webhook = { url = "` + literal + `", header_params = { A = "` + header + `" } } } })`),
		"a kind":             channel(`jsonencode({ config = { name = "X", config_type = "` + password + `", slack = { url = "` + literal + `" } } })`),
		"a list":             channel(fmt.Sprintf(slack, `["`+header+`"]`)),
		"no JSON":            channel("<<E\n{\"config\": {\"slack\": {\"url\": \"" + literal + "\" \"x\": \"" + header + "\"}}}\nE"),
		"not closed":         channel(`"` + header),
		"two values":         channel(`"` + header + `" "again"`),
		"a function":         channel(`yamlencode("` + header + `")`),
		"in a local":         "locals {\n  url = \"" + header + "\" x\n}\n" + channel(fmt.Sprintf(slack, "local.url")),
		"a provider":         "provider \"opensearch\" {\n  password = \"" + password + "\" x\n}\n" + channel(fmt.Sprintf(slack, "var.v")),
		"decides":            sensitive + channel(fmt.Sprintf(slack, "var.v")) + "resource \"opensearch_monitor\" \"c\" {\n  for_each = toset([var.v])\n  body = \"{}\"\n}\n",
	} {
		dir := s.t.TempDir()
		state := `{"version": 4, "resources": [{"type": "opensearch_channel_configuration", "name": "x", "instances": [{"attributes": {"id": "x", "body": "` + literal + `"}}]}, {"type": "opensearch_monitor", "name": "gone", "instances": [{"attributes": {"id": "gone", "body": "` + header + `"}}]}]}`
		values := "v = \"" + standard + "\"\n"
		if name == "by a variable" {
			values += "broken = \"" + password + "\n"
		}
		for file, text := range map[string]string{"main.tf": text, "state.json": state, "terraform.tfvars": values, "other.tfvars": values} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
				s.t.Fatal(err)
			}
		}
		for i, args := range []string{"", "--state " + dir + "/state.json ", "--state " + dir + "/main.tf ", "--out OUT/" + filepath.Base(dir) + " "} {
			s.run(row{args: "convert --from terraform " + args + dir, status: -1, once: i == 2})
		}
	}
}
