package main

import (
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// describe says with what and on what is measured.
func (b *bench) describe(s *server) error {
	said, err := b.alertplan("", "version")
	if err != nil {
		return err
	}
	version := strings.TrimSpace(said.out)
	if info, err := buildinfo.ReadFile(b.binary); err == nil {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				version += ", " + setting.Value[:min(len(setting.Value), 10)]
			}
		}
	}
	answer, err := s.ask("GET", "/", "")
	if err != nil {
		return err
	}
	var cluster struct {
		Version struct{ Distribution, Number string }
	}
	if err := json.Unmarshal(answer, &cluster); err != nil {
		return err
	}
	name := "cluster"
	if b.sandboxed {
		name = "alertplan's sandbox as"
	}
	b.facts = []string{
		fmt.Sprintf("%s, %d cores%s", processor(), runtime.NumCPU(), load()), version,
		fmt.Sprintf("%s %s %s", name, cluster.Version.Distribution, cluster.Version.Number),
	}
	return nil
}

// processor is the model of the processor, as Linux tells it, or the architecture.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for l := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// load says how many others are at work, where Linux tells it: what waits for them is
// no time of ours.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	if fields := strings.Fields(string(text)); len(fields) > 0 {
		return fmt.Sprintf(" (load average %s at the start)", fields[0])
	}
	return ""
}
