package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// projectSize is how many monitors a project of Terraform has that is moved.
const projectSize = 50

// TestTerraformProjectMovesOver moves a project of Terraform with its state: the second
// plan is empty, bodies are the same for a third party, and an alert that somebody has
// acknowledged stays so.
func TestTerraformProjectMovesOver(t *testing.T) {
	t.Parallel()
	bodies := recordedBodies(t)
	if corpusIsThere() {
		bodies = otherPeoplesBodies(t)
	}
	refused := declare(t, bodies).refused
	for _, d := range allDialects(t) {
		t.Run(d.Name, func(t *testing.T) {
			p := newProject(t, d)
			watched := p.watched()
			for i, b := range bodies {
				if len(p.ids) < projectSize && len(refused[i]) == 0 {
					p.add(b)
				}
			}
			if len(p.ids) < projectSize {
				t.Fatalf("the project has only %d monitors", len(p.ids))
			}
			alert := p.acknowledged(watched)
			p.move(t)
			if now := p.alert(watched); now != alert || !strings.HasSuffix(now, " ACKNOWLEDGED") {
				t.Errorf("the alert was %s, and is %s", alert, now)
			}
		})
	}
}

// project is one of Terraform, of what is on a sandbox.
type project struct {
	t *testing.T
	estateStage
	r          *rig
	dir        string
	monitor    string            // the type of resource
	channels   []string          // ids
	files      map[string]string // texts by name
	state      []string          // resources
	ids        []string          // of monitors
	openDistro bool
	made       map[string]bool // indices
	many       []string        // members of a for_each
	keys       []string        // instances of it in the state
}

func newProject(t *testing.T, d dialect.Dialect) *project {
	t.Helper()
	p := &project{t: t, estateStage: estateStage{newStage(t, d), d}, dir: t.TempDir(), files: map[string]string{}, made: map[string]bool{"watched": true}}
	p.r = &rig{t: t, url: p.url}
	kind, body := "opensearch_channel_configuration", `{ config = { name = "Channel %d", config_type = "slack", is_enabled = true, slack = { url = var.slack_url } } }`
	p.monitor = "opensearch_monitor"
	if p.openDistro = strings.HasPrefix(d.Name, "opendistro"); p.openDistro {
		p.monitor = "elasticsearch_opendistro_monitor"
	}
	if d.LegacyDestinations {
		kind, body = strings.Replace(p.monitor, "monitor", "destination", 1), `{ name = "Channel %d", type = "slack", slack = { url = var.slack_url } }`
	}
	p.files["variables.tf"] = "variable \"slack_url\" {\n  sensitive = true\n}\n\nvariable \"team\" {\n  default = \"SOC\"\n}\n"
	for n := range 2 {
		id := p.channel(p.r, n)
		p.channels = append(p.channels, kind+fmt.Sprintf(".c%d.id", n), id)
		p.files["channels.tf"] += fmt.Sprintf("resource %q \"c%d\" {\n  body = jsonencode("+body+")\n}\n", kind, n, n)
		p.state = append(p.state, stateOf(kind, fmt.Sprintf("c%d", n), fmt.Sprintf(`{"attributes":{"id":%q,"body":"https://hooks.slack.com/services/x"}}`, id)))
	}
	return p
}

func stateOf(kind, name, instances string) string {
	return fmt.Sprintf(`{"mode":"managed","type":%q,"name":%q,"provider":"provider[\"example\"]","instances":[%s]}`, kind, name, instances)
}

// watched adds a monitor that finds something, and returns its id.
func (p *project) watched() string {
	p.r.must("PUT", "/watched/_doc/1?refresh=true", `{"a":1}`)
	p.add(monitorBody{"watched", `{"type":"monitor","name":"Watched","monitor_type":"query_level_monitor","enabled":true,"schedule":{"period":{"interval":1,"unit":"MINUTES"}},
"inputs":[{"search":{"indices":["watched"],"query":{"size":0,"query":{"match_all":{}}}}}],
"triggers":[{"name":"Any","severity":"1","condition":{"script":{"source":"ctx.results[0].hits.total.value > 0","lang":"painless"}},"actions":[]}]}`})
	return p.ids[0]
}

// add puts a monitor on the sandbox as a provider does, and into the project, in one of
// the ways in which people write them. What the server does not take is left out.
func (p *project) add(b monitorBody) {
	v, err := orderedjson.Parse([]byte(b.text))
	body, isObject := v.(*orderedjson.Object)
	if err != nil || !isObject || body.Text("type") == "workflow" || body.Has("workflow_type") {
		return
	}
	if kind := body.Text("monitor_type"); p.openDistro && kind != "" && kind != "query_level_monitor" {
		return // it takes others, and stores them as something else
	}
	if p.openDistro {
		asOpenDistro(body)
	}
	n := len(p.ids)
	name := fmt.Sprintf("SOC %s %d", body.Text("name"), n)
	mapObjects(body, func(o *orderedjson.Object) *orderedjson.Object {
		if o.Text("destination_id") != "" {
			o.Set("destination_id", p.channels[1+2*(n%2)])
		}
		return o
	})
	body.Set("name", name)
	for _, index := range indicesOf(b.text) {
		if len(index) < 200 && indexName.MatchString(index) && !p.made[index] {
			p.made[index] = true
			makeIndex(p.t, p.url+"/"+index)
		}
	}
	status, made := p.r.ask("POST", p.path("/monitors"), shown(body))
	if status >= 300 {
		return
	}
	answer, err := orderedjson.Parse([]byte(made))
	if err != nil {
		p.t.Fatal(err)
	}
	id := answer.(*orderedjson.Object).Text("_id")
	p.ids = append(p.ids, id)
	p.write(n, id, body)
}

