package cloudwatch

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/resource"
)

// conversion is one run over all sources.
type conversion struct {
	options   convert.Options
	labels    convert.Labels
	resources []resource.Resource
	result    convert.Result

	filters   []*filter
	alarms    []*alarm
	topics    topics
	variables []convert.Object
	monitors  []convert.Object
	groups    map[string]bool // log groups that were told of
	quiet     map[*alarm]times
}

func (c *conversion) refuse(r refusal) { c.result.Refuse(r.at, r.summary, r.detail) }

// run converts what the resources say together.
func (c *conversion) run() {
	for _, r := range c.resources {
		switch r.Type {
		case "AWS::Logs::MetricFilter":
			c.filters = append(c.filters, filterOf(r))
		case "AWS::CloudWatch::Alarm":
			c.alarms = append(c.alarms, alarmOf(r))
		case "AWS::CloudWatch::CompositeAlarm":
			c.refuse(refusal{r.At, "A composite alarm", "It goes off by the states of other alarms. Declare a workflow with a monitor for each, and a chained condition."})
		}
	}
	c.join()
	c.schedules()
	for _, a := range c.alarms {
		if len(a.filters) > 0 && !c.quiet[a].refused {
			c.alarm(a)
		}
	}
	c.result.Objects = slices.Concat(c.variables, c.topics.objects, c.monitors)
}

// join finds the filters that count in the metric of each alarm.
func (c *conversion) join() {
	for _, a := range c.alarms {
		for _, f := range c.filters {
			if f.feeds(a.namespace, a.metric) {
				a.filters, f.used = append(a.filters, f), a.label
			}
		}
		if len(a.filters) == 0 {
			c.result.Refuse(a.at, "An alarm without a metric filter", fmt.Sprintf("No metric filter in these files counts in %s. Convert it together with the file that has the filter; an alarm on another metric has nothing in a log that a monitor could search.", a.metricWords()))
		}
	}
	for _, f := range c.filters {
		if problem := f.named(); problem != nil {
			c.refuse(*problem)
		} else if f.used == "" {
			c.result.Refuse(f.at, "A metric filter without an alarm", fmt.Sprintf("No alarm in these files looks at %s / %s, so nobody is told of what it counts. Convert it together with the file that has the alarm.", words(f.namespace), words(f.metric)))
		}
	}
}

func (a *alarm) metricWords() string {
	if a.metric.Kind == resource.Absent {
		return "what it looks at"
	}
	return words(a.namespace) + " / " + words(a.metric)
}

func words(v resource.Value) string {
	if v.Text == "" {
		return "(not known)"
	}
	return v.Text
}

// alarm converts an alarm with its filters to a monitor.
func (c *conversion) alarm(a *alarm) {
	t, problem := a.terms()
	if problem != nil {
		c.refuse(*problem)
		return
	}
	for _, f := range a.filters {
		if problem := f.counts(); problem != nil {
			c.refuse(*problem)
			return
		}
	}
	standard := a.filters[0].standard.Kind != resource.Absent
	b, unfit := t.breachOf(standard)
	if unfit != nil {
		c.refuse(refusal{a.place(unfit.property), unfit.summary, unfit.detail})
		return
	}
	if problem := c.fits(a, t, b, standard); problem != nil {
		c.refuse(*problem)
		return
	}
	c.monitor(a, t, b)
}

// place is where a property stands; the alarm's own where it says none.
func (a *alarm) place(property string) hcl.Range {
	if v := a.all.Get(property); v.Kind != resource.Absent {
		return v.At
	}
	return a.at
}

// fits refuses what more than one filter, or more than one period, make unlike.
func (c *conversion) fits(a *alarm, t terms, b breach, standard bool) *refusal {
	if len(a.filters) > 1 && b.hits != "> 0" && b.hits != ">= 1" && b.hits != "== 0" && b.hits != "< 1" && b.hits != "<= 0" {
		return &refusal{a.filters[1].at, "Several filters count in one metric", fmt.Sprintf("%s counts in the metric of %s, too. An event that matches both patterns counts twice there and once in a search, so only a threshold of one event can be converted.", a.filters[1].label, a.filters[0].label)}
	}
	if t.evaluate > 1 && !standard {
		at := a.all.Get("EvaluationPeriods").At
		return &refusal{at, "An alarm on several periods, some of them without data", fmt.Sprintf("It looks at %d periods. Where nothing matches, a metric without a default value has no data, and CloudWatch looks further back for some. Give the metric a default value of 0, or look at one period.", t.evaluate)}
	}
	if minutes := t.period / 60 * t.evaluate; minutes > 7*24*60 {
		return &refusal{a.all.Get("EvaluationPeriods").At, "An alarm looks back for more than a week", "CloudWatch takes a week at most."}
	}
	return nil
}
