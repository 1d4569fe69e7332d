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
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

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

// notYet are the scripts that do not run on legacy servers.
var notYet = []string{"whole_job", "test_on_cluster", "plan_json", "quiet_hours", "moved", "import", "drift_unmanaged", "drift_missing", "drift_by_hand", "console_login", "channels",
	"same_name", "schedules", "replace", "removed", "orphaned_alerts", "graph", "edited_by_another_hand", "drift_secret", "drift_unknown", "drift_forms", "drift_hidden", "copies", "drift", "email", "cluster_metrics"}

// ofBuckets are the scripts of bucket-level monitors, which Open Distro and 1.0 lack.
var ofBuckets = []string{"bucket_level"}

// fromTwo are the scripts of what came with OpenSearch 2.
var fromTwo = []string{"document_level", "rbac_roles"}

// scripts are those of all that the target runs.
func (c target) scripts(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(path string) bool {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		return c.dialect.LegacyDestinations && slices.Contains(slices.Concat(fromTwo, notYet), name) ||
			c.dialect.BareMonitors && slices.Contains(ofBuckets, name)
	})
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
func (c target) warmUp() error {
	if c.isSandbox() {
		return nil
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	monitor := `{"type":"monitor","name":"acceptance warm-up","enabled":false,"schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[],"triggers":[]}`
	channel := `{"config":{"name":"acceptance warm-up","config_type":"webhook","is_enabled":false,"webhook":{"url":"http://127.0.0.1:9/"}}}`
	for _, made := range []struct{ path, body, id string }{
		{"/_plugins/_alerting/monitors", monitor, "_id"}, {"/_plugins/_notifications/configs", channel, "config_id"},
	} {
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
	env.Setenv("WORKSPACE", s.workspace)
	env.Values[clusterKey{}] = s
	env.Defer(func() { s.cleanUp() })
	return nil
}

// condition tells scripts where they run: [sandbox], [security], [workflows].
func (c target) condition(name string) (bool, error) {
	switch name {
	case "sandbox":
		return c.isSandbox(), nil
	case "security":
		return c.user != "" || c.guarded, nil
	case "workflows":
		return !c.dialect.NoWorkflows, nil
	default:
		return false, fmt.Errorf("unknown condition %q", name)
	}
}

// request sends a request as the Dashboards would, so that marks are shown.
func (s *scriptCluster) request(method, path, body string) (*http.Response, error) {
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("User-Agent", "acceptance OpenSearch-Dashboards")
	if s.user != "" {
		r.SetBasicAuth(s.user, s.password)
	}
	client := *s.client
	client.Timeout = time.Minute
	return client.Do(r)
}
