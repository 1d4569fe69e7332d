package main

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestImage builds what the Dockerfile builds, by its own lines, and runs it as its last
// stage would be run: by the user it names, in a root with nothing else in it. There is
// no Docker here: what the base brings (certificates, a user's name) is not looked at.
func TestImage(t *testing.T) {
	if os.Getenv("ALERTPLAN_TEST_SOAK") == "" {
		t.Skip("builds an image's binary: make soak")
	}
	if runtime.GOOS != "linux" {
		t.Skip("an image's binary is one for linux")
	}
	file := readDockerfile(t)
	from := file.build(t)
	t.Run("static", func(t *testing.T) { checkStatic(t, from.binary) })
	if os.Geteuid() != 0 {
		t.Skip("only root may change the root: the image is built, and was not run")
	}
	t.Run("alone", func(t *testing.T) { checkAlone(t, from, file.workdir) })
	t.Run("cronjob", func(t *testing.T) { runCronJob(t, from) })
	t.Run("deployment", func(t *testing.T) { runDeployment(t, from) })
}

// The arguments of a build, and what `alertplan version` makes of them.
var imageArguments = []string{"TARGETOS=linux", "TARGETARCH=" + runtime.GOARCH, "VERSION=v1.2.3", "COMMIT=0123456789abcdef0123456789abcdef01234567", "DATE=2026-11-22T03:17:00Z"}

var imageVersion = "alertplan v1.2.3 (commit 0123456789ab, 2026-11-22T03:17:00Z, " + runtime.Version() + ", linux/" + runtime.GOARCH + ")\n"

// dockerfile is ours: two stages, of which the first builds.
type dockerfile struct {
	runs       []string
	built      string // where the first stage leaves the binary
	entrypoint []string
	command    []string
	user       uint32
	workdir    string
}

// readDockerfile reads the instructions that ours has, and fails at any other.
func readDockerfile(t *testing.T) *dockerfile {
	t.Helper()
	text, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	d := &dockerfile{}
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case slices.Contains([]string{"FROM", "ARG", "LABEL"}, word), line == "COPY . .", strings.HasPrefix(line, "COPY go.mod "):
		case word == "RUN":
			d.runs = append(d.runs, rest)
		case strings.HasPrefix(line, "COPY --from=build "):
			d.built = strings.Fields(rest)[1]
		case word == "WORKDIR":
			d.workdir = rest
		case word == "USER":
			id, _, _ := strings.Cut(rest, ":")
			n, err := strconv.ParseUint(id, 10, 32)
			if err != nil || n == 0 {
				t.Errorf("USER %s: Kubernetes knows by a number alone that it is not root", rest)
			}
			d.user = uint32(n)
		case word == "ENTRYPOINT":
			err = errors.Join(err, json.Unmarshal([]byte(rest), &d.entrypoint))
		case word == "CMD":
			err = errors.Join(err, json.Unmarshal([]byte(rest), &d.command))
		default:
			t.Errorf("the test does not know %q", line)
		}
	}
	if err != nil || len(d.runs) == 0 || d.built == "" || len(d.entrypoint) == 0 || len(d.command) == 0 {
		t.Fatalf("what is built and run? %+v %v", d, err)
	}
	return d
}

// build runs the first stage on the files that .dockerignore lets through.
func (d *dockerfile) build(t *testing.T) *image {
	t.Helper()
	source, out := t.TempDir(), t.TempDir()
	copyContext(t, source)
	binary := filepath.Join(out, filepath.Base(d.built))
	for _, line := range d.runs {
		c := exec.Command("sh", "-ec", strings.ReplaceAll(line, d.built, binary))
		c.Dir, c.Env = source, append(bareEnvironment(), imageArguments...)
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("RUN %s: %v\n%s", line, err, said)
		}
	}
	return &image{binary: binary, entrypoint: d.entrypoint, user: d.user}
}

// copyContext copies what git has, or would add, and .dockerignore does not name.
func copyContext(t *testing.T, to string) {
	t.Helper()
	ignore, err := os.ReadFile("../../.dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	list := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard")
	list.Dir = "../.."
	names, err := list.Output()
	if err != nil {
		t.Skipf("git does not tell what would be sent: %v", err)
	}
	for _, name := range strings.Fields(string(names)) {
		text, err := os.ReadFile(filepath.Join("../..", name))
		if errors.Is(err, os.ErrNotExist) || ignored(string(ignore), name) {
			continue
		}
		target := filepath.Join(to, name)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(target), 0o755)
		}
		if err == nil {
			err = os.WriteFile(target, text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ignored knows the patterns that .dockerignore has: names at the top, and with **/ in
// front anywhere.
func ignored(patterns, name string) bool {
	for pattern := range strings.Lines(patterns) {
		pattern = strings.TrimSpace(pattern)
		if pattern == "" || strings.HasPrefix(pattern, "#") {
			continue
		}
		parts := strings.Split(name, "/")
		if anywhere, ok := strings.CutPrefix(pattern, "**/"); ok {
			pattern = anywhere
		} else {
			parts = parts[:1]
		}
		if slices.ContainsFunc(parts, func(part string) bool { ok, _ := filepath.Match(pattern, part); return ok }) {
			return true
		}
	}
	return false
}

// checkStatic asks the binary what it needs of a system, and whether the linker has
// left out what nobody calls (see describeVersion).
func checkStatic(t *testing.T, binary string) {
	f, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	libraries, err := f.ImportedLibraries()
	if err != nil || len(libraries) > 0 {
		t.Errorf("it needs %q: %v", libraries, err)
	}
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("it needs a loader")
		}
	}
	text, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte("text/template.(*state).evalField")) {
		t.Errorf("templates are in the binary, and with them all methods of all types; it has %d bytes", len(text))
	}
	t.Logf("%d bytes", len(text))
}

// checkAlone runs what needs no cluster, on the example that has time zones, without
// any environment.
func checkAlone(t *testing.T, from *image, workdir string) {
	c := newContainer(t, from, podSpec{Containers: make([]containerSpec, 1)}, nil)
	if err := os.CopyFS(filepath.Join(c.root, workdir), os.DirFS("../../examples/console-login")); err != nil {
		t.Fatal(err)
	}
	if status, out := c.run("version"); status != 0 || out != imageVersion {
		t.Errorf("version: %d %q, want %q", status, out, imageVersion)
	}
	for _, command := range []string{"--help", "validate " + workdir, "test " + workdir, "list " + workdir} {
		if status, out := c.run(strings.Fields(command)...); status != 0 {
			t.Errorf("%s: %d\n%s", command, status, out)
		}
	}
}