// asOpenDistro writes a body as it was before there were types of monitors.
func asOpenDistro(body *orderedjson.Object) {
	body.Delete("monitor_type")
	triggers := body.Array("triggers")
	for i, t := range triggers {
		wrapper, _ := t.(*orderedjson.Object)
		if inner := wrapper.Object("query_level_trigger"); inner != nil {
			triggers[i] = inner
		}
	}
}

// write writes the monitor: as a heredoc, as an object, or as one of many.
func (p *project) write(n int, id string, body *orderedjson.Object) {
	label, text := fmt.Sprintf("m%d", n), ""
	reference := func(text string) string {
		for i := 0; i < len(p.channels); i += 2 {
			text = strings.ReplaceAll(text, fmt.Sprintf("%q", p.channels[i+1]), "\"${"+p.channels[i]+"}\"")
		}
		return strings.Replace(text, `"SOC `, `"${var.team} `, 1)
	}
	escape := strings.NewReplacer("${", "$${", "%{", "%%{").Replace
	switch n % 3 {
	case 0:
		indented, _ := orderedjson.MarshalIndent(body)
		text = "<<EOF\n" + reference(escape(string(indented))) + "\nEOF"
	case 1:
		text = "jsonencode(" + reference(generate.Expression(body, "  ")) + ")"
	default:
		p.many = append(p.many, fmt.Sprintf("    \"k %d\" = %s\n", n, generate.Expression(body, "    ")))
		p.keys = append(p.keys, fmt.Sprintf(`{"index_key":"k %d","attributes":{"id":%q}}`, n, id))
		return
	}
	p.files[fmt.Sprintf("monitors_%d.tf", n%4)] += fmt.Sprintf("resource %q %q {\n  body = %s\n}\n\n", p.monitor, label, text)
	p.state = append(p.state, stateOf(p.monitor, label, fmt.Sprintf(`{"attributes":{"id":%q,"body":"{}"}}`, id)))
}

// move converts the project, applies what it has become, and looks.
func (p *project) move(t *testing.T) {
	t.Helper()
	p.files["many.tf"] = "locals {\n  many = {\n" + strings.Join(p.many, "") + "  }\n}\n\nresource \"" + p.monitor + "\" \"many\" {\n  for_each = local.many\n  body     = jsonencode(each.value)\n}\n"
	p.state = append(p.state, stateOf(p.monitor, "many", strings.Join(p.keys, ",")))
	p.files["terraform.tfstate"] = `{"version":4,"resources":[` + strings.Join(p.state, ",") + `]}`
	if !json.Valid([]byte(p.files["terraform.tfstate"])) {
		t.Fatal("the state is no JSON")
	}
	for name, text := range p.files {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(t.TempDir(), "alerts")
	time.Sleep(1100 * time.Millisecond) // lists of channels lag a second behind
	before := p.seen(t)
	inProcess(t, "convert", "--from", "terraform", "--state", filepath.Join(p.dir, "terraform.tfstate"), "--workspace", "soc", "--out", out, p.dir)
	inProcess(t, "validate", out)
	inProcess(t, "apply", "--auto-approve", "--backup-dir", "none", "--url", p.url, out)
	if again := inProcess(t, "plan", "--url", p.url, out); !strings.Contains(again, "No changes.") {
		t.Errorf("the second plan is not empty: %s", again)
	}
	after := p.seen(t)
	if len(after) != len(before) || len(before) < projectSize {
		t.Errorf("there were %d monitors, and now %d", len(before), len(after))
	}
	for id, body := range before {
		if now := after[id]; !sameJSON(now, body) {
			t.Errorf("%s is another one for a third party: %s", id, firstDifference(body, now))
		}
	}
}

var alertForm = regexp.MustCompile(`"id":"([^"]+)".*?"state":"([A-Z]+)"`)

// acknowledged runs a monitor, and acknowledges its alert.
func (p *project) acknowledged(id string) string {
	p.r.must("POST", p.path("/monitors/"+id+"/_execute?dryrun=false"), "")
	alert, _, _ := strings.Cut(p.alert(id), " ")
	p.r.must("POST", p.path("/monitors/"+id+"/_acknowledge/alerts"), fmt.Sprintf(`{"alerts":[%q]}`, alert))
	return p.alert(id)
}

// alert is the alert of a monitor, and its state.
func (p *project) alert(id string) string {
	found := alertForm.FindStringSubmatch(shown(p.r.must("GET", p.path("/monitors/alerts?monitorId="+id), "")))
	if found == nil {
		p.t.Fatal("there is no alert")
	}
	return found[1] + " " + found[2]
}
