package sigma

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// rule is a document: a rule, a correlation, or a filter of rules.
type rule struct {
	source convert.Source
	text   *yamltext.Text
	node   *yaml.Node

	title, id, name, level string

	detection   *yaml.Node
	correlation *yaml.Node
	filter      *yaml.Node

	without bool // it was refused before it was looked at
	counted bool // it is a part of a correlation's monitor, and none by itself
}

// at is the place of a node.
func (r *rule) at(n *yaml.Node) hcl.Range { return r.text.At(n) }

// read reads the rules of a source.
func (r *run) read(source convert.Source) {
	text := yamltext.Of(source)
	docs, problem := text.Documents()
	if problem != nil {
		line, _, _ := bytes.Cut(source.Text[problem.At:], []byte("\n"))
		r.result.Refuse(source.Range(problem.At, problem.At+len(line)), "File that can't be read", problem.Detail+" Rules that stand before this are converted.")
	}
	if len(docs) == 0 && problem == nil {
		r.result.Refuse(source.Whole(), "File without a rule", "It holds no document of YAML.")
	}
	collected := false
	var rules []*rule
	for _, doc := range docs {
		if rule := r.document(source, text, doc); rule != nil {
			rules = append(rules, rule)
			collected = collected || yamltext.Member(doc, "action") != nil
		}
	}
	for _, rule := range rules {
		rule.without = rule.without || collected
	}
	r.rules = append(r.rules, rules...)
}

// document reads one document; nil where it is none of Sigma.
func (r *run) document(source convert.Source, text *yamltext.Text, doc *yaml.Node) *rule {
	rule := &rule{source: source, text: text, node: doc}
	if doc.Kind != yaml.MappingNode {
		r.result.Refuse(text.At(doc), "Document that is no rule", "A rule is an object with a title, a logsource and a detection.")
		return nil
	}
	if action := yamltext.Member(doc, "action"); action != nil {
		r.result.Refuse(text.At(action), "Rules that share parts by action", "A document with action is put together with others of its file, as version 1 of the specification had it. Write each rule out, or as a correlation; no rule of this file is converted.")
	}
	rule.title, rule.id, rule.name = rule.word("title"), rule.word("id"), rule.word("name")
	rule.level = strings.ToLower(rule.word("level"))
	if rule.title == "" {
		rule.title = convert.Options{}.Title(source)
	}
	rule.detection, rule.correlation, rule.filter = rule.get("detection"), rule.get("correlation"), rule.get("filter")
	if rule.detection == nil && rule.correlation == nil && rule.filter == nil {
		r.result.Refuse(text.At(doc), "Document that is no rule", "It has neither a detection nor a correlation.")
		return nil
	}
	for _, n := range []*yaml.Node{doc, rule.detection, rule.correlation} {
		if twice := repeated(n); twice != nil {
			r.result.Refuse(text.At(twice), "Key that stands twice", "Of two values under "+twice.Value+" only one would count.")
			rule.without = true
		}
	}
	return rule
}

// repeated is a mapping's key that stands there before; nil for none.
func repeated(n *yaml.Node) *yaml.Node {
	seen := map[string]bool{}
	for _, p := range yamltext.Pairs(n) {
		if seen[p.Key.Value] {
			return p.Key
		}
		seen[p.Key.Value] = true
	}
	return nil
}

// get is what stands under a key; nil for nothing.
func (r *rule) get(key string) *yaml.Node {
	n := member(r.node, key)
	if n == nil || n.ShortTag() == "!!null" {
		return nil
	}
	return n
}

// word is a text under a key, empty for none.
func (r *rule) word(key string) string {
	if n := r.get(key); n != nil && n.Kind == yaml.ScalarNode {
		return strings.TrimSpace(n.Value)
	}
	return ""
}

// words are texts under a key: a list, or one alone.
func (r *rule) words(key string) []string { return wordsOf(r.get(key)) }

func wordsOf(n *yaml.Node) []string {
	var out []string
	for _, item := range yamltext.Items(n) {
		if text := strings.TrimSpace(item.Value); item.Kind == yaml.ScalarNode && text != "" && item.ShortTag() != "!!null" {
			out = append(out, text)
		}
	}
	return out
}

// member is the value of a mapping's key, behind an alias; nil for none.
func member(n *yaml.Node, key string) *yaml.Node { return yamltext.Follow(yamltext.Member(n, key)) }

// flag is whether a key says true, in a document or in its correlation.
func (r *rule) flag(key string) bool {
	return r.word(key) == "true" || wordOf(r.correlation, key) == "true"
}

func wordOf(n *yaml.Node, key string) string {
	if value := member(n, key); value != nil && value.Kind == yaml.ScalarNode {
		return strings.TrimSpace(value.Value)
	}
	return ""
}
