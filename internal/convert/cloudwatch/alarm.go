package cloudwatch

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/resource"
)

// alarm is an alarm on a metric.
type alarm struct {
	label                     string
	ref                       string
	source                    convert.Source
	at                        hcl.Range
	name, description         resource.Value
	namespace, metric         resource.Value
	all                       resource.Value // its properties
	enabled                   resource.Value
	actions, ok, insufficient resource.Value
	condition                 string

	filters []*filter
}

func alarmOf(r resource.Resource) *alarm {
	p := r.Properties
	a := &alarm{label: r.Label, ref: r.Ref, source: r.Source, at: r.At, all: p, name: p.Get("AlarmName"), description: p.Get("AlarmDescription"), enabled: p.Get("ActionsEnabled"),
		actions: p.Get("AlarmActions"), ok: p.Get("OKActions"), insufficient: p.Get("InsufficientDataActions"), condition: r.Condition}
	a.namespace, a.metric = p.Get("Namespace"), p.Get("MetricName")
	if q, single := a.query(); single {
		a.namespace, a.metric = q.Get("Metric").Get("Namespace"), q.Get("Metric").Get("MetricName")
	}
	return a
}

// query is the only query of an alarm on metric queries that is one of a plain metric.
func (a *alarm) query() (resource.Value, bool) {
	items := a.all.Get("Metrics").Items()
	if len(items) != 1 || items[0].Get("Expression").Kind != resource.Absent || items[0].Get("MetricStat").Kind != resource.Map {
		return resource.Value{}, false
	}
	return items[0].Get("MetricStat"), true
}

// title is the alarm's name, or the name that the template has for it.
func (a *alarm) title() string {
	if a.name.Kind == resource.Text && a.name.Text != "" {
		return a.name.Text
	}
	return a.label
}

// terms are what an alarm compares, and when.
type terms struct {
	period     int // in seconds
	evaluate   int // so many periods, the last ones,
	breach     int // of which so many breach
	comparison comparison
	statistic  string
	breaching  bool // missing data breach
	note       string
}

// comparison holds a metric against a threshold.
type comparison struct {
	op        string
	threshold *big.Rat
}

var comparisons = map[string]string{"GreaterThanThreshold": ">", "GreaterThanOrEqualToThreshold": ">=", "LessThanThreshold": "<", "LessThanOrEqualToThreshold": "<="}

// reader reads the numbers of an alarm, and keeps the first refusal.
type reader struct {
	a       *alarm
	problem *refusal
}

func (a *alarm) terms() (terms, *refusal) {
	r := &reader{a: a}
	get := a.all.Get
	if a.all.Get("Metrics").Kind != resource.Absent {
		q, single := a.query()
		if !single {
			return terms{}, &refusal{a.all.Get("Metrics").At, "An alarm on metric math", "It compares what is reckoned of several metrics. Write a monitor with aggregations and a condition."}
		}
		get = func(name string) resource.Value {
			if name == "Dimensions" {
				return q.Get("Metric").Get(name)
			}
			if v := q.Get(map[string]string{"Statistic": "Stat", "Period": "Period"}[name]); v.Kind != resource.Absent {
				return v
			}
			return a.all.Get(name)
		}
	}
	if d := get("Dimensions"); len(d.Members) > 0 || d.Kind == resource.List && len(d.List) > 0 {
		return terms{}, &refusal{d.At, "An alarm looks at a dimension", "It sees only what was published with it, and a metric filter that can be converted publishes none."}
	}
	if a.all.Get("ThresholdMetricId").Kind != resource.Absent {
		return terms{}, &refusal{a.all.Get("ThresholdMetricId").At, "An alarm on an anomaly", "Its threshold is a band that CloudWatch learns. Write a threshold."}
	}
	t := terms{period: r.whole(get("Period"), 0), evaluate: r.whole(get("EvaluationPeriods"), 0)}
	t.breach = r.whole(get("DatapointsToAlarm"), t.evaluate)
	t.statistic = r.text(get("Statistic"), "")
	t.comparison.op = comparisons[r.text(get("ComparisonOperator"), "")]
	t.comparison.threshold = r.number(get("Threshold"))
	missing := r.text(get("TreatMissingData"), "missing")
	t.breaching = missing == "breaching"
	switch {
	case r.problem != nil:
	case t.comparison.op == "":
		r.fail(get("ComparisonOperator"), "An alarm compares otherwise than with a threshold", "It says %s. Only GreaterThan… and LessThan… with or without OrEqualTo can be converted.")
	case get("ExtendedStatistic").Kind != resource.Absent:
		r.fail(get("ExtendedStatistic"), "An alarm looks at a percentile", "%s of a count of ones is 1 wherever anything was found. Write Sum, which is what is meant.")
	case t.period < 1 || t.evaluate < 1 || t.breach < 1 || t.breach > t.evaluate:
		r.fail(get("EvaluationPeriods"), "An alarm's periods make no sense", "Period, EvaluationPeriods (%s) and DatapointsToAlarm are whole numbers from 1 on, and the last is no larger than the one before.")
	case t.period > 60 && t.period%60 != 0:
		r.fail(get("Period"), "A period isn't whole minutes", "%s seconds are none. A metric filter publishes once a minute.")
	}
	if t.period > 0 && t.period < 60 && t.evaluate > 1 {
		r.fail(get("Period"), "An alarm on several periods, some of them without data", "A metric filter publishes once a minute, so of periods of %s seconds most have no data, and CloudWatch looks further back for some. Make a period a minute, or look at one.")
	}
	if t.period > 0 && t.period < 60 {
		t.note = fmt.Sprintf("A metric filter publishes once a minute, so its period of %d seconds holds what a minute has: the monitor looks at one minute.", t.period)
		t.period = 60
	}
	return t, r.problem
}

func (r *reader) fail(v resource.Value, summary, format string) {
	detail := format
	if v.Kind != resource.Absent {
		detail = fmt.Sprintf(format, v.Text)
	} else {
		detail = fmt.Sprintf(format, "nothing")
	}
	if r.problem == nil {
		r.problem = &refusal{v.At, summary, detail}
	}
}

func (r *reader) text(v resource.Value, standard string) string {
	if v.Kind == resource.Absent {
		return standard
	}
	if v.Kind != resource.Text && r.problem == nil {
		r.problem = unknown(v, "An alarm's property isn't known")
	}
	return v.Text
}

func (r *reader) number(v resource.Value) *big.Rat {
	text := r.text(v, "")
	n, ok := new(big.Rat).SetString(text)
	if (!ok || len(text) > 30) && r.problem == nil {
		r.problem = &refusal{v.At, "An alarm's number can't be read", fmt.Sprintf("%q is no number.", text)}
	}
	if !ok || len(text) > 30 {
		return new(big.Rat)
	}
	return n
}

func (r *reader) whole(v resource.Value, standard int) int {
	if v.Kind == resource.Absent && standard > 0 {
		return standard
	}
	n := r.number(v)
	i, err := strconv.Atoi(n.FloatString(0))
	if (!n.IsInt() || err != nil || i > 7*24*3600) && r.problem == nil {
		r.problem = &refusal{v.At, "An alarm's number can't be read", fmt.Sprintf("%q is no whole number that makes sense here.", v.Text)}
	}
	return i
}

// isNumber tells whether a text is a number, and that one.
func isNumber(v resource.Value, n int64) bool {
	r, ok := new(big.Rat).SetString(v.Text)
	return v.Kind == resource.Text && ok && len(v.Text) < 30 && r.Cmp(big.NewRat(n, 1)) == 0
}
