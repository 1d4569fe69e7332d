package sigma

import (
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/convert"
)

// Kind is the converter of Sigma rules.
func Kind() convert.Kind {
	return convert.Kind{Name: "sigma", Short: "Sigma rules and correlations, any number in each file", Extensions: []string{".yml", ".yaml"}, Convert: Convert}
}

// run is one conversion of all sources.
type run struct {
	options convert.Options
	result  *convert.Result
	labels  *convert.Labels
	rules   []*rule
	names   map[string]bool // of monitors
	made    map[*rule]*made
}

// made is what became of a rule's detection: it is converted once, whoever asks for it.
type made struct {
	*converter
	found search
}

func (r *run) search(rule *rule) *made {
	m := r.made[rule]
	if m == nil {
		c := r.converter(rule)
		m = &made{c, c.search()}
		r.made[rule] = m
	}
	return m
}

// Convert makes a monitor of each rule that stands for itself. Rules that a correlation
// counts are a part of its monitor, unless it says `generate: true`.
func Convert(sources []convert.Source, o convert.Options) convert.Result {
	var result convert.Result
	r := &run{options: o, result: &result, labels: &convert.Labels{}, names: map[string]bool{}, made: map[*rule]*made{}}
	for _, s := range sources {
		r.read(s)
	}
	r.known()
	for _, rule := range r.rules {
		switch {
		case rule.without || rule.counted:
		case rule.correlation != nil:
			r.correlate(rule)
		default:
			r.detect(rule)
		}
	}
	convert.Ordered(result.Diagnostics, sources)
	return result
}

// known finds what rules say of one another: what correlations count, what filters are
// about. A filter is refused, and what it is about is left out: which of two meanings its
// condition has, tools don't agree on.
func (r *run) known() {
	for _, rule := range r.rules {
		if rule.filter != nil {
			r.refuseFilter(rule)
		}
	}
	for _, rule := range r.rules {
		if rule.correlation == nil || rule.without {
			continue
		}
		generate := rule.flag("generate")
		for _, counted := range r.counted(rule) {
			counted.counted = counted.counted || !generate && counted.correlation == nil
		}
	}
}

// named are the rules that an id or a name means.
func (r *run) named(name string) []*rule {
	var out []*rule
	for _, rule := range r.rules {
		if name != "" && (rule.id == name || rule.name == name) {
			out = append(out, rule)
		}
	}
	return out
}

// title is the name of a rule's monitor: one of its own.
func (r *run) title(rule *rule) string {
	name := rule.title
	if r.options.Name != "" {
		if name = r.options.Name + ": " + rule.title; r.monitors() == 1 {
			name = r.options.Name
		}
	}
	unique := name
	for n := 2; r.names[unique]; n++ {
		unique = name + " (" + strconv.Itoa(n) + ")"
	}
	r.names[unique] = true
	return unique
}

// monitors is how many there will be, if nothing is refused.
func (r *run) monitors() int {
	return len(slices.DeleteFunc(slices.Clone(r.rules), func(rule *rule) bool { return rule.without || rule.counted }))
}

// detect makes the monitor of a rule.
func (r *run) detect(rule *rule) {
	if m := r.search(rule); !m.refused {
		r.result.Objects = append(r.result.Objects, r.monitor(m.converter, m.found))
	}
}
