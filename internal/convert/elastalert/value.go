package elastalert

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert/yamltext"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// setting is what a file says under a key; the zero value is one that none says.
type setting struct {
	key, value *yaml.Node
	in         *document
}

// get is a setting of the rule, or of what it imports, or of config.yaml.
func (r *rule) get(name string) setting {
	for _, d := range r.documents {
		if p, ok := d.member(name); ok {
			return setting{p.Key, follow(p.Value), d}
		}
	}
	return setting{}
}

func (s setting) there() bool { return s.value != nil && s.value.Tag != "!!null" }

// at is the place of the key.
func (s setting) at() hcl.Range { return s.in.text.At(s.key) }

// text is a text or a number as text; "" of what is none.
func (s setting) text() string {
	if s.value == nil || s.value.Kind != yaml.ScalarNode || s.value.Tag == "!!null" {
		return ""
	}
	return s.value.Value
}

// texts are the items of a list of texts, or a text alone.
func (s setting) texts() []string {
	var all []string
	for _, n := range items(s.value) {
		all = append(all, n.Value)
	}
	return all
}

// truth is a boolean; otherwise where none is said.
func (s setting) truth(otherwise bool) bool {
	if b, ok := truth(s.value); ok {
		return b
	}
	return otherwise
}

// truth reads a boolean as ElastAlert's reader does, which knows yes, no, on and off.
func truth(n *yaml.Node) (is, ok bool) {
	if n == nil || n.Kind != yaml.ScalarNode || n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return false, false
	}
	switch strings.ToLower(n.Value) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off":
		return false, true
	}
	return false, false
}

// follow is what an alias stands for.
func follow(n *yaml.Node) *yaml.Node {
	for n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

// items are the items of a list, or a value alone.
func items(n *yaml.Node) []*yaml.Node {
	n = follow(n)
	switch {
	case n == nil || n.Tag == "!!null":
		return nil
	case n.Kind != yaml.SequenceNode:
		return []*yaml.Node{n}
	}
	var all []*yaml.Node
	for _, item := range n.Content {
		all = append(all, follow(item))
	}
	return all
}

// pairs are the members of a mapping, those that it merges (<<) included.
func pairs(n *yaml.Node) []yamltext.Pair {
	var own, merged []yamltext.Pair
	for _, p := range yamltext.Pairs(follow(n)) {
		if p.Key.Tag == "!!merge" {
			for _, m := range items(p.Value) {
				merged = append(merged, yamltext.Pairs(m)...)
			}
			continue
		}
		own = append(own, yamltext.Pair{Key: p.Key, Value: follow(p.Value)})
	}
	for _, p := range merged {
		if !slices.ContainsFunc(own, func(o yamltext.Pair) bool { return o.Key.Value == p.Key.Value }) {
			own = append(own, yamltext.Pair{Key: p.Key, Value: follow(p.Value)})
		}
	}
	return own
}

// units are those of a time, in seconds.
var units = map[string]float64{"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 1e-3, "microseconds": 1e-6}

// length is a time such as {minutes: 5}; false where none is said. A time that can't be
// read is refused.
func (r *rule) length(name string) (time.Duration, bool) {
	s := r.get(name)
	if !s.there() {
		return 0, false
	}
	total, members := 0.0, pairs(s.value)
	for _, p := range members {
		n, err := strconv.ParseFloat(strings.ReplaceAll(p.Value.Value, "_", ""), 64)
		unit, known := units[p.Key.Value]
		if err != nil || !known || n < 0 || n != n || n*unit > 1e8 {
			members = nil
			break
		}
		total += n * unit
	}
	if len(members) == 0 {
		r.refuse(s.at(), "Time that can't be read", "%s is a number of weeks, days, hours, minutes or seconds, each on a line, such as minutes: 5.", name)
		return 0, false
	}
	return time.Duration(total * float64(time.Second)), true
}

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
	n = follow(n)
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
	quoted := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if environment.MatchString(n.Value) {
		r.refuse(d.text.At(n), "Value from the environment", "ElastAlert puts the environment's value here when it starts, and it is not known here. Write the value itself, or escape nothing that looks like it.")
		return nil, false
	}
	is, isTruth := truth(n)
	switch {
	case quoted || n.Tag == "!!str" && !isTruth && !doubtful.MatchString(n.Value):
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
