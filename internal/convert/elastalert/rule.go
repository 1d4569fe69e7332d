package elastalert

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/generate"
)

// elsewhere are the types that are not converted, and what can be done.
var elsewhere = map[string]string{
	"spike":              "It compares two windows that follow each other, and a monitor sees one. Two filters in aggregations and a condition that compares them come near: write the monitor by hand.",
	"spike_aggregation":  "It compares a figure of two windows that follow each other, and a monitor sees one. Write the monitor by hand, with two filters in its aggregations.",
	"flatline":           "It tells that events fail to appear, for each key that was there before, which a monitor doesn't remember. Without query_key a monitor with hits = \"< N\" over the timeframe does the same: write it by hand.",
	"new_term":           "It remembers the terms of the last days, and a monitor remembers nothing. An anomaly detector does this, or a monitor whose aggregations compare two windows.",
	"cardinality":        "Write it by hand: a cardinality in aggregations, and a condition that asks for it.",
	"change":             "It remembers the last value of each key, and a monitor remembers nothing. A monitor of groups with a cardinality above 1 finds keys with two values in one window.",
	"percentage_match":   "Write it by hand: a filter in aggregations, and a condition that divides its count by all hits.",
	"metric_aggregation": "Write it by hand: the figure in aggregations, and a condition that compares it.",
}

// rule makes the monitor of a rule.
func (c *conversion) rule(r *rule) (convert.Object, bool) {
	for _, m := range r.missing {
		r.refuse(m.in.text.At(m.node), "Import that is not there", "%s is not among the files that are converted. Give it, too, or the folder that it is in.", m.path)
	}
	kind := r.get("type")
	switch {
	case !kind.there():
		r.refuse(r.start(), "No rule", "It has no type, and is no config.yaml either, which says how often rules run.")
		return convert.Object{}, false
	case !slices.Contains([]string{"any", "frequency", "blacklist", "whitelist"}, kind.text()):
		way, known := elsewhere[kind.text()]
		if !known {
			way = "It is a module of one's own, or a type that is not known here."
		}
		r.refuse(kind.at(), "Type of rule that is not converted", "%s: %s", kind.text(), way)
		return convert.Object{}, false
	}
	r.settings()
	name := r.name()
	if before, taken := c.names[name]; taken {
		r.refuse(r.start(), "Rule that is there twice", "%s has this name, too, and ElastAlert refuses the second of them.", before)
	}
	c.names[name] = r.documents[0].source.Name
	m := convert.Monitor{
		Label: "", Name: name, Description: r.get("description").text(), Comment: []string{"From the ElastAlert rule " + path.Base(r.documents[0].source.Name) + ", of the type " + kind.text() + "."},
	}
	r.checkIndices()
	m.Indices = r.indices()
	m.Search.Filter = r.filters(kind.text())
	w := r.window(kind.text())
	m.Schedule = convert.Every(w.every)
	m.Search.Last, m.Search.Lag, m.Search.TimeField = w.last, w.lag, r.timeField()
	t := convert.Trigger{Label: "found", Severity: r.severity()}
	if w.groups() {
		m.Search.GroupBy = w.keys
		t.Condition = []generate.Attribute{{Name: "count", Value: w.condition()}}
	} else {
		t.Condition = []generate.Attribute{{Name: "hits", Value: w.condition()}}
	}
	before := len(c.told)
	t.Actions = r.actions(w, name)
	if !r.refused {
		m.Label = c.labels.Take("monitor", name)
	}
	m.Triggers = []convert.Trigger{t}
	object := m.Object(r.documents[0].source)
	if enabled := r.get("is_enabled"); enabled.there() && !enabled.truth(true) {
		object.Block.Set("enabled", false)
	}
	if r.keepSecrets(object); r.refused {
		c.forget(before)
		return convert.Object{}, false
	}
	return object, true
}

// forget takes back the destinations that were made for a rule which is left out.
func (c *conversion) forget(from int) {
	for _, o := range c.told[from:] {
		for key, at := range c.destinations {
			if at == o.Address() {
				delete(c.destinations, key)
			}
		}
	}
	c.told = c.told[:from]
}

// name is the rule's name, or that of its file.
func (r *rule) name() string {
	name := r.get("name").text()
	if environment.MatchString(name) {
		r.refuse(r.get("name").at(), "Value from the environment", "ElastAlert puts the environment's value here when it starts. Write the name itself.")
	}
	if name == "" {
		name = r.options.Title(convert.Source{Name: r.documents[0].source.Name})
	}
	switch {
	case r.options.Name != "" && r.several:
		return r.options.Name + " " + name
	case r.options.Name != "":
		return r.options.Name
	}
	return name
}

// severity is the priority, where it says one that monitors have too: 1 is the worst.
func (r *rule) severity() int {
	n, err := strconv.Atoi(r.get("priority").text())
	switch s := r.get("priority"); {
	case !s.there():
		return 0
	case err != nil || n < 1 || n > 5:
		r.note(s.at(), "Priority", "Severities are 1, the worst, to 5. The monitor has the usual one, 3.")
		return 0
	}
	return n
}

// indices are the patterns that are searched.
func (r *rule) indices() []string {
	if len(r.options.Indices) > 0 {
		return r.options.Indices
	}
	var all []string
	for _, index := range strings.Split(r.get("index").text(), ",") {
		index = strings.TrimSpace(index)
		from, to := strings.Index(index, "%"), strings.LastIndex(index, "%")+2
		if from >= 0 && to <= len(index) && r.get("use_strftime_index").truth(false) {
			index = index[:from] + "*" + index[to:]
		}
		if index != "" {
			all = append(all, index)
		}
	}
	return all
}

// checkIndices refuses a rule that doesn't say what it searches.
func (r *rule) checkIndices() {
	switch s := r.get("index"); {
	case len(r.indices()) == 0:
		r.refuse(r.start(), "Rule without an index", "It doesn't say which indices it searches: index, or --indices.")
	case len(r.options.Indices) == 0 && environment.MatchString(s.text()):
		r.refuse(s.at(), "Value from the environment", "ElastAlert puts the environment's value here when it starts. Write the index itself, or say it by --indices.")
	}
}

// timeField is the field that windows are on, nil for the usual one.
func (r *rule) timeField() any {
	if s := r.get("timestamp_type"); s.there() && strings.TrimSpace(strings.ToLower(s.text())) != "iso" {
		r.refuse(s.at(), "Form of time that is not converted", "A monitor's window is on a field of the type date. Map the field as a date (epoch_second and epoch_millis are formats of it), and take this out.")
	}
	if field := r.get("timestamp_field").text(); field != "" && field != "@timestamp" {
		return field
	}
	return nil
}

// keepSecrets refuses a rule whose texts hold a secret.
func (r *rule) keepSecrets(o convert.Object) {
	text, _ := o.Block.Text("")
	for _, secret := range r.result.Secrets {
		if len(secret) >= 2*shortest && strings.Contains(text, strings.Trim(generate.Quoted(secret), `"`)) {
			r.refuse(r.start(), "Secret in a text", "A message, a filter or a name holds what a setting keeps as a secret, such as the URL of a webhook. No file may hold it: take it out there.")
			return
		}
	}
}
