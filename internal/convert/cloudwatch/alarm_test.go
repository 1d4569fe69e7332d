package cloudwatch_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/cloudwatch"
)

// template is one with a filter and an alarm, some of whose properties are others.
func template(filter, alarm string) convert.Source {
	return convert.Source{Name: "t.yaml", Text: []byte(`Resources:
  Filter:
    Type: AWS::Logs::MetricFilter
    Properties:
      FilterPattern: '{ $.eventName = ConsoleLogin }'
      MetricTransformations: [{MetricName: m, MetricNamespace: n, ` + filter + `}]
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: {MetricName: m, Namespace: n, Period: 300, EvaluationPeriods: 1, ` + alarm + `}
`)}
}

// condition is what the trigger of the only monitor asks for.
func condition(r convert.Result) string {
	for _, o := range r.Objects {
		for _, b := range o.Block.Blocks {
			if b.Type == "trigger" {
				if hits, ok := b.Get("hits").(string); ok {
					return "hits " + hits
				}
				text, _ := b.Get("condition").(string)
				return text
			}
		}
	}
	return ""
}

var comparisonForm = regexp.MustCompile(`(==|>=|<=|>|<) (-?[0-9]+)`)

// holds carries out a condition on a number of hits.
func holds(t testing.TB, condition string, hits int) bool {
	t.Helper()
	result, join := false, "||"
	for i, part := range regexp.MustCompile(`&&|\|\|`).Split(condition, -1) {
		m := comparisonForm.FindStringSubmatch(part)
		if m == nil {
			t.Fatalf("not understood: %s", condition)
		}
		n, _ := strconv.Atoi(m[2])
		one := map[string]bool{"==": hits == n, ">=": hits >= n, "<=": hits <= n, ">": hits > n, "<": hits < n}[m[1]]
		if strings.Contains(condition, "&&") {
			join = "&&"
		}
		switch {
		case i == 0:
			result = one
		case join == "&&":
			result = result && one
		default:
			result = result || one
		}
	}
	return result
}

// TestOnePeriod holds conditions against a reckoning of what CloudWatch makes of a
// period: which datum there is, and where there is none, what missing data are.
func TestOnePeriod(t *testing.T) {
	ops := map[string]func(v, threshold float64) bool{
		"GreaterThanThreshold": func(v, x float64) bool { return v > x }, "GreaterThanOrEqualToThreshold": func(v, x float64) bool { return v >= x },
		"LessThanThreshold": func(v, x float64) bool { return v < x }, "LessThanOrEqualToThreshold": func(v, x float64) bool { return v <= x },
	}
	converted, refused := 0, 0
	for name, op := range ops {
		for _, threshold := range []float64{-1, 0, 0.5, 1, 2, 2.5, 3} {
			for _, missing := range []string{"missing", "notBreaching", "breaching"} {
				for _, statistic := range []string{"Sum", "SampleCount", "Maximum", "Minimum", "Average"} {
					for _, standard := range []string{"MetricValue: 1", "MetricValue: '1', DefaultValue: 0"} {
						source := template(standard, fmt.Sprintf("Statistic: %s, ComparisonOperator: %s, Threshold: %v, TreatMissingData: %s", statistic, name, threshold, missing))
						c := condition(cloudwatch.Kind().Convert([]convert.Source{source}, convert.Options{}))
						if c == "" {
							refused++
							continue
						}
						converted++
						fires := false
						for hits := range 6 {
							got := holds(t, c, hits)
							fires = fires || got
							for _, silent := range []bool{false, true} { // the log group, with no event at all
								if silent && hits > 0 {
									continue
								}
								v, there := float64(hits), hits > 0
								if hits == 0 && !silent && strings.Contains(standard, "DefaultValue") {
									v, there = 0, true
								}
								if hits > 0 && statistic != "Sum" && statistic != "SampleCount" {
									v = 1
								}
								want := missing == "breaching"
								if there {
									want = op(v, threshold)
								}
								if got != want {
									t.Errorf("%s\n%s: %d hits, silent %t: %t, in CloudWatch %t", source.Text, c, hits, silent, got, want)
								}
							}
						}
						if !fires && threshold <= 2.5 {
							t.Errorf("%s\n%s never fires", source.Text, c)
						}
					}
				}
			}
		}
	}
	if converted < 150 || refused == 0 {
		t.Errorf("%d converted, %d refused", converted, refused)
	}
}

func TestRefusedAlarms(t *testing.T) {
	const sum = "Statistic: Sum, ComparisonOperator: GreaterThanThreshold, Threshold: 0"
	for _, test := range []struct{ name, filter, alarm, want string }{
		{"a value", "MetricValue: 2", sum, "A metric counts something else than events"},
		{"a field", "MetricValue: $.latency", sum, "A metric counts something else than events"},
		{"a default", "MetricValue: 1, DefaultValue: 1", sum, "A default value other than 0"},
		{"dimensions", "MetricValue: 1, Dimensions: [{Key: a, Value: $.b}]", sum, "A metric has dimensions"},
		{"alarm's dimensions", "MetricValue: 1", sum + ", Dimensions: [{Name: a, Value: b}]", "An alarm looks at a dimension"},
		{"a percentile", "MetricValue: 1", "ExtendedStatistic: p99, ComparisonOperator: GreaterThanThreshold, Threshold: 0", "An alarm looks at a percentile"},
		{"an anomaly", "MetricValue: 1", "Statistic: Sum, ComparisonOperator: GreaterThanUpperThreshold, ThresholdMetricId: ad1", "An alarm on an anomaly"},
		{"math", "MetricValue: 1", "Metrics: [{Id: a, Expression: b}]", "An alarm on metric math"},
		{"gaps", "MetricValue: 1", sum + ", EvaluationPeriods: 3", "An alarm on several periods, some of them without data"},
		{"seconds", "MetricValue: 1", sum + ", Period: 90", "A period isn't whole minutes"},
		{"no period", "MetricValue: 1", sum + ", Period: x", "An alarm's number can't be read"},
		{"unknown threshold", "MetricValue: 1", "Statistic: Sum, ComparisonOperator: GreaterThanThreshold, Threshold: !Ref 'AWS::Region'", "An alarm's property isn't known"},
		{"never", "MetricValue: 1", "Statistic: Sum, ComparisonOperator: LessThanThreshold, Threshold: 1", "An alarm would never go off"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// A key that stands twice is no YAML: the later one counts here.
			alarm := test.alarm
			text := string(template(test.filter, alarm).Text)
			for _, key := range []string{"Period", "EvaluationPeriods"} {
				if strings.Contains(alarm, ", "+key) {
					text = strings.Replace(text, regexp.MustCompile(key+`: [0-9]+, `).FindString(text), "", 1)
				}
			}
			r := cloudwatch.Kind().Convert([]convert.Source{{Name: "t.yaml", Text: []byte(text)}}, convert.Options{})
			_, told := written(t, r)
			if len(r.Objects) > 0 || !strings.Contains(told, "refused: "+test.want+"\n") {
				t.Errorf("want %s\n%d objects\n%s", test.want, len(r.Objects), told)
			}
		})
	}
}
