package conformance

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// corpus is a folder with events and searches of others.
type corpus struct {
	folder string
	prefix string
	worlds map[string]*World // by data set
}

// CorpusCases are the searches that a corpus folder holds, with the worlds of its
// events: CIS controls and SIEM rules, other people's monitors, recorded runs.
func CorpusCases(folder, prefix string) (map[string][]*Case, error) {
	c := &corpus{folder: folder, prefix: prefix, worlds: map[string]*World{}}
	if err := c.datasets(); err != nil {
		return nil, err
	}
	cases := map[string][]*Case{}
	for name, read := range map[string]func() ([]*Case, error){"CIS controls": c.cis, "SIEM rules": c.rules, "monitors": c.monitors, "recorded runs": c.runs} {
		list, err := read()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		cases[name] = list
	}
	return cases, nil
}

func (c *corpus) object(path string) (*orderedjson.Object, error) {
	data, err := os.ReadFile(filepath.Join(c.folder, path))
	if err != nil {
		return nil, err
	}
	v, err := orderedjson.Parse(data)
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return nil, fmt.Errorf("%s: no JSON object: %w", path, err)
	}
	return o, nil
}

func (c *corpus) lines(path string) ([]*orderedjson.Object, error) {
	data, err := os.ReadFile(filepath.Join(c.folder, path))
	if err != nil {
		return nil, err
	}
	var out []*orderedjson.Object
	scanner := bufio.NewScanner(bytes.NewReader(data))
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		v, err := orderedjson.Parse(scanner.Bytes())
		o, ok := v.(*orderedjson.Object)
		if err != nil || !ok {
			return nil, fmt.Errorf("%s: a line that is no JSON object: %w", path, err)
		}
		out = append(out, o)
	}
	return out, scanner.Err()
}

// datasets makes a world of each data set that runs/datasets.json describes, but
// with few indices: days become years.
func (c *corpus) datasets() error {
	all, err := c.object("runs/datasets.json")
	if err != nil {
		return err
	}
	for i, m := range all.Object("datasets").Members() {
		set, _ := m.Value.(*orderedjson.Object)
		if m.Key == "doc-slices" {
			continue // for monitors of documents only
		}
		w := &World{Name: fmt.Sprintf("%sc%d", c.prefix, i)}
		if err := c.fill(w, set); err != nil {
			return fmt.Errorf("data set %s: %w", m.Key, err)
		}
		c.worlds[m.Key] = w
	}
	return nil
}

func (c *corpus) fill(w *World, set *orderedjson.Object) error {
	line := 0
	for _, f := range set.Array("files") {
		file, _ := f.(*orderedjson.Object)
		path := file.Text("file")
		if file.Text("base") == "runs" {
			path = "runs/" + path
		}
		docs, err := c.lines(path)
		if err != nil {
			return err
		}
		for _, source := range docs {
			line++
			where := c.indexOf(set, file, source)
			if set.Text("document") == "doc" {
				source = source.Object("doc")
			}
			id := source.Text(set.Text("id"))
			if id == "" {
				id = fmt.Sprint(line)
			}
			name := w.Name + "-" + where
			if err := c.declare(w, name, where, set); err != nil {
				return err
			}
			w.Docs = append(w.Docs, &Doc{name, id, source})
		}
	}
	return nil
}

// indexOf is the index of a document, without the day.
func (c *corpus) indexOf(set, file, source *orderedjson.Object) string {
	for _, o := range []*orderedjson.Object{file, set} {
		if name := o.Text("index"); name != "" {
			return name
		}
	}
	rule := set.Object("index")
	if field := rule.Text("field"); field != "" {
		return source.Text(field)
	}
	day := source.Text(rule.Text("day_of"))
	return rule.Text("prefix") + day[:min(4, len(day))]
}

