package elastalert

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert/yamltext"
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
			return setting{p.Key, p.Value, d}
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
	if n == nil || n.Kind != yaml.ScalarNode || isWrittenAsText(n) {
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

// isWrittenAsText tells whether a value can be nothing but a text.
func isWrittenAsText(n *yaml.Node) bool {
	return n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// items are the items of a list, or a value alone; none of null.
func items(n *yaml.Node) []*yaml.Node {
	if n = yamltext.Follow(n); n == nil || n.Tag == "!!null" {
		return nil
	}
	return yamltext.Items(n)
}

// pairs are the members of a mapping, those that it merges (<<) included.
func pairs(n *yaml.Node) []yamltext.Pair {
	var own, merged []yamltext.Pair
	for _, p := range yamltext.Pairs(yamltext.Follow(n)) {
		if p.Key.Tag == "!!merge" {
			for _, m := range items(p.Value) {
				merged = append(merged, yamltext.Pairs(m)...)
			}
			continue
		}
		own = append(own, yamltext.Pair{Key: p.Key, Value: yamltext.Follow(p.Value)})
	}
	for _, p := range merged {
		if !slices.ContainsFunc(own, func(o yamltext.Pair) bool { return o.Key.Value == p.Key.Value }) {
			own = append(own, yamltext.Pair{Key: p.Key, Value: yamltext.Follow(p.Value)})
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
