package main

import (
	"debug/buildinfo"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// envDist names the folder that `make snapshot` writes.
const envDist = "ALERTPLAN_TEST_DIST"

// TestSnapshot looks at what a release would have: an archive for each platform with
// all that people need, checksums that hold, SBOMs that name each module of the binary,
// and the block of docs/install.md that installs it.
func TestSnapshot(t *testing.T) {
	dist := os.Getenv(envDist)
	if dist == "" {
		t.Skipf("%s names no folder with a snapshot: make snapshot", envDist)
	}
	for _, platform := range []string{"linux_amd64.tar.gz", "linux_arm64.tar.gz", "darwin_amd64.tar.gz", "darwin_arm64.tar.gz", "windows_amd64.zip", "windows_arm64.zip"} {
		t.Run(platform, func(t *testing.T) {
			found, _ := filepath.Glob(filepath.Join(dist, "alertplan_*_"+platform))
			if len(found) != 1 {
				t.Fatalf("%d archives", len(found))
			}
			checkArchive(t, found[0])
		})
	}
	t.Run("installed", func(t *testing.T) { checkInstalled(t, dist) })
}

// checkArchive looks at the files in an archive, at its binary, and at its SBOM.
func checkArchive(t *testing.T, archive string) {
	dir := t.TempDir()
	unpack := exec.Command("tar", "-xzf", archive, "-C", dir)
	binary := filepath.Join(dir, "alertplan")
	if strings.HasSuffix(archive, ".zip") {
		unpack, binary = exec.Command("python3", "-m", "zipfile", "-e", archive, dir), binary+".exe"
	}
	if out, err := unpack.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{"LICENSE", "README.md", "man/man1/alertplan.1", "man/man1/alertplan-plan.1", "completions/alertplan.bash", "completions/_alertplan", "completions/alertplan.fish", "completions/alertplan.ps1"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range info.Settings {
		if s.Key == "CGO_ENABLED" && s.Value != "0" {
			t.Errorf("%s=%s", s.Key, s.Value)
		}
	}
	checkSBOM(t, archive+".cdx.json", info)
}

// checkSBOM looks for the modules of a binary in its SBOM. Where PyPI is out of reach there
// is no syft, and make snapshot leaves SBOMs out.
func checkSBOM(t *testing.T, file string, info *buildinfo.BuildInfo) {
	text, err := os.ReadFile(file)
	if _, absent := os.Stat("../../bin/release-tools/bin/syft"); err != nil && absent != nil {
		t.Logf("no SBOM, since there is no syft: %v", absent)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var sbom struct {
		BOMFormat  string
		Components []struct{ PURL string }
	}
	if err := json.Unmarshal(text, &sbom); err != nil || sbom.BOMFormat != "CycloneDX" {
		t.Fatalf("the SBOM is %q: %v", sbom.BOMFormat, err)
	}
	purls := map[string]bool{}
	for _, c := range sbom.Components {
		purl, _, _ := strings.Cut(c.PURL, "#")
		purls[strings.ToLower(purl)] = true
	}
	for _, dep := range info.Deps {
		if !slices.ContainsFunc(purlsOf(dep.Path, dep.Version), func(p string) bool { return purls[p] }) {
			t.Errorf("%s %s is in the binary and not in the SBOM", dep.Path, dep.Version)
		}
	}
}

// purlsOf are the names that a module may have in an SBOM: what stands below its
// repository is a part of the path, or stands behind a #.
func purlsOf(path, version string) []string {
	var names []string
	parts := strings.Split(strings.ToLower(path), "/")
	for i := len(parts); i > 0; i-- {
		names = append(names, "pkg:golang/"+strings.Join(parts[:i], "/")+"@"+strings.ToLower(version))
	}
	return names
}

// checkInstalled runs the page's block on the archive of this platform.
func checkInstalled(t *testing.T, dist string) {
	if runtime.GOOS+"/"+runtime.GOARCH != "linux/amd64" {
		t.Skip("the block is for linux on amd64")
	}
	dir, home := t.TempDir(), t.TempDir()
	files, _ := filepath.Glob(filepath.Join(dist, "*.tar.gz"))
	for _, f := range append(files, filepath.Join(dist, "checksums.txt")) {
		if err := os.Symlink(f, filepath.Join(dir, filepath.Base(f))); err != nil {
			t.Fatal(err)
		}
	}
	out, err := installShell(installBlocks(t)["sh"][0], dir, home)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if n := strings.Count(out, ": OK\n"); n != len(files) {
		t.Errorf("%d checksums of %d archives hold:\n%s", n, len(files), out)
	}
	commit, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err == nil && !strings.Contains(out, "(commit "+string(commit[:12])+", 20") {
		t.Errorf("the binary is of another commit than %s:\n%s", commit, out)
	}
	if _, err := os.Stat(filepath.Join(home, ".local/share/man/man1/alertplan-drift.1")); err != nil {
		t.Error(err)
	}
}