func (c *corpus) declare(w *World, name, where string, set *orderedjson.Object) error {
	for _, x := range w.Indices {
		if x.Name == name {
			return nil
		}
	}
	body := obj()
	for _, t := range set.Array("templates") {
		template, _ := t.(*orderedjson.Object)
		if path := template.Text("file"); path != "" {
			var err error
			if template, err = c.object(path); err != nil {
				return err
			}
		}
		for _, p := range template.Array("index_patterns") {
			if ok, _ := filepath.Match(fmt.Sprint(p), where); ok {
				body = orderedjson.Clone(template.Object("template")).(*orderedjson.Object)
			}
		}
	}
	w.Indices = append(w.Indices, &Index{name, body})
	return nil
}

// period is what monitors' queries are rendered with: they ask for the last
// minutes, but the events are years old.
const period = "4102444800000"

var window = regexp.MustCompile(`\|\|-\d+[smhdwM]`)

// widened is a monitor's query over all time.
func widened(o *orderedjson.Object) *orderedjson.Object {
	t := strings.NewReplacer("{{period_end}}", period, "{{period_start}}", "0").Replace(text(o))
	t = window.ReplaceAllString(t, "||-200y")
	v, err := orderedjson.Parse([]byte(t))
	if err != nil {
		return o
	}
	return v.(*orderedjson.Object)
}

func (c *corpus) over(set string, body *orderedjson.Object) *Case {
	w := c.worlds[set]
	return &Case{World: w, Targets: w.Name + "-*", Body: settled(body)}
}

func (c *corpus) cis() ([]*Case, error) {
	controls, err := c.object("cis/cis.json")
	if err != nil {
		return nil, err
	}
	var out []*Case
	for _, m := range controls.Members() {
		control, _ := m.Value.(*orderedjson.Object)
		for _, q := range control.Object("dsl_cwl").Members() {
			for _, set := range []string{"cloudtrail-template", "cloudtrail-dynamic"} {
				out = append(out, c.over(set, obj("query", q.Value, "size", 5, "aggs", obj("names", obj("terms", obj("field", "eventName.keyword"))))))
			}
		}
		if q := control.Object("dsl_log_aws_cloudtrail"); q != nil {
			out = append(out, c.over("siem", obj("query", q, "size", 5, "sort", []any{obj("@timestamp", "desc")})))
		}
	}
	return out, nil
}

func (c *corpus) rules() ([]*Case, error) {
	all, err := c.object("siem/rules.json")
	if err != nil {
		return nil, err
	}
	var out []*Case
	for _, r := range all.Array("rules") {
		rule, _ := r.(*orderedjson.Object)
		out = append(out, c.over("siem", widened(rule.Object("query"))))
	}
	return out, nil
}

func (c *corpus) monitors() ([]*Case, error) {
	files, err := filepath.Glob(filepath.Join(c.folder, "monitors", "*.json"))
	if err != nil {
		return nil, err
	}
	var out []*Case
	for _, f := range files {
		monitor, err := c.object(filepath.Join("monitors", filepath.Base(f)))
		if err != nil {
			return nil, err
		}
		if inner := monitor.Object("monitor"); inner != nil {
			monitor = inner
		}
		for _, input := range monitor.Array("inputs") {
			o, _ := input.(*orderedjson.Object)
			if q := o.Object("search").Object("query"); q != nil {
				for _, set := range []string{"cloudtrail-template", "siem", "logins"} {
					out = append(out, c.over(set, widened(q)))
				}
			}
		}
	}
	return out, nil
}

func (c *corpus) runs() ([]*Case, error) {
	lines, err := c.lines("runs/runs.jsonl")
	if err != nil {
		return nil, err
	}
	var out []*Case
	seen := map[string]bool{}
	for _, l := range lines {
		set := l.Text("dataset")
		if l.Has("differs_from") || c.worlds[set] == nil {
			continue
		}
		end, _ := l.Get("period_end")
		for _, input := range l.Object("monitor").Array("inputs") {
			o, _ := input.(*orderedjson.Object)
			q := o.Object("search").Object("query")
			t := strings.NewReplacer("{{period_end}}", fmt.Sprint(end), "{{period_start}}", "0").Replace(text(q))
			if q == nil || strings.Contains(t, "{{") || seen[set+t] {
				continue
			}
			seen[set+t] = true
			v, err := orderedjson.Parse([]byte(t))
			if err != nil {
				return nil, err
			}
			out = append(out, c.over(set, v.(*orderedjson.Object)))
		}
	}
	return out, nil
}

