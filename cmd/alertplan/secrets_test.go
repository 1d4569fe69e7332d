package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/amazongate"
)

// TestNoSecretAnywhere runs every command of the binary through a long scenario with a
// secret in each place where one may stand, and searches all that it prints and
// writes, whole and in part, in every encoding. Backups are the one exception.
func TestNoSecretAnywhere(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	flags := []string{"--var", "teams_url=" + secretNamed("teams flag")}
	vars := " --var-file DIR/values.vars"
	with := func(args string) row { return row{args: args + vars + " DIR", more: flags} }

	// Nothing is there yet.
	for _, r := range []row{
		{args: "version"}, {args: "--help"}, {args: "help apply"}, {args: "explain destination.slack"}, {args: "completion bash"},
		{args: "__complete show destination. DIR"}, {args: "fmt --check DIR", status: -1}, {args: "fmt --diff --check DIR", status: -1},
		with("validate"), with("list"), with("list --live"), with("plan"), with("drift --unmanaged"),
		with("run monitor.quiet --events DIR/events.ndjson"),
		{args: "plan --out OUT/first.plan --detailed-exitcode" + vars + " DIR", more: flags, once: true, status: 2},
	} {
		if strings.HasPrefix(r.args, "drift") {
			r.status = 2
		}
		s.run(r)
	}
	r := with("test")
	r.status = 1 // the message is expected to be another: both are told
	s.run(r)
	s.run(row{args: "test --format junit" + vars + " DIR", more: flags, once: true, status: 1})
	s.run(row{args: "test --cluster scene" + vars + " DIR", more: flags, once: true, status: -1})
	shows := []string{"destination.slack.literal", "destination.slack.var", "destination.chime.var", "destination.microsoft_teams.soc", "destination.webhook.file",
		"destination.webhook.hook", "destination.webhook.user", "monitor.login", "monitor.quiet", "monitor.raw"}
	for _, at := range shows {
		s.run(with("show " + at))
	}

	s.refuseWrites(with)

	// It is applied, from a file of a plan, changed, drifts, and goes.
	apply := func(args string, status int, env ...string) {
		t.Helper()
		r := with("apply --auto-approve --allow-deletes 100 " + args)
		r.once, r.status, r.env = true, status, env
		s.run(r)
	}
	rotated := "ALERTPLAN_VAR_slack_url=" + secretNamed("slack, rotated away")
	s.run(row{args: "apply --auto-approve OUT/first.plan" + vars + " DIR", more: flags, once: true, env: []string{rotated}, status: 1})
	apply("--debug", 0, rotated)
	s.createTheirs()
	s.testDestinations(vars, flags, rotated)
	s.liveWith(vars, flags)
	for _, r := range []row{with("plan"), with("plan --detailed-exitcode"), with("drift --unmanaged"), with("list --live"), {args: "doctor" + vars + " DIR", more: flags, status: -1}, {args: "sandbox messages --url URL", status: -1}} {
		r.status = -1
		s.run(r)
	}
	// Without the configuration nobody can tell what of a monitor's body is a secret, so
	// not with --debug; those of channels can be told.
	for _, more := range [][]string{nil, {"--json"}, {"--out", filepath.Join(s.out, "generated")}} {
		s.runOnce(row{status: 0}, append([]string{"generate", "--url", s.url, "--workspace", "lost", "--own-channels"}, more...))
	}
	s.run(row{args: "plan --out OUT/second.plan" + vars + " DIR", more: flags, once: true})
	s.run(row{args: "apply --auto-approve OUT/second.plan" + vars + " DIR", more: flags, once: true})
	apply("", 0)
	apply("--debug", 0, rotated, "HOOK_URL=https://hook.example.com/other")
	apply("", 0)
	whole, err := os.ReadFile(filepath.Join(s.dir, "main.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	unmonitored, _, _ := strings.Cut(string(whole), "monitor \"login\"")
	fewer := t.TempDir() // no monitors: they would go
	writeMain(t, fewer, unmonitored)
	if err := os.WriteFile(filepath.Join(fewer, "hook.txt"), []byte(secretNamed("file")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"plan", "plan --allow-deletes 2", "drift", "list --live"} {
		s.run(row{args: args + vars + " " + fewer, more: flags, status: -1})
	}
	s.run(row{args: "apply --auto-approve --debug --target monitor.raw" + vars + " " + fewer, more: flags, once: true})
	s.run(row{args: "backups"})
	s.run(row{args: "show OUT/second.plan"})
	for _, at := range []string{"destination.slack.var", "destination.webhook.hook", "monitor.login"} {
		restore := row{args: "restore --debug " + at + vars + " DIR", more: flags, once: true, status: 1} // nobody approves
		s.run(restore)
		restore.args = strings.Replace(restore.args, "restore", "restore --auto-approve", 1)
		restore.answer = s.echoWrites(s.played, 400)
		s.run(restore)
		restore.answer, restore.status = nil, -1
		s.run(restore)
	}

	s.driftJobs(vars, flags)
	s.logIns()
	s.brokenFiles()
	s.terraformFiles()
	s.mistypedValues()
	s.panics(vars, flags)

	s.run(row{args: "destroy --auto-approve --debug" + vars + " DIR", more: flags, once: true})
	backups := s.lookAtFiles()
	if backups == 0 {
		t.Error("no backups were kept: the scenario has changed nothing")
	}
	if written, err := filepath.Glob(filepath.Join(s.out, "report-*")); err != nil || len(written) < 200 {
		t.Errorf("only %d reports were searched: %v", len(written), err)
	}
	if s.outputs < 200 {
		t.Errorf("only %d outputs were searched", s.outputs)
	}
	fmt.Printf("%s (and %d backups, which hold them, for the user alone)\n", s.summary(), backups)
}

// refuseWrites lets the server refuse, with what it was sent in the refusal.
func (s *scene) refuseWrites(with func(string) row) {
	for _, status := range []int{400, 401, 403, 409, 503} {
		r := with("plan --timeout 5s")
		r.answer, r.status = echo(status), 1
		s.run(r)
	}
	played := newSandboxHandler()
	for _, status := range []int{400, 403, 500} {
		r := with("apply --auto-approve --timeout 5s --debug")
		r.answer, r.once, r.status = s.echoWrites(played, status), true, 1
		s.run(r)
	}
	dry := with("plan --timeout 5s") // the dry runs before anything is written
	dry.answer, dry.status = s.echoWrites(played, 500), -1
	s.run(dry)
	for _, args := range []string{"list --live", "drift", "destroy --auto-approve"} {
		r := with(args)
		r.answer, r.status = echo(400), 1
		s.run(r)
	}
	html := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprintf(w, "<html><title>%s</title>%v</html>", r.Header.Get("Authorization"), r.Header)
	}
	r := with("plan")
	r.answer, r.status = html, 1
	s.run(r)
}

// testDestinations sends test messages, to answers that quote the channels.
func (s *scene) testDestinations(vars string, flags []string, rotated string) {
	for _, answer := range []http.HandlerFunc{nil, s.quoteChannels(200, false), s.quoteChannels(500, false), s.quoteChannels(500, true), s.quoteChannels(400, true), echo(403), s.echoWrites(s.played, 503)} {
		for _, more := range []string{"", " --debug", " --json"} {
			// The files hold another URL than the cluster: both are secrets.
			for _, env := range [][]string{nil, {rotated}} {
				s.run(row{args: "destination test" + more + " destination.slack.var destination.slack.literal destination.webhook.hook" + vars + " DIR", more: flags, answer: answer, once: true, env: env, status: -1})
			}
		}
	}
}

// liveWith mutes, looks and acknowledges, on a cluster that works and on ones that quote
// what they were sent, and unmutes.
func (s *scene) liveWith(vars string, flags []string) {
	for _, command := range []string{"mute --for 1h --why later", "status", "alerts", "alerts history", "alerts ack", "plan", "unmute"} {
		at := " monitor.login monitor.quiet"
		if command == "status" || command == "plan" {
			at = ""
		}
		for _, answer := range []http.HandlerFunc{echo(403), s.echoWrites(s.played, 403), nil} {
			for _, more := range []string{" --json", " --debug"} {
				s.run(row{args: command + more + " --timeout 5s" + vars + at + " DIR", more: flags, answer: answer, once: true, status: -1})
			}
		}
	}
}

// createTheirs puts a channel of somebody else onto the cluster.
func (s *scene) createTheirs() {
	s.t.Helper()
	body := fmt.Sprintf(`{"config_id":"theirs","config":{"name":"Theirs","config_type":"webhook","is_enabled":true,"webhook":{"url":%q,"header_params":{"Authorization":%q},"method":"POST"}}}`,
		secretNamed("somebody else's URL"), secretNamed("their header"))
	request, err := http.NewRequest("POST", s.url+channelsPath, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(request)
	if err != nil || res.StatusCode > 299 {
		s.t.Fatalf("the channel of others: %v, %v", err, res)
	}
	res.Body.Close()
}

// logIns goes through all that logs in, there and at proxies, refused and let in.
func (s *scene) logIns() {
	dir := s.t.TempDir()
	writeMain(s.t, dir, "workspace = \"another\"\n")
	host := strings.TrimPrefix(s.url, "http://")
	token := filepath.Join(s.t.TempDir(), "token")
	key := filepath.Join(s.t.TempDir(), "key.pem")
	for path, text := range map[string]string{token: secretNamed("token file") + "\n", key: "-----BEGIN PRIVATE KEY-----\n" + secretNamed("client key") + "\n-----END PRIVATE KEY-----\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	secure := httptest.NewUnstartedServer(newSandboxHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	s.t.Cleanup(secure.Close)
	proxy := &forwardProxy{to: host, login: "agent:" + secretNamed("proxy password")}
	company := httptest.NewServer(proxy)
	s.t.Cleanup(company.Close)
	gate := &amazongate.Gate{Next: newSandboxHandler(), Region: "eu-west-1", Service: "es"}
	gate.Admit(amazongate.Key{ID: "AKIAUSER", Secret: secretNamed("access key"), Session: secretNamed("session token")})
	amazon := httptest.NewServer(gate)
	s.t.Cleanup(amazon.Close)
	signed := s.t.TempDir()
	writeMain(s.t, signed, "workspace = \"secrets\"\n\ncluster \"amazon\" {\n  url = \""+amazon.URL+"\"\n\n  aws {\n    region = \"eu-west-1\"\n  }\n}\n")
	escaped := strings.NewReplacer("!", "%21", "~", "~").Replace(secretNamed("password of a URL"))
	in := "http://deploy:" + escaped + "@"
	aws := []string{"AWS_ACCESS_KEY_ID=AKIAUSER", "AWS_SECRET_ACCESS_KEY=" + secretNamed("access key"), "AWS_SESSION_TOKEN=" + secretNamed("session token")}
	proxied := func(url string) []string {
		return []string{"HTTP_PROXY=" + url, "http_proxy=" + url, "HTTPS_PROXY=" + url, "https_proxy=" + url}
	}
	through := strings.Replace(company.URL, "//", "//agent:"+percentAll(secretNamed("proxy password"))+"@", 1)
	wrong := strings.Replace(company.URL, "//", "//other:"+percentAll(secretNamed("proxy password"))+"@", 1)
	const cluster = "http://search.example.com:9200"
	for _, r := range []row{
		{args: "plan --url " + in + host + " " + dir},
		{args: "plan --url " + in + host + " " + dir, answer: echo(401), status: 1},
		{args: "plan --url " + in + "no-such-host.invalid " + dir, status: 1},
		{args: "plan --url " + in + "127.0.0.1:1 " + dir, status: 1},
		{args: "plan --url " + in + "127.0.0.1:port " + dir, status: 1},
		{args: "plan --url " + strings.Replace(in, "http:", "https:", 1) + host + " " + dir, status: 1},
		{args: "plan --url " + strings.Replace(in, "http:", "https:", 1) + strings.TrimPrefix(secure.URL, "https://") + " " + dir, status: 1},
		{args: "plan --insecure --url " + strings.Replace(in, "http:", "https:", 1) + strings.TrimPrefix(secure.URL, "https://") + " " + dir},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_USERNAME=u", "ALERTPLAN_PASSWORD=" + secretNamed("other password")}},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_USERNAME=u", "ALERTPLAN_PASSWORD=" + secretNamed("other password")}, answer: echo(401), status: 1},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_PASSWORD=" + secretNamed("other password")}, status: 1},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_TOKEN=" + secretNamed("token")}},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_TOKEN=" + secretNamed("token")}, answer: echo(403), status: 1},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_TOKEN=" + secretNamed("token") + "\nx"}, status: 1},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_TOKEN_FILE=" + token}, answer: echo(401), status: 1},
		{args: "plan --url URL " + dir, env: []string{"ALERTPLAN_TOKEN=" + secretNamed("token"), "ALERTPLAN_USERNAME=u", "ALERTPLAN_PASSWORD=" + secretNamed("other password")}, status: 1},
		{args: "plan --url " + secure.URL + " " + dir, env: []string{"ALERTPLAN_CLIENT_CERT_FILE=" + key, "ALERTPLAN_CLIENT_KEY_FILE=" + key}, status: 1},
		{args: "plan " + signed, env: aws},
		{args: "plan " + signed, env: append(aws[:2:2], "AWS_SESSION_TOKEN=other")},
		{args: "plan " + signed, env: aws[:2]},
		{args: "plan --url URL " + signed, env: aws, answer: echo(403), status: 1},
		{args: "plan --url " + cluster + " " + dir, env: proxied(through)},
		{args: "plan --url " + cluster + " " + dir, env: proxied(wrong), status: 1},
		{args: "plan --url " + cluster + " " + dir, env: proxied(strings.Replace(through, "127.0.0.1", "no-such-host.invalid", 1)), status: 1},
		{args: "plan --url " + cluster + " " + dir, env: proxied("ftp://agent:" + secretNamed("proxy password") + "@x"), status: 1},
		{args: "plan --url " + strings.Replace(cluster, "http:", "https:", 1) + " " + dir, env: proxied(wrong), status: 1},
	} {
		if strings.Contains(r.args, signed) && len(r.env) > 1 && r.answer == nil && (len(r.env) == 2 || strings.HasSuffix(r.env[2], "=other")) {
			r.status = 1
		}
		s.run(r)
	}
}

