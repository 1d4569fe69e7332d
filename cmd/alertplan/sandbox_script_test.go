package main

import (
	"bufio"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestSandboxes runs the scripts that start sandboxes of their own: the binary, as
// people start it.
func TestSandboxes(t *testing.T) {
	commands := scriptCommands()
	commands["sandbox"] = sandboxCommand
	commands["as"] = asCommand
	maps.Copy(commands, jobCommands())
	testscript.Run(t, testscript.Params{
		Dir: "testdata/sandbox", Cmds: commands, RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: update,
		Setup: func(env *testscript.Env) error {
			env.Setenv(envBackupDir, filepath.Join(env.WorkDir, ".backups"))
			env.Setenv(envPreflight, "off") // as in the acceptance scripts
			env.Values[clusterKey{}] = &scriptCluster{client: http.DefaultClient}
			return nil
		},
	})
}

// sandboxCommand ARGS…: starts a sandbox on a free port, which stops with the
// script; $ALERTPLAN_URL is where, for alertplan and for api. With --users the script
// trusts its authority, and "as" says who it is.
func sandboxCommand(ts *testscript.TestScript, _ bool, args []string) {
	c := exec.Command(lookPath(ts, "alertplan"), append([]string{"sandbox", "--listen", "127.0.0.1:0"}, args...)...)
	c.Dir, c.Stderr = ts.MkAbs("."), os.Stderr
	c.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME")}
	out, err := c.StdoutPipe()
	ts.Check(err)
	ts.Check(c.Start())
	ts.Defer(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	})
	url, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	url = strings.TrimSpace(url)
	clusterOf(ts).url = url
	ts.Setenv(envURL, url)
	connectSecurely(ts, args)
}
