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
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/alertplan/alertplan/internal/example"
)

// workspace owns what the demo makes, so that it can be removed from a cluster
// that is used for other things, too.
const workspace = "alertplan-demo"

// stage is what the demo plays on: a cluster, a listener that stands for the
// pager, and a directory with the configuration.
type stage struct {
	ctx     context.Context
	binary  string
	url     string
	dir     string
	sandbox *exec.Cmd // nil on a real cluster
	pager   *http.Server
	pagerAt string
	heard   chan string
	copy    example.Copy
	client  *http.Client
	loaded  bool
	applied bool
}

func newStage(ctx context.Context, binary string) (*stage, error) {
	s := &stage{ctx: ctx, binary: binary, url: strings.TrimRight(os.Getenv("ALERTPLAN_URL"), "/"), heard: make(chan string, 16), client: &http.Client{Timeout: time.Minute}}
	dir, err := os.MkdirTemp("", "alertplan-demo-")
	if err != nil {
		return nil, err
	}
	s.dir = dir
	if err := s.trustCA(os.Getenv("ALERTPLAN_CA_FILE")); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := s.startPager(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.copy = example.Copy{Root: ".", Workspace: workspace, PagerURL: s.pagerAt}
	if err := s.copy.Write(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("the demo is run from the root of the project: %w", err), s.close())
	}
	if s.url == "" {
		if err := s.startSandbox(); err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	return s, nil
}

// startPager listens for the webhook. A cluster elsewhere must reach it:
// ALERTPLAN_TEST_LISTEN says on which address.
func (s *stage) startPager() error {
	host := os.Getenv("ALERTPLAN_TEST_LISTEN")
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return err
	}
	s.pagerAt = "http://" + listener.Addr().String() + "/page"
	s.pager = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		s.heard <- string(body)
	})}
	go s.pager.Serve(listener)
	return nil
}

func (s *stage) startSandbox() error {
	s.sandbox = exec.CommandContext(s.ctx, s.binary, "sandbox", "--listen", "127.0.0.1:0")
	s.sandbox.Cancel = func() error { return s.sandbox.Process.Signal(syscall.SIGTERM) }
	s.sandbox.Stderr = os.Stderr
	out, err := s.sandbox.StdoutPipe()
	if err != nil {
		return err
	}
	say("alertplan sandbox --listen 127.0.0.1:0 &")
	if err := s.sandbox.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("the sandbox does not start: %w", err)
	}
	s.url = strings.TrimSpace(line)
	fmt.Println(s.url)
	return nil
}

// close removes what the demo made, and stops what it started.
func (s *stage) close() error {
	var errs []error
	if s.applied && s.sandbox == nil {
		errs = append(errs, s.must("destroy", "--auto-approve"))
	}
	if s.loaded && s.sandbox == nil {
		errs = append(errs, s.call("DELETE", "/"+s.copy.Index("*"), nil, nil), s.call("DELETE", "/_index_template/"+workspace, nil, nil))
	}
	if s.sandbox != nil && s.sandbox.Process != nil {
		errs = append(errs, s.sandbox.Process.Signal(syscall.SIGTERM), s.sandbox.Wait())
	}
	if s.pager != nil {
		errs = append(errs, s.pager.Close())
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

// say prints a command as a person would type it.
func say(command string) { fmt.Printf("\n$ %s\n", command) }

// alertplan runs the binary on the demo's configuration and shows what it prints.
func (s *stage) alertplan(args ...string) (string, error) {
	say("alertplan " + strings.Join(args, " "))
	var out bytes.Buffer
	c := exec.CommandContext(s.ctx, s.binary, append(args, s.dir)...)
	c.Env = append(os.Environ(), "ALERTPLAN_URL="+s.url)
	c.Stdout, c.Stderr = io.MultiWriter(os.Stdout, &out), os.Stderr
	err := c.Run()
	return out.String(), err
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
	if user := os.Getenv("ALERTPLAN_USERNAME"); user != "" {
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
