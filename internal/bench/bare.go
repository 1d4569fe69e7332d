package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// errand is what the bench, as a process of its own, is to send without all that
// alertplan does about it: the floor.
type errand struct {
	Target      string
	Requests    []request
	Updates     []request // each of a monitor that one of Requests creates, by its name
	Parallelism int
}

// errandDone is what came of an errand.
type errandDone struct {
	Took time.Duration
	peak int64
}

// send has a process of its own carry an errand out, so that neither has the other's
// memory.
func (b *bench) send(kind string, e errand) (errandDone, error) {
	self, err := os.Executable()
	if err != nil {
		return errandDone{}, err
	}
	in, err := json.Marshal(e)
	if err != nil {
		return errandDone{}, err
	}
	c := exec.CommandContext(b.ctx, self, "-bare", kind)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.Stdin, c.Stderr = strings.NewReader(string(in)), os.Stderr
	out, err := c.Output()
	if err != nil {
		return errandDone{}, fmt.Errorf("bare %s: %w", kind, err)
	}
	var done errandDone
	err = json.Unmarshal(out, &done)
	done.peak = peakOf(c.ProcessState)
	return done, err
}

func runBare(ctx context.Context, kind string, in io.Reader, out io.Writer) error {
	var e errand
	if err := json.NewDecoder(in).Decode(&e); err != nil {
		return err
	}
	began := time.Now()
	var err error
	switch kind {
	case "read":
		err = e.readAll(ctx)
	case "write":
		err = e.writeAll(ctx)
	default:
		err = fmt.Errorf("%q is nothing to send", kind)
	}
	return errors.Join(err, json.NewEncoder(out).Encode(errandDone{Took: time.Since(began)}))
}

// readAll sends the requests one after the other, and decodes the answers.
func (e errand) readAll(ctx context.Context) error {
	for _, r := range e.Requests {
		answer, err := e.roundTrip(ctx, r)
		if err != nil {
			return err
		}
		var v any
		if err := json.Unmarshal(answer, &v); err != nil {
			return err
		}
	}
	return nil
}

func (e errand) roundTrip(ctx context.Context, r request) ([]byte, error) {
	out, err := http.NewRequestWithContext(ctx, r.Method, e.Target+r.URI, strings.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	out.Header = r.Header.Clone()
	out.Header.Del("Accept-Encoding")
	res, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != r.Status && r.Status != 0 {
		err = fmt.Errorf("%s %s: %s: %.300s", r.Method, r.URI, res.Status, answer)
	}
	return answer, err
}
