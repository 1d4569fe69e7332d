package main

import (
	"bufio"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// target is a cluster that acceptance scripts run on.
type target struct {
	name     string
	url      string          // "" for the sandbox: a new one for each script
	dialect  dialect.Dialect // that the sandbox plays
	caFile   string
	user     string
	password string
	users    map[string]string // ADMIN, READER, ALERTER → user:password
	guarded  bool              // the sandbox asks who it is

	generation generation.Generation
}

// playing is the sandbox in a dialect.
func playing(d dialect.Dialect) target { return target{name: "sandbox-" + d.Name, dialect: d} }

// sandboxTargets are the sandbox in all of its dialects.
func sandboxTargets() ([]target, error) {
	all := []target{}
	for _, name := range dialect.Names() {
		d, err := dialect.Parse(name)
		if err != nil {
			return nil, err
		}
		all = append(all, playing(d))
	}
	return all, nil
}

func (c target) isSandbox() bool { return c.url == "" }

// parseTarget reads a URL, or an env file with OPENSEARCH_URL, OPENSEARCH_CA, and
// ADMIN, READER, ALERTER = user:password.
func parseTarget(text string) (target, error) {
	if strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") {
		return target{name: strings.NewReplacer("/", "_", ":", "_").Replace(text), url: strings.TrimRight(text, "/")}, nil
	}
	file, err := os.Open(text)
	if err != nil {
		return target{}, err
	}
	defer file.Close()
	values := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), "="); ok && !strings.HasPrefix(name, "#") {
			values[strings.TrimSpace(strings.TrimPrefix(name, "export "))] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	c := target{name: filepath.Base(filepath.Dir(text)) + "-" + filepath.Base(text), url: strings.TrimRight(values["OPENSEARCH_URL"], "/"), caFile: values["OPENSEARCH_CA"], users: values}
	if c.url == "" {
		return c, fmt.Errorf("%s has no OPENSEARCH_URL", text)
	}
	c.user, c.password, _ = strings.Cut(values["ADMIN"], ":")
	return c, nil
}

// warmUp makes the plugins' indices on a cluster that is not the sandbox, and
// removes what it made them with: where there are none yet, a write beside others
// answers 500 "all shards failed" now and then (observed), and scripts run side by
// side.
func (c *target) warmUp() error {
	if err := c.findGeneration(); err != nil || c.isSandbox() {
		return err
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	monitor := `{"type":"monitor","name":"acceptance warm-up","enabled":false,"schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[],"triggers":[]}`
	destination := `{"name":"acceptance warm-up","type":"slack","slack":{"url":"http://127.0.0.1:9/"}}`
	channel := `{"config":{"name":"acceptance warm-up","config_type":"webhook","is_enabled":false,"webhook":{"url":"http://127.0.0.1:9/"}}}`
	type making struct{ path, body, id string }
	makings := []making{{"/_plugins/_alerting/monitors", monitor, "_id"}, {"/_plugins/_notifications/configs", channel, "config_id"}}
	if c.generation.LegacyDestinations {
		makings[1] = making{"/_plugins/_alerting/destinations", destination, "_id"}
	}
	for _, made := range makings {
		answer, err := s.object("POST", made.path, made.body)
		if err != nil {
			return fmt.Errorf("%s can't be used: %w", c.url, err)
		}
		s.send("DELETE", made.path+"/"+answer.Text(made.id))
	}
	return nil
}

// key of the cluster among a script's values.
type clusterKey struct{}

// scriptCluster is what a script talks to.
type scriptCluster struct {
	target
	client    *http.Client
	workspace string
	sandboxed bool // gone with its server
}

// open is a connection to the target, with a workspace of its own.
func (c target) open() (*scriptCluster, error) {
	s := &scriptCluster{target: c, client: http.DefaultClient, sandboxed: c.isSandbox()}
	suffix := make([]byte, 4)
	if _, err := rand.Read(suffix); err != nil {
		return nil, err
	}
	s.workspace = "at-" + hex.EncodeToString(suffix)
	if c.caFile == "" {
		return s, nil
	}
	pem, err := os.ReadFile(c.caFile)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("OPENSEARCH_CA holds no certificate")
	}
	s.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	return s, nil
}

// setup gives a script its cluster, and a workspace of its own.
func (c target) setup(env *testscript.Env) error {
	s, err := c.open()
	if err != nil {
		return err
	}
	if c.isSandbox() {
		if err := c.startSandbox(env, s); err != nil {
			return err
		}
	}
	if c.caFile != "" {
		env.Setenv("ALERTPLAN_CA_FILE", c.caFile)
	}
	if c.user != "" {
		env.Setenv("ALERTPLAN_USERNAME", c.user)
		env.Setenv("ALERTPLAN_PASSWORD", c.password)
	}
	env.Setenv(envURL, s.url)
	// What scripts search is mostly not there; a script about preflights turns them on.
	env.Setenv(envPreflight, "off")
	env.Setenv("WORKSPACE", s.workspace)
	env.Setenv(envBackupDir, filepath.Join(env.WorkDir, ".backups"))
	env.Values[clusterKey{}] = s
	env.Defer(func() { s.cleanUp() })
	return nil
}

// request sends a request as the Dashboards would, so that marks are shown.
func (s *scriptCluster) request(method, path, body string) (*http.Response, error) {
	path, body = s.inItsWords(path, body)
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("User-Agent", "acceptance OpenSearch-Dashboards Kibana")
	if s.user != "" {
		r.SetBasicAuth(s.user, s.password)
	}
	client := *s.client
	client.Timeout = time.Minute
	return client.Do(r)
}
