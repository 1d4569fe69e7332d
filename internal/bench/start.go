package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// nothing is a program that does nothing: the least that a process of Go takes.
const nothing = `package main

import "os"

func main() { os.Stdout.WriteString("done\n") }
`

// starting is a command whose whole life is measured, and what that took.
type starting struct {
	name string
	argv []string
	took []time.Duration
	cpu  []time.Duration
	peak int64
}

// start measures how large the binary is, and how long the shortest commands take from
// start to end, beside a program that does nothing, built by the same Go, and beside
// the system's own.
func (b *bench) start() error {
	binary, floor, err := b.releaseBinary()
	if err != nil {
		return err
	}
	all := []*starting{
		{name: "true, of the system", argv: []string{"true"}},
		{name: "a program of Go that does nothing", argv: []string{floor}},
		{name: "start: version", argv: []string{binary, "version"}},
		{name: "start: --help", argv: []string{binary, "--help"}},
		{name: "start: validate of the smallest example", argv: []string{binary, "validate", "examples/console-login"}},
	}
	for range b.rounds(30, 10) {
		for _, s := range all {
			if err := s.once(b); err != nil {
				return err
			}
		}
	}
	for _, s := range all[2:] {
		s.add(b, all[0], all[1])
	}
	return b.addSize(binary, floor)
}

// releaseBinary builds alertplan as a release does, and the program that does nothing.
func (b *bench) releaseBinary() (binary, floor string, err error) {
	b.doing("build both")
	folder := filepath.Join(b.dir, "nothing")
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", "", err
	}
	source := filepath.Join(folder, "main.go")
	if err := os.WriteFile(source, []byte(nothing), 0o644); err != nil {
		return "", "", err
	}
	binary, floor = filepath.Join(b.dir, "alertplan"), filepath.Join(b.dir, "nothing", "nothing")
	for out, of := range map[string]string{binary: "./cmd/alertplan", floor: source} {
		c := exec.CommandContext(b.ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", out, of)
		c.Env = append(b.environment(), "CGO_ENABLED=0")
		if said, err := c.CombinedOutput(); err != nil {
			return "", "", fmt.Errorf("go build %s: %w: %s", of, err, tail(string(said)))
		}
	}
	return binary, floor, nil
}

// once runs the command with nothing around it that takes time by itself.
func (s *starting) once(b *bench) error {
	c := exec.CommandContext(b.ctx, s.argv[0], s.argv[1:]...)
	c.Env, c.Stdout, c.Stderr = b.environment(), nil, nil
	began := time.Now()
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.took = append(s.took, time.Since(began))
	s.cpu = append(s.cpu, c.ProcessState.UserTime()+c.ProcessState.SystemTime())
	s.peak = max(s.peak, peakOf(c.ProcessState))
	return nil
}

func (s *starting) add(b *bench, system, empty *starting) {
	b.add(line{
		name: s.name, took: took(seconds(s.took).median), cpu: took(seconds(s.cpu).median), memory: megabytes(s.peak),
		floor: fmt.Sprintf("a program of Go that does nothing %s, /bin/true %s", took(seconds(empty.took).median), took(seconds(system.took).median)),
		ratio: ratios(s.took, empty.took).String(),
	})
}

// addSize adds how large the binary is, as it is and as an archive has it.
func (b *bench) addSize(binary, floor string) error {
	size, packed, err := sizes(binary)
	if err != nil {
		return err
	}
	least, _, err := sizes(floor)
	if err != nil {
		return err
	}
	b.add(line{
		name: "binary of a release, static, in bytes", floor: fmt.Sprintf("a program of Go that does nothing %s", tenths(least)),
		ratio: fmt.Sprintf("%.1f", float64(size)/float64(least)), memory: fmt.Sprintf("%s on disk, %s packed", tenths(size), tenths(packed)),
	})
	return nil
}

func tenths(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// sizes are those of a file, and of what gzip makes of it.
func sizes(path string) (size, packed int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	count := &counter{}
	z := gzip.NewWriter(count)
	size, err = io.Copy(z, f)
	err = errors.Join(err, z.Close())
	return size, count.n, err
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}
