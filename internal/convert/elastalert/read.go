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
	imported := map[*document]bool{}
	for _, d := range documents {
		for _, name := range d.imports() {
			imported[byName[name.path]] = true
		}
	}
	var rules []*rule
	for _, d := range documents {
		switch {
		case !d.has("type", "index") && d.has("rules_folder", "run_every", "writeback_index"):
			if c.config != nil {
				c.result.Refuse(d.text.At(d.pairs[0].Key), "A second config.yaml", "The settings for all rules stand in "+c.config.source.Name+" already. Convert the rules of each by themselves.")
				continue
			}
			c.config = d
		case imported[d] && !d.has("type"):
		default:
			rules = append(rules, &rule{conversion: c, documents: []*document{d}})
		}
	}
	for _, r := range rules {
		r.join(byName)
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
		c.result.Secrets = append(c.result.Secrets, linesOfSecrets(string(s.Text))...)
		return nil
	case len(documents) != 1 || documents[0].Kind != yaml.MappingNode:
		c.result.Refuse(s.Whole(), "No rule", "A rule, or config.yaml, is one mapping of settings.")
		c.result.Secrets = append(c.result.Secrets, linesOfSecrets(string(s.Text))...)
		return nil
	}
	d := &document{source: s, text: text, pairs: pairs(documents[0])}
	c.result.Secrets = append(c.result.Secrets, secretsIn(documents[0], false)...)
	return d
}

// include is a file that a rule imports.
type include struct {
	node *yaml.Node
	path string
}

func (d *document) imports() []include {
	p, ok := d.member("import")
	if !ok {
		return nil
	}
	var all []include
	for _, n := range items(p.Value) {
		name := n.Value
		if !path.IsAbs(name) {
			name = path.Join(path.Dir(d.source.Name), name)
		}
		all = append(all, include{n, path.Clean(name)})
	}
	return all
}

// join adds what a rule imports, the last first, as ElastAlert has it, and config.yaml.
func (r *rule) join(byName map[string]*document) {
	stack := r.documents[0].imports()
	from := r.documents[0]
	for len(stack) > 0 && len(r.documents) < 100 {
		next := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		d := byName[next.path]
		if d == nil {
			r.refuse(from.text.At(next.node), "Import that is not there", "%s is not among the files that are converted. Give it, too, or the folder that it is in.", next.path)
			continue
		}
		if slices.Contains(r.documents, d) {
			continue
		}
		r.documents = append(r.documents, d)
		stack = append(stack, d.imports()...)
		from = d
	}
	if r.config != nil {
		r.documents = append(r.documents, r.config)
	}
}
