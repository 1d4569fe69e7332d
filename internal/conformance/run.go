package conformance

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// Findings are the differences of a run, shrunk.
type Findings []Result

// Run makes worlds up, asks about them on a node and here, and counts.
func Run(ctx context.Context, n *Node, p Plan, t *Tally) (Findings, error) {
	r := &runner{node: n, plan: p, tally: t, shapes: map[string]bool{}}
	for _, k := range p.known {
		r.shapes[k] = true
	}
	until := p.deadline(p.Limit / 2)
	for i := range p.Worlds {
		if over(until) {
			t.Undone = append(t.Undone, fmt.Sprintf("%d of %d worlds", p.Worlds-i, p.Worlds))
			break
		}
		r.step("world %d of %d", i+1, p.Worlds)
		if err := r.world(ctx, uint64(i+p.First)); err != nil {
			return r.findings, fmt.Errorf("world %d: %w", i+p.First, err)
		}
	}
	for i := range p.Batches {
		r.step("templates %d of %d", i+1, p.Batches)
		values, list := MakeTemplates(p.Seed, uint64(i+1), p.Templates)
		if err := r.templates(ctx, values, list); err != nil {
			return r.findings, fmt.Errorf("templates %d: %w", i+1, err)
		}
	}
	return r.findings, nil
}

func (r *runner) step(format string, args ...any) {
	if r.plan.Step != nil {
		r.plan.Step(fmt.Sprintf(format, args...))
	}
}

type runner struct {
	node     *Node
	plan     Plan
	tally    *Tally
	findings Findings
	shapes   map[string]bool
	shrunk   int
}

func (r *runner) world(ctx context.Context, i uint64) error {
	w, refused := MakeWorld(r.plan.Prefix, r.plan.Seed, i)
	if again, more := w.fit(r.node.Dialect); again {
		refused = more
	}
	defer func() { _ = w.Remove(context.WithoutCancel(ctx), r.node) }()
	differences, err := w.Load(ctx, r.node)
	if err != nil {
		return err
	}
	if err := r.mappings(ctx, w, refused, differences); err != nil {
		return err
	}
	if differences, err = w.Without(ctx, r.node, differences); err != nil {
		return err
	}
	if len(differences) > 0 || len(w.Indices) == 0 {
		return nil // its searches would differ for that
	}
	var cases []*Case
	for k := range r.plan.Each {
		cases = append(cases, w.Decisive(r.plan.Seed, int(i)<<20+k<<4))
	}
	results, err := Judge(ctx, r.node, cases)
	if err != nil {
		return err
	}
	j := w.judge()
	before := len(r.findings)
	defer func() {
		if r.plan.Found != nil && len(r.findings) > before {
			r.plan.Found(r.findings)
		}
	}()
	for _, x := range results {
		r.count(j, x)
		if x.Outcome == Unequal && x.known() == "" {
			if err := r.found(ctx, x); err != nil {
				return err
			}
		}
	}
	return nil
}

// Decisive makes up a search that can tell right from wrong, or, one time in four
// and when it takes too long to find one, any.
func (w *World) Decisive(seed uint64, n int) *Case {
	all := w.count(w.Name + "-*")
	var c *Case
	for try := range 10 {
		c = w.MakeSearch(seed, n+try)
		a, refusal := w.Search(c.Targets, c.Body)
		if n>>4%4 == 0 || refusal == "" && total(a) > 0 && total(a) < all {
			break
		}
	}
	return c
}

// count counts a case for all features that it uses and decides about.
func (r *runner) count(j *judge, x Result) { r.tally.CountResult(j, x) }

// CountResult counts a search for all features that it makes use of.
func (t *Tally) CountResult(j *judge, x Result) {
	if x.OtherWords {
		t.Words++
	}
	if why := x.known(); x.Outcome == Unequal && why != "" {
		x.Outcome, x.Refusal = Known, why
		t.Known[why]++
	}
	t.Cases[x.Outcome]++
	if x.Outcome == Refused {
		t.Refuse(x.Refusal, text(x.Case.Body))
	}
	for _, u := range j.world.usages(x.Case.Body) {
		if x.Outcome == Unequal && !x.Difference.blames(u) {
			continue
		}
		t.Count(u.features, x.Outcome, x.Outcome == Equal && j.decides(x.Case, u, x.Here), x.Refusal)
	}
}

