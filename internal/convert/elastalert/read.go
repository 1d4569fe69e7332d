package elastalert

import (
	"path"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// document is a file of settings.
type document struct {
	source convert.Source
	text   *yamltext.Text
	pairs  []yamltext.Pair
}

func (d *document) member(name string) (yamltext.Pair, bool) {
	i := slices.IndexFunc(d.pairs, func(p yamltext.Pair) bool { return p.Key.Value == name })
	if i < 0 {
		return yamltext.Pair{}, false
	}
	return d.pairs[i], true
}

func (d *document) has(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { _, ok := d.member(name); return ok })
}

// read reads all sources: config.yaml, files that rules import, and rules, which it gives.
func (c *conversion) read(sources []convert.Source) []*rule {
	byName := map[string]*document{}
	var documents []*document
	for _, s := range sources {
		if d := c.document(s); d != nil {
			byName[path.Clean(s.Name)] = d
			documents = append(documents, d)
		}
	}
	var rules []*rule
	imported := map[*document]bool{}
	for _, d := range documents {
		switch {
		case !d.has("type", "index") && d.has("rules_folder", "run_every", "writeback_index"):
			if c.config != nil {
				c.result.Refuse(d.text.At(d.pairs[0].Key), "A second config.yaml", "The settings for all rules stand in "+c.config.source.Name+" already. Convert the rules of each by themselves.")
				continue
			}
			c.config = d
		default:
			r := &rule{conversion: c, documents: []*document{d}}
			r.join(byName, imported)
			rules = append(rules, r)
		}
	}
	rules = slices.DeleteFunc(rules, func(r *rule) bool {
		d := r.documents[0]
		whole := d.has("type") && d.has("index") && d.has("alert")
		return imported[d] && !whole
	})
	if c.config != nil {
		for _, r := range rules {
			r.documents = append(r.documents, c.config)
		}
	}
	return rules
}

// document reads a source; nil where it can't be read.
func (c *conversion) document(s convert.Source) *document {
	text := yamltext.Of(s)
	documents, problem := text.Documents()
	switch {
	case problem != nil:
		c.result.Refuse(s.Range(problem.At, problem.At), "YAML that can't be read", problem.Detail)
	case len(documents) != 1 || documents[0].Kind != yaml.MappingNode:
		c.result.Refuse(s.Whole(), "No rule", "A rule, or config.yaml, is one mapping of settings.")
	default:
		c.secrets(s, text, documents[0])
		return &document{source: s, text: text, pairs: pairs(documents[0])}
	}
	c.result.Secrets = append(c.result.Secrets, linesOfSecrets(string(s.Text))...)
	return nil
}

// include is a file that a rule imports.
type include struct {
	node *yaml.Node
	in   *document
	path string
}

// imports are the files that a document imports. What is relative is so to the rule that
// is loaded, also in what it imports.
func (r *rule) imports(d *document) []include {
	p, ok := d.member("import")
	if !ok {
		return nil
	}
	var all []include
	for _, n := range items(p.Value) {
		name := n.Value
		if !path.IsAbs(name) {
			name = path.Join(path.Dir(r.documents[0].source.Name), name)
		}
		all = append(all, include{n, d, path.Clean(name)})
	}
	return all
}

// join adds what a rule imports, the last first, as ElastAlert has it.
func (r *rule) join(byName map[string]*document, imported map[*document]bool) {
	stack := r.imports(r.documents[0])
	for len(stack) > 0 && len(r.documents) < 100 {
		next := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		d := byName[next.path]
		if d == nil {
			r.missing = append(r.missing, next)
			continue
		}
		if slices.Contains(r.documents, d) {
			continue
		}
		imported[d] = true
		r.documents = append(r.documents, d)
		stack = append(stack, r.imports(d)...)
	}
}