// brokenFiles puts mistakes on and beside the lines that hold secrets.
func (s *scene) brokenFiles() {
	literal, header := hclQuoted(secretNamed("slack literal")), hclQuoted(secretNamed("header literal"))
	for name, text := range map[string]string{
		"not closed":         "destination \"slack\" \"x\" {\n  url = \"" + literal + "\n}\n",
		"two values":         "destination \"slack\" \"x\" {\n  url = \"" + literal + "\" \"again\"\n}\n",
		"misspelt":           "destination \"slack\" \"x\" {\n  url = \"" + literal + "\"\n  urll = \"" + literal + "\"\n}\n",
		"a list":             "destination \"slack\" \"x\" {\n  url = [\"" + literal + "\"]\n}\n",
		"a header":           "destination \"webhook\" \"x\" {\n  url = \"https://x.example.com\"\n  headers = { a = [\"" + header + "\"], b = \"" + header + "\" }\n}\n",
		"a password":         "cluster \"c\" {\n  url = \"http://x\"\n  username = \"u\"\n  password = \"" + hclQuoted(secretNamed("block's password")) + "\" x\n}\n",
		"a default":          "variable \"v\" {\n  type = number\n  sensitive = true\n  default = \"" + hclQuoted(secretNamed("a default")) + "\"\n}\n",
		"environment, index": "locals {\n  x = { a = 1 }[env(\"HOOK_HEADER\")]\n}\ndestination \"slack\" \"x\" {\n  url = local.x\n}\n",
		"a name":             "destination \"slack\" \"x\" {\n  name = env(\"HOOK_HEADER\")\n  url = \"" + literal + "\"\n}\n",
		"an interval":        strings.Replace(monitorText("m", "M", 1), `interval = "1d"`, `interval = env("HOOK_URL")`, 1),
		"a condition":        "variable \"words\" {\n  type = string\n  sensitive = true\n}\n" + strings.Replace(monitorText("m", "M", 1), `hits     = "> 0"`, "condition = var.words", 1),
	} {
		dir := s.t.TempDir()
		writeMain(s.t, dir, "workspace = \"secrets\"\n"+text)
		for _, command := range []string{"validate", "plan --url URL", "fmt --check --diff", "list", "show monitor.m", "test"} {
			r := row{args: command + " " + dir, status: -1, once: command != "validate"}
			if command == "validate" {
				r.status = 1
			}
			if name == "a default" || name == "a condition" {
				r.status = -1
			}
			s.run(r)
		}
	}
	unformatted := s.t.TempDir()
	writeMain(s.t, unformatted, "workspace = \"secrets\"\ndestination \"slack\" \"x\" {\n url = \""+literal+"\"\n    name=\"X\"\n}\n")
	s.run(row{args: "fmt --check --diff " + unformatted, status: 2})
}

