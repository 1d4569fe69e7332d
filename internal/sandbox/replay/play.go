package replay

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Options say where and how to play.
type Options struct {
	// URL is the server's, http://host:port (https with TLS). It must be empty of data.
	URL string
	// Wait lets time pass for the server: it sleeps, or moves the server's own
	// clock.
	Wait func(time.Duration)
	// Pace is how much time passes before each request, 0 for none.
	Pace time.Duration
	// Users are the users of a secured server, "user:password" by the names that
	// transcripts have for them; nil: requests say nothing of who sends them.
	Users map[string]string
	// TLS is how to speak TLS; nil: in clear.
	TLS *tls.Config
	// AnswerWithin is how long an answer may take, 0 for 90 seconds.
	AnswerWithin time.Duration
}

type player struct {
	options    Options
	address    string
	names      names
	listener   *listener
	transcript *Transcript
	found      []Difference
}

// Play plays a transcript and returns where the answers differ. The error is for
// a server that can't be reached, not for one that answers something else.
func Play(ctx context.Context, t *Transcript, o Options) ([]Difference, error) {
	u, err := url.Parse(o.URL)
	if err != nil {
		return nil, err
	}
	p := &player{options: o, address: u.Host, names: names{}, transcript: t}
	defer func() { p.listener.close() }()
	for i, step := range t.Steps {
		if err := p.step(ctx, i, step); err != nil {
			return p.found, fmt.Errorf("%s, step %d: %w", t.Name, i, err)
		}
	}
	return p.found, nil
}

func (p *player) step(ctx context.Context, i int, step *orderedjson.Object) error {
	switch {
	case step.Has("wait_ms"):
		p.options.Wait(time.Duration(intOf(step, "wait_ms", 0)) * time.Millisecond)
	case step.Has("listen"):
		l, err := listen(step)
		p.listener = l
		return err
	case step.Has("heard"):
		p.compareHeard(i, step.Array("heard"))
	case step.Has("send"):
		return p.exchange(ctx, i, step)
	}
	return nil
}

// hearWithin is how long a message may take that must come; once an answer was
// different it may well not come, and is not waited for.
const hearWithin = 5 * time.Second

func (p *player) compareHeard(i int, want []any) {
	if len(want) == 0 {
		p.options.Wait(time.Second)
	}
	within := hearWithin
	if Worst(p.found) == Different {
		within = 0
	}
	heard := p.listener.take(len(want), within)
	c := comparison{names: p.names}
	c.compare(lowHeaders(want), heard, "/heard", "")
	p.add(i, c.found)
}

func (p *player) add(i int, found []Difference) {
	q := p.transcript.Steps[i].Object("send")
	for _, d := range found {
		d.Step, d.Request = i, strings.TrimSpace(q.Text("method")+" "+q.Text("path"))
		p.found = append(p.found, d)
	}
}

// The answer of a step with "until" is asked for again and again, within this.
const (
	untilWithin = 20 * time.Second
	untilEvery  = 300 * time.Millisecond
)

func (p *player) exchange(ctx context.Context, i int, step *orderedjson.Object) error {
	got := step.Object("got")
	p.options.Wait(p.options.Pace)
	if silent := intOf(got, "no_answer_after_ms", 0); silent > 0 {
		return p.expectSilence(ctx, i, time.Duration(silent)*time.Millisecond)
	}
	var a answer
	for waited := time.Duration(0); ; waited += untilEvery {
		var err error
		if a, err = p.send(ctx, step.Object("send")); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) || strings.Contains(err.Error(), "EOF") {
				p.add(i, []Difference{{Level: Different, At: "(answer)", Want: "an answer", Have: err.Error()}})
				return nil
			}
			return err
		}
		if waited >= untilWithin || a.isWhole() && p.isAsRecorded(a, got, step.Text("until")) {
			break
		}
		p.options.Wait(untilEvery)
	}
	for _, m := range step.Object("names").Members() {
		if v, ok := pointed(a.body, fmt.Sprint(m.Value)); ok {
			p.names[m.Key] = v
		}
	}
	p.add(i, p.compareAnswer(a, got))
	return nil
}

func (p *player) isAsRecorded(a answer, got *orderedjson.Object, pointer string) bool {
	if pointer == "" {
		return true
	}
	body, _ := got.Get("body")
	want, ok := pointed(body, pointer)
	have, found := pointed(a.body, pointer)
	if !ok || !found {
		return false
	}
	c := comparison{names: p.names}
	c.compare(want, have, "", "")
	return len(c.found) == 0
}

func (p *player) expectSilence(ctx context.Context, i int, silent time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, silent)
	defer cancel()
	a, err := p.send(ctx, p.transcript.Steps[i].Object("send"))
	if err == nil {
		p.add(i, []Difference{{Level: Different, At: "(status)", Want: "no answer", Have: strconv.Itoa(a.status)}})
	}
	return nil
}

// compareAnswer compares status, content type, kept headers and body, in this order.
func (p *player) compareAnswer(a answer, got *orderedjson.Object) []Difference {
	c := comparison{names: p.names}
	if want := intOf(got, "status", 0); a.status != want {
		have := show(a.body)
		c.add(Different, "(status)", json.Number(strconv.Itoa(want)), fmt.Sprintf("%d %s", a.status, have))
		return c.found
	}
	if want, have := mediaType(got.Text("type")), mediaType(a.header.Get("Content-Type")); want != have {
		c.add(Different, "(content type)", want, have)
		return c.found
	}
	for _, m := range got.Object("headers").Members() {
		c.compare(m.Value, headerText(a.header, m.Key), "(header "+m.Key+")", "")
	}
	body, _ := got.Get("body")
	c.compare(body, a.body, "", "")
	return c.found
}

func intOf(o *orderedjson.Object, key string, fallback int) int {
	v, _ := o.Get(key)
	n, ok := v.(json.Number)
	if !ok {
		return fallback
	}
	i, err := strconv.Atoi(n.String())
	if err != nil {
		return fallback
	}
	return i
}

// Ports lists the fixed ports on which a transcript listens.
func (t *Transcript) Ports() []int {
	ports := []int{}
	for _, step := range t.Steps {
		if port := intOf(step, "listen", 0); port > 0 && !slices.Contains(ports, port) {
			ports = append(ports, port)
		}
	}
	return ports
}
