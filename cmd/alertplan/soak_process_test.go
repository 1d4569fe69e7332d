package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

// programOf is this test's binary under the name by which it is the program itself.
func programOf(t testing.TB) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "alertplan")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	return link
}

// process is a command of the program as a process of its own, which can be killed.
type process struct {
	mu             sync.Mutex
	cmd            *exec.Cmd
	stdout, stderr bytes.Buffer
	killed         bool
}

// startProcess starts a command on the configuration in dir.
func (l *life) startProcess(dir, command string, args ...string) *process {
	l.t.Helper()
	p := &process{cmd: exec.Command(l.bin, append(append([]string{command}, args...), dir)...)}
	for name, value := range l.env {
		p.cmd.Env = append(p.cmd.Env, name+"="+value)
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	return p
}

// kill ends it as kill -9 does.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.killed = p.cmd.Process.Kill() == nil
}

// end waits for its end; code is -1 where it was killed.
func (p *process) end() result {
	_ = p.cmd.Wait()
	return result{p.cmd.ProcessState.ExitCode(), p.stdout.String(), p.stderr.String()}
}

// keptServer is a sandbox as a process, kept on disk, which can be restarted where it was.
type keptServer struct {
	t                  testing.TB
	bin, dialect, data string
	listen, url        string
	cmd                *exec.Cmd
}

func newKeptServer(t testing.TB, bin, dialect string) *keptServer {
	k := &keptServer{t: t, bin: bin, dialect: dialect, data: filepath.Join(t.TempDir(), "data"), listen: "127.0.0.1:0"}
	k.start()
	t.Cleanup(func() { k.stop(syscall.SIGKILL) })
	return k
}

func (k *keptServer) start() {
	k.cmd = exec.Command(k.bin, "sandbox", "--listen", k.listen, "--data", k.data, "--dialect", k.dialect, "--speed", fmt.Sprintf("%dx", haste))
	var problems bytes.Buffer
	k.cmd.Stderr = &problems
	out, err := k.cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := k.cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		k.t.Errorf("the sandbox did not start: %v %s", err, problems.String())
		return
	}
	k.url = strings.TrimSpace(line)
	if at, err := url.Parse(k.url); err == nil {
		k.listen = net.JoinHostPort("127.0.0.1", at.Port())
	}
}

func (k *keptServer) stop(how os.Signal) {
	_ = k.cmd.Process.Signal(how)
	_ = k.cmd.Wait()
}

// newRigBefore is a rig before a server that is there.
func newRigBefore(t testing.TB, server string) *rig {
	proxy := faults.Start(server)
	t.Cleanup(proxy.Close)
	return &rig{t: t, proxy: proxy, url: server, dir: t.TempDir(), env: map[string]string{envURL: proxy.URL}}
}
