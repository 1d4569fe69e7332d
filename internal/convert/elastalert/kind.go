package elastalert

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
)

// Kind is the converter of ElastAlert's rules.
func Kind() convert.Kind {
	return convert.Kind{Name: "elastalert", Short: "rules of ElastAlert 2: any, frequency, blacklist, whitelist", Extensions: []string{".yaml", ".yml"}, Convert: Convert}
}

// conversion is one run.
type conversion struct {
	options convert.Options
	labels  *convert.Labels
	result  convert.Result
	config  *document // config.yaml; nil: not among the sources
	several bool      // there is more than one rule

	said         map[string]bool   // what was told
	names        map[string]string // of rules: the files that they stand in
	destinations map[string]string // addresses, by what they send to
	told         []convert.Object  // variables and destinations
}

// Convert makes monitors of rules, and destinations of whom they tell.
func Convert(sources []convert.Source, o convert.Options) convert.Result {
	c := &conversion{options: o, labels: &convert.Labels{}, destinations: map[string]string{}, said: map[string]bool{}, names: map[string]string{}}
	rules := c.read(sources)
	c.several = len(rules) > 1
	c.lateAtAll()
	var monitors []convert.Object
	for _, r := range rules {
		if object, ok := c.rule(r); ok {
			monitors = append(monitors, object)
		}
	}
	c.result.Objects = append(c.told, monitors...)
	convert.Ordered(c.result.Diagnostics, sources)
	c.cover()
	return c.result
}

// tell tells something once: alerters of a rule have most settings in common.
func (c *conversion) tell(at hcl.Range, summary, detail string, say func(hcl.Range, string, string)) {
	key := at.String() + summary + detail
	if !c.said[key] {
		c.said[key] = true
		say(at, summary, detail)
	}
}

// cover takes secrets out of what is told, wherever they came into it from.
func (c *conversion) cover() {
	for _, d := range c.result.Diagnostics {
		d.Detail = convert.Covered(d.Detail, c.result.Secrets, func(string) string { return "(a secret)" })
	}
}

// rule is a rule with all that it is made of.
type rule struct {
	*conversion
	documents []*document // the rule itself, what it imports, and config.yaml; the first that says something holds
	missing   []include   // what it imports, and is not there
	refused   bool
	read      int // how many values were read
}

func (r *rule) refuse(at hcl.Range, summary, format string, args ...any) {
	r.refused = true
	r.tell(at, summary, fmt.Sprintf(format, args...), r.result.Refuse)
}

func (r *rule) note(at hcl.Range, summary, format string, args ...any) {
	r.tell(at, summary, fmt.Sprintf(format, args...), r.result.Note)
}
