package elastalert

import (
	"encoding/json"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert/yamltext"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

var (
	number      = pattern.New(`^[-+]?(0|[1-9][0-9]*)$`)
	decimal     = pattern.New(`^[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?$`)
	doubtful    = pattern.New(`^[-+]?([0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9]*)?|0[0-9_]+|0[xXbBoO][0-9A-Fa-f_]+|[0-9]+_[0-9_]*|\.[0-9]+|[0-9]+\.([eE].*)?|\.(inf|Inf|INF|nan|NaN|NAN))$`)
	environment = pattern.New(`\$(\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*)`)
)

// deepest is how deep values stand within one another that are read, and most how many
// there are of a rule: an alias may stand for what holds it, or for many of the like.
const (
	deepest = 60
	most    = 100_000
)

// json is a value as JSON; false where it was refused.
func (r *rule) json(d *document, n *yaml.Node, depth int) (any, bool) {
	n = yamltext.Follow(n)
	if r.read++; depth > deepest || r.read > most {
		r.refuse(d.text.At(n), "Value that can't be read", "More than %d values stand within one another, or more than %d in all.", deepest, most)
		return nil, false
	}
	switch n.Kind {
	case yaml.MappingNode:
		o := orderedjson.NewObject()
		for _, p := range pairs(n) {
			v, ok := r.json(d, p.Value, depth+1)
			if !ok {
				return nil, false
			}
			o.Set(p.Key.Value, v)
		}
		return o, true
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			v, ok := r.json(d, item, depth+1)
			if !ok {
				return nil, false
			}
			list = append(list, v)
		}
		return list, true
	}
	return r.scalar(d, n)
}

// scalar is a value as ElastAlert's reader has it. What that takes otherwise than it looks
// is refused.
func (r *rule) scalar(d *document, n *yaml.Node) (any, bool) {
	if environment.MatchString(n.Value) {
		r.refuse(d.text.At(n), "Value from the environment", "ElastAlert puts the environment's value here when it starts, and it is not known here. Write the value itself, or escape nothing that looks like it.")
		return nil, false
	}
	is, isTruth := truth(n)
	switch {
	case isWrittenAsText(n) || n.Tag == "!!str" && !isTruth && !doubtful.MatchString(n.Value):
		return n.Value, true
	case n.Tag == "!!null":
		return nil, true
	case isTruth:
		return is, true
	case number.MatchString(n.Value), decimal.MatchString(n.Value):
		return json.Number(strings.TrimPrefix(n.Value, "+")), true
	}
	r.refuse(d.text.At(n), "Value without quotes", "ElastAlert's reader of YAML may take this for something else than it looks like: a number, a date or a text. Put it in quotes, or write the number in digits.")
	return nil, false
}
