package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// server is a sandbox in a process of its own, or the cluster, behind a gauge.
type server struct {
	url     string
	process *exec.Cmd
	gauge   *gauge
	header  http.Header // of a request of alertplan's, with its login
}

// start starts a sandbox.
func (s *server) start(b *bench, arguments ...string) error {
	arguments = append([]string{"sandbox", "--listen", "127.0.0.1:0"}, arguments...)
	s.process = exec.CommandContext(b.ctx, b.binary, arguments...)
	s.process.Cancel = func() error { return s.process.Process.Signal(syscall.SIGTERM) }
	s.process.Env = b.environment()
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("the sandbox does not start: %w", err)
	}
	s.url = strings.TrimSpace(said)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return nil
}

// call sends a request of the bench's own.
func (s *server) call(method, uri, body string) error {
	_, err := s.ask(method, uri, body)
	return err
}

func (s *server) ask(method, uri, body string) ([]byte, error) {
	r, err := http.NewRequest(method, s.gauge.target+uri, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if s.header != nil {
		r.Header = s.header.Clone()
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "alertplan-bench OpenSearch-Dashboards")
	res, err := s.gauge.below.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode > 299 {
		err = fmt.Errorf("%s %s: %s: %.300s", method, uri, res.Status, answer)
	}
	return answer, err
}

const limitOfMonitors = "plugins.alerting.monitor.max_monitors"

// makeRoom lets a sandbox hold as many monitors as are measured. A cluster's settings
// stay as they are.
func (b *bench) makeRoom(s *server) error {
	if !b.sandboxed {
		return nil
	}
	return s.call("PUT", "/_cluster/settings", fmt.Sprintf(`{"persistent":{%q:%d}}`, limitOfMonitors, b.room))
}

// lookAround learns how alertplan logs in to a cluster, and how many monitors it may
// make there.
func (b *bench) lookAround(s *server) error {
	dir, err := b.write("look", configuration{workspace: b.workspace("look"), monitors: 1})
	if err != nil {
		return err
	}
	if _, err := b.alertplan(s.gauge.URL, "plan", dir); err != nil {
		return err
	}
	passed := s.gauge.since()
	if len(passed) == 0 {
		return fmt.Errorf("alertplan asked %s nothing", s.url)
	}
	s.header = passed[0].Header
	text, err := s.ask("GET", "/_cluster/settings?include_defaults=true&flat_settings=true", "")
	if err != nil {
		return err
	}
	var settings map[string]map[string]any
	_ = json.Unmarshal(text, &settings) // what can't be read is the default
	most := 1000
	for _, level := range []string{"defaults", "persistent", "transient"} {
		if n, err := strconv.Atoi(fmt.Sprint(settings[level][limitOfMonitors])); err == nil {
			most = n
		}
	}
	text, err = s.ask("POST", "/_plugins/_alerting/monitors/_search", `{"size":0,"track_total_hits":true,"query":{"exists":{"field":"monitor"}}}`)
	var found struct {
		Hits struct {
			Total struct{ Value int }
		}
	}
	if err == nil { // else it never had one
		_ = json.Unmarshal(text, &found)
	}
	b.room = most - found.Hits.Total.Value
	return nil
}

// fit is how many monitors are made where so many are wanted.
func (b *bench) fit(wanted int) (int, error) {
	n := min(wanted, b.room/100*100)
	if n < 100 {
		return 0, fmt.Errorf("the cluster has room for %d more monitors (%s)", b.room, limitOfMonitors)
	}
	return n, nil
}
