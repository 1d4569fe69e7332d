package cloudwatch_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/cloudwatch"
	"github.com/alertplan/alertplan/internal/convert/converttest"
)

// files are the official patterns of all controls, as one file in each of the languages.
func files(t testing.TB, patterns map[string]string) map[string]convert.Source {
	t.Helper()
	var yaml, tf strings.Builder
	resources := map[string]any{}
	yaml.WriteString("Resources:\n")
	for control, pattern := range patterns {
		name := "cis" + strings.ReplaceAll(control, ".", "x")
		quoted, err := json.Marshal(pattern)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&yaml, `  %[1]sFilter:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: CloudTrail/logs
      FilterPattern: '%[2]s'
      MetricTransformations: [{MetricName: %[1]s, MetricNamespace: CIS, MetricValue: "1"}]
  %[1]s:
    Type: AWS::CloudWatch::Alarm
    Properties: {AlarmName: %[1]s, MetricName: %[1]s, Namespace: CIS, Statistic: Sum, Period: 300, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanOrEqualToThreshold}
`, name, strings.ReplaceAll(pattern, "'", "''"))
		fmt.Fprintf(&tf, `resource "aws_cloudwatch_log_metric_filter" "%[1]s" {
  name           = "%[1]s"
  log_group_name = "CloudTrail/logs"
  pattern        = %[2]s
  metric_transformation {
    name      = "%[1]s"
    namespace = "CIS"
    value     = "1"
  }
}
resource "aws_cloudwatch_metric_alarm" "%[1]s" {
  alarm_name          = "%[1]s"
  metric_name         = aws_cloudwatch_log_metric_filter.%[1]s.metric_transformation[0].name
  namespace           = "CIS"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
}
`, name, quoted)
		resources[name+"Filter"] = map[string]any{"Type": "AWS::Logs::MetricFilter", "Properties": map[string]any{"FilterPattern": pattern,
			"MetricTransformations": []any{map[string]any{"MetricName": name, "MetricNamespace": "CIS", "MetricValue": "1"}}}}
		resources[name] = map[string]any{"Type": "AWS::CloudWatch::Alarm", "Properties": map[string]any{"AlarmName": name, "MetricName": name, "Namespace": "CIS", "Statistic": "Sum",
			"Period": 300, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanOrEqualToThreshold"}}
	}
	text, err := json.MarshalIndent(map[string]any{"Resources": resources}, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]convert.Source{"YAML": {Name: "cis.yaml", Text: []byte(yaml.String())}, "JSON": {Name: "cis.json", Text: text}, "Terraform": {Name: "cis.tf", Text: []byte(tf.String())}}
}

// TestCIS: alarms on the 14 official patterns, in each language, find what a predicate
// over the raw events finds.
func TestCIS(t *testing.T) {
	definition, events := converttest.CloudTrail(t)
	world := converttest.New(t, definition, events)
	onNode := len(strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))) > 0
	if onNode {
		world.OnNode(t, "c2-cloudwatch-cis", definition)
	}
	patterns := map[string]string{}
	all := converttest.Parse(t, string(converttest.Corpus(t, "cis", "cis.json")))
	for _, control := range all.Keys() {
		patterns[control] = all.Object(control).Text("official_pattern")
	}
	expected := converttest.Parse(t, string(converttest.Corpus(t, "cis", "expected.json"))).Object("controls")
	for language, source := range files(t, patterns) {
		r := cloudwatch.Kind().Convert([]convert.Source{source}, convert.Options{})
		if r.Refused() || len(r.Objects) != len(patterns) {
			t.Fatalf("%s: %d blocks, %v", language, len(r.Objects), r.Diagnostics)
		}
		for _, o := range r.Objects {
			name, _ := o.Block.Get("name").(string)
			control := strings.ReplaceAll(strings.TrimPrefix(name, "cis"), "x", ".")
			want := []string{}
			for _, id := range expected.Object(control).Array("official") {
				want = append(want, id.(string))
			}
			slices.Sort(want)
			query := converttest.Query(t, o)
			if diff := cmp.Diff(want, world.Find(t, query)); diff != "" {
				t.Errorf("%s %s: expected and found (+): %s", language, control, diff)
			}
			if onNode && language == "YAML" {
				if diff := cmp.Diff(want, world.FindOnNode(t, query)); diff != "" {
					t.Errorf("%s %s on a node: expected and found (+): %s", language, control, diff)
				}
			}
		}
	}
}