// RunCorpus asks a corpus' searches, and so many random ones over its events.
func RunCorpus(ctx context.Context, n *Node, p Plan, folder string, t *Tally) (Findings, error) {
	cases, err := CorpusCases(folder, p.Prefix)
	if err != nil {
		return nil, err
	}
	r := &runner{node: n, plan: p, tally: t, shapes: map[string]bool{}}
	for _, k := range p.known {
		r.shapes[k] = true
	}
	byWorld := map[*World]map[string][]*Case{}
	var worlds []*World
	for _, name := range []string{"CIS controls", "SIEM rules", "monitors", "recorded runs"} {
		for _, c := range cases[name] {
			if byWorld[c.World] == nil {
				byWorld[c.World] = map[string][]*Case{}
				worlds = append(worlds, c.World)
			}
			byWorld[c.World][name] = append(byWorld[c.World][name], c)
		}
	}
	until := p.deadline(p.Limit / 2)
	for i, w := range worlds {
		r.step("data set %d of %d", i+1, len(worlds))
		share := p.deadline(time.Until(until) / time.Duration(len(worlds)-i))
		if err := r.corpusWorld(ctx, w, byWorld[w], share); err != nil {
			return r.findings, err
		}
	}
	return r.findings, nil
}

func (r *runner) corpusWorld(ctx context.Context, w *World, cases map[string][]*Case, until time.Time) error {
	w.dialect = r.node.Dialect
	refused := w.Build()
	defer func() { _ = w.Remove(context.WithoutCancel(ctx), r.node) }()
	differences, err := w.Load(ctx, r.node)
	if err != nil {
		return err
	}
	if err := r.mappings(ctx, w, refused, differences); err != nil {
		return err
	}
	j := w.judge()
	for _, name := range []string{"CIS controls", "SIEM rules", "monitors", "recorded runs"} {
		if err := r.corpusCases(ctx, j, name, cases[name]); err != nil {
			return err
		}
	}
	for done := 0; done < r.plan.Events; done += randomAtOnce {
		if done > 0 && over(until) {
			r.tally.Undone = append(r.tally.Undone, fmt.Sprintf("%d of %d searches over the events of %s", r.plan.Events-done, r.plan.Events, w.Name))
			return nil
		}
		var random []*Case
		for k := done; k < min(done+randomAtOnce, r.plan.Events); k++ {
			random = append(random, w.Decisive(r.plan.Seed, 1<<40+k<<4))
		}
		if err := r.corpusCases(ctx, j, "random searches over its events", random); err != nil {
			return err
		}
	}
	return nil
}

// randomAtOnce is how many random searches are made up before they are asked.
const randomAtOnce = 30

func (r *runner) corpusCases(ctx context.Context, j *judge, name string, cases []*Case) error {
	results, err := Judge(ctx, r.node, cases)
	if err != nil {
		return err
	}
	for _, x := range results {
		r.count(j, x)
		r.tally.Count([]Feature{{Corpus, name}}, x.Outcome, j.some(x.Case.Targets, queryOf(x.Case.Body)), x.Refusal)
		if x.Outcome == Unequal && x.known() == "" {
			if err := r.found(ctx, x); err != nil {
				return err
			}
		}
	}
	return nil
}

func queryOf(body *orderedjson.Object) *orderedjson.Object {
	if q := body.Object("query"); q != nil {
		return q
	}
	return obj("match_all", obj())
}