func (r *runner) mappings(ctx context.Context, w *World, refused Refusals, differences []Difference) error {
	outcome := Equal
	if len(differences) > 0 {
		outcome = Unequal
	}
	r.tally.Cases[outcome]++
	r.tally.Count(w.mappingFeatures(), outcome, len(w.Docs) > 0, "")
	for _, what := range refused {
		r.tally.Cases[Refused]++
		r.tally.Refuse(what, "")
		r.tally.Count([]Feature{{Mappings, what}}, Refused, false, what)
	}
	for _, d := range differences {
		if r.shapes[shape(d.Text)] {
			continue
		}
		r.shapes[shape(d.Text)] = true
		if d.put != nil && r.shrunk < r.plan.Shrink {
			r.shrunk++
			small, err := ShrinkMapping(ctx, r.node, d.put.Body, w.Name+"-zz")
			if err != nil {
				return err
			}
			if small != "" {
				d.Text = small
			}
		}
		r.findings = append(r.findings, Result{Case: &Case{World: w}, Outcome: Unequal, Difference: d})
	}
	return nil
}

// shape is a text without what differs from case to case.
func shape(s string) string {
	if first, _, _ := strings.Cut(s, "\n"); strings.Contains(first, "on the node") {
		s, _, _ = strings.Cut(first, ": ") // a place in a mapping
	} else if _, after, ok := strings.Cut(s, "node: "); ok {
		s = after
	}
	s = bracketed.ReplaceAllString(digits.ReplaceAllString(s, ""), "")
	return s[:min(len(s), 120)]
}

// found shrinks a difference and notes it, unless one of its kind is there.
func (r *runner) found(ctx context.Context, x Result) error {
	before := x.Difference.Kind + " " + strings.Join(kinds(x), " ")
	if r.shapes[before] {
		return nil
	}
	r.shapes[before] = true
	if r.shrunk >= r.plan.Shrink {
		r.findings = append(r.findings, x)
		return nil
	}
	r.shrunk++
	small, err := Shrink(ctx, r.node, x, fmt.Sprintf("%sz%d-", r.plan.Prefix, len(r.findings)))
	if err != nil {
		return err
	}
	key := small.signature()
	if !r.shapes[key] {
		r.shapes[key] = true
		r.findings = append(r.findings, small)
	}
	return nil
}

// signature is the same for differences of one kind: of errors by what the node
// says, without names, else by the features of the case.
func (x Result) signature() string {
	if x.Case == nil || x.Case.Body == nil {
		return x.Template + shape(x.Difference.Text)
	}
	if x.Node.Status != x.Here.Status || x.Node.Status != 200 {
		return bracketed.ReplaceAllString(firstCause(x.Node.Body).Text("reason")+" / "+firstCause(x.Here.Body).Text("reason"), "[]")
	}
	path, _, _ := strings.Cut(x.Difference.Text, ": ")
	for _, part := range []string{"._seq_no", "._ignored", ".meta", "matched_queries", "._shards.skipped"} {
		if strings.HasSuffix(path, part) {
			return part
		}
	}
	return x.Difference.Kind + " " + digits.ReplaceAllString(path, "") + " " + strings.Join(kinds(x), " ")
}

var (
	bracketed = regexp.MustCompile(`\[[^\]]*\]|"[^"]*"|'[^']*'`)
	digits    = regexp.MustCompile(`[0-9]`)
)

// kinds names the features of a case.
func kinds(x Result) []string {
	var out []string
	for _, u := range x.Case.World.usages(x.Case.Body) {
		for _, f := range u.features {
			out = append(out, f.Name)
		}
	}
	return out
}

// mappingFeatures lists what the world's mappings make use of.
func (w *World) mappingFeatures() []Feature {
	var out []Feature
	for _, x := range w.Indices {
		m := x.Body.Object("mappings")
		for _, d := range m.Members() {
			if d.Key != "properties" {
				out = append(out, Feature{Mappings, d.Key + " " + text(d.Value)[:min(8, len(text(d.Value)))]})
			}
		}
		for _, s := range x.Body.Object("settings").Members() {
			out = append(out, Feature{Mappings, s.Key})
		}
		kept := w.store.Get(x.Name)
		if kept == nil {
			continue // it was refused
		}
		for _, f := range kept.Mapping.Fields() {
			out = append(out, Feature{Mappings, "type " + f.Type})
			for _, p := range f.Params.Keys() {
				out = append(out, Feature{Mappings, "type " + f.Type + " · " + p})
			}
		}
	}
	return out
}
