package conformance

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"fmt"
	"io"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

//go:embed testdata/recorded.jsonl.gz
var recorded []byte

// Replay compares what nodes answered before, without one.
func Replay(t *Tally) (Findings, error) {
	z, err := gzip.NewReader(bytes.NewReader(recorded))
	if err != nil {
		return nil, fmt.Errorf("recorded answers: %w", err)
	}
	var out Findings
	var w *World
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		v, err := orderedjson.Parse(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("recorded answers: %w", err)
		}
		o := v.(*orderedjson.Object)
		if o.Has("indices") {
			c, err := restored(lines.Bytes())
			if err != nil {
				return nil, fmt.Errorf("recorded answers: %w", err)
			}
			w = c.World
			w.Build()
			continue
		}
		x := w.replay(o)
		t.CountResult(w.judge(), x)
		if x.Outcome == Unequal && x.known() == "" {
			out = append(out, x)
		}
	}
	return out, lines.Err()
}

func (w *World) replay(o *orderedjson.Object) Result {
	status, _ := o.Get("status")
	x := Result{Case: &Case{World: w, Targets: o.Text("targets"), Body: o.Object("body")}}
	here, refusal := w.Search(x.Case.Targets, x.Case.Body)
	if refusal != "" {
		x.Outcome, x.Refusal = Refused, refusal
		return x
	}
	x.judge(Answer{integer(status), o.Object("answer")}, here)
	return x
}

// Record asks a node about so many worlds, and writes what it answers.
func Record(ctx context.Context, n *Node, p Plan, out io.Writer) error {
	z := gzip.NewWriter(out)
	for i := range p.Worlds {
		w, _ := MakeWorld(p.Prefix, p.Seed, uint64(i+p.First))
		if err := record(ctx, n, p, w, z); err != nil {
			return err
		}
	}
	return z.Close()
}

func record(ctx context.Context, n *Node, p Plan, w *World, out io.Writer) error {
	defer func() { _ = w.Remove(context.WithoutCancel(ctx), n) }()
	differences, err := w.Load(ctx, n)
	if err != nil {
		return err
	}
	differences, err = w.Without(ctx, n, differences)
	if err != nil || len(differences) > 0 || len(w.Indices) == 0 {
		return err
	}
	var cases []*Case
	for k := range p.Each {
		cases = append(cases, w.Decisive(p.Seed, len(w.Docs)<<30+k<<4))
	}
	results, err := Judge(ctx, n, cases)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, text((&Case{World: w, Body: obj()}).saved()))
	for _, x := range results {
		if x.Outcome == Equal || x.Outcome == EqualError { // others are for a live node
			fmt.Fprintln(out, text(obj("targets", x.Case.Targets, "body", x.Case.Body, "status", x.Node.Status, "answer", plain(x.Node.Body))))
		}
	}
	return nil
}