// mistypedValues gives variables and flags what they don't take.
func (s *scene) mistypedValues() {
	dir := s.t.TempDir()
	writeMain(s.t, dir, "workspace = \"secrets\"\n\nvariable \"port\" {\n  type      = number\n  sensitive = true\n}\n\nvariable \"urls\" {\n  type      = list(string)\n  sensitive = true\n}\n")
	bad := func(name, text string) string {
		path := filepath.Join(s.t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
		return path
	}
	value := secretNamed("chime var file")
	for _, r := range []row{
		{args: "validate " + dir, more: []string{"--var", "port=" + secretNamed("a term")}},
		{args: "validate " + dir, more: []string{"--var", "urls=" + secretNamed("teams flag")}},
		{args: "validate " + dir, more: []string{"--var", "nope=" + secretNamed("teams flag")}},
		{args: "validate " + dir, more: []string{"--var", secretNamed("slack variable")}, status: -1},
		{args: "validate " + dir, more: []string{"--vra", "urls=" + secretNamed("teams flag")}},
		{args: "validate " + dir, env: []string{"ALERTPLAN_VAR_port=" + secretNamed("a script"), "ALERTPLAN_VAR_urls=[" + secretNamed("raw body")}},
		{args: "validate --var-file " + bad("x.vars", "port = \""+hclQuoted(value)+"\"\n") + " " + dir},
		{args: "validate --var-file " + bad("x.vars", "port = \""+hclQuoted(value)+"\n") + " " + dir},
		{args: "validate --var-file " + bad("x.vars", "nope = \""+hclQuoted(value)+"\"\n") + " " + dir},
		{args: "validate --var-file " + bad("x.vars", "urls = [\""+hclQuoted(value)+"\"\nport = uper(\""+hclQuoted(value)+"\")\n") + " " + dir},
		{args: "validate --var-file " + bad("x.json", "{\"port\": \""+value+"\", \"urls\": \""+value+"\"}") + " " + dir},
		{args: "validate --var-file " + bad("x.json", "{\"port\": \""+value+"\"") + " " + dir},
	} {
		if r.status == 0 {
			r.status = 1
		}
		s.run(r)
	}
}

// panics lets the program panic with secrets: in its own goroutine, in one of apply's,
// and while it is reading the configuration.
func (s *scene) panics(vars string, flags []string) {
	for _, at := range []string{"reading", "planning", "writing"} {
		r := row{args: "apply --auto-approve" + vars + " DIR", more: flags, once: true, program: "alertplan-panics", env: []string{panicAt + "=" + at, "HOOK_URL=https://hook.example.com/" + at, "MORE=" + secretNamed("webhook environment")}, status: 1}
		s.run(r)
	}
	for _, at := range []string{"reading", "planning"} {
		s.run(row{args: "plan" + vars + " DIR", more: flags, program: "alertplan-panics", env: []string{panicAt + "=" + at}, status: 1})
	}
}
