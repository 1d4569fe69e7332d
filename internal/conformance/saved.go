package conformance

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// saved is a case as a line of JSON.
func (c *Case) saved() *orderedjson.Object {
	indices, docs := orderedjson.NewObject(), []any{}
	for _, x := range c.World.Indices {
		indices.Set(x.Name, x.Body)
	}
	for _, d := range c.World.Docs {
		docs = append(docs, []any{d.Index, d.ID, d.Source})
	}
	return obj("world", c.World.Name, "indices", indices, "docs", docs, "targets", c.Targets, "body", c.Body)
}

// restored reads a line that saved wrote. The world is not built yet.
func restored(line []byte) (*Case, error) {
	v, err := orderedjson.Parse(line)
	if err != nil {
		return nil, err
	}
	o, _ := v.(*orderedjson.Object)
	w := &World{Name: o.Text("world")}
	for _, m := range o.Object("indices").Members() {
		body, _ := m.Value.(*orderedjson.Object)
		w.Indices = append(w.Indices, &Index{m.Key, body})
	}
	for _, x := range o.Array("docs") {
		d, _ := x.([]any)
		if len(d) != 3 {
			return nil, fmt.Errorf("a document that isn't one: %s", text(x))
		}
		source, _ := d[2].(*orderedjson.Object)
		w.Docs = append(w.Docs, &Doc{fmt.Sprint(d[0]), fmt.Sprint(d[1]), source})
	}
	return &Case{World: w, Targets: o.Text("targets"), Body: o.Object("body")}, nil
}

const casesFile = "cases.jsonl"

// Recheck asks the cases again that were saved in a folder, and returns those that
// still differ.
func Recheck(ctx context.Context, n *Node, folder string) (Findings, error) {
	data, err := os.ReadFile(filepath.Join(folder, casesFile))
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var out Findings
	var cases []*Case // over one world
	var last []byte
	flush := func() error {
		results, err := again(ctx, n, cases)
		out = append(out, results...)
		cases = nil
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		c, err := restored(lines.Bytes())
		if err != nil {
			return nil, err
		}
		world, _, _ := bytes.Cut(lines.Bytes(), []byte(`,"targets":`))
		if len(cases) > 0 && !bytes.Equal(world, last) {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		last = bytes.Clone(world)
		if len(cases) > 0 {
			c.World = cases[0].World
		}
		cases = append(cases, c)
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return out, lines.Err()
}

// again asks cases over one world, and returns those that differ.
func again(ctx context.Context, n *Node, cases []*Case) (Findings, error) {
	if len(cases) == 0 {
		return nil, nil
	}
	w := cases[0].World
	defer func() { _ = w.Remove(context.WithoutCancel(ctx), n) }()
	w.dialect = n.Dialect
	w.Build()
	if _, err := w.Load(ctx, n); err != nil {
		return nil, err
	}
	results, err := Judge(ctx, n, cases)
	return slices.DeleteFunc(results, func(x Result) bool { return x.Outcome != Unequal }), err
}

// Write puts differences into files of a folder, by who looks after what, and the
// cases into one that Recheck reads.
func (f Findings) Write(folder string) error {
	files := map[string]*strings.Builder{casesFile: {}}
	for _, name := range []string{"queries.md", "aggs.md", "mapping.md", "mustache.md"} {
		files[name] = &strings.Builder{}
	}
	for i, x := range f {
		b := files[x.subject()+".md"]
		fmt.Fprintf(b, "## %d. %s\n```\n%s```\n\n", i+1, x.Difference.Kind, x.Print())
		if x.Case != nil && x.Case.Body != nil && len(x.Case.World.Docs) <= 40 {
			fmt.Fprintln(files[casesFile], text(x.Case.saved()))
		}
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// WriteRefusals lists what is refused here, the commonest first, with a case.
func (t *Tally) WriteRefusals(folder string) error {
	var b strings.Builder
	reasons := slices.SortedFunc(maps.Keys(t.Refusals), func(x, y string) int {
		return cmp.Or(t.Refusals[y].Count-t.Refusals[x].Count, cmp.Compare(x, y))
	})
	for _, r := range reasons {
		fmt.Fprintf(&b, "%5d  %s\n         %s\n", t.Refusals[r].Count, r, t.Refusals[r].Example)
	}
	return os.WriteFile(filepath.Join(folder, "refused.md"), []byte(b.String()), 0o644)
}

// subject is what a difference is about.
func (x Result) subject() string {
	switch {
	case x.Template != "":
		return "mustache"
	case x.Case.Body == nil:
		return "mapping"
	case x.Difference.Kind == "aggregations" || x.Case.Body.Has("aggs") || x.Case.Body.Has("aggregations"):
		return "aggs"
	}
	return "queries"
}
