package main

import (
	"os"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestCompose holds what can be held without Docker: the file is read, server and
// UI are of one version (Dashboards refuses another), and since nothing asks for a
// password, no port is open to other machines.
func TestCompose(t *testing.T) {
	text, err := os.ReadFile("../../examples/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]struct {
			Image string
			Ports []string
		}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	versions := map[string]bool{}
	for name, service := range file.Services {
		_, version, pinned := strings.Cut(service.Image, ":")
		if !pinned || len(service.Ports) == 0 {
			t.Errorf("%s: image %q has no version, or ports are missing", name, service.Image)
		}
		versions[version] = true
		for _, port := range service.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to other machines", name, port)
			}
		}
	}
	if len(file.Services) != 2 || len(versions) != 1 {
		t.Errorf("services of versions %v, want two of one version", versions)
	}
}
