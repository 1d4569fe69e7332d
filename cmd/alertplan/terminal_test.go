package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// statusCommand STATUS COMMAND ARGS…: runs a command that must end with this
// exit status; "! exec" does not tell 1 from 2.
func statusCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: status STATUS COMMAND ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exitStatus(ts, ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func exitStatus(ts *testscript.TestScript, err error) int {
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode()
	}
	ts.Check(err)
	return 0
}

// environment is what a command on a terminal sees of the script's variables.
var environment = []string{
	"PATH", "HOME", "TMPDIR", "WORK", "NO_COLOR", "TERM", "GOCOVERDIR", "SYSTEMROOT",
	envURL, envUsername, envPassword, envPasswordFile, envCAFile,
}

// terminalCommand [-status=N] [-answer=TEXT] COMMAND ARGS…: runs a command whose
// standard streams are all one terminal, and types the answer when it asks. What
// the terminal got goes to stdout.
func terminalCommand(ts *testscript.TestScript, _ bool, args []string) {
	flags := flag.NewFlagSet("terminal", flag.ContinueOnError)
	status := flags.Int("status", 0, "the exit status that is wanted")
	answer := flags.String("answer", "", "what a person types")
	ts.Check(flags.Parse(args))
	if flags.NArg() == 0 {
		ts.Fatalf("usage: terminal [-status=N] [-answer=TEXT] COMMAND ARGS…")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, lookPath(ts, flags.Arg(0)), flags.Args()[1:]...)
	c.Dir = ts.MkAbs(".")
	for _, name := range environment {
		if value := ts.Getenv(name); value != "" {
			c.Env = append(c.Env, name+"="+value)
		}
	}
	tty, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: 120})
	ts.Check(err)
	defer tty.Close()
	shown := readTerminal(tty, *answer)
	got := exitStatus(ts, c.Wait())
	ts.Stdout().Write(shown)
	if got != *status {
		ts.Fatalf("exit status %d, want %d:\n%s", got, *status, shown)
	}
}

// readTerminal reads all that is shown. The answer is typed once the last line
// is a question.
func readTerminal(tty io.ReadWriter, answer string) []byte {
	var shown bytes.Buffer
	part := make([]byte, 4096)
	for {
		n, err := tty.Read(part)
		shown.Write(part[:n])
		if err != nil { // on Linux EIO is the end of a terminal
			return bytes.ReplaceAll(shown.Bytes(), []byte("\r\n"), []byte("\n"))
		}
		if answer != "" && bytes.HasSuffix(shown.Bytes(), []byte(": ")) {
			io.WriteString(tty, answer+"\n")
			answer = ""
		}
	}
}

func lookPath(ts *testscript.TestScript, name string) string {
	for _, dir := range strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return filepath.Join(dir, name)
		}
	}
	ts.Fatalf("there is no command %s", name)
	return ""
}
