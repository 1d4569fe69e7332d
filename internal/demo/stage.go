package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alertplan/alertplan/internal/example"
)

// workspace owns what the demo makes, so that it can be removed from a cluster
// that is used for other things, too.
const workspace = "alertplan-demo"

// stage is what the demo plays on: a cluster, a listener that stands for the
// pager or for Slack, and a directory with the configuration.
type stage struct {
	*screen
	ctx       context.Context
	binary    string
	url       string
	dir       string
	sandboxed bool
	sandbox   *exec.Cmd
	receiver  *receiver
	copy      example.Copy
	client    *http.Client
	loaded    bool
	applied   bool
}

// step is one thing that the demo shows.
type step struct {
	why string
	do  func(*stage) error
}

// script is a demo: its steps, between two paragraphs.
type script struct {
	before string
	steps  []step
	after  string
}

func (s *stage) play(sc script) error {
	s.line("%s", sc.before)
	for i, st := range sc.steps {
		s.heading(i+1, len(sc.steps), st.why)
		if err := st.do(s); err != nil {
			return fmt.Errorf("%s: %w", st.why, err)
		}
	}
	s.line("\n%s", sc.after)
	return nil
}

func newStage(ctx context.Context, screen *screen, binary string) (*stage, error) {
	s := &stage{screen: screen, ctx: ctx, binary: binary, url: strings.TrimRight(os.Getenv("ALERTPLAN_URL"), "/"), client: &http.Client{Timeout: time.Minute}}
	s.sandboxed = s.url == ""
	dir, err := os.MkdirTemp("", "alertplan-demo-")
	if err != nil {
		return nil, err
	}
	s.dir = dir
	if err := s.trustCA(os.Getenv("ALERTPLAN_CA_FILE")); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if s.receiver, err = listen(os.Getenv("ALERTPLAN_TEST_LISTEN")); err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.copy = example.Copy{Root: ".", Workspace: workspace, PagerURL: s.receiver.url + "/page"}
	if s.sandboxed {
		// A relay in front of Slack: no message leaves this machine.
		s.copy.Chat = s.receiver.url + "/relay?to=https://hooks.slack.com/services/T00000000/B00000000/demo"
	}
	if err := s.copy.Write(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("the demo is run from the root of the project: %w", err), s.close())
	}
	return s, nil
}

// startSandbox starts a sandbox on a free port, with arguments that are shown.
func (s *stage) startSandbox(arguments ...string) error {
	arguments = append([]string{"sandbox"}, arguments...)
	s.say("alertplan " + strings.Join(arguments, " ") + " &")
	s.sandbox = exec.CommandContext(s.ctx, s.binary, append(arguments, "--listen", "127.0.0.1:0")...)
	s.sandbox.Cancel = func() error { return s.sandbox.Process.Signal(syscall.SIGTERM) }
	s.sandbox.Stderr = os.Stderr
	out, err := s.sandbox.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.sandbox.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("the sandbox does not start: %w", err)
	}
	s.url = strings.TrimSpace(line)
	s.line("%s", s.url)
	s.say("export URL=" + s.url + " ALERTPLAN_URL=" + s.url)
	return nil
}

// close removes what the demo made, and stops what it started. It is done after an
// interrupt, too.
func (s *stage) close() error {
	s.ctx = context.WithoutCancel(s.ctx)
	var errs []error
	if s.applied && !s.sandboxed {
		errs = append(errs, s.must("destroy", "--auto-approve"))
	}
	if s.loaded && !s.sandboxed {
		errs = append(errs, s.call("DELETE", "/"+s.copy.Index("*"), nil, nil), s.call("DELETE", "/_index_template/"+workspace, nil, nil))
	}
	if s.sandbox != nil && s.sandbox.Process != nil {
		_ = s.sandbox.Process.Signal(syscall.SIGTERM) // an interrupt may have ended it already
		_ = s.sandbox.Wait()
	}
	if s.receiver != nil {
		errs = append(errs, s.receiver.close())
	}
	return errors.Join(append(errs, os.RemoveAll(s.dir))...)
}

// trustCA makes the demo's own requests trust what alertplan is told to trust.
func (s *stage) trustCA(file string) error {
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return fmt.Errorf("%s holds no PEM certificate", file)
	}
	s.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	return nil
}

// quietly runs the binary on the demo's configuration and returns what it prints.
func (s *stage) quietly(args ...string) (string, error) { return s.run(append(args, s.dir)...) }

// sandboxCommand runs a command of the sandbox's.
func (s *stage) sandboxCommand(args ...string) (string, error) {
	return s.run(append([]string{"sandbox"}, args...)...)
}

func (s *stage) run(args ...string) (string, error) {
	var out bytes.Buffer
	c := exec.CommandContext(s.ctx, s.binary, args...)
	c.Env = append(os.Environ(), "ALERTPLAN_URL="+s.url, "ALERTPLAN_BACKUP_DIR="+filepath.Join(s.dir, ".backups"))
	c.Stdout, c.Stderr = &out, os.Stderr
	err := c.Run()
	return out.String(), err
}

// alertplan is quietly, shown as a person would type it.
func (s *stage) alertplan(args ...string) (string, error) {
	s.say("alertplan " + strings.Join(args, " "))
	out, err := s.quietly(args...)
	s.show(out)
	return out, err
}

func (s *stage) must(args ...string) error {
	_, err := s.alertplan(args...)
	return err
}

// call sends a request to the cluster, with the credentials that alertplan would
// use, and decodes the answer into result unless that is nil.
func (s *stage) call(method, path string, body io.Reader, result any) error {
	request, err := http.NewRequestWithContext(s.ctx, method, s.url+path, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "alertplan-demo OpenSearch-Dashboards")
	if user := os.Getenv("ALERTPLAN_USERNAME"); user != "" && !s.sandboxed {
		request.SetBasicAuth(user, os.Getenv("ALERTPLAN_PASSWORD"))
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s %.500s", method, path, answer.Status, text)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(text, result)
}
