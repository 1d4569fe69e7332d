package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// installBlocks are those of docs/install.md, by their kind.
func installBlocks(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/install.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string][]string{}
	for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
		blocks[m[1]] = append(blocks[m[1]], m[3])
	}
	if len(blocks) != 2 || len(blocks["sh"]) != 3 || len(blocks["text"]) != 2 {
		t.Fatalf("docs/install.md has other blocks: the tests know the archive's, Go's, the image's and the clone's: %q", blocks)
	}
	return blocks
}

// TestPageOnInstalling runs of docs/install.md what can be run without a release, a
// registry or Docker, and holds the rest to the files that it speaks of. The archive's
// block is run by TestSnapshot.
func TestPageOnInstalling(t *testing.T) {
	t.Parallel()
	blocks := installBlocks(t)
	if out, err := installShell(blocks["sh"][1], t.TempDir(), t.TempDir()); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	for target := range strings.Lines(blocks["sh"][2]) {
		checkTarget(t, strings.TrimPrefix(strings.TrimSpace(target), "make "))
	}
	module, _ := os.ReadFile("../../go.mod")
	path, _, _ := strings.Cut(strings.TrimPrefix(string(module), "module "), "\n")
	if want := "go install " + path + "/cmd/alertplan@latest\n"; blocks["text"][0] != want {
		t.Errorf("%q, want %q", blocks["text"][0], want)
	}
	dockerfile, _ := os.ReadFile("../../Dockerfile")
	for _, m := range regexp.MustCompile(`--build-arg (\w+)=`).FindAllStringSubmatch(blocks["text"][1], -1) {
		if !strings.Contains(string(dockerfile), "\nARG "+m[1]+"=") {
			t.Errorf("the Dockerfile has no argument %s", m[1])
		}
	}
	for line := range strings.Lines(blocks["text"][1]) {
		if command, ok := strings.CutPrefix(line, "docker run "); ok {
			_, args, _ := strings.Cut(command, " alertplan ")
			run(t, strings.TrimSpace(args), "--help")
		}
	}
}

// installShell runs a block in a folder, for a person whose home is another.
func installShell(script, dir, home string) (string, error) {
	c := exec.Command("sh", "-ec", script)
	c.Dir, c.Env = dir, append(slices.DeleteFunc(bareEnvironment(), func(v string) bool { return strings.HasPrefix(v, "HOME=") }), "HOME="+home)
	out, err := c.CombinedOutput()
	return string(out), err
}

// TestGoInstall installs this commit as v1.2.3 from a proxy that is a folder: it has no
// replacements, needs nothing that is not in it, no C compiler, and knows its version.
func TestGoInstall(t *testing.T) {
	if os.Getenv("ALERTPLAN_TEST_SOAK") == "" {
		t.Skip("compiles all packages: make soak")
	}
	const module, version = "github.com/alertplan/alertplan", "v1.2.3"
	proxy, bin := t.TempDir(), t.TempDir()
	folder := filepath.Join(proxy, module, "@v")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	archive := exec.Command("git", "archive", "--format=zip", "--prefix="+module+"@"+version+"/", "--output="+filepath.Join(folder, version+".zip"), "HEAD", "--", ".", ":!tools") // modules of their own
	archive.Dir = "../.."
	if out, err := archive.CombinedOutput(); err != nil {
		t.Skipf("git gives no archive of this commit: %v\n%s", err, out)
	}
	mod, err := os.ReadFile("../../go.mod")
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, version+".mod"), mod, 0o644)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, version+".info"), []byte(`{"Version":"`+version+`"}`), 0o644)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "list"), []byte(version+"\n"), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	had := filepath.Join(strings.TrimSpace(string(cache)), "cache", "download")
	c := exec.Command("go", "install", "-modcacherw", module+"/cmd/alertplan@"+version)
	c.Dir = t.TempDir()
	c.Env = append(bareEnvironment(), "GOBIN="+bin, "CGO_ENABLED=0", "GOPROXY=file://"+proxy+",file://"+had, "GONOSUMDB=*", "GOFLAGS=-trimpath", "GOMODCACHE="+t.TempDir())
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(filepath.Join(bin, "alertplan"), "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "alertplan v1.2.3 (go") {
		t.Errorf("%q %v", out, err)
	}
}
