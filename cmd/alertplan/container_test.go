package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"gopkg.in/yaml.v3"
)

// podSpec is what a manifest says of a pod, as far as a process is made of it.
type podSpec struct {
	Containers []containerSpec
	Volumes    []struct {
		Name      string
		ConfigMap struct{ Name string } `yaml:"configMap"`
		Secret    struct {
			SecretName string `yaml:"secretName"`
			Items      []struct{ Key, Path string }
		}
	}
}

type containerSpec struct {
	Args []string
	Env  []struct {
		Name, Value string
		ValueFrom   struct {
			SecretKeyRef struct{ Name, Key string } `yaml:"secretKeyRef"`
		} `yaml:"valueFrom"`
	}
	VolumeMounts []struct {
		Name      string
		MountPath string `yaml:"mountPath"`
	} `yaml:"volumeMounts"`
}

// readPod reads the pod of a manifest of examples/pipelines/kubernetes.
func readPod(t *testing.T, file string) podSpec {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../examples/pipelines/kubernetes", file))
	if err != nil {
		t.Fatal(err)
	}
	type template struct{ Spec podSpec }
	var manifest struct {
		Spec struct {
			Template    template
			JobTemplate struct{ Spec struct{ Template template } } `yaml:"jobTemplate"`
		}
	}
	if err := yaml.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	if pod := manifest.Spec.JobTemplate.Spec.Template.Spec; len(pod.Containers) > 0 {
		return pod
	}
	return manifest.Spec.Template.Spec
}

// image is what containers are started from: nil for the alertplan under test, on this
// machine's files; else a binary alone in a folder that becomes the root, for nobody.
type image struct {
	binary     string
	entrypoint []string
	user       uint32
}

// container is one that can be started: its root has what is mounted.
type container struct {
	t     *testing.T
	image *image
	root  string
	args  []string
	env   []string
}

// secrets are values by secret and key: "alertplan-cluster/password".
type secrets map[string]string

// newContainer mounts a pod's volumes as Kubernetes does, and fills in what it fills in.
func newContainer(t *testing.T, image *image, pod podSpec, known secrets) *container {
	t.Helper()
	c := &container{t: t, image: image, root: t.TempDir()}
	if err := os.Chmod(c.root, 0o755); err != nil {
		t.Fatal(err)
	}
	spec := pod.Containers[0]
	for _, mount := range spec.VolumeMounts {
		for _, v := range pod.Volumes {
			switch {
			case v.Name != mount.Name:
			case v.ConfigMap.Name == "alerts":
				text, err := os.ReadFile("../../examples/pipelines/kubernetes/base/alerts/main.hcl")
				if err != nil {
					t.Fatal(err)
				}
				c.mount(mount.MountPath, map[string]string{"main.hcl": string(text)})
			default:
				files := map[string]string{}
				for _, item := range v.Secret.Items {
					files[item.Path] = known.get(t, v.Secret.SecretName, item.Key)
				}
				c.mount(mount.MountPath, files)
			}
		}
	}
	for _, e := range spec.Env {
		if ref := e.ValueFrom.SecretKeyRef; ref.Name != "" {
			e.Value = known.get(t, ref.Name, ref.Key)
		}
		c.env = append(c.env, e.Name+"="+c.path(e.Value))
	}
	for _, a := range spec.Args {
		c.args = append(c.args, c.path(a))
	}
	return c
}

func (s secrets) get(t *testing.T, name, key string) string {
	t.Helper()
	value, ok := s[name+"/"+key]
	if !ok {
		t.Errorf("the manifest asks for secret %s, key %s", name, key)
	}
	return value
}

// path is where a path of the container is on this machine, if that is not its root.
func (c *container) path(p string) string {
	if c.image == nil && strings.HasPrefix(p, "/") {
		return filepath.Join(c.root, p)
	}
	return p
}

// mount writes files as kubelet does: in a folder of one version, behind two links.
func (c *container) mount(path string, files map[string]string) {
	c.t.Helper()
	dir := filepath.Join(c.root, path)
	version := "..2026_11_22_03_17_00.1234567890"
	check := func(err error) {
		c.t.Helper()
		if err != nil {
			c.t.Fatal(err)
		}
	}
	check(os.MkdirAll(filepath.Join(dir, version), 0o755))
	check(os.Symlink(version, filepath.Join(dir, "..data")))
	for name, text := range files {
		check(os.WriteFile(filepath.Join(dir, version, name), []byte(text), 0o444))
		check(os.Symlink(filepath.Join("..data", name), filepath.Join(dir, name)))
	}
}

// command is the container's process, not started yet.
func (c *container) command(args ...string) *exec.Cmd {
	c.t.Helper()
	if c.image == nil {
		p := exec.Command("alertplan", args...)
		p.Env = append(slices.Clone(c.env), "PATH="+os.Getenv("PATH"))
		return p
	}
	entry := c.image.entrypoint[0]
	if err := copyProgram(c.image.binary, filepath.Join(c.root, entry)); err != nil {
		c.t.Fatal(err)
	}
	p := exec.Command(entry, append(slices.Clone(c.image.entrypoint[1:]), args...)...)
	p.Env, p.Dir = append([]string{}, c.env...), "/"
	p.SysProcAttr = &syscall.SysProcAttr{Chroot: c.root, Credential: &syscall.Credential{Uid: c.image.user, Gid: c.image.user}}
	return p
}

func copyProgram(from, to string) error {
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o755)
}

// run runs it, and returns the exit status and what it printed.
func (c *container) run(args ...string) (int, string) {
	c.t.Helper()
	p := c.command(args...)
	var out bytes.Buffer
	p.Stdout, p.Stderr = &out, &out
	if err := p.Run(); p.ProcessState == nil {
		c.t.Fatal(err)
	}
	return p.ProcessState.ExitCode(), out.String()
}

// files are all that is in the root.
func (c *container) files() []string {
	var found []string
	_ = filepath.WalkDir(c.root, func(path string, _ os.DirEntry, err error) error {
		found = append(found, path)
		return err
	})
	return found
}
