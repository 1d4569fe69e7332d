package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shells are what a completion script is made for, how each is asked whether it can
// be read, and what is completed in it: COMPLETE prints the answers for "alertplan
// pl", one a line.
var shells = []struct{ name, program, read, complete string }{
	{"bash", "bash", `bash -n "$SCRIPT"`, `bash --norc -c '
		. /usr/share/bash-completion/bash_completion && . "$SCRIPT"
		COMP_WORDS=(alertplan pl) COMP_CWORD=1 COMP_LINE="alertplan pl" COMP_POINT=12 COMP_TYPE=9
		__start_alertplan 2>/dev/null; printf "%s\n" "${COMPREPLY[@]}"'`},
	{"zsh", "zsh", `zsh -n "$SCRIPT"`, ""},
	{"fish", "fish", `fish --no-config --no-execute "$SCRIPT"`, `fish --no-config -c 'source $SCRIPT; complete -C "alertplan pl"' | cut -f1`},
	{"powershell", "pwsh", `pwsh -NoProfile -Command '$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile($env:SCRIPT, [ref]$null, [ref]$e); if ($e) { $e; exit 1 }'`, ""},
}

// TestCompletionScripts lets each shell that is here read the script that is made for
// it, and complete a command where that takes no terminal.
func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	for _, shell := range shells {
		t.Run(shell.name, func(t *testing.T) {
			script := filepath.Join(t.TempDir(), "alertplan."+shell.name)
			text := run(t, "completion", shell.name)
			if err := os.WriteFile(script, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := exec.LookPath(shell.program); err != nil {
				t.Skipf("%s is not installed", shell.program)
			}
			in := func(command string) (string, error) {
				c := exec.Command("sh", "-c", command)
				c.Env = append(bareEnvironment(), "SCRIPT="+script)
				out, err := c.CombinedOutput()
				return string(out), err
			}
			if out, err := in(shell.read); err != nil {
				t.Fatalf("%s does not read its script: %v\n%s", shell.name, err, out)
			}
			if _, err := os.Stat("/usr/share/bash-completion/bash_completion"); shell.complete == "" || shell.name == "bash" && err != nil {
				return
			}
			if out, err := in(shell.complete); err != nil || strings.TrimSpace(out) != "plan" {
				t.Errorf("%s completes `alertplan pl` to %q: %v", shell.name, out, err)
			}
		})
	}
}
